"""The register of exclusion grounds: apart from every score, no decision before the supplier was heard."""

from __future__ import annotations

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import exclusions
from app.services.deciding.exclusion_list import concerns, grounds, self_cleaning_matters
from app.store import audit
from app.store import exclusions as store
from app.store import screenings as reports
from models import AuditEvent, Council, ExclusionGround, ExclusionOutcome, ExclusionStatus, ScreeningRun

ROOT = Path(__file__).parents[4]
NOTHING = dict.fromkeys(self_cleaning_matters(), "Nothing was given")


def enter(world, ground: str = "sch7_misconduct", event_on: date = date(2025, 3, 1), ends_on=None):
    return exclusions.add(
        world.session,
        world.officer,
        world.cleaner,
        ground,
        "supplier",
        "Wages were withheld on a site",
        "Case file 17",
        event_on,
        ends_on,
        clock.now(),
        clock.today(),
    )


def ask(world, entry, days: int = 20) -> None:
    due = clock.today() + timedelta(days=days)
    exclusions.ask(world.session, world.officer, entry, due, clock.now(), clock.today())


def consider(world, entry, found=NOTHING) -> None:
    exclusions.consider(world.session, world.officer, entry, found, clock.now(), clock.today())


def decide(world, entry, outcome=ExclusionOutcome.EXCLUDED, continuing=True) -> None:
    exclusions.decide(
        world.session, world.officer, entry, outcome, continuing, "It goes on", clock.now(), clock.today()
    )


def reply(world, entry) -> None:
    exclusions.record_reply(
        world.session, world.officer, entry, clock.today(), "The wages were paid", clock.now()
    )


def test_every_ground_names_its_section_and_what_follows() -> None:
    assert all("Procurement Act 2023" in one.section and one.covers for one in grounds().values())
    assert {one.consequence for one in grounds().values()} == {"mandatory", "discretionary"}
    assert grounds()["sch7_misconduct"].consequence == "discretionary"
    assert "supplier" in concerns() and len(self_cleaning_matters()) == 5


def test_an_entry_changes_no_byte_of_any_report_and_starts_no_screening(world) -> None:
    world.screen_all()

    def stored() -> list[str]:
        found = (
            reports.current_report(world.session, world.council.id, one.id)
            for one in (world.cleaner, world.lawyer, world.builder)
        )
        return [one.text.case_json + one.text.report_json for one in found]

    before, runs = stored(), len(world.session.scalars(select(ScreeningRun)).all())
    entry = enter(world, "sch6_slavery")
    ask(world, entry)
    reply(world, entry)
    consider(world, entry)
    decide(world, entry)
    assert len(world.session.scalars(select(ScreeningRun)).all()) == runs
    world.screen_all()
    assert stored() == before


