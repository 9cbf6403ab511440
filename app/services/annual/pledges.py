"""The promise ledger: what a statement promises is checked in the next."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.store import annual as store
from app.store import audit
from models import AnnualStatement, Person, Pledge, PledgeState


def note(
    session: Session,
    person: Person,
    statement: AnnualStatement,
    area: str,
    text: str,
    owner: str,
    due_on: date | None,
    now: datetime,
) -> Pledge:
    """Note a promise of the statement in the ledger; the same words are noted once."""
    held = next((one for one in store.pledges_of(session, statement.id) if one.text == text.strip()), None)
    if held is not None:
        return held
    made = Pledge(
        council_id=statement.council_id,
        statement_id=statement.id,
        area=area,
        text=text.strip(),
        owner=owner.strip(),
        due_on=due_on,
        state=PledgeState.OPEN,
    )
    session.add(made)
    session.flush()
    audit.record(session, person, "pledge.noted", made, now, statement.council_id)
    session.commit()
    return made


def settle(
    session: Session,
    person: Person,
    pledge: Pledge,
    state: PledgeState,
    outcome: str,
    evidence_url: str,
    now: datetime,
) -> None:
    """Say what became of a promise. It can be said anew; the audit log keeps what was said before."""
    if state != PledgeState.OPEN and not outcome.strip():
        raise ValueError("what became of a promise needs words")
    before = pledge.state
    pledge.state, pledge.outcome, pledge.evidence_url = state, outcome.strip(), evidence_url.strip()
    pledge.settled_by_id, pledge.settled_at = person.id, now
    audit.record(
        session,
        person,
        "pledge.settled",
        pledge,
        now,
        pledge.council_id,
        before=str(before),
        after=str(state),
    )
    session.commit()


def is_overdue(pledge: Pledge, today: date) -> bool:
    """Whether nobody has said what became of a promise whose day has passed."""
    return pledge.state == PledgeState.OPEN and pledge.due_on is not None and pledge.due_on < today
