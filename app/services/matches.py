"""What officers decide of matches: a confirmation or a rejection lasts, is evidence from then on, and can be
taken back."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services import known_names, runs
from app.store import audit
from app.store import statements as store
from models import Match, MatchDecision, Person


def confirm(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """An officer says: this is the same organisation, or this group's statement covers the supplier.

    It stays so in later runs. The supplier's name becomes a known name of the organisation for this council.
    """
    _decide(session, officer, match, MatchDecision.CONFIRMED, now)
    for other in store.matches_of_supplier(session, match.council_id, match.supplier_id):
        if other.id != match.id and other.decision == MatchDecision.CONFIRMED:
            other.decision, other.decided_by, other.decided_at = other.proposed, None, None
            known_names.forget(session, officer, other, now)
    known_names.remember(session, officer, match, now)
    _screen_again(session, match, now, today)


def reject(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """An officer says: these are different organisations. The next run does not propose it again, and it
    rivals no other organisation."""
    _decide(session, officer, match, MatchDecision.REJECTED, now)
    known_names.forget(session, officer, match, now)
    _screen_again(session, match, now, today)


def undo(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """Take a decision back: the match stands again as the matcher proposed it."""
    _decide(session, officer, match, MatchDecision(match.proposed), now)
    known_names.forget(session, officer, match, now)
    match.decided_by, match.decided_at = None, None
    _screen_again(session, match, now, today)


def _decide(session: Session, officer: Person, match: Match, decision: MatchDecision, now: datetime) -> None:
    before = match.decision
    match.decision, match.decided_by, match.decided_at = decision, officer, now
    audit.record(
        session,
        officer,
        "match.decided",
        match.supplier,
        now,
        match.council_id,
        match=match.id,
        before=str(before),
        after=str(decision),
    )


def _screen_again(session: Session, match: Match, now: datetime, today: date) -> None:
    runs.queue_run(session, match.council_id, match.supplier_id, "match_decided", now, today)
    session.commit()
