"""The texts of the clause library, and what stops a mistake in the data."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from screening.changes import FACTOR_NAMES
from screening.clauses import brief, library
from screening.clauses.brief import STATUS
from screening.clauses.kpis import kpis
from screening.clauses.library import (
    clause_for,
    clauses,
    definitions,
    definitions_for,
    families,
    placeholders,
    proper_names,
    readings,
)
from screening.clauses.types import ContractType, Provision, Size, Tier
from screening.controls import NOT_ANSWERED
from screening.factors import FACTORS
from screening.reference import DATA, sources
from screening.weights import controls

EVERY = list(clauses().values())
READINGS = list(readings().values())


def test_the_seventeen_families_are_there_in_order() -> None:
    assert [family.id for family in families()] == [f"K{number}" for number in range(1, 18)]
    assert len(clauses()) == sum(len(family.clauses) for family in families()) >= 50


def test_every_clause_is_a_draft_for_legal_review_with_all_that_an_officer_needs() -> None:
    for clause in EVERY:
        assert clause.status == STATUS == "Draft for legal review"
        assert clause.version >= 1 and clause.provisions, clause.id
        for text in (clause.purpose, clause.use_when, clause.not_when, clause.idea):
            assert len(text) > 15, clause.id
        assert clause.small_supplier and clause.legal_notes and clause.sources, clause.id
        assert set(clause.sources) <= sources().keys()
        assert set(clause.kpis) <= kpis().keys()


def test_no_status_can_be_given_to_a_clause() -> None:
    with pytest.raises(TypeError):
        type(EVERY[0])(status="Approved")  # type: ignore[call-arg]


def test_every_case_has_one_variant_and_every_variant_a_case() -> None:
    reached = {
        clause_for(family, *case).id for family in families() for case in product(Tier, ContractType, Size)
    }
    assert reached == clauses().keys()


def test_a_small_supplier_gets_a_text_of_its_own_and_a_shorter_one() -> None:
    def words(size: Size, family: library.Family) -> int:
        clause = clause_for(family, Tier.MEDIUM, ContractType.SERVICES, size)
        return sum(len(" ".join((part.text, *part.items)).split()) for part in clause.provisions)

    small = [family for family in families() if any(len(one.sizes) == 1 for one in family.clauses)]
    assert len(small) >= 15
    assert all(words(Size.SMALL, family) <= words(Size.LARGER, family) for family in families())
    assert all(words(Size.SMALL, family) < words(Size.LARGER, family) for family in small)


def test_care_and_labour_supply_have_texts_for_what_happens_there() -> None:
    care = " ".join(part.text for part in clauses()["K5.care"].provisions)
    assert "Sponsored Worker" in care and "promised" in care
    assert clauses()["K6.labour_supply"].types == {ContractType.LABOUR_SUPPLY}


def test_every_condition_names_what_exists() -> None:
    written = {factor.__name__ for factor in FACTORS} | controls().keys() | {NOT_ANSWERED}
    for family in families():
        assert family.calls, family.id
        for call in family.calls:
            assert set(call.factors) <= FACTOR_NAMES.keys() & written, family.id
    in_short_list = {clause.id: clause.family for clause in brief.library()}
    keys = {family.key: family.id for family in families() if family.key}
    assert keys == in_short_list


def test_every_fill_in_has_a_default_within_its_range() -> None:
    for clause in EVERY:
        assert set(placeholders(clause.provisions)) == clause.fill_ins.keys(), clause.id
        for row in clause.fill_ins.values():
            assert 0 < row.lowest <= row.default <= row.highest and row.unit, (clause.id, row.name)


def test_definitions_for_gives_the_terms_that_a_text_uses_and_those_behind_them() -> None:
    chosen = {one.term for one in definitions_for([clauses()["K9.standard"]])}
    # "Main Goods" stands only in the definition of a Concern.
    assert {"Concern", "Supplier", "Council", "Worker", "Main Goods", "Modern Slavery", "Contract"} <= chosen
    assert "Sponsored Worker" not in chosen
    assert [one.term for one in definitions_for(EVERY)] == [*definitions(), *(one.term for one in READINGS)]


def test_a_text_with_a_time_says_from_when_the_time_runs() -> None:
    """A lawyer's first question of "within 5 Working Days": from when?"""
    timed, untimed = (
        Provision("The Council shall reply within 5 Working Days."),
        Provision("The Council replies."),
    )
    blank = clauses()["K9.standard"]
    assert "within a time" in {one.term for one in definitions_for([replace(blank, provisions=(timed,))])}
    assert "within a time" not in {
        one.term for one in definitions_for([replace(blank, provisions=(untimed,))])
    }
    assert all(one.term not in definitions() for one in READINGS)


def test_what_is_owed_to_workers_runs_from_the_day_on_which_the_supplier_learns_of_it() -> None:
    for clause in EVERY:
        if clause.family == "K13":
            text = " ".join(part.text for part in clause.provisions)
            assert "within {pay_days} working days of learning of it" in text.lower(), clause.id


