"""Who must see nothing of Anytown's plans."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from support.two_councils import add_neighbour


@pytest.fixture
def stranger(world, sign_in) -> FlaskClient:
    return sign_in(add_neighbour(world).officer)
