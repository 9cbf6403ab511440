"""The commitments of the Charter and the pathways of prevention: states, words, evidence, who noted them."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.annual import trackers
from app.services.annual.trackers import TrackerState
from app.store import audit
from models import Council
from screening import annual
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import Room

ADDRESS = "/statement/trackers"
ITEM = f"{ADDRESS}/charter/train_procurement"
GIVEN = {
    "state": "in_place",
    "words": "All twelve buyers took the course in May.",
    "evidence_url": "https://anytown.example/minutes",
}


def test_the_charter_has_ten_commitments_each_of_an_area_of_the_statement() -> None:
    items = trackers.trackers()["charter"].items
    assert len(items) == 10 and len({one.title for one in items.values()}) == 10
    assert all(one.area in annual.areas() for one in items.values())


def test_the_ninth_sends_people_and_companies_to_different_bodies() -> None:
    ninth = list(trackers.trackers()["charter"].items.values())[8]
    assert "for people who may have been harmed, not for companies" in ninth.note
    assert "Report a company to the police" in ninth.note


def test_there_are_five_pathways_each_with_what_a_council_may_do_and_what_shows_it() -> None:
    items = trackers.trackers()["pathways"].items
    assert list(items) == ["access", "literacy", "power", "deterrence", "partnership"]
    assert all(one.area in annual.areas() and one.may and one.shown_by for one in items.values())
    assert all(one.intro and one.source.startswith("https://") for one in trackers.trackers().values())


def test_a_pathway_is_noted_with_its_advice_beside_it(room: Room) -> None:
    address = f"{ADDRESS}/pathways/power"
    assert "no fees, no deposits" in words(page(room.lead.get(address)))
    room.lead.post(address, data={"state": "begun", "words": "Workers were heard at four sites."})
    found = page(room.officer.get(ADDRESS))
    assert "four sites" in words(found.select_one("#pathways-power"))
    assert found.select_one("a[href='https://www.modernslaverypec.org/resources/prevention-what-works']")


def test_an_entry_shows_with_its_evidence_and_who_noted_it(room: Room) -> None:
    before = page(room.officer.get(ADDRESS))
    assert words(before).count("Nothing is noted.") == 15
    assert "0 of 10 have an entry" in words(before) and "0 of 5 have an entry" in words(before)
    answer = room.lead.post(ITEM, data=GIVEN)
    assert answer.location == f"{ADDRESS}#charter-train_procurement"
    found = page(room.officer.get(ADDRESS))
    line = words(found.select_one("#charter-train_procurement"))
    assert "In place" in line and "twelve buyers" in line and "Lee Lead" in line
    assert found.select_one("a[href='https://anytown.example/minutes']")
    assert "1 of 10 have an entry" in words(found) and "0 of 5 have an entry" in words(found)
    assert page(room.lead.get(ITEM)).select_one("#words").get_text().strip() == GIVEN["words"]


def test_what_was_noted_before_is_in_the_log_without_its_words(room: Room) -> None:
    room.lead.post(ITEM, data={"state": "not_started"})
    room.lead.post(ITEM, data=GIVEN)
    council = room.world.council.id
    entry = trackers.entry_of(room.session, council, "charter", "train_procurement")
    events = audit.of_subjects(room.session, council, [("tracker_entry", entry.id)])
    assert [(one.detail["before"], one.detail["after"]) for one in events] == [
        ("not_started", "in_place"),
        ("", "not_started"),
    ]
    assert not any("twelve" in str(one.detail) for one in events)
    assert audit.first_broken(room.session) is None


def test_the_summary_tells_nothing_noted_from_not_started(room: Room) -> None:
    room.lead.post(ITEM, data={"state": "not_started"})
    room.lead.post(f"{ADDRESS}/charter/union", data={"state": "begun", "words": "In the new terms."})
    found, pathways = trackers.summary(room.session, room.world.council.id)
    assert (pathways.tracker.id, pathways.all, pathways.noted) == ("pathways", 5, 0)
    assert (found.all, found.noted) == (10, 2)
    assert {state: number for state, number in found.by_state.items() if number} == {
        TrackerState.NOT_STARTED: 1,
        TrackerState.BEGUN: 1,
    }


@pytest.mark.parametrize(
    ("more", "field", "message"),
    [
        ({"state": ""}, "state", "Choose how far the council is"),
        ({"state": "done"}, "state", ""),
        ({"words": " "}, "words", "Say in words what was done"),
        ({"evidence_url": "javascript:alert(1)"}, "evidence_url", "begins with https://"),
    ],
)
def test_a_mistake_is_refused_beside_its_field(room: Room, more: dict, field: str, message: str) -> None:
    link = page(room.lead.post(ITEM, data={**GIVEN, **more})).select_one(".govuk-error-summary a")
    assert link["href"] == f"#{field}" and message in link.get_text()
    assert trackers.entry_of(room.session, room.world.council.id, "charter", "train_procurement") is None


def test_the_service_refuses_what_no_form_sends(room: Room) -> None:
    council, now = room.world.council.id, clock.now()
    with pytest.raises(KeyError):
        trackers.note(
            room.session, room.lee, council, "charter", "eleventh", TrackerState.BEGUN, "x", "", now
        )
    with pytest.raises(ValueError, match="words"):
        trackers.note(room.session, room.lee, council, "charter", "union", TrackerState.BEGUN, " ", "", now)


def test_only_a_lead_notes_and_only_for_the_own_council(room: Room) -> None:
    room.lead.post(ITEM, data=GIVEN)
    assert room.officer.get(ITEM).status_code == 403
    assert room.officer.post(ITEM, data=GIVEN).status_code == 403
    assert not page(room.officer.get(ADDRESS)).select("main a[href*='trackers/charter']")
    assert "twelve buyers" not in words(page(room.stranger.get(ADDRESS)))
    room.stranger.post(ITEM, data={**GIVEN, "words": "Elsewhere."})
    own = trackers.entry_of(room.session, room.world.council.id, "charter", "train_procurement")
    assert own.words == GIVEN["words"]
    elsewhere = room.session.query(Council).filter_by(slug="elsewhere").one()
    assert trackers.entry_of(room.session, elsewhere.id, "charter", "train_procurement").words == "Elsewhere."
    for path in (f"{ADDRESS}/charter/eleventh", f"{ADDRESS}/pathways/union"):
        assert room.lead.get(path).status_code == 404


@pytest.mark.parametrize("kind", NAUGHTY)
def test_naughty_words_run_nothing(room: Room, kind: str) -> None:
    given = encoded(NAUGHTY[kind][:4000])
    room.lead.post(ITEM, data={"state": "begun", "words": given, "evidence_url": given})
    room.lead.post(ITEM, data={"state": "begun", "words": given})
    for path in (ADDRESS, ITEM):
        assert runs_nothing(page(room.lead.get(path)))
