"""Notes for colleagues: who is meant, what is told, what is warned of, and what removing leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.extensions import clock
from app.services.people import note_hints, notes
from app.store import audit
from app.store import care as store
from models import AuditEvent, OutboxMessage, Person, Role
from support.council_people import add_council, add_person

PEOPLE = [
    Person(id=1, name="Ann Example", email="ann@anytown.example", role=Role.OFFICER),
    Person(id=2, name="Bo Example", email="bo@anytown.example", role=Role.OFFICER),
    Person(id=3, name="Mary Ann Jones", email="maj@anytown.example", role=Role.LEAD),
    Person(id=4, name="", email="temp.worker@anytown.example", role=Role.OFFICER),
]


@pytest.mark.parametrize(
    "text, found, unclear",
    [
        ("@Bo please look", [2], []),
        ("please look, @bo.", [2], []),
        ("@Ann Example and @Jones", [1, 3], []),
        ("@Mary Ann Jones, @maj", [3], []),
        ("@Example", [], ["Example"]),
        ("@Zed look", [], ["Zed"]),
        ("write to bo@anytown.example", [], []),
        ("@temp.worker can you?", [4], []),
        ("@Bo and @Bo again", [2], []),
        ("an @ alone, and @", [], []),
        ("", [], []),
    ],
)
def test_a_name_after_an_at_is_a_colleague_when_only_one_has_it(text, found, unclear) -> None:
    people, names = notes.mentioned_in(text, PEOPLE)
    assert ([one.id for one in people], names) == (found, unclear)


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    people, _names = notes.mentioned_in(text, PEOPLE)
    assert len({one.id for one in people}) == len(people)
    kinds = {"birth", "identity", "victim", "contact", "health", "name", "origin"}
    assert set(note_hints.found_in(text)) <= kinds


@pytest.mark.parametrize(
    "text, hint",
    [
        ("DOB 3/4/1990", "birth"),
        ("she was born in May", "birth"),
        ("a worker aged 17", "birth"),
        ("3rd April 1990", "birth"),
        ("dyddiad geni", "birth"),
        ("his passport was kept", "identity"),
        ("NI number QQ 12 34 56 C", "identity"),
        ("AB123456C", "identity"),
        ("the victim said", "victim"),
        ("an NRM referral", "victim"),
        ("call her on 07700 900123", "contact"),
        ("+44 7700 900123", "contact"),
        ("she is pregnant", "health"),
        ("write to ana.example@gmail.com", "contact"),
        ("Mrs Example said so", "name"),
        ("one of the workers is called Ana", "name"),
        ("a cleaner named Jo told us", "name"),
        ("gweithiwr o'r enw Siân", "name"),
        ("most are Romanian agency workers", "origin"),
        ("six Vietnamese nationals", "origin"),
        ("ask for their immigration status", "origin"),
        ("cenedligrwydd y gweithwyr", "origin"),
    ],
)
def test_what_looks_like_data_on_a_person_is_hinted_at(text, hint) -> None:
    assert hint in note_hints.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Contract ends 31/03/2027, review on 1 May 2027.",
        "Asked for the agency's GLAA licence, reference URN 123456.",
        "Phoned 020 7946 0000, nobody answered.",
        "Statement of 2026 is on their website; spend £880,000.",
        "Order number 07700-2026 is not a telephone.",
        "The agency is called Northgate Staff Ltd and is an Indian company.",
        "Polish off the wording; workers were asked by their union. MS Teams call on Friday.",
        "Who pays recruitment fees of workers from abroad?",
    ],
)
def test_what_officers_usually_write_is_not_hinted_at(text) -> None:
    assert note_hints.found_in(text) == ()


@pytest.fixture
def bo(world):
    return add_person(world, "Bo Example")


def write(world, text="Please look", picked=()):
    return notes.write(
        world.session, world.settings, world.officer, world.cleaner, text, list(picked), clock.now()
    )


def test_who_is_picked_and_who_is_named_is_told_once_and_of_nothing_it_says(world, bo) -> None:
    write(world, "@Bo the fees look odd", [bo.id, world.officer.id])
    (message,) = world.session.scalars(select(OutboxMessage)).all()
    assert message.to == bo.email and "fees" not in message.body
    (mention,) = store.unseen_mentions(world.session, world.council.id, [bo.id])
    assert mention.note.supplier == world.cleaner


def test_strangers_and_who_left_are_not_told(world, bo) -> None:
    stranger = add_person(world, "Sam Stranger", council=add_council(world))
    bo.active = False
    world.session.commit()
    note = write(world, "@Sam @Bo", [stranger.id, bo.id])
    assert note.mentions == [] and not world.session.scalars(select(OutboxMessage)).all()


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_note_has_a_text_of_a_sensible_length(world, text) -> None:
    with pytest.raises(ValueError, match="4,000"):
        write(world, text)


def test_a_removed_note_leaves_no_word_and_its_trace(world, bo) -> None:
    note = write(world, "Secret of the yard", [bo.id])
    with pytest.raises(notes.NotOwn):
        notes.remove(world.session, bo, note, clock.now())
    for _twice in range(2):
        notes.remove(world.session, world.officer, note, clock.now())
    assert note.text == ""
    assert not store.notes_of(world.session, world.council.id, world.cleaner.id)
    assert not store.unseen_mentions(world.session, world.council.id, [bo.id])
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action.startswith("note."))).all()
    assert [event.action for event in events] == ["note.written", "note.removed"]
    assert all("Secret" not in str(event.detail) for event in events)
    assert audit.first_broken(world.session) is None


def test_whom_it_is_for_marks_it_as_read_or_the_deputy_does(world, bo) -> None:
    note = write(world, picked=[bo.id])
    (mention,) = note.mentions
    with pytest.raises(notes.NotOwn):
        notes.mark_seen(world.session, world.officer, mention, clock.now(), clock.today())
    for _twice in range(2):
        notes.mark_seen(world.session, bo, mention, clock.now(), clock.today())
    assert mention.seen_at == clock.now()
    read = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "note.read")).all()
    assert len(read) == 1


def test_notes_of_another_council_are_not_found(world) -> None:
    note, other = write(world), add_council(world)
    assert store.note(world.session, other.id, note.id) is None
    assert not store.notes_of(world.session, other.id, world.cleaner.id)
