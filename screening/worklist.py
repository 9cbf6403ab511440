"""The worklist: which reviews to do first when there is time for so many, and what then stays unreviewed.

For a supplier with the interval [low, high] around its residual, in points:

    expected score   E = (low + residual + high) / 3           (the mean of a triangle over the interval)
    reach            R = 1 + reach.spend * share of the money on the scale of `factors.scale`
    uncertainty      U = (high - low) * E / 100 * R             (harm-weighted points)
    narrowing        N = min(high - low, sum of the gains of the unknowns that a kind of review can settle)
    value            V = N * E / 100 * R * settles / hours      (harm-weighted points an hour)

Each supplier is offered for its best kind of review; the highest values are picked. Spend raises a value, but
where nothing would be narrowed the value is nought, whatever the spend. A share of the places is kept for
random checks, drawn by hash from a seed that is passed in. The gains are those of the report's unknowns, each
by itself, so their sum is an estimate and never more than the interval. Hours, chances and shares, with their
reasons, are in `data/worklist.yaml`.

The order of the suppliers that are passed in does not matter, and more capacity never drops a pick that was
made for its value.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import cache
from typing import Any, Final

from screening.factors import spend_share
from screening.ranking import order_key
from screening.reference import load_yaml
from screening.types import Band, Report, Sentence, Unknown, say

FULL: Final = 1000.0
ASKING: Final = "questions"
"""The kind of review that settles everything that no other kind does."""


@dataclass(frozen=True, slots=True)
class Review:
    """A kind of review: an officer's hours, the chance that it gives an answer, and what it can settle."""

    id: str
    label: str
    hours: float
    settles: float
    unknowns: frozenset[str]
    reason: str
    source: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the worklist reads of a report; the fields are those of `Report`."""

    identity: str
    name: str
    case_sha256: str
    residual: int
    low: int
    high: int
    band: Band
    findings: int
    unknowns: tuple[Unknown, ...]


def standing(report: Report) -> Standing:
    """The part of a report that the worklist reads."""
    return Standing(*(getattr(report, field.name) for field in fields(Standing)))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A supplier that may be reviewed: where it stands, and the pounds paid to it, None if not known."""

    report: Standing
    spend: Decimal | None


@dataclass(frozen=True, slots=True)
class Pick:
    """A review that the worklist proposes.

    `review` is the id of its kind, `random` whether it was drawn at random. `narrowing` is in whole tenths of
    a point, `uncertainty` in harm-weighted points, `value` in harm-weighted points an hour. `question` would
    settle most, None where nothing is unknown. `why` explains the pick.
    """

    place: int
    candidate: Candidate
    review: str
    random: bool
    hours: float
    narrowing: int
    uncertainty: float
    value: float
    question: Sentence | None
    why: Sentence


@dataclass(frozen=True, slots=True)
class Unreviewed:
    """What is left: how many suppliers, their share of all uncertainty in [0, 1], and the riskiest."""

    suppliers: int
    share: float
    highest: Standing | None

    def sentence(self) -> Sentence:
        """What is left, for people."""
        if self.highest is None:
            return say("No supplier is left unreviewed.")
        text = (
            "Left unreviewed: 1 supplier with {share} % of what is not known, weighted by harm. "
            "Its score is {points} of 100: {name}."
            if self.suppliers == 1
            else "Left unreviewed: {suppliers} suppliers with {share} % of what is not known, weighted by "
            "harm. The highest score left out is {points} of 100: {name}."
        )
        return say(
            text,
            suppliers=f"{self.suppliers:,}",
            share=f"{100 * self.share:.0f}",
            points=_points(self.highest.residual),
            name=self.highest.name,
        )


@dataclass(frozen=True, slots=True)
class Worklist:
    """The picks for a capacity, those for their value first, and what is left. `hours` is their sum."""

    capacity: int
    seed: str
    picks: tuple[Pick, ...]
    left: Unreviewed

    @property
    def hours(self) -> float:
        """The hours of all picks together."""
        return math.fsum(pick.hours for pick in self.picks)


@cache
def _table() -> Mapping[str, Mapping[str, Any]]:
    table: Mapping[str, Mapping[str, Any]] = load_yaml("worklist.yaml")
    return table


@cache
def setting(name: str) -> float:
    """A single number of worklist.yaml by "table.name". KeyError if there is none."""
    table, _, key = name.partition(".")
    return float(_table()[table][key]["value"])


@cache
def reviews() -> Mapping[str, Review]:
    """The kinds of review, in the order of the file."""
    return {
        name: Review(
            name,
            row["label"],
            float(row["hours"]),
            float(row["settles"]),
            frozenset(row["unknowns"]),
            row["reason"],
            row["source"],
        )
        for name, row in _table()["reviews"].items()
    }


def random_places(capacity: int) -> int:
    """How many of the places are kept for random checks. Grows by one at most when the capacity does."""
    if capacity < setting("random.from"):
        return 0
    return math.ceil(capacity * setting("random.share"))


