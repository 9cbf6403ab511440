"""Building an effect that raises a channel, and the ranges that shares of it run over."""

from __future__ import annotations

from functools import cache

from screening.effects import Effect, Kind, Triple
from screening.types import Channel, Sentence
from screening.weights import Range, Weights, value, weight


def multiplied(weights: Weights, name: str, share: Range) -> Triple:
    """What a factor multiplies the hazard of a channel by at each corner: 1 + weight * share."""
    size = weights.value(_weight_name(name))
    return 1.0 + size * share.low, 1.0 + size * share.point, 1.0 + size * share.high


@cache
def _weight_name(name: str) -> str:
    return f"raise.{name}"


def raised(
    weights: Weights,
    name: str,
    channel: Channel,
    share: Range,
    known: bool,
    reason: Sentence,
    **more: object,
) -> Effect:
    """An effect that multiplies a channel by 1 + weight * share; `more` are further fields of the effect."""
    low, point, high = multiplied(weights, name, share)
    source = str(more.pop("source", weight(_weight_name(name)).source))
    return Effect(
        name,
        channel,
        Kind.RAISE,
        low,
        point,
        high,
        known,
        reason,
        source,
        **more,  # type: ignore[arg-type]
    )


def exact(share: float) -> Range:
    """The range of a share that is known."""
    return Range(share, share, share)


def at_least(share: Range, unsure: Range) -> Range:
    """The higher of two ranges at each corner: a known part never lowers what is not known of the rest."""
    return Range(max(share.low, unsure.low), max(share.point, unsure.point), max(share.high, unsure.high))


def not_known(name: str) -> Range:
    """The range of `unknown.<name>_low`, `_point` and `_high`."""
    return Range(*(value(f"unknown.{name}_{corner}") for corner in ("low", "point", "high")))
