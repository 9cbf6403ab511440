"""Statements, the organisations they cover, and matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from models import FileKind, Match, NoStatement, SourceFile, Statement, StatementOrganisation


def statements_by_address(session: Session) -> dict[str, Statement]:
    """All statements by the address that identifies them."""
    return {statement.address: statement for statement in session.scalars(select(Statement))}


def covered_organisations(session: Session) -> Sequence[StatementOrganisation]:
    """Every organisation that some statement covers, with that statement."""
    query = select(StatementOrganisation).options(joinedload(StatementOrganisation.statement))
    return session.scalars(query.order_by(StatementOrganisation.id)).all()


def newest_copy_date(session: Session) -> date | None:
    """The date of the newest registry copy that was loaded; None if none was."""
    return session.scalar(select(func.max(SourceFile.as_at)).where(SourceFile.kind == FileKind.REGISTRY))


def _with_statement() -> tuple[ORMOption, ...]:
    """Load matches with the organisation, its statement, and all that the statement covers."""
    statement = joinedload(Match.organisation).joinedload(StatementOrganisation.statement)
    return statement, statement.selectinload(Statement.organisations)


def matches_of_council(session: Session, council_id: int) -> dict[int, list[Match]]:
    """The council's matches by supplier id, best first."""
    query = select(Match).where(Match.council_id == council_id).options(*_with_statement())
    found: dict[int, list[Match]] = {}
    for match in session.scalars(query.order_by(Match.probability.desc(), Match.id)):
        found.setdefault(match.supplier_id, []).append(match)
    return found


def matches_of_supplier(session: Session, council_id: int, supplier_id: int) -> list[Match]:
    """The matches of one supplier of this council, best first."""
    query = (
        select(Match)
        .where(Match.council_id == council_id, Match.supplier_id == supplier_id)
        .options(*_with_statement())
        .order_by(Match.probability.desc(), Match.id)
    )
    return list(session.scalars(query))


def match(session: Session, council_id: int, match_id: int) -> Match | None:
    """One match of this council."""
    query = select(Match).where(Match.council_id == council_id, Match.id == match_id)
    return session.scalars(query).one_or_none()


def search(session: Session, typed: str, limit: int) -> Sequence[StatementOrganisation]:
    """Covered organisations whose name holds every typed word, or whose company number it is, newest
    statement first. Nothing for no words."""
    words = typed.split()[:8]
    if not words:
        return []
    named = and_(*(StatementOrganisation.name.icontains(word, autoescape=True) for word in words))
    numbered = StatementOrganisation.company_number == typed.strip().upper().zfill(8)[:8]
    query = select(StatementOrganisation).join(Statement).where(or_(named, numbered))
    query = query.options(joinedload(StatementOrganisation.statement).selectinload(Statement.organisations))
    newest_first = Statement.period_end.desc().nulls_last()
    return session.scalars(query.order_by(newest_first, StatementOrganisation.id).limit(limit)).all()


def covered_organisation(session: Session, organisation_id: int) -> StatementOrganisation | None:
    """One covered organisation; registry copies are shared by all councils."""
    return session.get(StatementOrganisation, organisation_id)


def no_statement(session: Session, council_id: int, supplier_id: int) -> NoStatement | None:
    """What stands of an officer's word that this supplier has no statement."""
    query = select(NoStatement).where(
        NoStatement.council_id == council_id,
        NoStatement.supplier_id == supplier_id,
        NoStatement.withdrawn_at.is_(None),
    )
    return session.scalars(query.order_by(NoStatement.id.desc())).first()
