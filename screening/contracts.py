"""Contracts one by one: each judged by itself, and each line of the supplier's score by contract.

The supplier's score adds the hazards of its kinds of work and never averages, so no contract's own score is
above it: one contract at high risk among fifty at low risk leaves the supplier high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from screening import ranking, scoring, uses
from screening.effects import Effect, Key
from screening.factors import BY_CONTRACT, BY_SUPPLIER, BY_WORK
from screening.hazards import POINT, Cell, apportion, cells
from screening.reference import source_date
from screening.scoring import Score
from screening.sectors import UNKNOWN, Work, works
from screening.types import Case, Channel, Contract, ContractResult, Report, Sentence, Use

_LABEL_LENGTH = 80


def effects_of(kinds: Sequence[Work]) -> list[list[Effect]]:
    """The effects of every factor on each kind of work of one supplier."""
    common = [effect for factor in BY_SUPPLIER for effect in factor(kinds[0])]
    return [[*(effect for factor in BY_WORK for effect in factor(work)), *common] for work in kinds]


def label(contract: Contract) -> str:
    """What a contract is called in a list: its reference, else its title, its category or its description."""
    text = contract.reference or contract.title or contract.category or contract.description
    plain = " ".join(text.split())
    return plain if len(plain) <= _LABEL_LENGTH else plain[: _LABEL_LENGTH - 1] + "\N{HORIZONTAL ELLIPSIS}"


def places(case: Case, kinds: Sequence[Work], riskiest: int) -> list[int]:
    """The kind of work to which each contract of a case belongs, by index.

    A contract that tells nothing of its work is in every kind; alone it is counted to the riskiest.
    """
    held: dict[int, list[int]] = {}
    for index, work in enumerate(kinds):
        for contract in work.contracts:
            held.setdefault(id(contract), []).append(index)
    return [
        own[0] if len(own := held[id(contract)]) == 1 or riskiest not in own else riskiest
        for contract in case.contracts
    ]


def judge(
    case: Case,
    kinds: Sequence[Work],
    score: Score,
    use: Use,
) -> tuple[ContractResult, ...]:
    """Every contract by itself with what is known of the supplier, the riskiest first.

    `score` is that of the supplier, which is also that of its only contract.
    """
    if len(case.contracts) == 1:
        return (_result(case.contracts[0], kinds[0], (score.low, score.residual, score.high)),)
    rows: dict[int, list[Effect]] = {}
    found = []
    for contract, place in zip(case.contracts, places(case, kinds, score.riskiest), strict=True):
        if place not in rows:
            rows[place] = _same_for_all(score.table[place])
        work = replace(kinds[place], contracts=(contract,))
        own, _ = uses.split([effect for factor in BY_CONTRACT for effect in factor(work)], use)
        bounds = scoring.bounds(score.table[place], (*rows[place], *own))
        found.append(_result(contract, kinds[place], bounds))
    found.sort(key=lambda each: (-each.residual, -each.high, each.label, each.sector, each.low))
    return tuple(found)


_READ_CONTRACTS = frozenset(factor.__name__ for factor in BY_CONTRACT)


def _same_for_all(row: Sequence[Cell]) -> list[Effect]:
    """The effects that raise a hazard whatever the contract."""
    return [each for cell in row for each in cell.raises if each.factor not in _READ_CONTRACTS]


def _result(contract: Contract, work: Work, score: tuple[int, int, int]) -> ContractResult:
    low, point, high = score
    band = ranking.band(point, low, high, work.sector.id != UNKNOWN)
    return ContractResult(label(contract), work.sector.id, point, low, high, band)


# --- The lines of the score by contract -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A part of one line of a report, in whole tenths: what one contract adds to it, and why.

    `index` is the contract's place in the case, None for what belongs to the supplier as a whole: its
    controls and its statement, and everything where no contract is known.
    """

    index: int | None
    channel: Channel
    factor: str
    low: int
    points: int
    high: int
    reason: Sentence
    source: str
    source_date: str


def lines(case: Case, report: Report) -> tuple[ContractLine, ...]:
    """The lines of a report by contract; the parts of a line add up to it exactly at each corner.

    What adds points is given to the contracts of its kind of work in proportion to what each would carry in
    the same line by itself, by the largest remainder. What takes points away belongs to the supplier.
    `case` is the case of the report, as it was given to the judgement.
    """
    case = uses.seen(case, report.use)
    kinds = works(case)
    spoken = [uses.split(effects, report.use)[0] for effects in effects_of(kinds)]
    score = scoring.score(spoken)
    where = places(case, kinds, score.riskiest)
    own = [_alone(case, kinds[place], index, report.use) for index, place in enumerate(where)]
    sums: dict[tuple[int | None, Key], list[int]] = {}
    effects: dict[tuple[int | None, Key], Effect] = {}
    for corner, indices, given_to, _, given in scoring.handouts(score.table):
        for index, effect, tenths in zip(indices, given_to, given, strict=True):
            part = (index if scoring.is_risk(effect) else None, effect.key)
            sums.setdefault(part, [0, 0, 0])[corner] += tenths
            effects.setdefault(part, effect)
    reasons = {(line.channel, line.factor): line.reason for line in report.contributions}
    found: list[ContractLine] = []
    for (work, key), whole in sums.items():
        effect = effects[work, key]
        theirs = [index for index, each in enumerate(where) if each == work]
        if not theirs:
            reason = reasons.get(key[:2], effect.reason) if work is None else effect.reason
            found.append(_line(None, effect, whole, reason))
            continue
        sizes = [own[index].get(key, (effect, 0.0))[1] for index in theirs]
        parts = [apportion(part, sizes if sum(sizes) > 0.0 else [1.0] * len(sizes)) for part in whole]
        for column, index in enumerate(theirs):
            one = own[index].get(key, (effect, 0.0))[0]
            found.append(_line(index, one, [part[column] for part in parts], one.reason))
    return tuple(line for line in found if line.low or line.points or line.high)


def _alone(case: Case, work: Work, index: int, use: Use) -> dict[Key, tuple[Effect, float]]:
    """What a contract would carry in each line if it were the only one: the effect, and its hazard."""
    (effects,) = effects_of([replace(work, contracts=(case.contracts[index],))])
    speak, _ = uses.split(effects, use)
    carried: dict[Key, tuple[Effect, float]] = {}
    for cell in cells(speak):
        for effect, size in zip(*scoring.risk_shares(cell, POINT, 1.0), strict=True):
            carried[effect.key] = effect, size + carried.get(effect.key, (effect, 0.0))[1]
    return carried


def _line(index: int | None, effect: Effect, tenths: Sequence[int], reason: Sentence) -> ContractLine:
    low, point, high = tenths
    factor = effect.bundle or effect.factor
    return ContractLine(
        index, effect.channel, factor, low, point, high, reason, effect.source, source_date(effect.source)
    )
