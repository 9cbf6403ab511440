"""Which reviews first, and what then stays unreviewed."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import codec, screen, worklist
from screening.factors import SIGNALS_READ
from screening.reference import sources
from screening.types import Band, Unknown, say
from screening.uses import factor_rows
from screening.worklist import Candidate, Pick, Standing, Worklist, plan, random_places, reviews, standing
from support.cases import cases

ASK = say("How many workers come from agencies?")


def supplier(
    name: str,
    low: int = 200,
    residual: int = 400,
    high: int = 800,
    unknowns: tuple[Unknown, ...] = (Unknown("agency", 100, ASK, "workforce.agency"),),
    spend: int | None = 100_000,
) -> Candidate:
    report = Standing(name, f"{name} Ltd", name * 8, residual, low, high, Band.MEDIUM, 0, unknowns)
    return Candidate(report, None if spend is None else Decimal(spend))


def names(found: Worklist, *, at_random: bool | None = None) -> list[str]:
    return [
        pick.candidate.report.identity
        for pick in found.picks
        if at_random is None or pick.random is at_random
    ]


def only(found: Worklist) -> Pick:
    (pick,) = found.picks
    return pick


unknowns = st.builds(
    Unknown,
    factor=st.sampled_from(("agency", "sector", "sourcing", "statement", "delivery")),
    gain=st.integers(1, 400),
    ask=st.just(ASK),
    signal=st.just(""),
)


@st.composite
def candidates(draw: st.DrawFn, most: int = 20) -> list[Candidate]:
    found = []
    for number in range(draw(st.integers(0, most))):
        low, residual, high = sorted(draw(st.tuples(*[st.integers(0, 1000)] * 3)))
        facts = tuple(draw(st.lists(unknowns, max_size=3)))
        found.append(
            supplier(str(number), low, residual, high, facts, draw(st.none() | st.integers(0, 20_000_000)))
        )
    return found


# --- The formula --------------------------------------------------------------------------------------------


def test_the_value_of_a_review_is_worked_out_as_documented() -> None:
    pick = only(plan([supplier("a", spend=None)], 1, "s"))
    expected_score = (200 + 400 + 800) / 3 / 1000
    asking = reviews()["questions"]
    assert pick.narrowing == 100
    assert pick.value == pytest.approx(10.0 * expected_score * asking.settles / asking.hours)
    assert pick.uncertainty == pytest.approx(60.0 * expected_score)
    assert pick.hours == asking.hours


def test_the_best_kind_of_review_is_offered_and_its_facts_are_added_up() -> None:
    facts = (
        Unknown("sourcing", 150, say("Where from?"), "sourcing.countries"),
        Unknown("agency", 100, ASK, "workforce.agency"),
        Unknown("delivery", 90, say("Where?"), "delivery.countries"),
    )
    pick = only(plan([supplier("a", unknowns=facts)], 1, "s"))
    assert (pick.review, pick.narrowing) == ("questions", 190)
    assert pick.question == ASK


def test_a_review_never_narrows_more_than_the_range() -> None:
    facts = tuple(Unknown(name, 500, ASK, "") for name in ("agency", "migrant", "tiers"))
    assert only(plan([supplier("a", unknowns=facts)], 1, "s")).narrowing == 600


def test_money_decides_between_equals_and_never_alone() -> None:
    rich_and_known = supplier("known", unknowns=(), spend=10_000_000)
    poor, rich = supplier("poor", spend=1_000), supplier("rich", spend=10_000_000)
    assert names(plan([rich_and_known, poor, rich], 3, "s")) == ["rich", "poor", "known"]
    values = {pick.candidate.report.identity: pick.value for pick in plan([poor, rich], 2, "s").picks}
    assert values["rich"] == pytest.approx(2 * values["poor"])


def test_the_reason_tells_question_gain_and_money() -> None:
    text = str(only(plan([supplier("a")], 1, "s")).why)
    assert "How many workers come from agencies?" in text
    assert "narrow 20.0 to 80.0 of 100 by about 10.0 points" in text
    assert "Ask the supplier, about 1 hour: " in text and "60 in 100" in text
    assert "spend of 100,000 pounds multiplies this by 1.50" in text
    assert "adds nothing" in str(only(plan([supplier("a", spend=None)], 1, "s")).why)


def test_the_supplier_is_asked_what_no_other_review_can_settle() -> None:
    known = SIGNALS_READ | factor_rows().keys()
    assert all(review.unknowns <= known for review in reviews().values())
    assert worklist.review_of(Unknown("agency", 1, ASK, "workforce.agency")) == "questions"
    assert worklist.review_of(Unknown("sector", 1, ASK, "")) == "own_records"
    assert worklist.review_of(Unknown("listed_goods", 1, ASK, "sourcing.countries")) == "origins"
    assert worklist.review_of(Unknown("statement", 1, ASK, "")) == "statement"
    assert worklist.review_of(Unknown("statement", 1, ASK, "statement.published")) == "questions"


def test_every_number_has_a_reason_and_a_source() -> None:
    for table in worklist._table().values():
        for row in table.values():
            assert len(row["reason"]) > 8
            assert row["source"] in sources()


# --- Random checks and what is left -------------------------------------------------------------------------


def test_one_review_in_ten_is_drawn_at_random_from_five_on() -> None:
    assert [random_places(number) for number in (0, 1, 4, 5, 10, 11, 20, 21, 100)] == [
        0, 0, 0, 1, 1, 2, 2, 3, 10,
    ]  # fmt: skip


def test_random_checks_depend_on_the_seed_alone() -> None:
    many = [supplier(str(number)) for number in range(300)]
    first, again, other = (names(plan(many, 50, seed), at_random=True) for seed in ("a", "a", "b"))
    assert first == again != other
    assert len(first) == 5


def test_random_checks_reach_suppliers_of_whom_nothing_is_unknown() -> None:
    many = [supplier(f"k{number}", unknowns=()) for number in range(50)]
    many += [supplier(f"u{number}") for number in range(50)]
    reached = {name[0] for seed in "abcdef" for name in names(plan(many, 20, seed), at_random=True)}
    assert reached == {"k", "u"}


def test_what_is_left_is_told() -> None:
    small, large = supplier("a", 300, 400, 500), supplier("b", 100, 900, 1000, unknowns=())
    found = plan([small, large], 1, "s")
    assert names(found) == ["a"]
    uncertain = {"a": 20.0 * 0.4, "b": 90.0 * 2000 / 3000}
    assert found.left.suppliers == 1
    assert found.left.share == pytest.approx(uncertain["b"] / sum(uncertain.values()))
    assert found.left.highest is not None and found.left.highest.identity == "b"
    assert "1 supplier with 88 %" in str(found.left.sentence())
    assert "90.0 of 100: b Ltd" in str(found.left.sentence())
    assert "2 suppliers with 100 %" in str(plan([small, large], 0, "s").left.sentence())


def test_with_room_for_all_nothing_is_left() -> None:
    found = plan([supplier("a"), supplier("b")], 9, "s")
    assert (found.left.suppliers, found.left.share, found.left.highest) == (0, 0.0, None)
    assert str(found.left.sentence()) == "No supplier is left unreviewed."


def test_nobody_and_no_time_are_no_errors_but_less_than_none_is() -> None:
    assert plan([], 5, "s").picks == ()
    assert plan([supplier("a")], 0, "s").left.share == 1.0
    with pytest.raises(ValueError, match="no room for -1"):
        plan([], -1, "s")


# --- Properties ---------------------------------------------------------------------------------------------


@given(candidates(), st.integers(0, 25), st.integers(0, 20))
def test_more_capacity_never_drops_a_pick_made_for_its_value(
    many: list[Candidate], capacity: int, more: int
) -> None:
    before, after = plan(many, capacity, "s"), plan(many, capacity + more, "s")
    assert set(names(before, at_random=False)) <= set(names(after, at_random=False))
    assert after.left.share <= before.left.share + 1e-9


@given(candidates(), st.integers(0, 25), st.randoms(use_true_random=False))
def test_the_order_of_the_suppliers_does_not_matter(
    many: list[Candidate], capacity: int, shuffle: random.Random
) -> None:
    other = list(many)
    shuffle.shuffle(other)
    assert plan(other, capacity, "s") == plan(many, capacity, "s")


@given(candidates(), st.integers(0, 25))
def test_nothing_unknown_is_never_picked_before_something_that_a_review_would_narrow(
    many: list[Candidate], capacity: int
) -> None:
    chosen = [pick for pick in plan(many, capacity, "s").picks if not pick.random]
    worth = [pick.value > 0.0 for pick in chosen]
    assert worth == sorted(worth, reverse=True)
    if not all(worth):
        left = set(names(plan(many, len(many), "s"))) - {pick.candidate.report.identity for pick in chosen}
        values = {pick.candidate.report.identity: pick.value for pick in plan(many, 10**6, "t").picks}
        assert all(values[name] == 0.0 for name in left)


@given(candidates(), st.integers(0, 25))
def test_the_picks_fill_the_capacity_and_nobody_is_picked_twice(many: list[Candidate], capacity: int) -> None:
    found = plan(many, capacity, "s")
    assert len(set(names(found))) == len(found.picks) == min(capacity, len(many))
    assert found.left.suppliers == len(many) - len(found.picks)
    assert 0.0 <= found.left.share <= 1.0 + 1e-9


@given(st.lists(cases, max_size=8, unique_by=lambda one: one.identity))
def test_real_reports_give_a_worklist(many: list) -> None:
    reports = [screen(one) for one in many]
    found = plan(
        [Candidate(standing(one), each.spend) for one, each in zip(reports, many, strict=True)], 6, "s"
    )
    assert all(str(pick.why) for pick in found.picks)
    for report in reports:
        assert codec.load_standing(codec.dump_report(report)) == standing(report)
