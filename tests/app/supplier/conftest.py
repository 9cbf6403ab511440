"""A browser that followed the invitation's link, beside which others can be open."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.people import access_links


@pytest.fixture
def owner(app, world, invitation) -> FlaskClient:
    address = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    client = app.test_client()
    assert client.get(address.removeprefix(world.settings.base_url)).status_code == 302
    return client
