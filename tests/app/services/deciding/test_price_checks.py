"""A tenderer is heard before its price is concluded to be abnormally low, whatever the order of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from app.extensions import clock
from app.services.deciding import price_checks
from app.services.deciding.price_checks import NotHeard, NotNow, Tender
from app.store import audit
from app.store import price_checks as store
from models import AuditEvent, PriceCheck, PriceConclusion
from models import PriceCheckState as S
from screening.price_check import Labour, Outcome, Price, check
from screening.wage_floors import AgeBand
from support.two_councils import add_neighbour

PRICE = Price(
    Decimal(140_000),
    date(2026, 4, 1),
    date(2027, 3, 31),
    (
        Labour("Cleaning", Decimal(9_000), workers=10, rate=Decimal("12.71")),
        Labour("Windows {not a field}", Decimal(1_000), AgeBand.FROM_18),
    ),
)
TENDER = Tender("Northgate Cleaning Services Ltd", "CLN-27, lot 2")
LOW = (PriceConclusion.LOW_KEPT, PriceConclusion.LOW_DISREGARDED)


def make(world, price=PRICE, tender=TENDER) -> PriceCheck:
    return price_checks.make(world.session, world.officer, tender, price, clock.now())


def ask(world, row, days=10, asked=0) -> None:
    today = clock.today()
    asked_on, last = today - timedelta(days=asked), today + timedelta(days=days)
    price_checks.ask(world.session, world.officer, row, asked_on, last, "Please explain", clock.now(), today)


def receive(world, row, words="Two owners work without pay") -> None:
    now, today = clock.now(), clock.today()
    price_checks.receive(world.session, world.officer, row, today, words, now, today)


def conclude(world, row, conclusion, reason="Looked at the explanation") -> None:
    now, today = clock.now(), clock.today()
    price_checks.conclude(world.session, world.officer, row, conclusion, reason, now, today)


def take_back(world, row, reason="Wrong tender") -> None:
    price_checks.take_back(world.session, world.officer, row, reason, clock.now())


def events(world, row) -> list[str]:
    query = select(AuditEvent).where(AuditEvent.subject == "price_check", AuditEvent.subject_id == row.id)
    return [one.action for one in world.session.scalars(query.order_by(AuditEvent.sequence))]


def test_the_sum_is_kept_and_can_be_made_again_from_what_was_entered(world) -> None:
    row = make(world)
    world.session.expire_all()
    assert price_checks.price_of(row) == PRICE
    assert price_checks.result_of(row) == check(price_checks.price_of(row)) == check(PRICE)
    assert price_checks.result_of(row).outcome is Outcome.MAY_BE_LOW
    assert row.state == S.COMPUTED and "sha256" in row.versions["wage_floors"]
    assert events(world, row) == ["price_check.made"]


@pytest.mark.parametrize("conclusion", LOW)
def test_nothing_is_low_before_the_tenderer_was_asked_and_its_time_is_over(
    world, standing_clock, conclusion
) -> None:
    row = make(world)
    with pytest.raises(NotHeard):
        conclude(world, row, conclusion)
    ask(world, row)
    with pytest.raises(NotHeard):
        conclude(world, row, conclusion)
    standing_clock.pass_by(days=10)
    with pytest.raises(NotHeard):  # the last day is the tenderer's
        conclude(world, row, conclusion)
    assert row.state == S.EXPLANATION_ASKED and row.conclusion is None
    standing_clock.pass_by(days=1)
    conclude(world, row, conclusion)
    assert (row.state, row.conclusion) == (S.CONCLUDED, conclusion)
    assert audit.first_broken(world.session) is None


@pytest.mark.parametrize("conclusion", LOW)
def test_a_chance_to_explain_that_is_told_of_when_it_is_over_is_none(world, conclusion) -> None:
    """Asked and heard may not be written down in one go, by days of the past."""
    row = make(world)
    with pytest.raises(ValueError, match="still has time"):
        ask(world, row, asked=30, days=-1)
    with pytest.raises(NotHeard):
        conclude(world, row, conclusion)
    ask(world, row, asked=30, days=0)  # asked long ago, written down on the last day
    with pytest.raises(NotHeard):
        conclude(world, row, conclusion)
    assert row.conclusion is None


@pytest.mark.parametrize("conclusion", [*LOW, PriceConclusion.EXPLAINED])
def test_an_explanation_may_be_weighed_as_soon_as_it_came(world, conclusion) -> None:
    row = make(world)
    ask(world, row)
    with pytest.raises(NotHeard):
        conclude(world, row, conclusion)
    receive(world, row)
    conclude(world, row, conclusion)
    assert row.conclusion == conclusion and row.explanation == "Two owners work without pay"
    names = [f"price_check.{one}" for one in ("made", "asked", "explained", "concluded")]
    assert events(world, row) == names


@pytest.mark.parametrize("conclusion", [PriceConclusion.NOT_LOW, PriceConclusion.REQUIREMENTS_NOT_MET])
def test_what_does_not_say_low_needs_no_hearing(world, conclusion) -> None:
    row = make(world)
    conclude(world, row, conclusion)
    assert row.conclusion == conclusion
    with pytest.raises(NotNow):
        conclude(world, row, PriceConclusion.NOT_LOW)


def test_disregarded_and_requirement_not_met_are_two_conclusions() -> None:
    assert PriceConclusion.LOW_DISREGARDED is not PriceConclusion.REQUIREMENTS_NOT_MET
    assert len({one.value for one in PriceConclusion}) == 5


def test_more_time_holds_a_conclusion_off_and_is_never_less(world, standing_clock) -> None:
    row = make(world)
    ask(world, row, days=2)
    last = row.explain_by
    for day, reason in ((last, "ill"), (last - timedelta(days=1), "ill"), (last + timedelta(days=9), " ")):
        with pytest.raises(ValueError):
            price_checks.give_time(world.session, world.officer, row, day, reason, clock.now())
    price_checks.give_time(
        world.session, world.officer, row, last + timedelta(days=9), "The owner is ill", clock.now()
    )
    standing_clock.pass_by(days=5)
    with pytest.raises(NotHeard):
        conclude(world, row, PriceConclusion.LOW_DISREGARDED)
    standing_clock.pass_by(days=7)
    receive(world, row)  # late, and heard all the same
    assert row.state == S.EXPLANATION_RECEIVED


def test_a_conclusion_taken_back_leaves_the_check_where_it_was(world, standing_clock) -> None:
    row = make(world)
    conclude(world, row, PriceConclusion.NOT_LOW)
    take_back(world, row)
    assert (row.state, row.conclusion, row.reason, row.concluded_at) == (S.COMPUTED, None, "", None)
    ask(world, row, days=1)
    standing_clock.pass_by(days=2)
    conclude(world, row, PriceConclusion.LOW_DISREGARDED)
    take_back(world, row)
    assert row.state == S.EXPLANATION_ASKED
    receive(world, row)
    conclude(world, row, PriceConclusion.EXPLAINED)
    take_back(world, row)
    assert row.state == S.EXPLANATION_RECEIVED
    with pytest.raises(NotNow):
        take_back(world, row)
    log = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "price_check.taken_back"))
    assert [one.detail["conclusion"] for one in log] == ["not_low", "low_disregarded", "explained"]


def test_steps_have_words_and_days_that_can_be(world) -> None:
    row, now, today = make(world), clock.now(), clock.today()
    later, earlier = today + timedelta(days=5), today - timedelta(days=1)
    given_by = (world.session, world.officer, row)
    for asked_on, last, words in (
        (later, later + timedelta(days=2), "x"),
        (today, today, "x"),
        (today, later, ""),
        (earlier - timedelta(days=9), earlier, "x"),
    ):
        with pytest.raises(ValueError):
            price_checks.ask(*given_by, asked_on, last, words, now, today)
    with pytest.raises(NotNow):
        receive(world, row)
    with pytest.raises(ValueError):
        conclude(world, row, PriceConclusion.NOT_LOW, "  ")
    ask(world, row)
    with pytest.raises(NotNow):
        ask(world, row)
    for day, words in ((earlier, "x"), (later, "x"), (today, " ")):
        with pytest.raises(ValueError):
            price_checks.receive(*given_by, day, words, now, today)


def test_a_check_is_of_the_own_council(world) -> None:
    neighbour = add_neighbour(world)
    with pytest.raises(ValueError):
        make(world, tender=replace(TENDER, supplier=neighbour.cleaner))
    with pytest.raises(ValueError):
        make(world, tender=replace(TENDER, tenderer=" "))
    row = make(world, tender=replace(TENDER, supplier=world.cleaner))
    assert store.price_check(world.session, neighbour.council.id, row.id) is None
    assert not store.listed(world.session, neighbour.council.id)
    assert list(store.of_supplier(world.session, world.council.id, world.cleaner.id)) == [row]


def test_time_given_meanwhile_by_a_colleague_is_seen(world, standing_clock) -> None:
    row = make(world)
    ask(world, row, days=1)
    standing_clock.pass_by(days=3)
    # As another process would, behind the back of this session.
    later = clock.today() + timedelta(days=5)
    behind = update(PriceCheck).where(PriceCheck.id == row.id).values(explain_by=later)
    world.session.execute(behind, execution_options={"synchronize_session": False})
    world.session.commit()
    with pytest.raises(NotHeard):
        conclude(world, row, PriceConclusion.LOW_DISREGARDED)


# Low is what is tried most, and days pass: else few orders come to a conclusion of low at all.
STEPS = st.lists(
    st.one_of(
        st.sampled_from(["ask", "receive", "take_back", "day", "time"]),
        st.just("day"),
        st.sampled_from(LOW),
        st.sampled_from(list(PriceConclusion)),
    ),
    min_size=3,
    max_size=14,
)


@given(steps=STEPS)
@example(steps=["ask", "receive", LOW[1]])
@example(steps=["ask", "day", "day", LOW[0], "day", LOW[0]])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_no_order_of_events_is_a_price_low_without_a_hearing(world, standing_clock, steps) -> None:
    row = make(world)
    heard_by: date | None = None
    received = False
    for step in steps:
        try:
            if step == "ask":
                ask(world, row, days=2)
                heard_by = clock.today() + timedelta(days=2)
            elif step == "receive":
                receive(world, row)
                received = True
            elif step == "take_back":
                take_back(world, row)
            elif step == "time" and heard_by is not None:
                later = heard_by + timedelta(days=3)
                price_checks.give_time(world.session, world.officer, row, later, "ill", clock.now())
                heard_by = later
            elif step == "day":
                standing_clock.pass_by(days=1)
            elif isinstance(step, PriceConclusion):
                conclude(world, row, step)
                if step in LOW:
                    assert received or (heard_by is not None and heard_by < clock.today())
        except (NotNow, NotHeard):
            continue
    assert (row.conclusion is None) == (row.state != S.CONCLUDED)
