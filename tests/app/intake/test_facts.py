"""The workforce columns of a council's file."""

from __future__ import annotations

import pytest

from app.intake import facts
from screening.workforce import CONTRACT_FACTS


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("none", "none"), ("No", "none"), ("0", "none"), ("0%", "none"), ("some", "some"), ("30 %", "some"),
        ("49.9%", "some"), ("50%", "most"), ("All", "most"), ("yes", "yes"), ("Y", "yes"), ("", ""),
        (" - ", ""), ("N/A", ""), ("don't know", ""), ("TBC", ""),
    ],
)  # fmt: skip
def test_how_many(text: str, word: str) -> None:
    assert facts.how_many(text) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [("none", "none"), ("1", "one"), ("One", "one"), ("01", "one"), ("2", "more"), ("12", "more"),
     ("no", "none"), ("more than one", "more"), ("yes", "yes"), ("", "")],
)  # fmt: skip
def test_tiers(text: str, word: str) -> None:
    assert facts.tiers(text) == word


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Skilled", "skilled"),
        ("low-skilled", "low"),
        ("semi-skilled", "mixed"),
        ("unskilled", "low"),
        ("?", ""),
    ],
)
def test_skill(text: str, word: str) -> None:
    assert facts.skill(text) == word


@pytest.mark.parametrize(("text", "flag"), [("yes", True), ("N", False), ("", None), ("unknown", None)])
def test_yes_no(text: str, flag: bool | None) -> None:
    assert facts.yes_no(text) is flag


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (facts.how_many, "perhaps"), (facts.how_many, "130%"), (facts.tiers, "-1"), (facts.skill, "yes"),
        (facts.skill, "no"), (facts.yes_no, "some"), (facts.how_many, "Jane Doe"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_refused_with_what_to_write(read: object, text: str) -> None:
    assert callable(read)
    with pytest.raises(ValueError, match=r"^write .* or leave it empty$") as caught:
        read(text)
    assert text not in str(caught.value).split() or text in ("yes", "no", "some")


def test_the_columns_are_those_of_the_judgement() -> None:
    assert facts.WORKFORCE.keys() == CONTRACT_FACTS.keys()