def test_no_room_that_judges_or_ranks_reads_the_register() -> None:
    allowed = {
        "app/services/deciding/exclusions.py",
        "app/services/deciding/exclusion_list.py",
        "app/services/example/acts_deciding.py",
        "app/store/exclusions.py",
        "app/officer/deciding/decision_forms.py",
        "app/officer/deciding/exclusion_routes.py",
        "app/officer/deciding/exclusion_views.py",
        "app/officer/supplier/supplier_views.py",
        "app/officer/__init__.py",
        "app/store/supplier_page.py",
    }
    readers = set()
    for room in ("app", "screening", "questionnaires"):
        for path in (ROOT / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {
                name
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for name in [getattr(node, "module", "") or "", *(alias.name for alias in node.names)]
            }
            if any("exclusion" in name.lower() for name in names):
                readers.add(path.relative_to(ROOT).as_posix())
    assert "app/services/deciding/exclusions.py" in readers
    assert readers <= allowed


def test_a_decision_is_refused_until_the_supplier_was_asked_and_heard(world) -> None:
    entry = enter(world)
    for attempt in (decide, consider, reply):
        with pytest.raises(exclusions.NotYet):
            attempt(world, entry)
    ask(world, entry)
    for attempt in (decide, consider):
        with pytest.raises(exclusions.NotYet):
            attempt(world, entry)
    assert entry.status == ExclusionStatus.ASKED
    reply(world, entry)
    with pytest.raises(exclusions.NotYet, match="section 58"):
        decide(world, entry)
    consider(world, entry)
    decide(world, entry)
    assert (entry.status, entry.outcome) == (ExclusionStatus.DECIDED, ExclusionOutcome.EXCLUDED)
    assert entry.decided_by is world.officer and entry.reasons == "It goes on"


def test_silence_counts_only_after_the_day_for_the_reply_has_passed(world, standing_clock) -> None:
    entry = enter(world)
    ask(world, entry, days=10)
    standing_clock.pass_by(days=10)
    with pytest.raises(exclusions.NotYet, match="may still reply"):
        consider(world, entry)
    standing_clock.pass_by(days=1)
    consider(world, entry)
    decide(world, entry, ExclusionOutcome.NOT_EXCLUDED, continuing=False)
    assert entry.outcome == ExclusionOutcome.NOT_EXCLUDED


def test_a_late_reply_asks_for_a_new_look_at_self_cleaning(world, standing_clock) -> None:
    entry = enter(world)
    ask(world, entry, days=1)
    standing_clock.pass_by(days=2)
    consider(world, entry)
    reply(world, entry)
    with pytest.raises(exclusions.NotYet, match="section 58"):
        decide(world, entry)


def test_every_matter_of_section_58_is_considered(world) -> None:
    entry = enter(world)
    ask(world, entry)
    reply(world, entry)
    with pytest.raises(ValueError, match="commitments"):
        consider(world, entry, {**NOTHING, "commitments": " "})


def test_nobody_is_excluded_for_what_is_over(world) -> None:
    ended = enter(world)
    old = enter(world, event_on=clock.today().replace(year=clock.today().year - 5) - timedelta(days=1))
    for entry in (ended, old):
        ask(world, entry)
        reply(world, entry)
        consider(world, entry)
    with pytest.raises(exclusions.NotYet, match="section 57"):
        decide(world, ended, continuing=False)
    with pytest.raises(exclusions.NotYet, match="no longer counts"):
        decide(world, old)
    decide(world, old, ExclusionOutcome.NOT_EXCLUDED)


def test_the_look_back_is_five_years_and_a_debarment_ends_as_its_entry_says(world) -> None:
    leap = enter(world, event_on=date(2024, 2, 29))
    assert exclusions.counts_until(leap) == date(2029, 2, 28)
    debarred = enter(world, "debarred_mandatory", ends_on=date(2026, 11, 1))
    assert exclusions.counts_until(debarred) == date(2026, 11, 1)
    assert exclusions.is_over(debarred, clock.today())
    assert exclusions.counts_until(enter(world, "debarred_discretionary")) is None


def test_a_decision_can_be_looked_at_anew_by_asking_again(world) -> None:
    entry = enter(world)
    ask(world, entry)
    reply(world, entry)
    consider(world, entry)
    decide(world, entry)
    ask(world, entry)
    assert (entry.status, entry.outcome, entry.decided_by) == (ExclusionStatus.ASKED, "", None)
    with pytest.raises(exclusions.NotYet):
        decide(world, entry)


def test_an_entry_that_ended_takes_no_more_steps(world) -> None:
    entry = enter(world)
    exclusions.end(world.session, world.officer, entry, "A mistake", clock.now(), clock.today())
    for attempt in (ask, reply, consider, decide):
        with pytest.raises(exclusions.NotYet, match="ended"):
            attempt(world, entry)


@pytest.mark.parametrize(
    ("ground", "event_on"), [("no_such", date(2025, 1, 1)), ("sch7_order", date(2031, 1, 1))]
)
def test_what_is_on_no_list_or_lies_ahead_is_refused(world, ground: str, event_on: date) -> None:
    with pytest.raises(ValueError):
        enter(world, ground, event_on)


def test_every_step_is_in_the_log_without_its_texts_and_the_chain_holds(world) -> None:
    entry = enter(world)
    ask(world, entry)
    reply(world, entry)
    consider(world, entry)
    decide(world, entry)
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action.like("exclusion.%"))).all()
    assert [event.action.partition(".")[2] for event in events] == [
        "added",
        "asked",
        "explained",
        "self_cleaning",
        "decided",
    ]
    assert all(event.actor == f"officer:{world.officer.id}" for event in events)
    assert not any("wages" in str(event.detail).lower() for event in events)
    assert audit.first_broken(world.session) is None


def test_another_council_cannot_see_the_register(world) -> None:
    entry = enter(world)
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.commit()
    assert store.ground(world.session, other.id, entry.id) is None
    assert store.of_supplier(world.session, other.id, world.cleaner.id) == []
    assert isinstance(store.ground(world.session, world.council.id, entry.id), ExclusionGround)
