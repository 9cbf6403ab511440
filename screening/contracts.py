"""Contracts one by one: each judged by itself, and each line of the supplier's score by contract.

The supplier's score adds the hazards of its kinds of work and never averages, so no contract's own score is
above it: one contract at high risk among fifty at low risk leaves the supplier high.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import attrgetter

from screening import ranking, scoring, uses
from screening.effects import Effect, Key, Triple
from screening.factors import (
    BY_CONTRACT,
    BY_ORIGIN,
    BY_SUPPLIER,
    BY_WORK,
    BY_WORKFORCE,
    goods_named,
    listed_among,
    listed_goods,
    size_raises,
)
from screening.hazards import POINT, apportion, cells
from screening.reference import sectors, source_date
from screening.scoring import Score
from screening.sectors import UNKNOWN, Work, works
from screening.types import (
    Case,
    Channel,
    Contract,
    ContractResult,
    OutsideFigure,
    Report,
    Sentence,
    Signal,
    Use,
    say,
)
from screening.weights import Weights
from screening.workforce import CONTRACT_FACTS

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


# The facts and the answers that the factors of BY_CONTRACT read, beside the words that name goods.
_COUNTRIES = ("delivery_countries", "sourcing_countries")
_ANSWERS_READ = (
    *("workforce.agency", "workforce.migrant", "subcontracting.tiers"),
    *("delivery.countries", "sourcing.countries"),
)
_workforce_of = attrgetter(*CONTRACT_FACTS)
_countries_of = attrgetter(*_COUNTRIES)
Answers = tuple[tuple[str, str | tuple[str, ...]], ...]
Raises = tuple[tuple[Channel, Triple, float], ...]


def _raises(contract: Contract, work: Work, use: Use, answers: Answers) -> Raises:
    """What raises the hazards of a contract by itself, as the factors of BY_CONTRACT in their order."""
    alike = (work.weights, use, work.sector.id, answers)
    sizes = size_raises(contract, work.case.spend, work.weights)
    return (
        *_by_workforce(*alike, _workforce_of(contract)),
        *((channel, corners, 0.0) for channel, corners in sizes),
        *_by_origin(*alike, _countries_of(contract), goods_named((contract,)), work.case.outside),
    )


@lru_cache(maxsize=16384)
def _by_workforce(
    weights: Weights, use: Use, sector: str, answers: Answers, facts: tuple[str, ...]
) -> Raises:
    """What the workforce facts of a contract raise: the same for all that are alike."""
    work = _alike(weights, sector, answers, dict(zip(CONTRACT_FACTS, facts, strict=True)))
    return _spoken((effect for factor in BY_WORKFORCE for effect in factor(work)), use)


@lru_cache(maxsize=16384)
def _by_origin(
    weights: Weights,
    use: Use,
    sector: str,
    answers: Answers,
    countries: tuple[tuple[str, ...], ...],
    goods: frozenset[str],
    outside: tuple[OutsideFigure, ...],
) -> Raises:
    """What the countries of a contract and the goods that it names raise: the same for all that are alike."""
    work = _alike(weights, sector, answers, dict(zip(_COUNTRIES, countries, strict=True)), outside)
    parts = (listed_among(work, goods) if factor is listed_goods else factor(work) for factor in BY_ORIGIN)
    return _spoken(chain.from_iterable(parts), use)


def _alike(
    weights: Weights,
    sector: str,
    answers: Answers,
    facts: Mapping[str, object],
    outside: tuple[OutsideFigure, ...] = (),
) -> Work:
    """A kind of work of which nothing is known but these facts of its contract and these answers."""
    signals = {name: Signal(value) for name, value in answers}
    case = Case("", "", date.min, signals=signals, outside=outside)
    contract = replace(Contract(), **facts)  # type: ignore[arg-type]
    return Work(case, sectors()[sector], say(""), True, (contract,), weights=weights)


def _spoken(effects: Iterable[Effect], use: Use) -> Raises:
    return tuple(
        (effect.channel, effect.corners, effect.floor)
        for effect in effects
        if uses.barred(use, effect.factor, effect.channel) is None
    )


_READ_CONTRACTS = frozenset(factor.__name__ for factor in BY_CONTRACT)


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
    starts: dict[int, scoring.Start] = {}
    answers = tuple(
        (name, case.signals[name].value) for name in _ANSWERS_READ if case.signals and name in case.signals
    )
    found = []
    for contract, place in zip(case.contracts, places(case, kinds, score.riskiest), strict=True):
        start = starts.get(place)
        if start is None:
            start = starts[place] = scoring.start(score.table[place], _READ_CONTRACTS)
        own = _raises(contract, kinds[place], use, answers)
        found.append(_result(contract, kinds[place], scoring.bounds(start, own)))
    found.sort(key=lambda each: (-each.residual, -each.high, each.label, each.sector, each.low))
    return tuple(found)


def _result(contract: Contract, work: Work, score: tuple[int, int, int]) -> ContractResult:
    low, point, high = score
    band = ranking.band(point, low, high, work.sector.id != UNKNOWN, work.weights)
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
    weights = Weights(report.weights)
    kinds = works(case, weights)
    spoken = [uses.split(effects, report.use)[0] for effects in effects_of(kinds)]
    score = scoring.score(spoken, weights)
    where = places(case, kinds, score.riskiest)
    own = [_alone(case, kinds[place], index, report.use) for index, place in enumerate(where)]
    sums: dict[tuple[int | None, Key], list[int]] = {}
    effects: dict[tuple[int | None, Key], Effect] = {}
    for corner, indices, given_to, _, given in scoring.handouts(score):
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