def plan(candidates: Iterable[Candidate], capacity: int, seed: str) -> Worklist:
    """The reviews to do with room for `capacity` of them.

    `seed` draws the random checks: the same seed gives the same ones. ValueError if `capacity` is negative.
    """
    if capacity < 0:
        raise ValueError(f"there is no room for {capacity} reviews")
    offers = sorted((_offer(each) for each in candidates), key=_order)
    chosen = offers[: capacity - random_places(capacity)]
    rest = offers[len(chosen) :]
    rest.sort(key=lambda offer: _drawn(offer.candidate.report, seed))
    drawn = rest[: capacity - len(chosen)]
    picks = [
        _pick(place, offer, place > len(chosen)) for place, offer in enumerate([*chosen, *drawn], start=1)
    ]
    return Worklist(capacity, seed, tuple(picks), _left(offers, rest[len(drawn) :]))


@dataclass(frozen=True, slots=True)
class _Offer:
    """A supplier with its best kind of review."""

    candidate: Candidate
    review: Review
    settled: tuple[Unknown, ...]
    narrowing: int
    uncertainty: float
    value: float


def _order(offer: _Offer) -> tuple[object, ...]:
    """Higher values first; of two alike, the one that stands first in the queue."""
    return (-offer.value, *order_key(offer.candidate.report))


def _drawn(report: Standing, seed: str) -> bytes:
    key = "\0".join((seed, report.identity, report.case_sha256))
    return hashlib.sha256(key.encode()).digest()


def reach(spend: Decimal | None) -> float:
    """How much the money adds to the weight of a review: 1 without any, at most 1 + reach.spend."""
    return 1.0 + setting("reach.spend") * (0.0 if spend is None else spend_share(spend))


def _weight(candidate: Candidate) -> float:
    report = candidate.report
    expected = (report.low + report.residual + report.high) / 3.0
    return expected / FULL * reach(candidate.spend)


def review_of(unknown: Unknown) -> str:
    """The kind of review that can settle an unknown: by its signal, where it has one, else by its factor.

    What is in no kind is asked of the supplier.
    """
    name = unknown.signal or unknown.factor
    return next((review.id for review in reviews().values() if name in review.unknowns), ASKING)


def _offer(candidate: Candidate) -> _Offer:
    report = candidate.report
    width, weight = report.high - report.low, _weight(candidate)
    by_review: dict[str, list[Unknown]] = {}
    for unknown in report.unknowns:
        by_review.setdefault(review_of(unknown), []).append(unknown)

    def offer(review: Review) -> _Offer:
        settled = sorted(by_review.get(review.id, ()), key=lambda unknown: (-unknown.gain, unknown.factor))
        narrowing = min(width, sum(unknown.gain for unknown in settled))
        value = narrowing / 10.0 * weight * review.settles / review.hours
        return _Offer(candidate, review, tuple(settled), narrowing, width / 10.0 * weight, value)

    # Where nothing is unknown: the supplier is asked, which is what a random check does.
    kinds = [review for review in reviews().values() if review.id in by_review] or [reviews()[ASKING]]
    return max((offer(review) for review in kinds), key=lambda one: one.value)


def _pick(place: int, offer: _Offer, at_random: bool) -> Pick:
    return Pick(
        place=place,
        candidate=offer.candidate,
        review=offer.review.id,
        random=at_random,
        hours=offer.review.hours,
        narrowing=offer.narrowing,
        uncertainty=offer.uncertainty,
        value=offer.value,
        question=offer.settled[0].ask if offer.settled else None,
        why=_why(offer, at_random),
    )


def _why(offer: _Offer, at_random: bool) -> Sentence:
    """What is unknown, what would settle it, what that is worth, and what the money counts."""
    report = offer.candidate.report
    if not offer.settled:
        known = say(
            "Nothing that would move its score is asked for; it stands at {points} of 100.",
            points=_points(report.residual),
        )
        return say("Drawn at random. {known}", known=known) if at_random else known
    gain = say(
        "Not known: {question} {review}, about {hours}: an answer would narrow {low} to {high} of 100 "
        "by about {points} points, and {chance} in 100 such reviews are expected to give one. {money}",
        question=offer.settled[0].ask,
        review=say(offer.review.label),
        hours=_hours(offer.review.hours),
        low=_points(report.low),
        high=_points(report.high),
        points=_points(offer.narrowing),
        chance=f"{100 * offer.review.settles:.0f}",
        money=_money(offer.candidate.spend),
    )
    return say("Drawn at random. {known}", known=gain) if at_random else gain


def _hours(number: float) -> Sentence:
    return say("1 hour") if number == 1.0 else say("{number} hours", number=f"{number:g}")


def _money(spend: Decimal | None) -> Sentence:
    if spend is None:
        return say("What is paid is not known and adds nothing.")
    return say(
        "The spend of {pounds} pounds multiplies this by {reach}.",
        pounds=f"{spend:,.0f}",
        reach=f"{reach(spend):.2f}",
    )


def _left(offers: Sequence[_Offer], rest: Sequence[_Offer]) -> Unreviewed:
    everything = math.fsum(offer.uncertainty for offer in offers)
    open_still = math.fsum(offer.uncertainty for offer in rest)
    highest = min((offer.candidate.report for offer in rest), key=_by_residual, default=None)
    return Unreviewed(len(rest), open_still / everything if everything else 0.0, highest)


def _by_residual(report: Standing) -> tuple[object, ...]:
    return (-report.residual, *order_key(report))


def _points(tenths: int) -> str:
    return f"{tenths / 10:.1f}"
