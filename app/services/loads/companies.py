"""Loading Companies House's basic company data: numbers, previous names and postcodes of those that
matter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.intake import Company, Wanted, read_companies
from app.services.background.progress import Progress
from app.services.loads.bulk_loads import Loaded, file_row
from app.store import audit, queue_entries
from app.store import organisations as store
from models import FileKind, NameKind, Organisation, OrganisationName
from screening import names
from screening.identifiers import company_number

SOURCE = "companies_house"
BATCH = 500


def load(
    session: Session, path: Path, now: datetime, progress: Progress, as_at: date | None = None
) -> Loaded:
    """Read the company data and keep the companies that say something of a supplier or a statement.

    Those are the ones whose number, or whose present or previous name, is that of a supplier, of an
    organisation with a statement, or of a member of a group. Load it again after suppliers or registry copies
    were added: the same file may be loaded any number of times, and a company's earlier names are replaced.
    `UnusableInput` says what is wrong with a file that is no company data.
    """
    progress("Collecting names", 0, 1)
    wanted = _wanted(session)
    progress("Collecting names", 1, 1)
    read = read_companies(path, wanted, as_at, lambda rows: progress(f"Reading {path.name}", rows, None))
    source = file_row(session, FileKind.COMPANIES, read, len(read.companies), now)
    added = _store(session, read.companies, read.as_at, progress)
    linked = store.link_suppliers(session)
    queue_entries.refresh_all(session)
    audit.record(
        session,
        None,
        "companies.loaded",
        source,
        now,
        file=read.name,
        sha256=read.sha256,
        companies=len(read.companies),
        previous_names=added,
        suppliers=linked,
    )
    session.commit()
    facts = {
        "companies kept": len(read.companies),
        "previous names kept": added,
        "suppliers newly linked to a company by number": linked,
    }
    return Loaded(source, facts, read.reasons)


def _wanted(session: Session) -> Wanted:
    known = [*store.supplier_names(session), *store.statement_names(session)]
    members = [number for row in store.parents(session) for number in (row.child_number, row.parent_number)]
    numbers = (company_number(number) for _, number in known)
    cleaned = (names.clean(name).flat for name, _ in known)
    return Wanted(
        numbers=frozenset(filter(None, (*numbers, *members))), names=frozenset(filter(None, cleaned))
    )


def _store(session: Session, companies: Sequence[Company], as_at: date, progress: Progress) -> int:
    """Add or update the companies; returns the number of their previous names."""
    known = {row.company_number: row for row in store.companies(session)}
    for company in companies:
        row = known.get(company.number)
        if row is None:
            row = known[company.number] = Organisation(company_number=company.number)
            session.add(row)
        row.name, row.postcode = company.name[:300], company.postcode[:12]
        row.company_status = company.status[:70]
    session.flush()
    ids = {company.number: known[company.number].id for company in companies}
    store.forget_previous_names(session, ids.values(), SOURCE)
    added = 0
    for number, company in enumerate(companies, start=1):
        session.add_all(
            OrganisationName(
                organisation_id=ids[company.number],
                name=one.name[:300],
                kind=NameKind.PREVIOUS,
                source=SOURCE,
                as_at=as_at,
                used_until=one.until,
            )
            for one in company.previous
        )
        added += len(company.previous)
        if number % BATCH == 0:
            session.flush()
            progress("Storing companies", number, len(companies))
    session.flush()
    progress("Storing companies", len(companies), len(companies))
    return added
