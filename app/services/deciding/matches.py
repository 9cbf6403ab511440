"""What officers decide of matches: a confirmation or a rejection lasts, is evidence from then on, and can be
taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.judgement.cases import sentences_to_json
from app.services.matching import known_names
from app.store import audit
from app.store import statements as store
from models import Match, MatchDecision, NoStatement, Person, StatementOrganisation, Supplier
from screening.types import say

PICKED: Final = "picked"
"""What a match was found by that an officer found by hand; the matcher never proposed it."""


def confirm(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """An officer says: this is the same organisation, or this group's statement covers the supplier.

    It stays so in later runs. The supplier's name becomes a known name of the organisation for this council.
    """
    _decide(session, officer, match, MatchDecision.CONFIRMED, now)
    said = store.no_statement(session, match.council_id, match.supplier_id)
    if said is not None:
        _withdraw(session, officer, said, now)
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
    if match.found_by == PICKED:
        session.delete(match)
    _screen_again(session, match, now, today)


def pick(
    session: Session,
    officer: Person,
    supplier: Supplier,
    covered: StatementOrganisation,
    now: datetime,
    today: date,
    by_group: bool = False,
) -> Match:
    """An officer found the organisation in the registry copy by hand: a match that is confirmed at once.

    `by_group`: it is not the supplier itself, but its group's statement covers the supplier. Taking it back
    removes a match that the matcher never proposed.
    """
    known = store.matches_of_supplier(session, supplier.council_id, supplier.id)
    match = next((one for one in known if one.statement_organisation_id == covered.id), None)
    if match is None:
        match = Match(
            council_id=supplier.council_id,
            supplier=supplier,
            organisation=covered,
            probability=1.0,
            found_by=PICKED,
            reasons=sentences_to_json([say("An officer picked this organisation in the registry copy.")]),
            proposed=MatchDecision.POSSIBLE,
            decision=MatchDecision.POSSIBLE,
        )
        session.add(match)
    match.kind = "same_group" if by_group else "same_entity"
    session.flush()
    confirm(session, officer, match, now, today)
    return match


def none_exists(
    session: Session, officer: Person, supplier: Supplier, words: str, now: datetime, today: date
) -> NoStatement:
    """An officer looked and found none: kept with the day and the date of the registry copy.

    Proposed matches are rejected with it. ValueError without words, where it was said already, and while a
    match is confirmed, which has to be taken back first.
    """
    known = store.matches_of_supplier(session, supplier.council_id, supplier.id)
    if not words.strip() or any(one.decision == MatchDecision.CONFIRMED for one in known):
        raise ValueError("it is said why there is none, while no match is confirmed")
    if store.no_statement(session, supplier.council_id, supplier.id) is not None:
        raise ValueError("it was said already")
    rejected = [one for one in known if one.decision != MatchDecision.REJECTED]
    for one in rejected:
        _decide(session, officer, one, MatchDecision.REJECTED, now)
    said = NoStatement(
        council_id=supplier.council_id,
        supplier=supplier,
        copy_date=store.newest_copy_date(session),
        words=words.strip(),
        rejected=[one.id for one in rejected],
        decided_by=officer,
        decided_at=now,
    )
    session.add(said)
    copy = said.copy_date.isoformat() if said.copy_date else None
    _record_none(session, officer, "match.none_exists", said, now, copy=copy)
    _screen_supplier(session, supplier.council_id, supplier.id, now, today)
    return said


def undo_none(session: Session, officer: Person, said: NoStatement, now: datetime, today: date) -> None:
    """Take back that there is none: what it rejected stands again as the matcher proposed it."""
    if said.withdrawn_at is not None:
        return
    _withdraw(session, officer, said, now)
    for one in store.matches_of_supplier(session, said.council_id, said.supplier_id):
        if one.id in said.rejected and one.decision == MatchDecision.REJECTED:
            _decide(session, officer, one, MatchDecision(one.proposed), now)
            one.decided_by, one.decided_at = None, None
    _screen_supplier(session, said.council_id, said.supplier_id, now, today)


def _withdraw(session: Session, officer: Person, said: NoStatement, now: datetime) -> None:
    said.withdrawn_at = now
    _record_none(session, officer, "match.none_withdrawn", said, now)


def _record_none(
    session: Session, officer: Person, action: str, said: NoStatement, now: datetime, **detail: Any
) -> None:
    audit.record(session, officer, action, said.supplier, now, said.council_id, **detail)


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
    _screen_supplier(session, match.council_id, match.supplier_id, now, today)


def _screen_supplier(session: Session, council_id: int, supplier_id: int, now: datetime, today: date) -> None:
    runs.queue_run(session, council_id, supplier_id, "match_decided", now, today)
    session.commit()
