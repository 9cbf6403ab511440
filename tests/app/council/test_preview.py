"""How a text will read: pieces, chips and marks, for every text and every finding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.council import preview
from app.services.annual.figure_words import FigureInWords
from screening.annual import Finding
from screening.annual.lint import Weight
from screening.types import say

TRAINED = FigureInWords("trained", "People trained", "14", "14 of 20 (70%)", "", False)


def found(start: int, end: int) -> Finding:
    return Finding("vague", Weight.PRACTICE, "risk", start, end, "", say("Why"), say("Mend"))


def test_figures_become_chips_and_unknown_ones_are_kept() -> None:
    (pieces,) = preview.paragraphs("We trained [[trained]] and [[other]].", {"trained": TRAINED})
    assert [(one.text, one.name, one.figure is TRAINED) for one in pieces] == [
        ("We trained ", "", False), ("[[trained]]", "trained", True), (" and ", "", False),
        ("[[other]]", "other", False), (".", "", False),
    ]  # fmt: skip


def test_marks_begin_once_and_may_overlap() -> None:
    text = "All possible steps, seriously."
    (pieces,) = preview.paragraphs(text, {}, [(1, found(0, 18)), (2, found(4, 29))])
    assert [one.text for one in pieces] == ["All ", "possible steps", ", seriously", "."]
    assert [one.marks for one in pieces] == [(1,), (1, 2), (2,), ()]
    assert [one.begins for one in pieces] == [(1,), (2,), (), ()]


def test_a_finding_over_two_paragraphs_is_marked_in_both_and_numbered_once_in_each() -> None:
    first, second = preview.paragraphs("One two.\n\nThree four.", {}, [(1, found(4, 15))])
    assert [one.text for one in (*first, *second) if one.marks] == ["two.", "Three"]


TEXTS = st.text(alphabet="ab [].\n", max_size=80) | st.from_regex(r"(a |\[\[trained\]\]|\n\n|b\.){0,12}")


@given(TEXTS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=5))
def test_nothing_of_a_text_is_lost_but_the_gaps(text: str, places: list[tuple[int, int]]) -> None:
    findings = [(number, found(*sorted(place))) for number, place in enumerate(places, start=1)]
    shown = preview.paragraphs(text, {"trained": TRAINED}, findings)
    kept = "".join(piece.text for pieces in shown for piece in pieces)
    assert "".join(kept.split()) == "".join(text.split())
    assert all(piece.text == f"[[{piece.name}]]" for pieces in shown for piece in pieces if piece.name)
    for number, _one in findings:
        begun = [piece for pieces in shown for piece in pieces if number in piece.begins]
        assert all(number in piece.marks for piece in begun)
