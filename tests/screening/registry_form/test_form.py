"""The registry's form: its steps, its options, its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from screening.reference import sources
from screening.registry_form import Kind, columns, fields, step, steps
from screening.registry_form.form import RISKS, option_lists

HEADERS = Path(__file__).parents[2] / "data" / "registry_headers_2022.csv"
BY_THE_REGISTRY = {"LastUpdated", "ParentName", "StatementSummaryURL", "PDFDate", "PDFURL"}


def test_the_columns_are_those_of_real_downloads() -> None:
    of_71, of_73 = (line.split(",") for line in HEADERS.read_text(encoding="utf-8").splitlines())
    assert (len(of_71), len(of_73)) == (71, 73)
    assert list(columns()) == of_73 and of_73[:71] == of_71


def test_every_column_is_an_answer_or_added_by_the_registry() -> None:
    filled = {one.column for one in fields().values()} | {one.none_column for one in fields().values()}
    assert filled - {""} == set(columns()) - BY_THE_REGISTRY


def test_the_steps_are_the_registry_s_eleven_and_the_organisation_itself() -> None:
    assert [one.id for one in steps()] == [
        "organisation", "group", "statement", "areas", "sectors", "years",
        "policies", "training", "monitoring", "risks", "indicators", "progress",
    ]  # fmt: skip
    assert [one.id for one in steps() if not one.needed] == [one.id for one in steps()][6:]
    with pytest.raises(KeyError):
        step("another")


def test_only_steps_that_are_needed_have_questions_that_are_always_needed() -> None:
    for one in steps():
        always = [field for field in one.fields if field.needed and not field.only_if]
        assert bool(always) == one.needed, one.id


@pytest.mark.parametrize(
    ("field", "count"),
    [
        ("sectors", 23), ("turnover", 5), ("years", 3), ("policies", 12), ("training", 9), ("engagement", 10),
        ("social_audits", 7), ("grievance", 3), ("risk1_area", 3), ("risk1_tiers", 4), ("risk1_affected", 5),
        ("indicators", 12), ("remediation", 8), ("structure", 2),
    ],
)  # fmt: skip
def test_the_options_are_as_many_as_the_form_has(field: str, count: int) -> None:
    assert len(fields()[field].options) == count


def test_the_limits_are_the_registry_s() -> None:
    longest = {name: one.longest for name, one in fields().items() if one.longest}
    assert longest["statement_url"] == 1024 and longest["email"] == 254 and longest["members"] == 160
    assert longest["first_name"] == longest["last_name"] == longest["job_title"] == 50
    assert longest["no_goals"] == longest["other_monitoring"] == longest["risk3"] == 200
    assert longest["other_sector"] == 128 and longest["other_policies"] == longest["other_training"] == 256
    assert longest["risk2_actions"] == longest["progress"] == 500


def test_every_condition_names_an_option_of_an_earlier_question_of_its_step() -> None:
    order = list(fields())
    for name, one in fields().items():
        for parent, option in filter(None, (one.only_if, one.unless)):
            assert option in fields()[parent].options, name
            assert order.index(parent) < order.index(name) and fields()[parent].step == one.step


def test_an_option_that_excludes_the_others_is_one_and_the_last() -> None:
    excluding = [one for one in fields().values() if one.none]
    assert len(excluding) == 10
    for one in excluding:
        assert list(one.options)[-1] == one.none and one.kind == Kind.CHOICES, one.id


def test_each_risk_has_the_same_questions() -> None:
    of = {
        number: [one.id.replace(f"risk{number}", "risk") for one in fields().values() if one.risk == number]
        for number in range(1, RISKS + 1)
    }
    assert of[1] == of[2] == of[3] and len(of[1]) == 8


def test_every_list_that_the_registry_has_is_used_and_has_its_source() -> None:
    used = {tuple(one.options.values()) for one in fields().values()}
    for name, words in option_lists().items():
        assert any(set(options) and set(options) <= set(words.values()) for options in used), name
    assert sources()["registry_options"].licence == "MIT" and sources()["registry_form"].file
