"""Annual statements of councils, their sections and promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, selectinload

from models import (
    AnnualSection,
    AnnualStatement,
    Council,
    FrontPageCheck,
    Pledge,
    PledgeState,
    SectionComment,
    SectionVersion,
    StatementState,
    StatementStep,
    TrainingSession,
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


def newest_published(session: Session) -> Sequence[AnnualStatement]:
    """The newest published statement of each council."""
    newest = (
        select(AnnualStatement.council_id, func.max(AnnualStatement.year_end).label("year_end"))
        .where(AnnualStatement.state == StatementState.PUBLISHED)
        .group_by(AnnualStatement.council_id)
        .subquery()
    )
    query = (
        select(AnnualStatement)
        .join(
            newest,
            (newest.c.council_id == AnnualStatement.council_id)
            & (newest.c.year_end == AnnualStatement.year_end),
        )
        .options(selectinload(AnnualStatement.council))
    )
    return session.scalars(query.order_by(AnnualStatement.id)).all()


def last_front_page_check(session: Session, statement_id: int) -> FrontPageCheck | None:
    """The newest look of the machine at the front page for a statement."""
    query = select(FrontPageCheck).where(FrontPageCheck.statement_id == statement_id)
    return session.scalars(query.order_by(FrontPageCheck.id.desc()).limit(1)).one_or_none()


def change_section(session: Session, section: AnnualSection, **values: object) -> bool:
    """Write over a section if it is still as it was read, and keep what was written as a version; False if
    somebody was quicker."""
    revision = section.revision + 1
    changed = session.execute(
        update(AnnualSection)
        .where(AnnualSection.id == section.id, AnnualSection.revision == section.revision)
        .values(revision=revision, **values)
        .returning(AnnualSection.id)
    )
    if changed.first() is None:
        return False
    session.add(SectionVersion(section_id=section.id, revision=revision, **values))
    session.expire(section)
    return True


def versions(session: Session, section_id: int) -> Sequence[SectionVersion]:
    """A section as it was written, the newest first."""
    query = select(SectionVersion).where(SectionVersion.section_id == section_id)
    return session.scalars(query.order_by(SectionVersion.revision.desc())).all()


def version(session: Session, section_id: int, revision: int) -> SectionVersion | None:
    """A section as it was written at one revision."""
    query = select(SectionVersion).where(SectionVersion.section_id == section_id)
    return session.scalars(query.where(SectionVersion.revision == revision)).one_or_none()


def comments(session: Session, section_id: int) -> Sequence[SectionComment]:
    """What was said of a section, in the order in which it was."""
    query = select(SectionComment).where(SectionComment.section_id == section_id)
    return session.scalars(query.order_by(SectionComment.id)).all()


def comment(session: Session, council_id: int, comment_id: int) -> SectionComment | None:
    """One comment on a section of a statement of the council."""
    query = (
        select(SectionComment)
        .join(AnnualSection, AnnualSection.id == SectionComment.section_id)
        .join(AnnualStatement, AnnualStatement.id == AnnualSection.statement_id)
        .where(AnnualStatement.council_id == council_id, SectionComment.id == comment_id)
    )
    return session.scalars(query).one_or_none()


def open_comments(session: Session, statement_id: int) -> Mapping[int, int]:
    """How many comments are not dealt with, by section."""
    query = (
        select(SectionComment.section_id, func.count())
        .join(AnnualSection, AnnualSection.id == SectionComment.section_id)
        .where(AnnualSection.statement_id == statement_id, SectionComment.settled_at.is_(None))
        .group_by(SectionComment.section_id)
    )
    return {section: number for section, number in session.execute(query)}


def steps(session: Session, statement_id: int) -> Sequence[StatementStep]:
    """The way of a statement through its approval, in order."""
    query = select(StatementStep).where(StatementStep.statement_id == statement_id)
    return session.scalars(query.order_by(StatementStep.id)).all()


def pledges_of(session: Session, statement_id: int) -> Sequence[Pledge]:
    """The promises of a statement, in the order in which they were noted."""
    query = select(Pledge).where(Pledge.statement_id == statement_id)
    return session.scalars(query.order_by(Pledge.id)).all()


def pledges(session: Session, council_id: int) -> Sequence[Pledge]:
    """The promises of all years: open ones first, by the day they are due, those without a day after them;
    then those that were settled, the newest first."""
    query = (
        select(Pledge)
        .where(Pledge.council_id == council_id)
        .options(selectinload(Pledge.statement), selectinload(Pledge.settled_by))
    )
    found = session.scalars(query).all()
    is_open = [one for one in found if one.state == PledgeState.OPEN]
    settled = [one for one in found if one.state != PledgeState.OPEN]
    is_open.sort(key=lambda one: (one.due_on is None, one.due_on or date.max, one.id))
    settled.sort(key=lambda one: (one.settled_at.isoformat() if one.settled_at else "", one.id), reverse=True)
    return [*is_open, *settled]


def unpublished_with_deadline(session: Session) -> Sequence[AnnualStatement]:
    """The statements of all councils that have a deadline and are not published."""
    query = select(AnnualStatement).where(AnnualStatement.due_on.is_not(None))
    query = query.where(AnnualStatement.state != StatementState.PUBLISHED)
    return session.scalars(query.order_by(AnnualStatement.id)).all()


def pledge(session: Session, council_id: int, pledge_id: int) -> Pledge | None:
    """One promise of the council."""
    query = select(Pledge).where(Pledge.council_id == council_id, Pledge.id == pledge_id)
    return session.scalars(query).one_or_none()


def mean_confidence(
    session: Session, council_id: int, start: date, end: date
) -> tuple[Decimal, Decimal] | None:
    """The confidence of people before and after training in these days, from 1 to 5, as means over those who
    took part in a session that has both; None where no session has."""
    query = select(
        TrainingSession.attended, TrainingSession.confidence_before, TrainingSession.confidence_after
    ).where(
        TrainingSession.council_id == council_id,
        TrainingSession.removed_at.is_(None),
        TrainingSession.held_on.between(start, end),
        TrainingSession.confidence_before.is_not(None),
        TrainingSession.confidence_after.is_not(None),
        TrainingSession.attended > 0,
    )
    rows = session.execute(query).all()
    people = sum(attended for attended, _before, _after in rows)
    if not people:
        return None
    before = sum((attended * Decimal(str(value)) for attended, value, _after in rows), Decimal(0))
    after = sum((attended * Decimal(str(value)) for attended, _before, value in rows), Decimal(0))
    return before / people, after / people
