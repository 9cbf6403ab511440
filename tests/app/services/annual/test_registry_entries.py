"""The registry entry: what the records answer, what the lead answers, and what was entered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.extensions import clock
from app.services.annual import annual_approval, annual_statements, registry_entries, registry_known, training
from app.services.annual.registry_entries import Entered, Filled, NotReady, Overtaken
from app.services.annual.registry_known import Source
from app.store import audit
from app.store import registry_entries as store
from models import AnnualStatement, Audience, Council, Person, RegistryAnswer, Role, StatementState
from screening.annual import Approval
from screening.registry_form import Code, Value, fields, steps
from support.registry_entries import WHOLE
from support.statement_room import YEAR_END, Room
from support.world import World


@pytest.fixture
def lee(world: World) -> Person:
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


@pytest.fixture
def room(world: World, lee: Person) -> Room:
    made = annual_statements.begin(world.session, lee, world.council, YEAR_END, "six_areas", clock.now())
    return Room(world, made, lee, *(world.settings,) * 3)  # no browsers are needed here


def filled(room: Room) -> Filled:
    return registry_entries.filled(room.session, room.statement, clock.today())


def save(room: Room, step: str, values: dict[str, Value], based_on: str | None = None):
    mark = filled(room).revision(step) if based_on is None else based_on
    return registry_entries.save(
        room.session, room.lee, room.statement, step, values, mark, clock.now(), clock.today()
    )


def publish(room: Room) -> None:
    room.approve()
    annual_approval.note_places(
        room.session, room.lee, room.statement, "https://www.anytown.example/slavery", None, "", clock.now()
    )
    annual_approval.send(
        room.session, room.lee, room.statement, StatementState.PUBLISHED, "", clock.now(), clock.today()
    )


def answer_all(room: Room) -> None:
    """Every step with the whole entry's answers, but what the records say of the council and the year."""
    for step in steps():
        assert save(room, step.id, {one.id: WHOLE.given(one.id) for one in step.fields}) == ()


def test_a_new_statement_knows_the_council_and_the_year(room: Room) -> None:
    held = filled(room)
    assert {name: one.value for name, one in held.known.items()} == {
        "organisation_name": ("Anytown Council",),
        "sector_type": ("Public",),
        "sectors": ("Public sector",),
        "statement_year": ("2026",),
        "period_start": ("2025-04-01",),
        "period_end": ("2026-03-31",),
    }
    assert not held.given and held.entered is None
    said = held.from_records("period_end")
    assert said is not None and said.source == Source.YEAR


@pytest.mark.parametrize(
    ("end", "year"),
    [
        (date(2026, 3, 31), 2026),
        (date(2025, 6, 30), 2025),
        (date(2025, 7, 31), 2026),
        (date(2025, 12, 31), 2026),
    ],
)
def test_the_reporting_year_is_that_of_six_months_later(end: date, year: int) -> None:
    assert registry_known.reporting_year(end) == year


def test_approval_places_and_sections_fill_the_form(room: Room) -> None:
    room.write("risk", "", because="The risks are assessed from next year on.")
    for area in ("structure", "policies", "due_diligence", "training"):
        room.write(area)
    given = Approval("Cabinet", date(2026, 6, 9), "Cllr Sam Sample", "Leader", date(2026, 6, 10))
    annual_approval.note_approval(room.session, room.lee, room.statement, given, clock.now())
    entry = filled(room).entry
    assert entry.text("first_name") == "Sam" and entry.text("last_name") == "Sample"
    assert entry.text("job_title") == "Leader" and entry.text("approved_on") == "2026-06-09"
    assert entry.text("structure") == entry.text("training_covered") == "Yes"
    assert entry.text("risk_assessment") == "No"
    assert entry.text("no_risk_assessment") == "The risks are assessed from next year on."
    assert entry.text("goals") == ""  # an empty section says nothing yet


@pytest.mark.parametrize("name", ["Mary Ann Smith", "Sample", "", "Cllr Dr Sample"])
def test_a_name_of_which_the_parts_are_not_certain_is_asked_for(room: Room, name: str) -> None:
    given = Approval("Cabinet", date(2026, 6, 9), name, "x" * 51, date(2026, 6, 10))
    annual_approval.note_approval(room.session, room.lee, room.statement, given, clock.now())
    known = filled(room).known
    assert "first_name" not in known and "last_name" not in known
    assert "job_title" not in known  # longer than the form takes


def test_a_reason_that_is_too_long_for_the_form_is_left_to_the_lead(room: Room) -> None:
    room.write("risk", "", because="Not yet. " * 40)
    assert filled(room).entry.text("risk_assessment") == "No"
    assert "no_risk_assessment" not in filled(room).known


