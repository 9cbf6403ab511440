"""Loading a copy of the modern slavery statement registry."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.intake import StatementRow, UnusableInput, read_registry
from app.services.background.progress import Progress
from app.services.loads.supplier_files import to_mend
from app.store import audit
from app.store import statements as store
from app.store import suppliers as supplier_store
from models import FileKind, Person, SourceFile, Statement, StatementOrganisation

MADE_UP: Final = "(fictitious)"
"""How the name of an organisation ends that does not exist."""


def load(
    session: Session,
    path: Path,
    now: datetime,
    progress: Progress,
    as_at: date | None = None,
    officer: Person | None = None,
    made_up: bool = False,
) -> SourceFile:
    """Read a `StatementSummaries<year>.csv` and add or update its statements.

    The same bytes are loaded once, and a row that is already known is updated, so loading again changes
    nothing. `UnusableInput` says what is wrong with a file that is no registry copy.

    `made_up` is for the example alone: all of its organisations must say that they are made up, and those of
    a copy of the registry must not, so that neither is ever taken for the other.
    """
    read = read_registry(path, as_at, lambda rows: progress(f"Reading {path.name}", rows, None))
    if any(is_made_up(row) is not made_up for row in read.rows):
        raise UnusableInput(
            f"{path.name}: organisations marked {MADE_UP} are made up and belong to the example alone."
        )
    known = supplier_store.source_file(session, None, read.sha256)
    if known is not None:
        return known
    source = SourceFile(
        kind=FileKind.MADE_UP if made_up else FileKind.REGISTRY,
        name=read.name,
        sha256=read.sha256,
        as_at=read.as_at,
        rows_read=read.rows_read,
        rows_loaded=len(read.rows),
        skipped=[to_mend(row) for row in read.skipped],
        loaded_at=now,
    )
    session.add(source)
    session.flush()
    _store_rows(session, source, read.rows, progress)
    audit.record(
        session,
        officer,
        "registry.loaded",
        source,
        now,
        file=read.name,
        sha256=read.sha256,
        rows=len(read.rows),
    )
    session.commit()
    return source


def is_made_up(row: StatementRow) -> bool:
    """Whether a row is about an organisation of the example, which does not exist."""
    return row.organisation_name.casefold().endswith(MADE_UP)


def _store_rows(
    session: Session, source: SourceFile, rows: tuple[StatementRow, ...], progress: Progress
) -> None:
    statements = store.statements_by_address(session)
    covered = {(one.statement_id, one.name): one for one in store.covered_organisations(session)}
    by_name = {(one.statement.address, one.name): one for one in covered.values()}
    for number, row in enumerate(rows, start=1):
        address = (row.summary_url or row.statement_url or row.key)[:1024]
        statement = statements.get(address)
        if statement is None:
            statement = statements[address] = Statement(address=address)
            session.add(statement)
        _update_statement(statement, source.id, row)
        organisation = by_name.get((address, row.organisation_name))
        if organisation is None:
            organisation = StatementOrganisation(name=row.organisation_name)
            statement.organisations.append(organisation)
            by_name[address, row.organisation_name] = organisation
        organisation.company_number = row.company_number
        organisation.postcode = row.postcode[:12]
        organisation.sector_type = row.sector_type[:40]
        if number % 500 == 0:
            session.flush()
            progress("Storing statements", number, len(rows))
    progress("Storing statements", len(rows), len(rows))


def _update_statement(statement: Statement, source_file_id: int, row: StatementRow) -> None:
    statement.source_file_id = source_file_id
    statement.statement_url = row.statement_url[:1024]
    statement.year = row.year
    statement.period_start, statement.period_end = row.start, row.end
    statement.approver_role = row.approver_role[:160]
    statement.approved_on = row.approved_on
    # The row of the organisation that submitted a group's statement names no parent; the others name it.
    statement.is_group = row.is_group
    statement.parent_name = row.parent_name[:300] or statement.parent_name or ""
    statement.turnover, statement.years_producing = row.turnover[:60], row.years_producing[:60]
    statement.areas, statement.sectors = dict(row.areas), list(row.sectors)
