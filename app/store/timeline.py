"""Everything that happened with one supplier of a council: the log's events, and its screenings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.store import merged
from models import (
    AuditEvent,
    ClausePack,
    Contract,
    EvidenceFile,
    Invitation,
    Person,
    PriceCheck,
    RunStatus,
    ScreeningRun,
    StoredReport,
)

#: What is told of a pack of clauses; each change of a clause is on the pack's own page.
_PACKS = ("pack.made", "pack.issued", "pack.copied", "pack.discarded")
#: What the log says of a supplier that was merged; of the other it says the same in other words.
_MERGED_AWAY = ("supplier.merged_away", "supplier.merge_undone_away")

#: What is told of a file that a contract of the supplier stands in.
_FILES = ("file.loaded", "file.undone")


def _is_about(council_id: int, supplier_id: int) -> ColumnElement[bool]:
    """Events of the council about the supplier, those merged into it, and what hangs on it: invitations,
    evidence, packs of clauses, price checks, files with its contracts."""

    def among(table: str, ids: Select[Any]) -> ColumnElement[bool]:
        return and_(AuditEvent.subject == table, AuditEvent.subject_id.in_(ids))

    asked = (Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
    files = select(EvidenceFile.id).join(Invitation, Invitation.response_id == EvidenceFile.response_id)
    checks = (PriceCheck.council_id == council_id, PriceCheck.supplier_id == supplier_id)
    loaded = (Contract.council_id == council_id, Contract.supplier_id == supplier_id)
    packs = (ClausePack.council_id == council_id, ClausePack.supplier_id == supplier_id)
    return and_(
        AuditEvent.council_id == council_id,
        or_(
            and_(AuditEvent.subject == "supplier", AuditEvent.subject_id == supplier_id),
            and_(among("supplier", merged.ids_below(supplier_id)), AuditEvent.action.not_in(_MERGED_AWAY)),
            among("invitation", select(Invitation.id).where(*asked)),
            among("evidence_file", files.where(*asked)),
            among("price_check", select(PriceCheck.id).where(*checks)),
            and_(
                among("source_file", select(Contract.source_file_id).where(*loaded)),
                AuditEvent.action.in_(_FILES),
            ),
            and_(
                among("clause_pack", select(ClausePack.id).where(*packs)),
                AuditEvent.action.in_(_PACKS),
            ),
        ),
    )


def _events(council_id: int, supplier_id: int, prefixes: Sequence[str]) -> Select[AuditEvent]:
    query = select(AuditEvent).where(_is_about(council_id, supplier_id))
    if prefixes:
        query = query.where(or_(*(AuditEvent.action.startswith(one, autoescape=True) for one in prefixes)))
    return query


def events(
    session: Session, council_id: int, supplier_id: int, prefixes: Sequence[str], limit: int
) -> Sequence[AuditEvent]:
    """The newest events, of the actions that begin so (none: all)."""
    query = _events(council_id, supplier_id, prefixes).order_by(AuditEvent.sequence.desc()).limit(limit)
    return session.scalars(query).all()


def count_events(session: Session, council_id: int, supplier_id: int, prefixes: Sequence[str]) -> int:
    """How many such events there are."""
    found = _events(council_id, supplier_id, prefixes).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _screenings(council_id: int, supplier_id: int) -> Select[StoredReport]:
    return (
        select(StoredReport)
        .join(StoredReport.run)
        .where(StoredReport.council_id == council_id, StoredReport.supplier_id == supplier_id)
        .where(ScreeningRun.status == RunStatus.DONE, ScreeningRun.finished_at.is_not(None))
    )


def screenings(session: Session, council_id: int, supplier_id: int, limit: int) -> Sequence[StoredReport]:
    """The newest finished screenings of the supplier, with their runs, without the texts of the reports."""
    query = _screenings(council_id, supplier_id).options(joinedload(StoredReport.run))
    return session.scalars(query.order_by(StoredReport.id.desc()).limit(limit)).all()


def count_screenings(session: Session, council_id: int, supplier_id: int) -> int:
    """How many finished screenings of the supplier there are."""
    found = _screenings(council_id, supplier_id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def names_of(session: Session, council_id: int, person_ids: Sequence[int]) -> dict[int, str]:
    """Id -> name (or address) of these people of the council; nobody else's."""
    query = select(Person.id, Person.name, Person.email)
    query = query.where(Person.council_id == council_id, Person.id.in_(person_ids))
    return {key: name or email for key, name, email in session.execute(query)}
