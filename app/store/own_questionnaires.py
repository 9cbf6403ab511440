"""The versions of councils' own questionnaires."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models import CouncilQuestionnaire, QuestionnaireState


def of_council(session: Session, council_id: int) -> Sequence[CouncilQuestionnaire]:
    """All versions of a council: by questionnaire, the newest version of each first."""
    query = select(CouncilQuestionnaire).where(CouncilQuestionnaire.council_id == council_id)
    query = query.options(joinedload(CouncilQuestionnaire.published_by))
    order = (CouncilQuestionnaire.slug, CouncilQuestionnaire.version.desc())
    return session.scalars(query.order_by(*order)).all()


def one(session: Session, council_id: int, row_id: int) -> CouncilQuestionnaire | None:
    """One version of this council."""
    query = select(CouncilQuestionnaire).where(
        CouncilQuestionnaire.council_id == council_id, CouncilQuestionnaire.id == row_id
    )
    return session.scalars(query).one_or_none()


def version(session: Session, council_id: int, slug: str, number: int) -> CouncilQuestionnaire | None:
    """A version by the name that responses use."""
    query = select(CouncilQuestionnaire).where(
        CouncilQuestionnaire.council_id == council_id,
        CouncilQuestionnaire.slug == slug,
        CouncilQuestionnaire.version == number,
    )
    return session.scalars(query).one_or_none()


def versions(session: Session, council_id: int, slug: str) -> Sequence[CouncilQuestionnaire]:
    """All versions of one questionnaire, the newest first."""
    query = select(CouncilQuestionnaire).where(
        CouncilQuestionnaire.council_id == council_id, CouncilQuestionnaire.slug == slug
    )
    return session.scalars(query.order_by(CouncilQuestionnaire.version.desc())).all()


def published(session: Session, council_id: int) -> Sequence[CouncilQuestionnaire]:
    """What the council asks at present, the last published first."""
    query = select(CouncilQuestionnaire).where(
        CouncilQuestionnaire.council_id == council_id,
        CouncilQuestionnaire.state == QuestionnaireState.PUBLISHED,
    )
    order = (CouncilQuestionnaire.published_at.desc(), CouncilQuestionnaire.id.desc())
    return session.scalars(query.order_by(*order)).all()
