"""What tests of the officers' pages share."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from support.site import SignIn
from support.world import World


@pytest.fixture
def officer(world: World, sign_in: SignIn) -> FlaskClient:
    """Anytown's officer, signed in, after every supplier was screened."""
    world.screen_all()
    return sign_in(world.officer)
