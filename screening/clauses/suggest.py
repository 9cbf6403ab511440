"""Which clauses a contract calls for at a stage, each with the findings behind it, and which were left aside.

A family is called for if any entry of its `calls` holds: so more findings, or a higher tier, never take a
clause away. A suggestion is a draft to consider for the terms of a contract; it never enters the reading of
tenders.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from screening.changes import FACTOR_NAMES
from screening.clauses.findings import Kind, Reason, View, channel_reason, view
from screening.clauses.library import clause_for, families
from screening.clauses.stages import stage_rules
from screening.clauses.types import (
    Call,
    Clause,
    ContractFacts,
    ContractType,
    Fact,
    Family,
    Size,
    Stage,
    StageRule,
    Tier,
)
from screening.types import Report, Sentence, StatementStatus, Use, say

TIER_NAMES: Mapping[Tier, str] = {
    Tier.LOWER: "lower risk",
    Tier.MEDIUM: "medium risk",
    Tier.HIGHER: "higher risk",
}
TYPE_NAMES: Mapping[ContractType, str] = {
    ContractType.GOODS: "goods",
    ContractType.SERVICES: "services",
    ContractType.WORKS: "works",
    ContractType.CARE: "care",
    ContractType.LABOUR_SUPPLY: "labour supply",
}
SIZE_NAMES: Mapping[Size, str] = {Size.SMALL: "a small supplier", Size.LARGER: "a larger supplier"}
STATEMENT_NAMES: Mapping[StatementStatus, str] = {
    StatementStatus.MATCHED: "The statement was found",
    StatementStatus.COVERED_BY_GROUP: "The group's statement covers the supplier",
    StatementStatus.POSSIBLE: "A possible statement is not confirmed",
    StatementStatus.NOT_FOUND: "The statement was not found in the registry copy that was searched",
    StatementStatus.NOT_LOOKED_FOR: "The statement was not looked for",
}
FACT_NAMES: Mapping[Fact, str] = {
    Fact.HEALTH_SERVICE_ENGLAND: "For the health service in England (SI 2025/1212): proportionate steps",
    Fact.OVER_5_MILLION: "More than 5 million pounds: section 52 of the Procurement Act 2023",
}

_NAMED = 5
_RANK = {tier: place for place, tier in enumerate(Tier)}
_KINDS = {kind: place for place, kind in enumerate(Kind)}


@dataclass(frozen=True, slots=True)
class SuggestedClause:
    """A clause to consider, why it was called for (never empty) and why this variant of its family."""

    clause: Clause
    because: tuple[Reason, ...]
    why_variant: Sentence

    @property
    def points(self) -> int:
        """The most tenths of a point behind any of its reasons: to sort by what presses most."""
        return max(reason.points for reason in self.because)

    @property
    def geography(self) -> bool:
        """Whether a country is among the reasons: then it is for the management of the contract alone."""
        return any(reason.geography for reason in self.because)


@dataclass(frozen=True, slots=True)
class NotSuggested:
    """A family that was considered and not suggested, and why."""

    family: str
    title: str
    why: Sentence


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The clauses for one contract in the order of a schedule (K1 to K17), with what they may be used for.

    `left_out` names the factors that the law keeps out at this stage; nothing here depends on them.
    """

    tier: Tier
    stage: Stage
    rule: StageRule
    suggested: tuple[SuggestedClause, ...]
    considered: tuple[NotSuggested, ...]
    notes: tuple[Sentence, ...]
    left_out: tuple[str, ...]


def suggest(report: Report, facts: ContractFacts, size: Size, stage: Stage) -> Suggestions:
    """The clauses that a report and a contract call for at a stage; the same input gives the same answer.

    Every family is either suggested or told of in `considered`. Never raises for a report of the judgement.
    """
    rule = stage_rules()[stage]
    seen = view(report, Use(rule.use))
    short = {one.clause: one.because for one in report.clauses} if seen.complete else {}
    suggested: list[SuggestedClause] = []
    considered: list[NotSuggested] = []
    for family in families():
        reasons = _reasons(family, seen, facts)
        if not reasons and family.key in short:
            reasons = (Reason(Kind.SHORT_LIST, family.key, short[family.key]),)
        if reasons:
            clause = clause_for(family, seen.tier, facts.type, size)
            suggested.append(SuggestedClause(clause, reasons, _why_variant(clause)))
        else:
            considered.append(NotSuggested(family.id, family.title, _why_not(family, seen, facts)))
    return Suggestions(
        tier=seen.tier,
        stage=stage,
        rule=rule,
        suggested=tuple(suggested),
        considered=tuple(considered),
        notes=(*report.notes, *_notes(seen, facts, stage)),
        left_out=seen.left_out,
    )


# --- Why ---------------------------------------------------------------------------------------------------


def _reasons(family: Family, seen: View, facts: ContractFacts) -> tuple[Reason, ...]:
    """The reasons of every call that holds at the tier, each once: findings first, the baseline last."""
    found = {
        (reason.kind, reason.name, str(reason.sentence)): reason
        for call in family.calls
        if _RANK[seen.tier] >= _RANK[call.tier]
        for reason in _of_call(call, seen, facts)
    }
    return tuple(
        sorted(found.values(), key=lambda one: (_KINDS[one.kind], -one.points, one.name, str(one.sentence)))
    )


