"""What may be asked at a stage, and the template of a remedial action plan."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from screening.clauses.lint import lint
from screening.clauses.stages import (
    questions,
    questions_for,
    remedial_plan,
    remedial_plan_intro,
    stage_rules,
)
from screening.clauses.types import ContractFacts, ContractType, Stage, Tier
from screening.types import Use

GOODS = ContractFacts(ContractType.GOODS, above_threshold=True)


def test_every_stage_has_a_rule_and_tenders_are_read_under_the_limits_of_evaluation() -> None:
    assert list(stage_rules()) == list(Stage)
    uses = {stage: Use(rule.use) for stage, rule in stage_rules().items()}
    assert uses[Stage.AWARD] is uses[Stage.CONDITIONS_OF_PARTICIPATION] is Use.EVALUATION
    assert uses[Stage.PRELIMINARY_MARKET] is Use.PRE_MARKET
    assert all("Section 17" in rule.s17 for rule in stage_rules().values())


def test_every_question_says_above_and_below_the_threshold_whether_and_why() -> None:
    for one in questions():
        assert one.text.strip().endswith(("?", ".")) and one.evidence and one.small_supplier, one.id
        assert bool(one.above) != bool(one.above_not) and bool(one.below) != bool(one.below_not), one.id
        assert one.s17, one.id
        assert not {hit.rule for hit in lint(one.text)} & {"vague_assurance", "personal_data"}, one.id
    assert {one.stage for one in questions()} == set(Stage)


@pytest.mark.parametrize(("stage", "kind", "tier"), list(product(Stage, ContractType, Tier)))
def test_every_question_of_a_contract_is_allowed_or_refused_with_a_reason(
    stage: Stage, kind: ContractType, tier: Tier
) -> None:
    for above in (True, False):
        asked = questions_for(stage, ContractFacts(kind, above_threshold=above), tier)
        assert asked
        assert all(bool(one.allowed) != bool(one.not_allowed) for one in asked)


def test_a_country_may_not_be_asked_for_at_award_on_either_side_of_the_threshold() -> None:
    for above in (True, False, None):
        asked = questions_for(Stage.AWARD, replace(GOODS, above_threshold=above), Tier.HIGHER)
        country = next(one for one in asked if one.question.id == "country_of_goods")
        assert not country.allowed and "s.17(5)(e)" in country.not_allowed


def test_no_stage_of_suitability_below_the_threshold() -> None:
    asked = questions_for(
        Stage.CONDITIONS_OF_PARTICIPATION, replace(GOODS, above_threshold=False), Tier.HIGHER
    )
    refused = {one.question.id: one.not_allowed for one in asked if one.not_allowed}
    assert refused.keys() == {"section_54", "chain_declaration"}
    assert all("s.85" in why for why in refused.values())


def test_where_the_threshold_is_not_known_both_answers_are_told() -> None:
    asked = questions_for(Stage.CONDITIONS_OF_PARTICIPATION, replace(GOODS, above_threshold=None), Tier.LOWER)
    section = next(one for one in asked if one.question.id == "section_54")
    assert section.allowed.startswith("Above the threshold:")
    assert section.not_allowed.startswith("Below it:")


def test_questions_of_the_health_service_are_for_its_contracts_only() -> None:
    def named(health: bool | None) -> set[str]:
        facts = replace(GOODS, health_service_england=health)
        return {one.question.id for one in questions_for(Stage.PRELIMINARY_MARKET, facts, Tier.LOWER)}

    assert named(True) - named(False) == {"nhs_assessment"}
    assert named(None) == named(False)


def test_the_plan_has_the_columns_of_a_remedial_action_plan_and_asks_for_no_names() -> None:
    needed = {"finding", "root_cause", "action", "owner", "date", "evidence", "worker_involvement"}
    assert needed <= {column.id for column in remedial_plan() if column.required}
    assert all(column.help and column.example and column.not_here for column in remedial_plan())
    assert "never a worker's name" in " ".join(remedial_plan_intro().split())
