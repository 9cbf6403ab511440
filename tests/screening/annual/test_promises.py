"""Promises in a text: what is one, who owns it, until when."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from screening.annual import promises
from screening.annual.text import sentences


@pytest.mark.parametrize(
    ("text", "owner", "due"),
    [
        ("The procurement team will train all buyers by March 2027.", "procurement", "by March 2027"),
        ("We will review our whistleblowing policy.", "", ""),
        ("The Director of Resources intends to publish a map of suppliers in 2027.", "Director", "in 2027"),
        ("Anytown Council will also map its care providers by 31 December 2026.", "", "by 31 December 2026"),
        ("A list will be introduced before the end of the year.", "", "before the end of the year"),
        ("Over the coming year: spot checks at six sites, led by Head of Waste.", "Head of", ""),
        ("The cleaning board is committed to visiting every site within six months.", "board", ""),
        ("It plans to ask all agencies within 6 months.", "", "within 6 months"),
    ],
)  # fmt: skip
def test_a_promise_with_what_it_names(text: str, owner: str, due: str) -> None:
    (found,) = promises(text)
    assert (found.owner, found.due) == (owner, due)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    "text",
    [
        "We trained 140 buyers in the year.",
        "Suppliers will be expected to tell us within five days.",
        "If a concern is raised, the council will refer it.",
        "We will not tolerate exploitation.",
        "Modern slavery may be found in any sector.",
        "In the event of a concern we will act.",
        "",
    ],
)
def test_what_is_over_or_always_holds_is_no_promise(text: str) -> None:
    assert promises(text) == ()


def test_a_council_names_its_own_owners() -> None:
    text = "We will visit ten sites by May 2027 with Torridge Matters."
    assert promises(text)[0].owner == ""
    assert promises(text, owners=["Torridge Matters"])[0].owner == "Torridge Matters"


PIECES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["We will map ", "The council intends to train ", "by March 2027", ". ", "\n- ", " Next year: audits at "]
)


@given(st.lists(PIECES, max_size=12).map("".join))
@example("\ufeff x. We will train all buyers by March 2027.\r\n- Mr. X")
def test_any_text_can_be_read_and_places_are_right(text: str) -> None:
    for sentence in sentences(text):
        assert text[sentence.start : sentence.end] == sentence.text
    for promise in promises(text):
        assert text[promise.start : promise.end] == promise.text


def test_abbreviations_initials_and_lists_do_not_cut_or_join_sentences() -> None:
    text = (
        "Under s. 54 of the Act, e.g. J. Smith Ltd. is bound. It spent £1.5 million.\n- First entry\n- Second"
    )
    assert [one.text for one in sentences(text)] == [
        "Under s. 54 of the Act, e.g. J. Smith Ltd. is bound.",
        "It spent £1.5 million.",
        "First entry",
        "Second",
    ]
