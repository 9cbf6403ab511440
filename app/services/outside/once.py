"""Requests of programs that act once, however often a lost answer makes them be sent again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from app.store import api_lists
from app.store import api_tokens as store
from models import ApiToken, ApiWrite

#: For how long a request may be sent again and is answered as it was.
KEPT: Final = timedelta(days=2)

Answer = tuple[int, dict[str, Any]]


class KeyReused(Exception):
    """The idempotency key belongs to another request."""


@dataclass(frozen=True, slots=True)
class Done:
    """The HTTP status and the body of the answer, and whether it is that of an earlier request."""

    status: int
    answer: dict[str, Any]
    repeated: bool = False


def once(
    session: Session,
    token: ApiToken,
    key: str,
    request_sha256: str,
    now: datetime,
    act: Callable[[], Answer],
) -> Done:
    """Do `act`, which does not commit, unless the request with this key was done before; then commit.

    Writes of a council queue, so that of two alike at one moment the second finds what the first did. Without
    a key ("") every request acts. Raises `KeyReused`; whatever `act` raises leaves nothing written.
    """
    api_lists.hold_council(session, token.council_id)
    if key:
        store.forget_writes(session, now - KEPT)
        earlier = store.write(session, token.id, key)
        if earlier is not None:
            session.rollback()
            if earlier.body_sha256 != request_sha256:
                raise KeyReused
            return Done(earlier.status, earlier.answer, repeated=True)
    try:
        status, answer = act()
    except Exception:
        session.rollback()
        raise
    if key:
        session.add(
            ApiWrite(
                token_id=token.id,
                key=key,
                body_sha256=request_sha256,
                status=status,
                answer=answer,
                done_at=now,
            )
        )
    session.commit()
    return Done(status, answer)
