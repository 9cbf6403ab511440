"""Answers to the registry's form, and the entries made of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import AnnualStatement, RegistryAnswer, RegistryEntry


def answers(session: Session, statement: AnnualStatement) -> Sequence[RegistryAnswer]:
    """The answers that somebody gave for a statement, in the order in which they were first given."""
    query = select(RegistryAnswer).where(RegistryAnswer.statement_id == statement.id)
    return session.scalars(query.order_by(RegistryAnswer.id)).all()


def entry(session: Session, statement: AnnualStatement) -> RegistryEntry | None:
    """What was entered in the registry for a statement, None if nothing was."""
    query = select(RegistryEntry).where(RegistryEntry.statement_id == statement.id)
    return session.scalars(query).one_or_none()


def newest_before(session: Session, statement: AnnualStatement) -> RegistryEntry | None:
    """What the same council entered for its newest earlier year, None if nothing."""
    query = (
        select(RegistryEntry)
        .join(AnnualStatement, AnnualStatement.id == RegistryEntry.statement_id)
        .where(AnnualStatement.council_id == statement.council_id)
        .where(AnnualStatement.year_end < statement.year_end)
        .order_by(AnnualStatement.year_end.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()
