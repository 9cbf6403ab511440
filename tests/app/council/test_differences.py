"""Two texts compared: nothing of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.council.differences import LONGEST, Change, differences

TEXTS = st.text(alphabet="ab \nŵ", max_size=60)


def test_words_that_changed() -> None:
    runs = differences("We look at cleaning first.", "We look at care first.")
    assert [(run.change, run.text) for run in runs] == [
        (Change.SAME, "We look at "), (Change.GONE, "cleaning "), (Change.NEW, "care "),
        (Change.SAME, "first."),
    ]  # fmt: skip


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back(earlier: str, later: str) -> None:
    runs = differences(earlier, later)
    assert "".join(run.text for run in runs if run.change != Change.NEW) == earlier
    assert "".join(run.text for run in runs if run.change != Change.GONE) == later


@pytest.mark.parametrize("more", [1, LONGEST])
def test_very_long_texts_are_compared_by_line(more: int) -> None:
    earlier, later = "word\n" * more, "word\n" * more + "last"
    runs = differences(earlier, later)
    assert "".join(run.text for run in runs if run.change == Change.NEW) == "last"
