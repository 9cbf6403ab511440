"""What the registry would refuse."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening.registry_form import Code, Entry, Problem, fields, length, of_step, problems
from support.registry_entries import TODAY, WHOLE, entries


def codes(entry: Entry, today: date = TODAY) -> dict[str, Code]:
    return {one.field: one.code for one in problems(entry, today)}


def changed(**more: str | tuple[str, ...]) -> Entry:
    return WHOLE.with_({name: (one,) if isinstance(one, str) else one for name, one in more.items()})


def test_a_whole_entry_is_taken() -> None:
    assert codes(WHOLE) == {}


def test_an_empty_entry_needs_what_the_registry_requires_and_nothing_else() -> None:
    found = problems(Entry({}), TODAY)
    assert all(one.is_missing for one in found)
    assert {one.field for one in found} == {
        "organisation_name", "sector_type", "statement_year", "group", "statement_url", "period_start",
        "period_end", "first_name", "last_name", "job_title", "approved_on", "structure", "policies_covered",
        "risk_assessment", "due_diligence", "training_covered", "goals", "sectors", "turnover", "years",
    }  # fmt: skip
    order = list(fields())
    assert [one.field for one in found] == sorted((one.field for one in found), key=order.index)


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "a@b.example", None),
        ("statement_url", (), Code.URL_OR_EMAIL),
        ("statement_url", "www.anytown.example", Code.NOT_A_URL),
        ("statement_url", "javascript:alert(1)", Code.NOT_A_URL),
        ("statement_url", "https://a b.example/", Code.NOT_A_URL),
        ("statement_url", "https://x.example/" + "y" * 1007, Code.TOO_LONG),
        ("statement_url", "https://x.example/" + "y" * 1006, None),
        ("period_start", "2025-02-30", Code.NOT_A_DAY),
        ("period_start", "soon", Code.NOT_A_DAY),
        ("period_start", "2023-12-31", Code.START_YEAR),
        ("period_end", "2024-12-31", Code.END_YEAR),
        ("period_end", "2026-11-20", Code.NOT_PAST),
        ("period_end", "2026-03-30", Code.PERIOD_LENGTH),
        ("period_end", "2026-10-01", Code.PERIOD_LENGTH),
        ("period_start", "2025-04-02", None),
        ("approved_on", "2026-03-30", Code.APPROVED_EARLY),
        ("approved_on", "2026-03-31", None),
        ("approved_on", "2026-11-20", Code.NOT_PAST),
        ("statement_year", "2019", Code.NOT_A_YEAR),
        ("statement_year", "late", Code.NOT_A_YEAR),
        ("statement_year", "\u0662\u0660\u0662\u0666", Code.NOT_A_YEAR),
        ("first_name", "x" * 51, Code.TOO_LONG),
        ("first_name", "Jo (Josephine)", Code.BRACKETS),
        ("no_goals", "x" * 201, Code.TOO_LONG),
        ("members", tuple(str(number) for number in range(201)), Code.TOO_MANY),
        ("members", ("x" * 161,), Code.TOO_LONG),
        ("members", (), Code.NEEDED),
        ("sectors", ("Public sector", "Nothing"), Code.NOT_AN_OPTION),
        ("turnover", ("Under36Million", "Over500Million"), Code.NOT_AN_OPTION),
        ("turnover", "NotProvided", Code.NOT_AN_OPTION),
        ("policies", ("ChildLabour", "None"), Code.NONE_AND_MORE),
        ("policies", "None", None),
        ("indicators", "Other", Code.NOT_AN_OPTION),
        ("risk1_tiers", ("Tier1", "None"), Code.NONE_AND_MORE),
        ("other_policies", (), Code.NEEDED),
        ("risk1_other_affected", "", Code.NEEDED),
        ("risk2", (), Code.RISK_FIRST),
        ("risk3_countries", "France", None),
        ("no_risks", "Yes", Code.RISKS_AND_NONE),
        ("progress", "x" * 500, None),
        ("progress", "x" * 501, Code.TOO_LONG),
    ],
)  # fmt: skip
def test_each_rule(field: str, value: str | tuple[str, ...], code: Code | None) -> None:
    found = codes(changed(**{field: value}))
    if field == "email":  # both are given: told where the address of the statement is asked
        assert found == {"statement_url": Code.URL_AND_EMAIL}
    elif field == "risk3_countries":
        assert found == {"risk3": Code.RISK_FIRST}
    elif field == "period_start" and code is None:
        assert found == {"period_end": Code.PERIOD_LENGTH}
    else:
        assert found.get(field) == code


def test_a_period_of_eighteen_months_is_the_longest() -> None:
    longest = changed(period_start="2024-10-01", statement_year="2026", period_end="2026-03-31")
    assert "period_end" not in codes(longest)
    assert codes(changed(period_start="2024-09-30"))["period_end"] == Code.PERIOD_LENGTH


def test_an_answer_to_a_question_that_is_not_asked_counts_for_nothing() -> None:
    entry = changed(group="Single", members=("x" * 900,))
    assert entry.given("members") == () and codes(entry) == {}
    assert "members" not in entry.asked()
    none = changed(indicators="None", remediation=("FeeRepayment", "None"), other_remediation="")
    assert none.given("remediation") == () and codes(none) == {}


def test_a_problem_is_of_its_step_and_tells_its_numbers() -> None:
    entry = changed(progress="x" * 501, turnover=())
    assert of_step(entry, "progress", TODAY) == (
        Problem("progress", Code.TOO_LONG, {"longest": 500, "length": 501}),
    )
    assert of_step(entry, "sectors", TODAY) == (Problem("turnover", Code.NEEDED),)
    assert of_step(entry, "years", TODAY) == ()


def test_lengths_are_counted_as_the_registry_does() -> None:
    assert (length("ŵyl"), length("a\nb"), length("\U0001d4bb")) == (3, 4, 2)


def test_the_last_day_of_the_calendar_breaks_nothing() -> None:
    assert "period_end" in codes(changed(period_end="9999-12-31"))


@settings(max_examples=40)
@given(entries())
def test_every_entry_of_the_strategy_is_taken(entry: Entry) -> None:
    assert codes(entry) == {}


@given(
    st.dictionaries(st.sampled_from(list(fields())), st.lists(st.text(max_size=30), max_size=4).map(tuple))
)
def test_whatever_is_answered_is_checked_without_an_error(values: dict[str, tuple[str, ...]]) -> None:
    found = problems(Entry(values), TODAY)
    assert len({one.field for one in found}) == len(found)
