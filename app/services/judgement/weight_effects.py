"""What a change of weights would do to a council's own ranking, from the stored cases of its suppliers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import screening
from screening import codec
from screening.ranking import OrderKey
from screening.weights import Weights

TOP: Final = 20
MOVES: Final = 10

Told = Callable[[int], None]
"""Called with how many suppliers are done."""


@dataclass(frozen=True, slots=True)
class Mover:
    """A supplier before and after: place in the queue from 1, points in whole tenths, band."""

    supplier_id: int
    name: str
    rank_before: int
    rank_after: int
    points_before: int
    points_after: int
    band_before: str
    band_after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: how many suppliers change band (from, to, how many), who enters and who leaves
    the first `TOP` places, and the largest moves in points."""

    suppliers: int
    bands: tuple[tuple[str, str, int], ...]
    entered: tuple[Mover, ...]
    left: tuple[Mover, ...]
    moves: tuple[Mover, ...]

    @property
    def changed_band(self) -> int:
        """How many suppliers change band."""
        return sum(number for _before, _after, number in self.bands)

    def record(self) -> dict[str, Any]:
        """The effect as plain data, to be stored."""
        return asdict(self)

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Effect:
        """The reverse of `record`."""
        return cls(
            stored["suppliers"],
            tuple((before, after, number) for before, after, number in stored["bands"]),
            *(tuple(Mover(**row) for row in stored[name]) for name in ("entered", "left", "moves")),
        )


@dataclass(frozen=True, slots=True)
class _Judged:
    supplier_id: int
    name: str
    keys: tuple[OrderKey, OrderKey]
    points: tuple[int, int]
    bands: tuple[str, str]


def compute(
    cases: Iterable[Sequence[tuple[int, str, str]]], before: Weights, after: Weights, tell: Told
) -> Effect:
    """Judge every case, given in batches as (supplier id, name, case as JSON), under both weightings.

    Both sides are computed from the same cases, so that nothing but the weights tells them apart.
    """
    judged: list[_Judged] = []
    for batch in cases:
        judged += [_judge(*row, before, after) for row in batch]
        tell(len(judged))
    return _compare(judged)


def _judge(supplier_id: int, name: str, case_json: str, before: Weights, after: Weights) -> _Judged:
    case = codec.load_case(case_json)
    one, two = screening.screen(case, weights=before), screening.screen(case, weights=after)
    return _Judged(
        supplier_id,
        name,
        (screening.order_key(one), screening.order_key(two)),
        (one.residual, two.residual),
        (one.band.value, two.band.value),
    )


def _compare(judged: Sequence[_Judged]) -> Effect:
    ranks: list[dict[int, int]] = []
    for side in (0, 1):
        ordered = sorted(judged, key=lambda one: one.keys[side])
        ranks.append({one.supplier_id: place for place, one in enumerate(ordered, start=1)})
    movers = [
        Mover(
            one.supplier_id,
            one.name,
            ranks[0][one.supplier_id],
            ranks[1][one.supplier_id],
            *one.points,
            *one.bands,
        )
        for one in judged
    ]
    bands = Counter(
        (mover.band_before, mover.band_after) for mover in movers if mover.band_before != mover.band_after
    )
    movers.sort(key=lambda mover: mover.rank_after)
    largest = sorted(movers, key=lambda mover: -abs(mover.points_after - mover.points_before))
    return Effect(
        suppliers=len(movers),
        bands=tuple((before, after, number) for (before, after), number in sorted(bands.items())),
        entered=tuple(mover for mover in movers if mover.rank_after <= TOP < mover.rank_before),
        left=tuple(mover for mover in movers if mover.rank_before <= TOP < mover.rank_after),
        moves=tuple(mover for mover in largest[:MOVES] if mover.points_after != mover.points_before),
    )
