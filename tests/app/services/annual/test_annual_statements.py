"""A statement on its way: begun, written by two, read, approved, frozen, published, never altered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from app.extensions import clock
from app.services.annual import annual_approval, annual_figures, annual_statements, pledges
from app.store import annual as store
from app.store import audit
from models import (
    AnnualStatement,
    Council,
    Person,
    PledgeState,
    Role,
    SectionState,
    StatementState,
    TrainingSession,
)
from screening.annual import Approval, areas

YEAR_END = date(2026, 3, 31)
TEXT = (
    "Anytown Council read the answers of its suppliers in the year to 31 March 2026 and trained [[trained]] "
    "people. Payslips of cleaners were read with their union, and what was found changed the contract."
)
APPROVED = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader", date(2026, 6, 10))


@dataclass
class Desk:
    """Anytown's statement, and two people who write it."""

    world: object
    statement: AnnualStatement
    ann: Person
    lee: Person

    def write(self, area: str, text: str = TEXT, who: Person | None = None, **more) -> None:
        section = annual_statements.section_of(self.statement, area)
        annual_statements.write(
            self.world.session,
            who or self.ann,
            section,
            text,
            more.pop("welsh", ""),
            more.pop("because", ""),
            more.pop("based_on", section.revision),
            clock.now(),
            **more,
        )

    def send(self, to: StatementState, words: str = "") -> None:
        annual_approval.send(
            self.world.session, self.lee, self.statement, to, words, clock.now(), clock.today()
        )

    def to_approval(self) -> None:
        for state in (StatementState.LEGAL, StatementState.LEAD_MEMBER, StatementState.APPROVAL):
            self.send(state)

    def write_all(self) -> None:
        for section in self.statement.sections:
            self.write(section.area, f"{areas()[section.area].title}. {TEXT}")


@pytest.fixture
def desk(world) -> Desk:
    lee = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(lee)
    world.session.commit()
    made = annual_statements.begin(world.session, lee, world.council, YEAR_END, "six_areas", clock.now())
    return Desk(world, made, world.officer, lee)


def test_a_statement_is_begun_once_a_year_by_the_rules_of_that_year(desk: Desk) -> None:
    again = annual_statements.begin(
        desk.world.session, desk.lee, desk.world.council, YEAR_END, "six_areas", clock.now()
    )
    assert again is desk.statement
    assert (desk.statement.year_start, desk.statement.due_on) == (date(2025, 4, 1), date(2026, 9, 30))
    assert desk.statement.rules == "guidance_2025"
    assert [one.area for one in desk.statement.sections] == [
        "structure", "policies", "due_diligence", "risk", "effectiveness", "training",
    ]  # fmt: skip
    assert {one.state for one in desk.statement.sections} == {SectionState.EMPTY}


def test_a_council_can_switch_the_proposed_rules_on(desk: Desk) -> None:
    council = desk.world.council
    council.statement_rules, council.statement_months = {"bill_2026": "2026-04-01"}, 4
    later = annual_statements.begin(
        desk.world.session, desk.lee, council, date(2027, 3, 31), "international_template", clock.now()
    )
    assert (later.rules, later.due_on) == ("bill_2026", date(2027, 7, 31))
    assert len(later.sections) == 7


