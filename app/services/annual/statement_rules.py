"""The rules that a council applies to its annual statements: proposed ones switched on, its own months."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.annual.annual_statements import rules_of, switched_on
from app.store import annual as store
from app.store import audit
from models import AnnualStatement, Council, Person, StatementState
from screening import annual


def proposed() -> list[annual.RuleSet]:
    """The rule sets that hold for nobody until a council switches them on."""
    return [one for one in annual.rule_sets() if one.proposed]


def firmness(statement: AnnualStatement) -> str:
    """How firm the deadline of a statement is: "law", "guidance", "own" where the council set it itself, or
    "not known" where there is none."""
    if statement.due_on is None:
        return "not known"
    rules = rules_of(statement)
    return rules.force if annual.deadline(rules, statement.year_end) == statement.due_on else "own"


def change(
    session: Session,
    person: Person,
    council: Council,
    chosen: Mapping[str, date],
    months: int | None,
    now: datetime,
) -> int:
    """Apply proposed rule sets from their days on, and the council's own limit in months (None for none).

    Drafts follow at once: their rules and deadline are read anew. A statement that somebody has sent on stays
    under the rules under which it was sent. Returns how many drafts changed. KeyError for a set that is not a
    proposed one.
    """
    known = {one.id for one in proposed()}
    for name in chosen:
        if name not in known:
            raise KeyError(name)
    kept = {name: day.isoformat() for name, day in sorted(chosen.items())}
    if (kept, months) == (council.statement_rules, council.statement_months):
        return 0
    before = {"rules": dict(council.statement_rules), "months": council.statement_months}
    council.statement_rules, council.statement_months = kept, months
    audit.record(
        session,
        person,
        "statement.rules_changed",
        council,
        now,
        council.id,
        before=before,
        after={"rules": kept, "months": months},
    )
    changed = sum(_follow(session, person, council, one, now) for one in _drafts(session, council))
    session.commit()
    return changed


def _drafts(session: Session, council: Council) -> list[AnnualStatement]:
    return [one for one in store.statements(session, council.id) if one.state == StatementState.DRAFT]


def _follow(
    session: Session, person: Person, council: Council, draft: AnnualStatement, now: datetime
) -> bool:
    rules = annual.in_force(draft.year_end, switched_on(council))
    due_on = annual.deadline(rules, draft.year_end, council.statement_months)
    if (rules.id, due_on) == (draft.rules, draft.due_on):
        return False
    draft.rules, draft.due_on = rules.id, due_on
    audit.record(
        session,
        person,
        "statement.rules_followed",
        draft,
        now,
        council.id,
        rules=rules.id,
        due=due_on.isoformat() if due_on else "",
    )
    return True
