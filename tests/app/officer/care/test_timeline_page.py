"""All that happened to a supplier in one list, which can be narrowed and has pages."""

from __future__ import annotations

from support.care_pages import address, decided
from support.pages import page, words


def test_everything_that_happened_stands_in_one_list_that_can_be_narrowed(officer, world, bo) -> None:
    officer.post(address(world.cleaner, "/take-on"))
    made = decided(officer, world, world.cleaner)
    officer.post(f"/officer/decisions/{made.id}/take-back")
    officer.post(address(world.cleaner, "/notes"), data={"text": "Hello"})
    found = page(officer.get(address(world.cleaner, "/timeline")))
    lines = [" ".join(one.get_text().split()) for one in found.select("main ol li")]
    assert "A note for colleagues was written" in lines[0] and "Ann Example" in lines[0]
    assert "A decision was taken back: Accept for now" in lines[1]
    assert "Decided: Accept for now" in lines[2]
    assert "Looked after by Ann Example" in lines[3]
    assert any("Screened as at 20 November 2026" in line for line in lines)
    only = page(officer.get(address(world.cleaner, "/timeline?kind=decision")))
    assert len(only.select("main ol li")) == 2
    assert only.select_one("option[selected]")["value"] == "decision"
    empty = page(officer.get(address(world.cleaner, "/timeline?kind=correction")))
    assert "Nothing of this kind happened yet." in words(empty)
    for wrong in ("?kind=nonsense", "?page=0"):
        assert officer.get(address(world.cleaner, f"/timeline{wrong}")).status_code == 404


def test_the_list_is_cut_into_pages_of_thirty_without_a_gap(officer, world) -> None:
    for number in range(40):
        officer.post(address(world.cleaner, "/notes"), data={"text": f"Note {number}"})
    every = []
    for number in (1, 2):
        found = page(officer.get(address(world.cleaner, f"/timeline?kind=note&page={number}")))
        every.append(len(found.select("main ol li")))
    assert every == [30, 10]