def _of_call(call: Call, seen: View, facts: ContractFacts) -> Iterator[Reason]:
    for factor in call.factors:
        if factor in seen.findings:
            yield seen.findings[factor]
    for channel, tenths in call.channels.items():
        if seen.channels[channel] >= tenths:
            yield channel_reason(seen, channel)
    if seen.statement in call.statement:
        yield Reason(Kind.STATEMENT, seen.statement.value, say(STATEMENT_NAMES[seen.statement]))
    if facts.type in call.types:
        text = say("What is bought is {kind}", kind=say(TYPE_NAMES[facts.type]))
        yield Reason(Kind.CONTRACT, facts.type.value, text)
    for fact in call.facts:
        if fact in facts.facts:
            yield Reason(Kind.CONTRACT, fact.value, say(FACT_NAMES[fact]))
    if call.always:
        yield _standing(call, seen, facts)


def _standing(call: Call, seen: View, facts: ContractFacts) -> Reason:
    """The reason of a call that needs no trigger: the baseline, or the tier with its largest finding.

    A country is never that finding: some of these clauses are about the end of a contract.
    """
    if call.tier is Tier.LOWER:
        text = say("Baseline for every contract of this kind ({kind})", kind=say(TYPE_NAMES[facts.type]))
        return Reason(Kind.BASELINE, "baseline", text)
    if seen.largest is None or seen.largest.points <= 0:
        return Reason(
            Kind.TIER, call.tier.value, say("The contract is {tier}", tier=say(TIER_NAMES[seen.tier]))
        )
    text = say(
        "The contract is {tier}; the largest finding: {finding}",
        tier=say(TIER_NAMES[seen.tier]),
        finding=seen.largest.reason,
    )
    return Reason(Kind.TIER, seen.largest.factor, text, seen.largest.points)


def _why_variant(clause: Clause) -> Sentence:
    """For which type, size and tier the variant was written, as far as it is special."""
    parts = []
    if len(clause.types) < len(ContractType):
        parts.append(_listed([TYPE_NAMES[kind] for kind in ContractType if kind in clause.types]))
    if len(clause.sizes) < len(Size):
        parts.append(_listed([SIZE_NAMES[each] for each in Size if each in clause.sizes]))
    if len(clause.tiers) < len(Tier):
        parts.append(_listed([TIER_NAMES[tier] for tier in Tier if tier in clause.tiers]))
    if not parts:
        return say("The standard text; no special one is written for this kind of contract.")
    return say("Written for: {what}", what=_joined(parts, "{first}; {second}"))


def _listed(names: Sequence[str]) -> Sentence:
    """Names with commas, each a sentence of its own, so that each can be told in Welsh."""
    return _joined([say(name) for name in names], "{first}, {second}")


def _joined(parts: Sequence[Sentence], template: str) -> Sentence:
    return reduce(lambda first, second: say(template, first=first, second=second), parts)


def _why_not(family: Family, seen: View, facts: ContractFacts) -> Sentence:
    """Why a family was not called for: the tier is too low for what was found, or nothing was found."""
    waiting = [
        (call.tier, reason)
        for call in family.calls
        if _RANK[call.tier] > _RANK[seen.tier] and not call.always
        for reason in _of_call(call, seen, facts)
    ]
    if waiting:
        tier, reason = min(waiting, key=lambda each: (_RANK[each[0]], -each[1].points, each[1].name))
        return say(
            "Out of proportion below {tier}: {finding}", tier=say(TIER_NAMES[tier]), finding=reason.sentence
        )
    always = min((call.tier for call in family.calls if call.always), key=_RANK.__getitem__, default=None)
    factors = list(dict.fromkeys(factor for call in family.calls for factor in call.factors))
    if not factors:
        return say("Only from {tier}.", tier=say(TIER_NAMES[always or Tier.HIGHER]))
    named = _listed([FACTOR_NAMES[factor] for factor in factors[:_NAMED]])
    if always is None:
        return say("No finding calls for it. These would: {factors}.", factors=named)
    text = "Only from {tier}, or for a finding on: {factors}."
    return say(text, tier=say(TIER_NAMES[always]), factors=named)


def _notes(seen: View, facts: ContractFacts, stage: Stage) -> Iterator[Sentence]:
    """What the law says of these suggestions, beside the rule of the stage."""
    if not seen.complete and stage_rules()[stage].use == Use.EVALUATION:
        yield say(
            "The report was not made for reading tenders, so nothing of it is used here: "
            "the contract is taken as medium risk. Make a report for evaluation."
        )
    elif not seen.complete:
        yield say("The report was made for reading tenders and leaves things out that may be seen here.")
    if stage in (Stage.CONDITIONS_OF_PARTICIPATION, Stage.AWARD):
        yield say("The terms are those that were published, for all alike. Nothing here changes them now.")
    if stage is Stage.CONTRACT_MANAGEMENT:
        yield say(
            "In a running contract a clause needs the supplier's agreement and a ground for modification "
            "(Procurement Act 2023, section 74)."
        )
    if facts.health_service_england:
        yield say(
            "SI 2025/1212: assess the risk before the notice that invites suppliers, then take "
            "reasonable and proportionate steps in the procedure, the terms and the management of the "
            "contract, at any value, with regard to the guidance of NHS England."
        )
    if facts.health_service_england is None:
        yield say("Not known: whether the contract is for the health service in England (SI 2025/1212).")
    if facts.type is ContractType.CARE:
        yield say(
            "Care: sponsored workers can lose their permission to stay with their job. "
            "Agree with the safeguarding lead how a concern is handled before a clause is used."
        )