def test_the_international_outline_fills_the_same_areas(room: Room) -> None:
    made = annual_statements.begin(
        room.session, room.lee, room.world.council, date(2027, 3, 31), "international_template", clock.now()
    )
    for section in made.sections:
        annual_statements.write(
            room.session, room.lee, section, "We did it.", "", "", section.revision, clock.now()
        )
    held = registry_entries.filled(room.session, made, clock.today())
    covered = [
        one.id for one in fields().values() if one.step == "areas" and held.entry.text(one.id) == "Yes"
    ]
    assert covered == ["structure", "policies_covered", "risk_assessment", "due_diligence",
                       "training_covered", "goals"]  # fmt: skip


def log(room: Room, audience: Audience, day: date = date(2025, 9, 1)) -> None:
    details = training.Details(day, "Signs", audience, "", 12, None, None, None)
    training.add(room.session, room.lee, room.world.council.id, [details], clock.now(), clock.today())


def test_the_training_log_ticks_for_whom_it_was(room: Room) -> None:
    assert filled(room).entry.given("training") == ()  # no session noted is not "no training"
    log(room, Audience.PROCUREMENT)
    log(room, Audience.SUPPLIERS)
    log(room, Audience.ALL_STAFF, date(2024, 9, 1))  # another year
    entry = filled(room).entry
    assert entry.given("training") == ("OwnProcurers", "Suppliers") and entry.given("other_training") == ()
    log(room, Audience.COUNCILLORS)
    log(room, Audience.FIRST_RESPONDERS)
    entry = filled(room).entry
    assert entry.given("training") == ("OwnProcurers", "Suppliers", "Other")
    assert entry.text("other_training") == "Councillors; First responders"


def test_what_the_lead_answers_stands_before_the_records_which_are_told(room: Room) -> None:
    assert (
        save(room, "sectors", {"sectors": ("Public sector", "Other"), "other_sector": ("Crematoria",)}) == ()
    )
    held = filled(room)
    assert held.entry.given("sectors") == ("Public sector", "Other")
    assert held.from_records("sectors") is None
    differing = held.differs("sectors")
    assert differing is not None and differing.value == ("Public sector",)
    assert save(room, "sectors", {"sectors": ("Public sector",), "other_sector": ("Crematoria",)}) == ()
    held = filled(room)
    assert held.differs("sectors") is None and held.from_records("sectors") is None
    assert held.given["other_sector"].value == []  # not asked any more, so not kept
    assert held.given["sectors"].person_id == room.lee.id


def test_a_field_left_empty_stays_empty(room: Room) -> None:
    save(room, "organisation", {"organisation_name": ("Anytown Borough Council",)})
    held = filled(room)
    assert held.entry.given("sector_type") == () and held.entry.text("organisation_name").endswith(
        "Borough Council"
    )
    assert Code.NEEDED in {one.code for one in held.of_step("organisation")}


def test_what_is_wrong_is_not_kept_and_what_is_missing_is_no_bar(room: Room) -> None:
    wrong = save(room, "statement", {"first_name": ("x" * 51,), "statement_url": ("www.x.example",)})
    assert [one.code for one in wrong] == [Code.NOT_A_URL, Code.TOO_LONG]
    assert not filled(room).given
    assert save(room, "statement", {"first_name": ("Sam",)}) == ()
    assert filled(room).entry.text("first_name") == "Sam"


def test_each_save_leaves_one_event_without_the_answers(room: Room) -> None:
    save(room, "group", {"group": ("Group",), "members": ("Anytown Homes Ltd",)})
    save(room, "group", {"group": ("Group",), "members": ("Anytown Homes Ltd",)})  # nothing is different
    events = audit.of_subjects(room.session, room.world.council.id, [("annual_statement", room.statement.id)])
    answered = [one for one in events if one.action == "registry.answered"]
    assert [one.detail for one in answered] == [{"step": "group", "changed": ["group", "members"]}]
    assert audit.first_broken(room.session) is None


def test_of_two_who_save_the_second_is_told(room: Room, standing_clock) -> None:
    before = filled(room).revision("years")
    save(room, "years", {"years": ("Year1",)})
    standing_clock.pass_by(minutes=1)
    with pytest.raises(Overtaken, match="Lee Lead"):
        save(room, "years", {"years": ("Over5Years",)}, before)
    room.session.rollback()
    assert filled(room).entry.text("years") == "Year1"
    assert save(room, "group", {"group": ("Single",)}) == ()  # another step is another matter


def test_a_step_that_the_form_does_not_have_is_refused(room: Room) -> None:
    with pytest.raises(KeyError):
        save(room, "another", {}, "")


