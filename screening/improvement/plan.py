"""From the signals of a supplier's answers to what it does well, what is missing, and what would help most.

A plan is made of the supplier's own answers and of nothing else: no score, no band, no council's judgement.
Four things stay four: "no", "I do not know", said with nothing to show for it, and evidence out of date; an
answer that is good in part is a fifth. Where the law asks for no statement, having none is no gap.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from screening import reference
from screening.controls import DO_NOT_KNOW, worth
from screening.improvement.library import NOT_APPLICABLE, Recommendation, Strength, Text, library
from screening.types import Channel, Evidence, Signal
from screening.weights import SHIPPED, controls

MOST = 3
"""How many recommendations are marked as those that would help most."""
SMALL = frozenset({"micro", "small"})
"""Sizes of organisations that get the steps that cost little: fewer than 50 people."""
_UNKNOWN_SECTOR = "unknown"
_NOTHING = frozenset({"no", "none"})
# What a fact that is no control could change, as a part of the hazard: about what a published policy does.
_FACT = 0.05


class GapKind(StrEnum):
    """What is missing from an answer. Five different things, never merged."""

    NO = "no"
    IN_PART = "in_part"
    NOT_KNOWN = "not_known"
    NO_EVIDENCE = "no_evidence"
    OUT_OF_DATE = "out_of_date"


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest evidence beside an answer to a question that takes evidence; no dates: there is none.

    It counts up to and including `valid_until`.
    """

    dated_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A strength, with the answer that shows it. `documented`: there is evidence that is in date."""

    signal: str
    text: Text
    documented: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """An answer from which something is missing, and what."""

    signal: str
    kind: GapKind


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation with the very answers that called for it. `helps_most` marks the first three.

    `gain` orders a plan: the part of the sector's hazards that could still be taken away, by the factor of
    the group. It is no measure of the supplier and is shown to nobody.
    """

    recommendation: Recommendation
    because: tuple[Gap, ...]
    gain: float
    helps_most: bool
    is_small: bool

    @property
    def steps(self) -> tuple[Text, ...]:
        """How to do it, for an organisation of this size."""
        return self.recommendation.small if self.is_small else self.recommendation.how

    @property
    def effort(self) -> str:
        """How long it takes an organisation of this size: hours, days or weeks."""
        return self.recommendation.small_effort if self.is_small else self.recommendation.effort

    @property
    def find_out(self) -> Text | None:
        """The first step where an answer was "I do not know", else None."""
        is_unknown = any(gap.kind is GapKind.NOT_KNOWN for gap in self.because)
        return self.recommendation.find_out if is_unknown else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a supplier does well, what is missing, and what would help, the most helpful first."""

    strengths: tuple[Found, ...]
    gaps: tuple[Gap, ...]
    recommendations: tuple[Advice, ...]

    @property
    def most_helpful(self) -> tuple[Advice, ...]:
        """The first three, or fewer."""
        return tuple(advice for advice in self.recommendations if advice.helps_most)


def improve(
    signals: Mapping[str, Signal],
    *,
    size: str = "",
    sectors: Sequence[str] = (),
    proofs: Mapping[str, Proof] | None = None,
    as_at: date | None = None,
) -> Plan:
    """The plan that the signals of one supplier call for.

    `size` is micro, small, medium or large, "" if not known; `sectors` are ids of sectors.csv, others are
    passed over. `proofs` has the evidence of each signal whose question takes evidence; of signals that are
    not in it none is expected. Evidence is looked at on the day `as_at`; without a day none is out of date.
    """
    answers = dict(_answers(signals))
    strengths, evidence_gaps = [], []
    for strength in library().strengths:
        values = answers.get(strength.signal)
        if values is None or not values & strength.values:
            continue
        kind = _evidence_gap(strength, signals[strength.signal], proofs or {}, as_at)
        strengths.append(
            Found(strength.signal, strength.text, _is_documented(signals[strength.signal], kind))
        )
        if kind is not None:
            evidence_gaps.append(Gap(strength.signal, kind))
    called = list(_called(answers))
    hazards = _hazards(sectors)
    ordered = sorted(
        ((one, gaps, _gain(one, gaps, answers, hazards)) for one, gaps in called),
        key=lambda each: -each[2],  # stable: equals stay in the order of the library
    )
    gaps = [gap for _, because in called for gap in because]
    return Plan(
        strengths=tuple(strengths),
        gaps=tuple(dict.fromkeys([*gaps, *evidence_gaps])),
        recommendations=tuple(
            Advice(one, because, gain, number < MOST, size in SMALL)
            for number, (one, because, gain) in enumerate(ordered)
        ),
    )


def _answers(signals: Mapping[str, Signal]) -> Iterator[tuple[str, frozenset[str]]]:
    """The values of each answer that can be a strength or a gap: what does not apply is neither."""
    in_scope = signals.get("statement.in_scope")
    no_duty = in_scope is not None and in_scope.value == "no"
    for name, signal in signals.items():
        values = frozenset({signal.value} if isinstance(signal.value, str) else signal.value)
        about_statement = name == "statement.published" or name.startswith("covers.")
        if no_duty and about_statement and "yes" not in values:
            continue
        if values and NOT_APPLICABLE not in values:
            yield name, values


def _called(
    answers: Mapping[str, frozenset[str]],
) -> Iterator[tuple[Recommendation, tuple[Gap, ...]]]:
    for one in library().recommendations:
        gaps = [
            Gap(signal, _kind(answers[signal]))
            for signal in one.signals
            if signal in answers and one.is_called_by(signal, answers[signal])
        ]
        if gaps:
            yield one, tuple(gaps)


def _kind(values: frozenset[str]) -> GapKind:
    if DO_NOT_KNOW in values:
        return GapKind.NOT_KNOWN
    return GapKind.NO if values <= _NOTHING else GapKind.IN_PART


def _evidence_gap(
    strength: Strength, signal: Signal, proofs: Mapping[str, Proof], as_at: date | None
) -> GapKind | None:
    proof = proofs.get(strength.signal)
    if proof is None or signal.evidence in (Evidence.DOCUMENTED, Evidence.VERIFIED):
        return None
    if proof.valid_until is None or as_at is None:
        return GapKind.NO_EVIDENCE
    return GapKind.OUT_OF_DATE if proof.valid_until < as_at else GapKind.NO_EVIDENCE


def _is_documented(signal: Signal, gap: GapKind | None) -> bool:
    return gap is None and signal.evidence in (Evidence.DOCUMENTED, Evidence.VERIFIED)


def _hazards(sectors: Sequence[str]) -> dict[Channel, float]:
    """The hazard of each channel: the highest of the kinds of work, by the shipped weights."""
    table, ladder = reference.sectors(), SHIPPED.ladder
    known = [table[name] for name in sectors if name in table] or [table[_UNKNOWN_SECTOR]]
    return {channel: max(ladder[one.hazard[channel]].point for one in known) for channel in Channel}


def _gain(
    one: Recommendation,
    because: Sequence[Gap],
    answers: Mapping[str, frozenset[str]],
    hazards: Mapping[Channel, float],
) -> float:
    return one.factor * sum(_left(gap.signal, answers[gap.signal], hazards) for gap in because)


def _left(signal: str, values: frozenset[str], hazards: Mapping[Channel, float]) -> float:
    """What a better answer to a signal could still take away of the hazards."""
    control = controls().get(signal)
    if control is None:
        return _FACT * sum(hazards.values())
    done = 0.0 if DO_NOT_KNOW in values else worth(control, tuple(sorted(values))) or 0.0
    return (1.0 - done) * sum(part * hazards[channel] for channel, part in control.effect.items())