@pytest.mark.parametrize(
    ("year_end", "first"),
    [
        (date(2026, 3, 31), date(2025, 4, 1)),
        (date(2025, 12, 31), date(2025, 1, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
        (date(2028, 2, 28), date(2027, 3, 1)),
        (date(2026, 2, 28), date(2025, 3, 1)),
        (date(2026, 8, 15), date(2025, 8, 16)),
    ],
)
def test_a_year_begins_the_day_after_the_last_ended(year_end: date, first: date) -> None:
    assert annual_statements._first_day(year_end) == first


def test_of_two_who_write_at_once_neither_loses_anything(desk: Desk) -> None:
    desk.write("risk", "Ann's words.", based_on=0)
    with pytest.raises(annual_statements.Conflict):
        desk.write("risk", "Lee's words.", who=desk.lee, based_on=0)
    section = annual_statements.section_of(desk.statement, "risk")
    assert (section.text, section.revision, section.written_by_id) == ("Ann's words.", 1, desk.ann.id)
    desk.write("risk", "Ann's words. Lee's words.", who=desk.lee, based_on=1)
    assert section.revision == 2
    before = desk.world.session.query(type(desk.statement)).count()
    desk.write("risk", "Ann's words. Lee's words.", based_on=2)  # nothing changed: nothing is written
    assert section.revision == 2 and before == 1


def test_a_suggested_text_is_marked_until_a_person_makes_it_theirs(desk: Desk) -> None:
    desk.write("risk", TEXT, suggested=True)
    section = annual_statements.section_of(desk.statement, "risk")
    assert section.state == SectionState.SUGGESTED
    annual_statements.check(desk.world.session, desk.lee, section, clock.now())
    assert section.state == SectionState.SUGGESTED
    desk.write("risk", TEXT)
    assert section.state == SectionState.DRAFTED
    annual_statements.check(desk.world.session, desk.lee, section, clock.now())
    assert section.state == SectionState.CHECKED
    desk.write("risk", "Other words.")
    assert section.state == SectionState.DRAFTED


def test_the_way_to_publication_is_in_order_and_back_needs_a_reason(desk: Desk) -> None:
    with pytest.raises(annual_approval.NotYet):
        desk.send(StatementState.APPROVED)
    desk.send(StatementState.LEGAL, "Please read")
    with pytest.raises(annual_approval.NotYet):
        desk.send(StatementState.DRAFT)
    desk.send(StatementState.DRAFT, "Section 3 promises too much")
    desk.to_approval()
    with pytest.raises(annual_approval.NotYet) as problem:
        desk.send(StatementState.APPROVED)
    assert {"missing_area", "missing_approval", "missing_signature"} <= set(problem.value.lacks)
    taken = [(one.before, one.after) for one in store.steps(desk.world.session, desk.statement.id)]
    assert taken[:2] == [("draft", "legal"), ("legal", "draft")]


def test_an_approved_statement_is_frozen_with_its_figures(desk: Desk) -> None:
    session = desk.world.session
    session.add(
        TrainingSession(
            council_id=desk.world.council.id,
            held_on=date(2026, 1, 5),
            title="Signs",
            audience="procurement",
            attended=14,
        )
    )
    session.commit()
    desk.write_all()
    desk.to_approval()
    annual_approval.note_approval(session, desk.lee, desk.statement, APPROVED, clock.now())
    desk.send(StatementState.APPROVED)
    session.query(TrainingSession).delete()
    desk.world.council.name = "Another Council"
    session.commit()
    frozen = annual_figures.value_in(session, desk.statement, "trained", clock.today())
    assert frozen is not None and frozen.is_frozen and frozen.value == 14
    assert annual_approval.is_unaltered(desk.statement)
    with pytest.raises(annual_statements.Finished):
        desk.write("risk", "Too late.")
    with pytest.raises(annual_statements.Finished):
        desk.send(StatementState.DRAFT, "Too late")
    with pytest.raises(annual_statements.Finished):
        annual_approval.note_approval(session, desk.lee, desk.statement, APPROVED, clock.now())
    desk.statement.sections[0].text = "Somebody altered the row."
    assert not annual_approval.is_unaltered(desk.statement)


def test_it_is_published_with_its_address_and_the_link_is_noted_later(desk: Desk) -> None:
    session = desk.world.session
    desk.write_all()
    desk.to_approval()
    annual_approval.note_approval(session, desk.lee, desk.statement, APPROVED, clock.now())
    desk.send(StatementState.APPROVED)
    assert store.published(session, "anytown") == []
    with pytest.raises(annual_approval.NotYet):
        desk.send(StatementState.PUBLISHED)
    address = "https://www.anytown.example/modern-slavery"
    annual_approval.note_places(session, desk.lee, desk.statement, address, None, "", clock.now())
    desk.send(StatementState.PUBLISHED)
    assert [one.id for one in store.published(session, "anytown")] == [desk.statement.id]
    annual_approval.note_places(session, desk.lee, desk.statement, address, clock.today(), "", clock.now())
    assert annual_approval.is_unaltered(desk.statement)
    assert audit.first_broken(session) is None


@pytest.mark.parametrize(("text", "lack"), [("[[no_such_figure]]", "unknown_figure")])
def test_an_unknown_figure_keeps_it_from_being_approved(desk: Desk, text: str, lack: str) -> None:
    desk.write_all()
    desk.write("risk", f"{TEXT} {text}")
    desk.to_approval()
    annual_approval.note_approval(desk.world.session, desk.lee, desk.statement, APPROVED, clock.now())
    with pytest.raises(annual_approval.NotYet) as problem:
        desk.send(StatementState.APPROVED)
    assert problem.value.lacks == (lack,)


def test_the_reading_knows_last_year(desk: Desk) -> None:
    desk.write_all()
    session = desk.world.session
    later = annual_statements.begin(
        session, desk.lee, desk.world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    section = annual_statements.section_of(later, "risk")
    copied = annual_statements.section_of(desk.statement, "risk").text
    annual_statements.write(session, desk.ann, section, copied, "", "", 0, clock.now())
    rules = {(one.rule, one.area) for one in annual_statements.findings(session, later)}
    assert ("copy_of_last_year", "risk") in rules


def test_promises_become_next_years_checks(desk: Desk) -> None:
    session = desk.world.session
    due = date(2027, 3, 31)
    first = pledges.note(
        session, desk.lee, desk.statement, "risk", "Visit ten sites", "Waste", due, clock.now()
    )
    again = pledges.note(
        session, desk.ann, desk.statement, "risk", " Visit ten sites ", "Waste", due, clock.now()
    )
    assert again.id == first.id
    with pytest.raises(ValueError, match="needs words"):
        pledges.settle(session, desk.lee, first, PledgeState.KEPT, " ", "", clock.now())
    pledges.settle(session, desk.lee, first, PledgeState.PARTLY, "Seven of ten", "", clock.now())
    assert first.state == PledgeState.PARTLY
    assert store.pledge(session, desk.world.council.id, first.id) is first
    other = Council(slug="othertown", name="Othertown Council")
    session.add(other)
    session.flush()
    assert store.pledge(session, other.id, first.id) is None
    assert store.statement(session, other.id, desk.statement.id) is None