def test_it_can_be_entered_only_when_published_and_whole(room: Room) -> None:
    def enter() -> None:
        registry_entries.enter(
            room.session, room.lee, room.statement, clock.today(), clock.now(), clock.today()
        )

    answer_all(room)
    with pytest.raises(NotReady) as missing:
        enter()
    assert missing.value.unpublished
    publish(room)
    save(room, "years", {})
    with pytest.raises(NotReady) as missing:
        enter()
    assert not missing.value.unpublished
    save(room, "years", {"years": ("Year1",)})
    enter()
    assert filled(room).entered is not None


def entered(room: Room) -> Filled:
    publish(room)
    answer_all(room)
    registry_entries.enter(room.session, room.lee, room.statement, clock.today(), clock.now(), clock.today())
    return filled(room)


def test_what_was_entered_stands_whatever_the_records_become(room: Room) -> None:
    held = entered(room)
    rows = registry_entries.rows(held, room.statement, clock.today())
    assert held.entered is not None and registry_entries.is_unaltered(held.entered)
    sha256 = room.statement.sha256
    log(room, Audience.COUNCILLORS)
    room.world.council.name = "Othertown Council"
    room.session.commit()
    later = clock.today() + timedelta(days=400)
    again = registry_entries.filled(room.session, room.statement, later)
    assert again.entry == held.entry and not again.problems
    assert registry_entries.rows(again, room.statement, later) == rows
    assert again.from_records("training") is None and again.differs("organisation_name") is None
    with pytest.raises(Entered):
        save(room, "years", {"years": ("Year1",)})
    assert annual_approval.is_unaltered(room.statement) and room.statement.sha256 == sha256


def test_entering_twice_is_entering_once(room: Room) -> None:
    first = entered(room).entered
    second = registry_entries.enter(
        room.session, room.lee, room.statement, clock.today() + timedelta(days=1), clock.now(), clock.today()
    )
    assert first is not None and second.id == first.id and second.entered_on == first.entered_on


def test_opened_again_it_is_as_it_was_entered_and_can_be_changed(room: Room) -> None:
    held = entered(room)
    log(room, Audience.COUNCILLORS)
    registry_entries.reopen(room.session, room.lee, room.statement, clock.now())
    again = filled(room)
    assert again.entered is None and again.entry.asked() == held.entry.asked()
    assert save(room, "years", {"years": ("Over5Years",)}) == ()
    actions = [one.action for one in audit.of_subjects(
        room.session, room.world.council.id, [("registry_entry", held.entered.id)])]  # fmt: skip
    assert actions == ["registry.opened", "registry.entered"]
    registry_entries.reopen(room.session, room.lee, room.statement, clock.now())  # nothing to open
    assert audit.first_broken(room.session) is None


def test_altered_behind_our_back_it_is_told(room: Room) -> None:
    held = entered(room)
    assert held.entered is not None
    held.entered.content = {**held.entered.content, "years": ["Year1"]}
    room.session.commit()
    assert not registry_entries.is_unaltered(held.entered)


def test_the_next_year_begins_with_what_stays(room: Room) -> None:
    entered(room)
    following = annual_statements.begin(
        room.session, room.lee, room.world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    held = registry_entries.filled(room.session, following, clock.today())
    assert held.known["address"].source == Source.LAST_YEAR
    assert held.entry.given("members") == WHOLE.given("members")
    assert held.entry.text("years") == ""  # after "1 to 5 years" either can follow
    assert held.entry.text("turnover") == "" and held.entry.given("policies") == ()
    assert held.known["sectors"].source == Source.COUNCIL


@pytest.mark.parametrize(("before", "after"), [("Year1", "Years1To5"), ("Over5Years", "Over5Years")])
def test_the_count_of_years_goes_on_where_it_follows(room: Room, before: str, after: str) -> None:
    publish(room)
    answer_all(room)
    save(room, "years", {"years": (before,)})
    registry_entries.enter(room.session, room.lee, room.statement, clock.today(), clock.now(), clock.today())
    following = annual_statements.begin(
        room.session, room.lee, room.world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    assert registry_entries.filled(room.session, following, clock.today()).entry.text("years") == after


def test_nothing_of_another_council_or_statement_is_seen(room: Room) -> None:
    entered(room)
    other = Council(slug="elsewhere", name="Elsewhere Council")
    room.session.add(other)
    room.session.flush()
    sam = Person(email="sam@elsewhere.example", name="Sam", role=Role.LEAD, council_id=other.id)
    room.session.add(sam)
    room.session.commit()
    theirs: AnnualStatement = annual_statements.begin(
        room.session, sam, other, date(2027, 3, 31), "six_areas", clock.now()
    )
    held = registry_entries.filled(room.session, theirs, clock.today())
    assert held.entry.text("organisation_name") == "Elsewhere Council" and "address" not in held.known
    assert store.newest_before(room.session, theirs) is None
    assert room.session.query(RegistryAnswer).filter_by(statement_id=theirs.id).count() == 0
