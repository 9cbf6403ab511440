"""Comparing two given names."""

from __future__ import annotations

import pytest

from screening.matching import Match, Query, Target
from screening.matching.pairs import compare_names


def compared(left: str, right: str, left_number: str = "", right_number: str = "") -> Match:
    (match,) = compare_names([(Query("q", left, left_number), Target("t", right, right_number))])
    return match


def test_one_name_in_two_spellings() -> None:
    match = compared("NORTHGATE CLEANING SERVICES LTD", "Northgate Cleaning Services Limited")
    assert (match.kind, match.query_key, match.target_key) == ("same_entity", "q", "t")
    assert match.probability > 0.9
    assert [str(reason) for reason in match.reasons] == [
        "The names are the same; LTD and Limited are one legal form."
    ]


def test_names_that_are_not_written_alike_are_not_said_to_be_the_same_to_the_letter() -> None:
    """A plural is folded away by the matcher; whoever confirms the match sees two spellings."""
    for right in ("Northgate Cleaning Service Limited", "North Gate Cleaning Services Ltd"):
        match = compared("Northgate Cleaning Services Ltd", right)
        assert match.kind == "same_entity"
        reasons = " ".join(str(reason) for reason in match.reasons)
        assert "legal form" not in reasons and "The names are the same." not in reasons, right
    same = compared("Cooper Co", "COOPER CO.")
    assert "The names are the same but for how they are written." in [str(one) for one in same.reasons]


@pytest.mark.parametrize("right", ["Harbour Pilots Limited", "", "The Company Limited", "!!!"])
def test_names_with_nothing_in_common_still_get_an_answer(right: str) -> None:
    match = compared("Northgate Cleaning Services Ltd", right)
    assert (match.kind, match.decision) == ("none", "none")
    assert match.probability < 0.05
    assert match.reasons


def test_numbers_settle_it() -> None:
    assert compared("Northgate Ltd", "Harbour Pilots", "02781951", "02781951").kind == "same_entity"
    assert compared("Northgate Ltd", "Northgate Ltd", "02781951", "07654321").probability <= 0.01


def test_a_further_name_counts() -> None:
    query, target = (
        Query("q", "Harbour Pilots Ltd"),
        Target("t", "Northgate Ltd", aliases=("Harbour Pilots Ltd",)),
    )
    assert compare_names([(query, target)])[0].kind == "same_entity"


def test_a_pair_is_judged_by_itself() -> None:
    pairs = [
        (Query("0", "Northgate Cleaning Ltd"), Target("0", "Northgate Cleaning Limited")),
        (Query("1", "Northgate Cleaning Ltd"), Target("1", "Northgate Cleaning Company")),
        (Query("2", "!"), Target("2", "?")),
    ]
    assert compare_names(pairs) == [compare_names([pair])[0] for pair in pairs]
    assert compare_names([]) == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Vanterholm Aktiengesellschaft", "VANTERHOLM AG"),
        ("ООО «Вантерхольм»", "Vanterkholm LLC"),  # noqa: RUF001
        ("Joint Stock Company Vanterholm", "Vanterholm JSC"),
        ("Vanterholm Logistics Sp. z o.o.", "VANTERHOLM LOGISTICS SPZOO"),
        ("Vanterholm Logistics Ltd", "Vantreholm Logistics Limited"),
    ],
)
def test_foreign_forms_scripts_and_slips(left: str, right: str) -> None:
    assert compared(left, right).probability > 0.5


def test_previous_names_count() -> None:
    target = Target("t", "Northgate Ltd", previous_names=("Harbour Pilots Ltd",))
    (match,) = compare_names([(Query("q", "Harbour Pilots Ltd"), target)])
    assert match.kind == "same_entity"


def test_a_pair_is_the_same_from_either_side() -> None:
    one = compared("Northgate Cleaning Ltd", "Northgate Cleaning Services (UK) plc")
    other = compared("Northgate Cleaning Services (UK) plc", "Northgate Cleaning Ltd")
    assert one.probability == pytest.approx(other.probability, abs=0.05)
