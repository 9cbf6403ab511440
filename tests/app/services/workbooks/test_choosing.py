"""Where the web and the workbook say different things, a person chooses, and of what was seen only."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.answers import answering, proposing
from app.services.workbooks import workbook_choices
from app.services.workbooks.workbook_choices import Choice
from models import Invitation, ProposalOutcome
from questionnaires import Answer
from support import workbooks
from support.respondent_workbooks import download, given, load, say, seat
from support.world import World


@pytest.fixture
def in_conflict(world: World, invitation: Invitation) -> Invitation:
    say(world, invitation, policy_published=Answer("no"), remedy_process=Answer("no"))
    content = workbooks.filled(
        download(world, invitation), {"policy_published": "Yes", "remedy_process": "Yes"}
    )
    say(world, invitation, policy_published=Answer("unknown"), remedy_process=Answer("unknown"))
    assert len(load(world, invitation, content).conflicts) == 2
    return invitation


def undecided(world: World, invitation: Invitation) -> dict[str, workbook_choices.Undecided]:
    world.session.expire_all()
    found = workbook_choices.undecided(world.session, seat(world, invitation))
    return {one.question.id: one for one in found}


def decide(world: World, invitation: Invitation, **choices: Choice) -> list[str]:
    seen = {
        name: (one.stored.revision, one.proposed.id) for name, one in undecided(world, invitation).items()
    }
    return workbook_choices.decide(
        world.session, invitation.contact, seat(world, invitation), choices, seen, clock.now()
    )


def test_both_answers_stand_until_somebody_has_chosen(world: World, in_conflict: Invitation) -> None:
    waiting = undecided(world, in_conflict)
    assert {name: (one.web.value, one.in_workbook.value) for name, one in waiting.items()} == {
        "policy_published": ("unknown", "yes"),
        "remedy_process": ("unknown", "yes"),
    }
    assert decide(world, in_conflict, policy_published=Choice.WORKBOOK) == ["policy_published"]
    assert list(undecided(world, in_conflict)) == ["remedy_process"]
    assert decide(world, in_conflict, remedy_process=Choice.WEB) == ["remedy_process"]
    assert not undecided(world, in_conflict)
    stands = given(world, in_conflict)
    assert (stands["policy_published"].value, stands["remedy_process"].value) == ("yes", "unknown")
    outcomes = {
        row.question_id: row.outcome
        for row in proposing.store.of_response(world.session, in_conflict.response_id)
    }
    assert outcomes == {
        "policy_published": ProposalOutcome.CONFIRMED,
        "remedy_process": ProposalOutcome.REPLACED,
    }


def test_a_choice_between_answers_that_changed_meanwhile_does_nothing(
    world: World, in_conflict: Invitation
) -> None:
    seen = {
        name: (one.stored.revision, one.proposed.id) for name, one in undecided(world, in_conflict).items()
    }
    answering.save(
        world.session, in_conflict.contact, in_conflict, "policy_published", Answer("no"), clock.now()
    )
    # The answer on its own page settles the workbook's, as it does every proposal.
    decided = workbook_choices.decide(
        world.session, in_conflict.contact, seat(world, in_conflict),
        dict.fromkeys(seen, Choice.WORKBOOK), seen, clock.now(),
    )  # fmt: skip
    assert decided == ["remedy_process"]
    assert given(world, in_conflict)["policy_published"] == Answer("no")
