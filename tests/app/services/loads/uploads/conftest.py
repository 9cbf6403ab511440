"""A council without suppliers, its officer, and a register to add."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import Council, Person, Role
from support.council_files import REGISTER, contract, written
from support.uploads import CARER, CLEANER


@pytest.fixture
def council(session) -> Council:
    made = Council(slug="anytown", name="Anytown Council")
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def officer(session, council) -> Person:
    made = Person(email="ann@anytown.example", name="Ann Example", role=Role.OFFICER, council_id=council.id)
    session.add(made)
    session.commit()
    return made


@pytest.fixture
def register(tmp_path: Path) -> bytes:
    rows = [
        contract(1, CLEANER, "01234567"),
        contract(2, CARER, "no number"),
        contract(3, "Mrs Jane Example"),
    ]
    return written(tmp_path / "register.csv", REGISTER, rows).read_bytes()
