"""Bearer tokens of the API: a lead makes them for the council's own programs, each with its scopes."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy.orm import Session

from app.store import api_tokens as store
from app.store import audit
from models import ApiToken, Person, Scope

#: What every token begins with, so that people and scanners of source code can tell one.
MARK: Final = "fairhand_"
LONGEST: Final = timedelta(days=365)
_PREFIX_LENGTH: Final = len(MARK) + 6


def make(
    session: Session,
    lead: Person,
    council_id: int,
    name: str,
    scopes: Collection[Scope],
    expires_at: datetime,
    now: datetime,
) -> tuple[ApiToken, str]:
    """A new token: its row, and the token itself, which is shown once and not kept.

    ValueError without a scope, for one that has ended already or that lasts longer than a year.
    """
    if not scopes:
        raise ValueError("a token needs a scope")
    if not now < expires_at <= now + LONGEST:
        raise ValueError("a token lasts a year at most")
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        council_id=council_id,
        name=name,
        prefix=secret[:_PREFIX_LENGTH],
        token_sha256=_digest(secret),
        scopes=[scope.value for scope in Scope if scope in scopes],
        made_by_id=lead.id,
        expires_at=expires_at,
    )
    session.add(token)
    audit.record(
        session,
        lead,
        "token.made",
        token,
        now,
        council_id,
        name=name,
        prefix=token.prefix,
        scopes=token.scopes,
        expires=expires_at.isoformat(),
    )
    session.commit()
    return token, secret


def revoke(session: Session, lead: Person, token: ApiToken, now: datetime) -> bool:
    """End a token at once; False if it was ended before."""
    if token.revoked_at is not None:
        return False
    token.revoked_at = now
    audit.record(
        session, lead, "token.revoked", token, now, token.council_id, name=token.name, prefix=token.prefix
    )
    session.commit()
    return True


def holder(session: Session, secret: str, now: datetime) -> ApiToken | None:
    """The valid token that this is, None for anything else; that it was used is written down."""
    if not secret.startswith(MARK):
        return None
    token = store.by_digest(session, _digest(secret))
    if token is None or not token.is_valid(now):
        return None
    if store.note_use(session, token.id, now):
        session.commit()
    return token


def _digest(secret: str) -> str:
    return sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()
