"""The guidance library: what is shipped, what a council does to it, and what stands beside what."""

from __future__ import annotations

import re

import pytest

import questionnaires
from app.extensions import clock
from app.services.guidance import guidance
from app.services.guidance import guidance_changes as changes
from app.services.guidance.guidance import Details, Kind, Reader
from app.services.outside.outside_addresses import checked
from app.store import audit
from models import LinkCheck, LinkState
from screening.factors import FACTORS
from support.two_councils import add_neighbour

GIVEN = Details(
    Kind.PATHWAY,
    "Our pathway",
    "Anytown Council",
    "https://pathway.anytown.example/",
    (Reader.ADULTS,),
    ("page:seen_signs", "area:risk"),
    note="Whom to ring.",
)


def test_the_shipped_entries_are_whole() -> None:
    entries = guidance.shipped()
    assert 40 <= len(entries) <= 80
    assert len({one.url for one in entries.values()}) == len(entries)
    for name, one in entries.items():
        assert re.fullmatch(r"[a-z0-9-]{3,60}", name) and not name.startswith(guidance.OWN)
        assert one.title and one.publisher and one.audiences and one.topics, name
        assert one.note and one.note_cy and one.note != one.note_cy, name
        assert len(one.note) <= 400 and re.fullmatch(r"(\d{4}(-\d{2}){0,2})?", one.dated), name
        assert checked(one.url).scheme == "https", name


def test_every_audience_kind_and_topic_has_an_entry() -> None:
    entries = guidance.shipped().values()
    assert {audience for one in entries for audience in one.audiences} == set(Reader)
    assert {one.kind for one in entries} == set(Kind)
    every = {one for group in guidance.topics().values() for one in group}
    assert {topic for one in entries for topic in one.topics} == every


def test_suppliers_find_something_in_every_section_of_the_questionnaire() -> None:
    for topic in guidance.topics()["section"]:
        assert any(
            topic in one.topics and Reader.SUPPLIERS in one.audiences for one in guidance.shipped().values()
        ), topic


def test_wales_is_not_forgotten() -> None:
    entries = guidance.shipped()
    assert entries["wales-code"].publisher == "Welsh Government"
    assert "page:seen_signs" in entries["wales-safeguarding"].topics
    assert sum(one.note.startswith("Wales:") for one in entries.values()) >= 6


def test_every_finding_that_a_step_can_answer_is_of_a_kind_of_action() -> None:
    known = {finding for findings in guidance.ACTIONS.values() for finding in findings}
    signals = questionnaires.answers.signals_given(questionnaires.current("supplier"))
    assert set(signals) - known == set()
    # How much, how long and the questions of a sector say nothing that could be done about.
    named = {factor.__name__ for factor in FACTORS}
    assert named - known == {"scale", "duration", "modules"}
    assert known <= set(signals) | named
    assert guidance.action_topics("housing.free") == ("action:housing",)
    assert guidance.action_topics("") == guidance.action_topics("no such") == ("page:plan",)


def test_what_a_council_does_is_its_own_and_in_the_log(world) -> None:
    session, council, now = world.session, world.council.id, clock.now()
    neighbour = add_neighbour(world)
    own = changes.add(session, world.officer, council, GIVEN, now)
    changes.edit(session, world.officer, council, guidance.entry(session, council, "helpline"), GIVEN, now)
    changes.hide(session, world.officer, council, guidance.entry(session, council, "nspcc"), now)
    here = {one.id: one for one in guidance.library(session, council)}
    there = {one.id: one for one in guidance.library(session, neighbour.council.id)}
    assert set(here) - set(there) == {own.id} and next(iter(here)) == own.id
    assert here["helpline"].is_changed and here["helpline"].details == GIVEN
    assert here["nspcc"].is_hidden and here["nspcc"].details == guidance.shipped()["nspcc"]
    assert not there["nspcc"].is_hidden and there["helpline"].details == guidance.shipped()["helpline"]
    assert guidance.entry(session, neighbour.council.id, own.id) is None
    changes.restore(session, world.officer, council, here["nspcc"], now)
    changes.take_back(session, world.officer, council, here["helpline"], now)
    again = {one.id: one for one in guidance.library(session, council)}
    assert not again["nspcc"].is_hidden
    assert again["helpline"].details == guidance.shipped()["helpline"] and not again["helpline"].is_changed
    events = [one.action for one in session.query(audit.AuditEvent).order_by(audit.AuditEvent.sequence)]
    assert [one for one in events if one.startswith("guidance.")] == [
        "guidance.added",
        "guidance.changed",
        "guidance.hidden",
        "guidance.restored",
        "guidance.taken_back",
    ]
    assert audit.first_broken(session) is None


def test_hiding_a_changed_entry_and_showing_it_again_keeps_the_words(world) -> None:
    session, council, now = world.session, world.council.id, clock.now()
    changes.edit(session, world.officer, council, guidance.entry(session, council, "helpline"), GIVEN, now)
    for turn, hidden in ((changes.hide, True), (changes.hide, True), (changes.restore, False)):
        turn(session, world.officer, council, guidance.entry(session, council, "helpline"), now)
        found = guidance.entry(session, council, "helpline")
        assert (found.is_hidden, found.details) == (hidden, GIVEN)


def test_an_own_entry_has_no_shipped_words(world) -> None:
    own = changes.add(world.session, world.officer, world.council.id, GIVEN, clock.now())
    with pytest.raises(ValueError, match="own"):
        changes.take_back(world.session, world.officer, world.council.id, own, clock.now())


@pytest.mark.parametrize("name", ["", "own-", "own-x", "own-0", "own-99999999999999999999", "own-²", "none"])
def test_there_is_no_entry_of_another_name(world, name: str) -> None:
    assert guidance.entry(world.session, world.council.id, name) is None


def test_beside_a_topic_stand_its_entries_without_hidden_ones_and_broken_ones_last(world) -> None:
    session, council, now = world.session, world.council.id, clock.now()

    def names(*args) -> list[str]:
        return [one.entry.id for one in guidance.for_topics(session, council, *args)]

    first = names(["page:price_check"])
    assert first == ["pa-19", "wage"] and names(["page:price_check"], "suppliers") == ["wage"]
    assert names(["page:price_check"], "", 1) == ["pa-19"]
    broken = LinkCheck(
        url=guidance.shipped()["pa-19"].url, state=LinkState.BROKEN, since=now, checked_at=now, status=404
    )
    session.add(broken)
    session.commit()
    assert names(["page:price_check"]) == ["wage", "pa-19"]
    changes.hide(session, world.officer, council, guidance.entry(session, council, "wage"), now)
    assert names(["page:price_check"]) == ["pa-19"]
    own = changes.add(session, world.officer, council, GIVEN, now)
    assert names(["area:risk"])[0] == own.id


def test_a_reading_is_of_the_address_that_was_read(world) -> None:
    session, council, now = world.session, world.council.id, clock.now()
    held = guidance.entry(session, council, "helpline")
    changes.read_again(session, world.officer, council, held, now)
    changes.read_again(session, world.officer, council, held, now)
    (line,) = guidance.lines(session, council, [guidance.entry(session, council, "helpline")])
    assert line.reading is not None
    changes.edit(session, world.officer, council, guidance.entry(session, council, "helpline"), GIVEN, now)
    (line,) = guidance.lines(session, council, [guidance.entry(session, council, "helpline")])
    assert line.reading is None
