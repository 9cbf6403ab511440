"""Annual statements of councils, their sections and promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from models import (
    AnnualSection,
    AnnualStatement,
    Council,
    Pledge,
    SectionComment,
    StatementState,
    StatementStep,
)


def statements(session: Session, council_id: int) -> Sequence[AnnualStatement]:
    """All statements of a council, the newest year first."""
    query = select(AnnualStatement).where(AnnualStatement.council_id == council_id)
    return session.scalars(query.order_by(AnnualStatement.year_end.desc())).all()


def statement(session: Session, council_id: int, statement_id: int) -> AnnualStatement | None:
    """One statement of the council, with its sections."""
    query = (
        select(AnnualStatement)
        .where(AnnualStatement.council_id == council_id, AnnualStatement.id == statement_id)
        .options(selectinload(AnnualStatement.sections))
    )
    return session.scalars(query).one_or_none()


def of_year(session: Session, council_id: int, year_end: date) -> AnnualStatement | None:
    """The statement of the year that ends on a day."""
    query = select(AnnualStatement).where(AnnualStatement.council_id == council_id)
    return session.scalars(query.where(AnnualStatement.year_end == year_end)).one_or_none()


def before(session: Session, found: AnnualStatement) -> AnnualStatement | None:
    """The newest statement of an earlier year."""
    query = (
        select(AnnualStatement)
        .where(AnnualStatement.council_id == found.council_id, AnnualStatement.year_end < found.year_end)
        .order_by(AnnualStatement.year_end.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def published(session: Session, slug: str) -> Sequence[AnnualStatement]:
    """The published statements of the council with this name in addresses, the newest year first."""
    query = (
        select(AnnualStatement)
        .join(AnnualStatement.council)
        .where(Council.slug == slug, AnnualStatement.state == StatementState.PUBLISHED)
        .options(selectinload(AnnualStatement.sections), selectinload(AnnualStatement.figures))
        .order_by(AnnualStatement.year_end.desc())
    )
    return session.scalars(query).all()


def change_section(session: Session, section: AnnualSection, **values: object) -> bool:
    """Write over a section if it is still as it was read; False if somebody was quicker."""
    changed = session.execute(
        update(AnnualSection)
        .where(AnnualSection.id == section.id, AnnualSection.revision == section.revision)
        .values(revision=section.revision + 1, **values)
        .returning(AnnualSection.id)
    )
    if changed.first() is None:
        return False
    session.expire(section)
    return True


def comments(session: Session, section_id: int) -> Sequence[SectionComment]:
    """What was said of a section, in the order in which it was."""
    query = select(SectionComment).where(SectionComment.section_id == section_id)
    return session.scalars(query.order_by(SectionComment.id)).all()


def steps(session: Session, statement_id: int) -> Sequence[StatementStep]:
    """The way of a statement through its approval, in order."""
    query = select(StatementStep).where(StatementStep.statement_id == statement_id)
    return session.scalars(query.order_by(StatementStep.id)).all()


def pledges_of(session: Session, statement_id: int) -> Sequence[Pledge]:
    """The promises of a statement, in the order in which they were noted."""
    query = select(Pledge).where(Pledge.statement_id == statement_id)
    return session.scalars(query.order_by(Pledge.id)).all()


def pledge(session: Session, council_id: int, pledge_id: int) -> Pledge | None:
    """One promise of the council."""
    query = select(Pledge).where(Pledge.council_id == council_id, Pledge.id == pledge_id)
    return session.scalars(query).one_or_none()
