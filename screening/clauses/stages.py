"""What suggestions may be used for at a stage, what may be asked there, and the template of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from screening.clauses.library import load_data
from screening.clauses.types import ContractFacts, ContractType, PlanColumn, Question, Stage, StageRule, Tier
from screening.reference import sources
from screening.types import Use


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question at a stage for one contract: `allowed` says why it may be asked, else `not_allowed` why not.

    Both are given where it is not known whether the contract is above the threshold and the answer differs.
    """

    question: Question
    allowed: str
    not_allowed: str


@cache
def stage_rules() -> Mapping[Stage, StageRule]:
    """The rule of each stage. ValueError if one is missing or cites what is not registered."""
    rows = load_data("questions")["stages"]
    table = {
        Stage(name): StageRule(
            stage=Stage(name),
            use=Use(row["use"]).value,
            allowed=row["allowed"],
            not_allowed=row["not_allowed"],
            s17=row["s17"],
            sources=tuple(row["sources"]),
        )
        for name, row in rows.items()
    }
    if set(table) != set(Stage):
        raise ValueError("questions.yaml: a stage has no rule")
    _cited(each for rule in table.values() for each in rule.sources)
    return {stage: table[stage] for stage in Stage}


@cache
def questions() -> tuple[Question, ...]:
    """Every question, in the order of the file. ValueError unless each is either allowed or refused."""
    found = tuple(
        Question(
            id=name,
            stage=Stage(row["stage"]),
            text=row["text"],
            evidence=row["evidence"],
            above=row.get("above", ""),
            below=row.get("below", ""),
            above_not=row.get("above_not", ""),
            below_not=row.get("below_not", ""),
            s17=row["s17"],
            small_supplier=row["small_supplier"],
            types=frozenset(ContractType(each) for each in row.get("types", ContractType)),
            tiers=frozenset(Tier(each) for each in row.get("tiers", Tier)),
            health_only=bool(row.get("health_only", False)),
            sources=tuple(row["sources"]),
        )
        for name, row in load_data("questions")["questions"].items()
    )
    for one in found:
        if bool(one.above) == bool(one.above_not) or bool(one.below) == bool(one.below_not):
            raise ValueError(f"questions.yaml: {one.id} must be either allowed or not, above and below")
    _cited(each for one in found for each in one.sources)
    return found


def questions_for(stage: Stage, facts: ContractFacts, tier: Tier) -> tuple[AskedQuestion, ...]:
    """The questions of a stage for a contract, with those that may not be asked there and why not."""
    return tuple(
        _asked(one, facts.above_threshold)
        for one in questions()
        if one.stage is stage
        and facts.type in one.types
        and tier in one.tiers
        and (not one.health_only or facts.health_service_england)
    )


def _asked(question: Question, above: bool | None) -> AskedQuestion:
    if above is None:
        allowed = (question.above, question.below)
        refused = (question.above_not, question.below_not)
        return AskedQuestion(question, _joined(allowed), _joined(refused))
    if above:
        return AskedQuestion(question, question.above, question.above_not)
    return AskedQuestion(question, question.below, question.below_not)


def _joined(parts: tuple[str, str]) -> str:
    above, below = parts
    if above == below:
        return above
    named = (("Above the threshold", above), ("Below it", below))
    return " ".join(f"{name}: {text}" for name, text in named if text)


@cache
def remedial_plan() -> tuple[PlanColumn, ...]:
    """The columns of the template of a remedial action plan, in order."""
    return tuple(
        PlanColumn(
            id=name,
            title=row["title"],
            help=row["help"],
            example=row["example"],
            not_here=row["not_here"],
            required=bool(row["required"]),
        )
        for name, row in load_data("remedial_plan")["columns"].items()
    )


@cache
def remedial_plan_intro() -> str:
    """What stands above the template: how to fill it in, and what must not be written."""
    return str(load_data("remedial_plan")["intro"]).strip()


def _cited(names: Iterable[str]) -> None:
    for name in names:
        if name not in sources():
            raise ValueError(f"questions.yaml: no such source: {name}")
