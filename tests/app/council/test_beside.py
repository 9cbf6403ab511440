"""What other rooms put beside a section."""

from __future__ import annotations

import pytest

from app.council import beside
from support.pages import page
from support.statement_room import Room


@pytest.fixture
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "_sources", [])


def test_links_of_a_room_lie_beside_its_area_alone(room: Room, nothing_registered: None) -> None:
    @beside.register
    def library(session, council_id: int, area: str) -> list[beside.Link]:
        assert council_id == room.world.council.id
        if area != "risk":
            return []
        return [beside.Link("Guide to risk", "https://guides.example/risk", "Publisher, 2025")]

    beside.register(library)  # twice is once
    found = page(room.officer.get(f"{room.address}/sections/risk"))
    assert len(found.select("aside a[href='https://guides.example/risk']")) == 1
    other = page(room.officer.get(f"{room.address}/sections/training"))
    assert not other.select("aside a[href='https://guides.example/risk']")
