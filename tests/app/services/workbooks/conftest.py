"""A response of which nothing is known beforehand, and another organisation's; messages are in English."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.extensions import clock
from app.services.inviting import invitations
from models import Invitation
from support.world import World


@pytest.fixture(autouse=True)
def in_a_request(app: Flask):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.fixture
def invitation(world: World, invitation: Invitation) -> Invitation:
    """Nothing is known beforehand, so that everything may come."""
    invitation.response.context = {}
    world.session.commit()
    return invitation


@pytest.fixture
def other(world: World) -> Invitation:
    """Another organisation was asked too."""
    asked, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.builder,
        "other@harbour.example",
        "Other Person",
        date(2026, 12, 11),
        clock.now(),
    )
    return asked
