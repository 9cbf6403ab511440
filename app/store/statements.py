"""Statements, the organisations they cover, and matches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from models import FileKind, Match, SourceFile, Statement, StatementOrganisation


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
