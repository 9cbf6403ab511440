"""The rules of a council: proposed ones switched on, its own months, and what drafts make of it."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import annual_statements, statement_rules
from app.store import audit
from models import Council, StatementState

YEAR_END = date(2026, 3, 31)


@pytest.fixture
def draft(world):
    return annual_statements.begin(
        world.session, world.officer, world.council, YEAR_END, "six_areas", clock.now()
    )


def change(world, chosen: dict[str, date], months: int | None = None) -> int:
    return statement_rules.change(world.session, world.officer, world.council, chosen, months, clock.now())


def test_drafts_follow_the_rules_and_the_months(world, draft) -> None:
    assert statement_rules.firmness(draft) == "guidance"
    assert change(world, {"bill_2026": YEAR_END}) == 1
    assert (draft.rules, draft.due_on) == ("bill_2026", None)
    assert statement_rules.firmness(draft) == "not known"
    assert change(world, {"bill_2026": YEAR_END}, 5) == 1
    assert draft.due_on == date(2026, 8, 31) and statement_rules.firmness(draft) == "own"
    assert change(world, {}, 8) == 1
    assert (draft.rules, draft.due_on) == ("guidance_2025", date(2026, 9, 30))
    assert change(world, {"bill_2026": date(2027, 1, 1)}, 8) == 0
    assert world.council.statement_rules == {"bill_2026": "2027-01-01"}


def test_saving_the_same_again_leaves_no_trace(world, draft) -> None:
    change(world, {"bill_2026": YEAR_END}, 5)
    change(world, {"bill_2026": YEAR_END}, 5)
    assert len(audit.of_action(world.session, world.council, "statement.rules_changed")) == 1
    assert audit.first_broken(world.session) is None


def test_statements_that_were_sent_on_and_other_councils_stay(world, draft) -> None:
    other = Council(slug="other", name="Other Council")
    world.session.add(other)
    world.session.commit()
    theirs = annual_statements.begin(world.session, world.officer, other, YEAR_END, "six_areas", clock.now())
    draft.state = StatementState.LEGAL
    world.session.commit()
    assert change(world, {"bill_2026": YEAR_END}) == 0
    assert draft.rules == theirs.rules == "guidance_2025"


def test_only_proposed_rules_can_be_switched_on(world, draft) -> None:
    with pytest.raises(KeyError):
        change(world, {"guidance_2025": YEAR_END})
    assert [one.id for one in statement_rules.proposed()] == ["bill_2026"]
