"""Filling in and numbering clauses."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.clauses.library import clauses
from screening.clauses.numbering import FillInError, check_values, fill, has_welsh, number_text, schedule
from screening.clauses.types import Clause, Provision, Welsh

EVERY = list(clauses().values())


def test_a_clause_is_numbered_with_its_heading_sub_clauses_and_items() -> None:
    text = fill(clauses()["K2.small"], number=4)
    assert [(line.number, line.level) for line in text.lines] == [
        ("4", 0),
        ("4.1", 1),
        ("(a)", 2),
        ("(b)", 2),
        ("(c)", 2),
        ("4.2", 1),
        ("4.3", 1),
    ]
    assert text.lines[0].text == "Policy and transparency statement"
    assert text.plain().splitlines()[1].startswith("4.1 Within 60 Working Days")
    assert text.plain().splitlines()[2].startswith("    (a) how it finds")
    assert text.status == "Draft for legal review" and text.version == 1


@pytest.mark.parametrize("clause", EVERY, ids=lambda clause: clause.id)
def test_every_clause_can_be_filled_and_nothing_stays_open(clause: Clause) -> None:
    for language in ("en", "cy"):
        text = fill(clause, language=language)
        assert not re.search(r"[{}\[\]]", text.plain())
        assert text == fill(clause, language=language)


@given(st.data())
def test_every_value_of_a_range_is_taken_and_none_beside_it(data: st.DataObject) -> None:
    clause = data.draw(st.sampled_from([one for one in EVERY if one.fill_ins]))
    row = data.draw(st.sampled_from(sorted(clause.fill_ins.values(), key=lambda each: each.name)))
    value = data.draw(st.integers(row.lowest - 50, row.highest + 50))
    if row.lowest <= value <= row.highest:
        assert str(value) in fill(clause, {row.name: value}).plain()
        return
    with pytest.raises(FillInError, match=f"must be from {row.lowest} to {row.highest} {row.unit}"):
        fill(clause, {row.name: value})


def test_a_value_for_what_the_clause_does_not_have_is_told_with_what_it_has() -> None:
    with pytest.raises(FillInError, match=r"K9\.standard has no such fill-in; it has: notice_days") as told:
        fill(clauses()["K9.standard"], {"visits": 2})
    assert told.value.name == "visits"


@pytest.mark.parametrize("value", ["5", 5.0, True, None])
def test_a_value_is_a_whole_number(value: object) -> None:
    with pytest.raises(FillInError, match="must be a whole number of working days"):
        check_values(clauses()["K9.standard"], {"notice_days": value})  # type: ignore[dict-item]


def test_where_there_is_no_welsh_text_the_reader_is_told() -> None:
    clause = clauses()["K3.standard"]
    for without in (replace(clause, welsh=None), replace(clause, welsh=Welsh("Map", "Gwybod"))):
        assert not has_welsh(without)
        with pytest.raises(LookupError, match=r"K3\.standard: there is no Welsh text yet"):
            fill(without, language="cy")


def test_welsh_has_the_same_numbers_as_english() -> None:
    for clause in EVERY:
        english, welsh = fill(clause), fill(clause, language="cy")
        assert [one.number for one in welsh.lines] == [one.number for one in english.lines], clause.id
        assert [one.text for one in welsh.lines] != [one.text for one in english.lines]


def test_a_bad_number_language_or_list_is_told() -> None:
    clause = clauses()["K9.standard"]
    with pytest.raises(ValueError, match="begins at 1"):
        fill(clause, number=0)
    with pytest.raises(ValueError, match="no such language: fr"):
        fill(clause, language="fr")
    with pytest.raises(ValueError, match="more items than there are letters"):
        number_text("Title", [Provision("List:", ("item",) * 27)], {})


def test_text_in_braces_that_is_no_fill_in_is_left_alone() -> None:
    lines = number_text("Title", [Provision("Within {days} days {0} and { this }.")], {"days": 3})
    assert lines[1].text == "Within 3 days {0} and { this }."


def test_a_schedule_has_its_definitions_first_and_the_same_numbers_in_both_languages() -> None:
    chosen = [clauses()[name] for name in ("K1.standard", "K3.standard", "K9.standard")]
    english = schedule(chosen, {"K9.standard": {"notice_days": 3}})
    assert [text.lines[0].number for text in english.texts] == ["2", "3", "4"]
    assert "within 3 Working Days" in english.texts[2].plain()
    assert english.without_text == () and "Supply Chain Map" in {one.term for one in english.definitions}
    welsh = schedule(chosen, {"K9.standard": {"notice_days": 2}}, language="cy")
    assert [text.lines[0].number for text in welsh.texts] == ["2", "3", "4"]
    assert "o fewn 2 Ddiwrnod Gwaith" in welsh.texts[2].plain()


def test_a_clause_without_welsh_text_keeps_its_number() -> None:
    first, second, third = (clauses()[name] for name in ("K1.standard", "K3.standard", "K9.standard"))
    welsh = schedule([first, replace(second, welsh=None), third], language="cy")
    assert [text.lines[0].number for text in welsh.texts] == ["2", "4"]
    assert welsh.without_text == ("K3.standard",)


def test_values_for_a_clause_that_was_not_chosen_are_told() -> None:
    with pytest.raises(ValueError, match=r"not chosen: K9\.standard"):
        schedule([clauses()["K1.standard"]], {"K9.standard": {"notice_days": 3}})
