"""The numbers of two given names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.matching import pair_features
from screening.matching.pair_features import DIRECTIONS, FEATURES
from screening.matching.parts import parts_of


def compared(left: str, right: str) -> dict[str, float]:
    _, rows = pair_features.compared([parts_of(left)[0]], [parts_of(right)[0]])
    return dict(zip(FEATURES, rows[0].tolist(), strict=True))


def test_a_name_beside_itself() -> None:
    found = compared("Northgate Cleaning Services Ltd", "NORTHGATE CLEANING SERVICES LIMITED")
    assert found["exactly_covered"] == found["likeness"] == found["first_word"] == found["forms"] == 1
    assert found["edits"] == found["words_changed"] == found["unmatched_more"] == 0


def test_a_slip_is_told_from_another_word() -> None:
    slip = compared("Northgate Cleaning", "Northgaet Cleaning")
    other = compared("Northgate Cleaning", "Southmoor Cleaning")
    assert (slip["words_changed"], slip["letters_changed"]) == (1, 1)
    assert slip["most_changed_word"] < 0.2 < 0.5 < other["most_changed_word"]


def test_forms_numbers_and_places() -> None:
    assert compared("Nordtor AG", "Nordtor GmbH")["forms"] == -1
    assert compared("Nordtor AG", "Nordtor")["forms"] == 0
    assert compared("Nordtor Fund II", "Nordtor Fund III")["numbers_differ"] == 1
    assert compared("Nordtor 2", "Nordtor")["numbers_on_one_side"] == 1
    assert compared("Nordtor (France)", "Nordtor (Spain)")["places_differ"] == 1
    assert compared("Nordtor (France)", "Nordtor")["places_on_one_side"] == 1


NAMES = st.lists(
    st.sampled_from(["Northgate", "Norhtgate", "Cleaning", "Clean", "North", "Gate", "2", "II", "Ltd", "AG"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@given(left=NAMES, right=NAMES)
def test_numbers_are_finite_and_bounded(left: str, right: str) -> None:
    if parts_of(left) and parts_of(right):
        found = list(compared(left, right).values())
        assert len(found) == len(FEATURES)
        assert all(-1 <= number < 200 for number in found)


@pytest.mark.parametrize("direction", [-1, 0, 1])
def test_directions_are_signs(direction: int) -> None:
    assert direction in DIRECTIONS.values()
    assert set(DIRECTIONS.values()) == {-1, 0, 1}
