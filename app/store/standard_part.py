"""Responses that hold the standard part of answers to a council's own questionnaire."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Response, ResponseStatus


def made_of(session: Session, whole: Response, questionnaire: str) -> Response | None:
    """The standard part that was made of these answers, None if none was."""
    query = select(Response).where(
        Response.earlier_id == whole.id,
        Response.questionnaire == questionnaire,
        Response.status == ResponseStatus.SUBMITTED,
    )
    return session.scalars(query.order_by(Response.id).limit(1)).one_or_none()
