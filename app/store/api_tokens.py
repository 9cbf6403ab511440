"""Tokens of the API, and what their writes were answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from models import ApiToken, ApiWrite

_USE_IS_NOTED_EVERY = timedelta(minutes=1)


def by_digest(session: Session, token_sha256: str) -> ApiToken | None:
    """The token with this SHA-256, valid or not."""
    query = select(ApiToken).where(ApiToken.token_sha256 == token_sha256)
    return session.scalars(query.options(joinedload(ApiToken.council))).one_or_none()


def of_council(session: Session, council_id: int) -> Sequence[ApiToken]:
    """The council's tokens, the newest first, those that open nothing any more too."""
    query = select(ApiToken).where(ApiToken.council_id == council_id).options(joinedload(ApiToken.made_by))
    return session.scalars(query.order_by(ApiToken.id.desc())).all()


def token(session: Session, council_id: int, token_id: int) -> ApiToken | None:
    """One token of this council."""
    query = select(ApiToken).where(ApiToken.council_id == council_id, ApiToken.id == token_id)
    return session.scalars(query).one_or_none()


def note_use(session: Session, token_id: int, now: datetime) -> bool:
    """Write down that the token was used; at most once a minute, so that reading does not mean writing."""
    stale = or_(ApiToken.last_used_at.is_(None), ApiToken.last_used_at <= now - _USE_IS_NOTED_EVERY)
    noted = update(ApiToken).where(ApiToken.id == token_id, stale).values(last_used_at=now)
    done = session.execute(
        noted.returning(ApiToken.id), execution_options={"synchronize_session": False}
    ).first()
    return done is not None


def write(session: Session, token_id: int, key: str) -> ApiWrite | None:
    """What the request with this idempotency key was answered, None if there was none."""
    query = select(ApiWrite).where(ApiWrite.token_id == token_id, ApiWrite.key == key)
    return session.scalars(query).one_or_none()


def forget_writes(session: Session, before: datetime) -> None:
    """Forget the answers to requests that nobody repeats any more."""
    session.execute(delete(ApiWrite).where(ApiWrite.done_at < before))
