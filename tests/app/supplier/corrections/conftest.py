"""The cleaner answered and was screened; its browser may read what the council sees and dispute it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.answers import answering
from models import Invitation
from support.world import answer_everything


@pytest.fixture
def submitted(world, invitation) -> Invitation:
    """The cleaner answered everything, and was screened with its answers."""
    world.screen_all()
    answer_everything(world, invitation)
    answering.submit(
        world.session,
        invitation.contact,
        invitation,
        "Con Tact",
        "Director",
        clock.now(),
        clock.today(),
        "en",
    )
    world.do_queued_work()
    return invitation


@pytest.fixture
def address(submitted) -> str:
    return f"/answers/{submitted.id}/what-the-council-sees"


@pytest.fixture
def form(submitted) -> str:
    return f"/answers/{submitted.id}/corrections/new"


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    return sign_in(world.officer)
