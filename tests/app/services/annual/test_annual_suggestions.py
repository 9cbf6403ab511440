"""Suggested paragraphs: from the records, honest, about nobody, and with nothing for the reading to find."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask_babel import force_locale

from app.extensions import clock
from app.services.annual import annual_figures, annual_statements, annual_suggestions, trackers
from app.services.annual.trackers import TrackerState
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    Audience,
    Person,
    Pledge,
    PledgeState,
    PriceCheck,
    PriceCheckState,
    ReferralCount,
    Role,
    TrainingSession,
)
from screening import annual

YEAR_END = date(2027, 3, 31)


@pytest.fixture
def lee(world) -> Person:
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


def begun(world, lee: Person, outline: str = "six_areas", year_end: date = YEAR_END):
    return annual_statements.begin(world.session, lee, world.council, year_end, outline, clock.now())


def fill(world, lee: Person) -> None:
    """A year's work, last year's statement with a promise, and totals."""
    session, council = world.session, world.council
    earlier = begun(world, lee, year_end=date(2026, 3, 31))
    annual_figures.freeze(session, earlier, date(2026, 3, 31))
    earlier.frozen_at = clock.now()
    world.screen_all()
    plan = ActionPlan(
        council_id=council.id,
        supplier_id=world.cleaner.id,
        title="Fees",
        opened_by_id=lee.id,
        opened_at=clock.now(),
    )
    plan.actions.append(
        Action(
            council_id=council.id,
            supplier_id=world.cleaner.id,
            what="Pay back fees",
            side=ActionSide.SUPPLIER,
            due_on=clock.today(),
            state=ActionState.CLOSED,
            settled_at=clock.now(),
        )
    )
    training = TrainingSession(
        council_id=council.id,
        held_on=date(2026, 5, 4),
        title="Signs",
        audience=Audience.PROCUREMENT,
        attended=30,
        confidence_before=2.0,
        confidence_after=3.5,
    )
    small = TrainingSession(
        council_id=council.id,
        held_on=date(2026, 6, 4),
        title="More signs",
        audience=Audience.COUNCILLORS,
        attended=10,
        confidence_before=4.0,
        confidence_after=4.3,
    )
    totals = ReferralCount(
        council_id=council.id,
        quarter=date(2026, 4, 1),
        kind="nrm",
        adults=6,
        children=2,
        entered_by_id=lee.id,
    )
    pledge = Pledge(
        council_id=council.id, statement_id=earlier.id, area="risk", text="Visit", state=PledgeState.KEPT
    )
    session.add_all([plan, training, small, totals, pledge])
    session.commit()


def reading(world, statement, today: date) -> tuple[annual.Finding, ...]:
    """What the reading finds if every area has all its suggestions and nothing else."""
    texts, welsh = {}, {}
    for section in statement.sections:
        found = annual_suggestions.suggestions(world.session, statement, section.area, today)
        texts[section.area] = "\n\n".join(one.text for one in found)
        welsh[section.area] = "\n\n".join(one.text_cy for one in found)
    draft = annual.Draft(YEAR_END, texts, texts_cy=welsh)
    return annual.read(draft, annual_statements.rules_of(statement))


@pytest.mark.parametrize("outline", ["six_areas", "international_template"])
@pytest.mark.parametrize("is_filled", [False, True])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_reading_finds_nothing_but_what_only_people_can_write(
    world, lee: Person, outline: str, is_filled: bool, language: str
) -> None:
    if is_filled:
        fill(world, lee)
    with force_locale(language):
        found = reading(world, begun(world, lee, outline), clock.today())
    in_areas = {(one.rule, one.area) for one in found if one.area}
    assert in_areas == {("missing_area", "policies")}, [one.quote for one in found]


def test_figures_are_live_and_exist(world, lee: Person) -> None:
    fill(world, lee)
    statement = begun(world, lee)
    names = set()
    for section in statement.sections:
        for one in annual_suggestions.suggestions(world.session, statement, section.area, clock.today()):
            assert annual_figures.unknown(one.text + one.text_cy) == []
            assert not one.text_cy or set(annual_figures.named(one.text_cy)) == set(
                annual_figures.named(one.text)
            ), one.name
            names |= set(annual_figures.named(one.text))
    assert {
        "suppliers",
        "suppliers_high",
        "actions_closed",
        "trained",
        "pledges_kept",
        "referrals_adults",
    } <= names


def test_nobody_is_named(world, lee: Person) -> None:
    fill(world, lee)
    statement = begun(world, lee)
    names = ["Northgate", "Quill", "Harbour", "Lee", "Ann", "Pay back"]
    for area in annual.areas():
        for one in annual_suggestions.suggestions(world.session, statement, area, clock.today()):
            assert not [name for name in names if name in one.text + one.text_cy], one


def test_what_is_not_known_is_said(world, lee: Person) -> None:
    statement = begun(world, lee)

    def names(area: str) -> list[str]:
        found = annual_suggestions.suggestions(world.session, statement, area, clock.today())
        return [one.name for one in found]

    assert names("risk") == ["not_screened"]
    assert names("training") == ["no_training"]
    assert names("due_diligence") == ["no_questionnaires"]
    assert names("effectiveness") == ["measures", "no_last_year"]
    assert names("structure") == ["year", "suppliers", "not_known"]
    assert names("policies") == ["no_policies"]
    assert names("other") == ["figures"]
    assert names("no such area") == []
    fill(world, lee)
    assert names("training") == ["training", "confidence"]
    assert names("effectiveness") == ["measures", "last_year", "promises"]
    assert names("due_diligence")[-2:] == ["referrals", "national"]


def test_confidence_is_a_mean_over_people_and_of_the_year_alone(world, lee: Person) -> None:
    fill(world, lee)
    statement = begun(world, lee)
    found = annual_suggestions.suggestions(world.session, statement, "training", clock.today())
    assert (
        "2.5 on average before and 3.7 after" in found[-1].text
    )  # (30*2 + 10*4)/40 and (30*3.5 + 10*4.3)/40
    early = annual_suggestions.suggestions(
        world.session, statement, "training", date(2026, 5, 4) - timedelta(days=1)
    )
    assert [one.name for one in early] == ["no_training"]


def note(world, lee: Person, item: str, state: TrackerState) -> None:
    trackers.note(
        world.session, lee, world.council.id, "charter", item, state, "Done by Lee", "", clock.now()
    )


@pytest.mark.parametrize("outline", ["six_areas", "international_template"])
def test_what_the_council_tracks_is_counted_and_never_quoted(world, lee: Person, outline: str) -> None:
    fill(world, lee)
    note(world, lee, "union", TrackerState.IN_PLACE)
    note(world, lee, "refer", TrackerState.BEGUN)
    note(world, lee, "low_tenders", TrackerState.NOT_STARTED)
    statement = begun(world, lee, outline)
    found = annual_suggestions.suggestions(world.session, statement, "policies", clock.today())
    told = {one.name: one.text for one in found}
    counts = "of the 10 commitments: in place 1, begun 1, not started 1, does not apply 0, nothing noted 7."
    assert counts in told["tracker_charter"]
    assert "no_policies" not in told and "Done by Lee" not in str(told)
    assert {one.area for one in reading(world, statement, clock.today()) if one.area} == set()


def test_prices_that_were_looked_into_are_counted(world, lee: Person) -> None:
    price = PriceCheck(
        council_id=world.council.id,
        tenderer="Quill Services Ltd",
        procurement="Cleaning of schools",
        inputs={},
        result={},
        versions={},
        state=PriceCheckState.COMPUTED,
        made_by_id=lee.id,
        made_at=clock.now(),
    )
    world.session.add(price)
    world.session.commit()
    statement = begun(world, lee)
    found = annual_suggestions.suggestions(world.session, statement, "due_diligence", clock.today())
    (said,) = [one.text for one in found if one.name == "price_checks"]
    assert "[[price_checks]] times" in said and "Quill" not in said


def test_the_national_figures_are_those_of_the_shipped_copy(world, lee: Person) -> None:
    fill(world, lee)
    found = annual_suggestions.suggestions(world.session, begun(world, lee), "due_diligence", clock.today())
    assert "from October to December 2023" in found[-1].text
    assert "referred 4,141 people, 1,017 of these through local authorities" in found[-1].text