def test_a_visit_never_goes_to_a_home() -> None:
    """Only a Site may be shown, whose definition leaves homes out."""
    for clause in EVERY:
        if clause.family == "K10":
            shown = [part.text for part in clause.provisions if "shall show the Council" in part.text]
            assert shown and all("a Site" in text and "place of work" not in text for text in shown), (
                clause.id
            )


def test_no_term_is_defined_in_vain() -> None:
    assert {one.term for one in definitions_for(EVERY)} - {
        one.term for one in READINGS
    } == definitions().keys()
    assert not set(proper_names()) & definitions().keys()


def test_nothing_in_the_library_says_what_this_house_never_says() -> None:
    words = r"non-compliant|slavery-free|blacklist|suspicious|\bfailed\b|\bclean\b"
    for path in (DATA / "clauses").glob("*.yaml"):
        if path.stem != "lint_rules":
            assert not re.search(words, path.read_text(encoding="utf-8"), re.IGNORECASE), path.name


# --- Mistakes in the data ---------------------------------------------------------------------------------


def _drop_range(row: dict[str, Any]) -> None:
    row["fill_ins"].pop("notice_days")


def _default_out_of_range(row: dict[str, Any]) -> None:
    row["fill_ins"]["notice_days"]["default"] = 99


def _unused_fill_in(row: dict[str, Any]) -> None:
    row["fill_ins"]["spare"] = {"default": 1, "lowest": 1, "highest": 2, "unit": "days"}


def _no_such_factor(row: dict[str, Any]) -> None:
    row["calls"][1]["factors"] = ["moon"]


def _empty_call(row: dict[str, Any]) -> None:
    row["calls"].append({"from": "medium"})


def _impossible_channel(row: dict[str, Any]) -> None:
    row["calls"].append({"from": "medium", "channels": {"goods": 1000}})


def _twins(row: dict[str, Any]) -> None:
    row["variants"]["twin"] = copy.deepcopy(row["variants"]["standard"])


def _unreachable(row: dict[str, Any]) -> None:
    row["variants"]["labour_supply"]["tiers"] = ["lower"]
    row["variants"]["lost"] = copy.deepcopy(row["variants"]["small"])
    row["variants"]["lost"].update(sizes=["small"], types=["labour_supply"])
    row["variants"]["lost2"] = copy.deepcopy(row["variants"]["lost"])
    row["variants"]["lost2"]["tiers"] = ["lower", "medium", "higher"]


def _gap(row: dict[str, Any]) -> None:
    row["variants"]["standard"]["types"] = ["goods"]


def _misspelt(row: dict[str, Any]) -> None:
    row["variants"]["standard"]["size"] = ["small"]


def _no_such_source(row: dict[str, Any]) -> None:
    row["sources"] = ["hearsay"]


MISTAKES: list[tuple[Callable[[dict[str, Any]], None], str]] = [
    (_drop_range, "no range for the fill-in notice_days"),
    (_default_out_of_range, "the default 99 is not from 2 to 15"),
    (_unused_fill_in, "fill-in that no text uses: spare"),
    (_no_such_factor, "no such factor: moon"),
    (_empty_call, "a call without a trigger"),
    (_impossible_channel, "fewer than 1000 tenths"),
    (_twins, "both suit"),
    (_unreachable, "both suit"),
    (_gap, "no variant for"),
    (_misspelt, "no such key: size"),
    (_no_such_source, "no such source: hearsay"),
]


@pytest.mark.parametrize(("spoil", "message"), MISTAKES)
def test_a_mistake_in_the_data_is_told_by_name(spoil: Callable[[dict[str, Any]], None], message: str) -> None:
    row = copy.deepcopy(library.load_data("oversight")["K9"])
    spoil(row)
    with pytest.raises(ValueError, match=message):
        library._family("K9", row, {})


def test_a_variant_that_nobody_can_reach_is_told() -> None:
    row = copy.deepcopy(library.load_data("oversight")["K9"])
    for tier in Tier:
        each = copy.deepcopy(row["variants"]["small"])
        row["variants"][f"small_{tier.value}"] = {**each, "tiers": [tier.value]}
    with pytest.raises(ValueError, match=r"nobody can reach K9\.small"):
        library._family("K9", row, {})


def test_welsh_with_other_sub_clauses_than_the_english_is_told() -> None:
    row = library.load_data("oversight")["K9"]
    welsh = copy.deepcopy(library.load_data("welsh_oversight")["K9"])
    welsh["variants"]["standard"].pop()
    with pytest.raises(ValueError, match="the Welsh has other sub-clauses"):
        library._family("K9", row, welsh)


def test_welsh_of_a_variant_that_does_not_exist_is_told() -> None:
    row = library.load_data("oversight")["K9"]
    welsh = copy.deepcopy(library.load_data("welsh_oversight")["K9"])
    welsh["variants"]["moon"] = welsh["variants"]["small"]
    with pytest.raises(ValueError, match="K9: Welsh of a variant that does not exist: moon"):
        library._family("K9", row, welsh)
    with pytest.raises(ValueError, match="K9 in Welsh: no such key: texts"):
        library._family("K9", row, {"texts": {}})
