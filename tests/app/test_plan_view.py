"""A plan in words: the names of the template's columns, states, and whom the supplier reads of."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.plan_view import as_document, part_labels, plan_seen, side_label, state_labels
from models import ActionSide, ActionState
from screening.clauses.stages import remedial_plan
from support.plans import make_plan, ours, theirs


@pytest.fixture(autouse=True)
def in_a_request(app):
    with app.test_request_context():
        yield


def test_parts_and_columns_are_named_as_in_the_template_of_a_remedial_plan(world) -> None:
    titles = {column.id: column.title for column in remedial_plan()}
    words = as_document(plan_seen(make_plan(world), "Anytown", clock.today(), True), "Anytown", clock.today())
    ours_by_column = {
        "finding": words["words"]["finding"],
        "root_cause": part_labels()["root_cause"],
        "action": words["words"]["action"],
        "owner": words["words"]["owner"],
        "date": words["words"]["due"],
        "evidence": words["words"]["evidence"],
        "worker_involvement": part_labels()["workers_heard"],
        "harm_first": part_labels()["remedy"],
        "checked": words["words"]["state"],
    }
    assert ours_by_column == titles


def test_every_state_and_side_has_words() -> None:
    assert set(state_labels()) == set(ActionState) and all(state_labels().values())
    assert all(side_label(side) for side in ActionSide)


def test_an_overdue_step_says_so_and_so_does_its_plan(world, standing_clock) -> None:
    plan = make_plan(world)
    seen = plan_seen(plan, "Anytown", clock.today(), False)
    assert seen.state == "Under way" and not any(step.is_overdue for step in seen.steps)
    standing_clock.pass_by(days=31)
    seen = plan_seen(plan, "Anytown", clock.today(), False)
    assert seen.state == "Something is overdue" and {step.state for step in seen.steps} == {"Overdue"}
    theirs(plan).state = ours(plan).state = ActionState.REPORTED
    seen = plan_seen(plan, "Anytown", clock.today(), False)
    assert seen.state == "Under way" and {step.state for step in seen.steps} == {"Said to be done"}


def test_the_owner_of_a_step_is_named_to_officers_alone(world) -> None:
    plan = make_plan(world)
    owners = [
        [step.owner for step in plan_seen(plan, "Anytown", clock.today(), side).steps]
        for side in (False, True)
    ]
    assert owners == [["Payroll manager", world.officer.name], ["Payroll manager", "Anytown"]]


def test_a_file_of_a_plan_not_shared_is_a_draft(world) -> None:
    for shared, expected in ((False, "Draft, not shared yet"), (True, "Shared on 20 November 2026")):
        seen = plan_seen(make_plan(world, shared=shared), "Anytown", clock.today(), True)
        assert as_document(seen, "Anytown", clock.today())["status"] == expected
