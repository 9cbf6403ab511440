"""Two councils that buy from one supplier, and one set of answers that they may both come to read."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.answers import evidence
from models import Invitation
from support.evidence import attach, to_question_with_evidence
from support.two_councils import Neighbour, add_neighbour, ask, submit


@pytest.fixture
def neighbour(world) -> Neighbour:
    return add_neighbour(world)


@pytest.fixture
def submitted(world, neighbour) -> Invitation:
    """Anytown asked the cleaner, which has answered, with a file as evidence."""
    invitation = ask(world, world.cleaner)
    question = to_question_with_evidence(world, invitation)
    attach(world, invitation, question)
    evidence.date_undated(
        world.session,
        invitation.contact,
        invitation.response,
        question.id,
        date(2026, 6, 1),
        None,
        clock.now(),
    )
    submit(world, invitation)
    return invitation


@pytest.fixture
def asked_by_both(world, neighbour) -> tuple[Invitation, Invitation]:
    ours, theirs = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    assert ours.response_id == theirs.response_id
    return ours, theirs
