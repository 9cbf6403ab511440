"""How firm a rank is: the share of draws in which a supplier stays within a few places of it.

A draw gives every unknown of every supplier a value within its interval and every weight a value within its
bounds (`weights.bounds`), one weighting for all suppliers, and ranks them anew. Scoring all cases again for
each draw would take hours, so a draw works on the lines of the reports, with these approximations:

- Points are turned back into hazard, which adds up: a line with a share of the points has that share of H.
- The unknowns move the logarithm of H, because inside a channel they multiply. Each unknown has a part of
  the way from the point to either end, in proportion to its lines. With every unknown at its best (as known,
  at its worst) a draw is exactly the stored low (residual, high). What one question settles in several
  channels is one unknown.
- A weight moves its lines in proportion: exact for one fact in a channel, near for several. A step of the
  ladder moves all lines of the channels that begin there, by the leading sector of the supplier.
- Weights of countries, shares, evidence and further kinds of work are not drawn: they are inside the lines.

Each value is as likely below the one used as above it, evenly on either side. The same reports and the same
seed give the same shares, whatever the order in which they come.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from screening import reference
from screening.ranking import OrderKey, order_key
from screening.types import Band, Channel, Contribution, Report
from screening.weights import SHIPPED, Weights, bounds
from screening.worklist import setting

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

DRAWN: Final = ("ladder.", "raise.", "bands.")
"""How the names of the weights begin that a draw moves."""
_LOW, _POINT, _HIGH = range(3)
_LEAST: Final = 0.0005
"""The hazard of half a tenth of a point: the logarithm of a score of nought."""
_TIERS: Final = {"high": 2.0, "medium": 1.0, "low": 0.0}


@dataclass(frozen=True, slots=True)
class Sketch:
    """What a draw needs of a report, a few hundred bytes: its place in the order, log hazards, and lines.

    `ends` are the log hazards at low, as known, and at high; `weights` those of the report. `shares` are the
    parts of the hazard as known by (step of the ladder, factor), which add up to 1. `unknowns` are, for each
    unknown, its part of the way to the low end and to the high end, each of which adds up to 1.
    """

    key: OrderKey
    not_enough_known: bool
    ends: tuple[float, float, float]
    weights: Weights
    shares: tuple[tuple[tuple[str, str], float], ...]
    unknowns: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Stability:
    """How firm a supplier's place is: the shares of draws, in [0, 1], in which it stayed within a few places,
    and in which the band of its score stayed the same."""

    rank: float
    band: float


@dataclass(frozen=True, slots=True)
class Draws:
    """The outcome of the draws for suppliers in ranked order.

    `near` is the share of draws, in [0, 1], in which each stayed within the places; `same_band` the share in
    which its band by score stayed; `top` the share of the first n that a draw has among its first n, draw by
    draw, and `top_size` that n.
    """

    near: Floats
    same_band: Floats
    top: Floats
    top_size: int


def sketch(report: Report) -> Sketch:
    """Reduce a report to what the draws need."""
    scores = (report.low, report.residual, report.high)
    ends = tuple(_log_hazard(score) for score in scores)
    steps = _steps(report)
    shares: dict[tuple[str, str], float] = {}
    ways: dict[str, list[float]] = {}
    for line in report.contributions:
        place = (steps.get(line.channel, ""), line.factor)
        shares[place] = shares.get(place, 0.0) + line.points / max(report.residual, 1)
        if not line.known:
            way = ways.setdefault(_unknown(line), [0.0, 0.0])
            at = [_hazard_of(line, corner, scores) for corner in (_LOW, _POINT, _HIGH)]
            way[0] += abs(at[_POINT] - at[_LOW])
            way[1] += abs(at[_HIGH] - at[_POINT])
    sums = [sum(way[side] for way in ways.values()) for side in (0, 1)]
    unknowns = tuple(
        (way[0] / sums[0] if sums[0] else 1.0 / len(ways), way[1] / sums[1] if sums[1] else 1.0 / len(ways))
        for _, way in sorted(ways.items())
    )
    return Sketch(
        order_key(report),
        report.band is Band.NOT_ENOUGH_KNOWN,
        (ends[0], ends[1], ends[2]),
        Weights(report.weights) if report.weights else SHIPPED,
        tuple(sorted(shares.items())),
        unknowns,
    )


def _log_hazard(tenths: int) -> float:
    return math.log(max(_LEAST, -math.log(1.0 - min(tenths, 999.5) / 1000.0)))


def _hazard_of(line: Contribution, corner: int, scores: tuple[int, int, int]) -> float:
    score = scores[corner]
    tenths = (line.low, line.points, line.high)[corner]
    return tenths / score * math.exp(_log_hazard(score)) if score else 0.0


def _unknown(line: Contribution) -> str:
    """What is drawn together: where goods come from is one question in both of its factors."""
    return "sourcing" if line.factor == "listed_goods" else line.factor


def _steps(report: Report) -> dict[Channel, str]:
    sector = reference.sectors().get(report.sector)
    return dict(sector.hazard) if sector else {}


# --- The draws --------------------------------------------------------------------------------------------


def of_reports(reports: Iterable[Report]) -> dict[OrderKey, Stability]:
    """The stability of each rank by the order key of its report; draws and seed as in worklist.yaml."""
    return of_sketches(sketch(report) for report in reports)


def of_sketches(sketches: Iterable[Sketch]) -> dict[OrderKey, Stability]:
    """As `of_reports`, from sketches that were taken one by one."""
    ranked = sorted(sketches, key=lambda one: one.key)
    if not ranked:
        return {}
    found = draw(ranked, int(setting("stability.draws")), int(setting("stability.seed")))
    return {
        one.key: Stability(float(near), float(same))
        for one, near, same in zip(ranked, found.near, found.same_band, strict=True)
    }


def draw(
    ranked: Sequence[Sketch],
    draws: int,
    seed: int,
    *,
    unknowns: bool = True,
    weightings: bool = True,
    top: int = 50,
) -> Draws:
    """Rank suppliers, given in the order of the queue, anew in each of some seeded draws.

    `unknowns` and `weightings` say what is drawn; what is not drawn stays as it is. ValueError if there is no
    supplier or no draw.
    """
    import numpy as np

    if not ranked or draws < 1:
        raise ValueError("a draw needs suppliers, and there is at least one draw")
    random = np.random.default_rng(seed)
    count, top = len(ranked), min(top, len(ranked))
    ends = np.array([one.ends for one in ranked])
    below, above = ends[:, _LOW] - ends[:, _POINT], ends[:, _HIGH] - ends[:, _POINT]
    owner = np.repeat(np.arange(count), [len(one.unknowns) for one in ranked])
    ways = np.array([way for one in ranked for way in one.unknowns]).reshape(-1, 2)
    low_way, high_way = below[owner] * ways[:, 0], above[owner] * ways[:, 1]
    # All suppliers of a run are judged with the same weights.
    used = ranked[0].weights
    moved = _moved(ranked, draw_weights(draws, seed, used), draws) if weightings else None
    places = np.arange(count)
    unsure = np.array([one.not_enough_known for one in ranked])
    edges = used.value("bands.medium"), used.value("bands.high")
    bands_now = _tiers(np.exp(ends[:, _POINT]), *edges)
    near, same, kept = np.zeros(count), np.zeros(count), np.zeros(draws)
    reached = setting("stability.places")
    for number in range(draws):
        logs = ends[:, _POINT].copy()
        if unknowns:
            u = random.random(len(owner)) * 2.0 - 1.0
            logs += np.bincount(owner, np.where(u < 0.0, -u * low_way, u * high_way), count)
        hazards = np.exp(logs)
        medium, high = edges
        if moved is not None:
            hazards *= moved.ratios[:, number]
            medium, high = moved.edges[number]
        tiers = _tiers(hazards, medium, high)
        same += tiers == bands_now
        # "Not enough known" stands in the tier of medium by its score, as in the queue.
        held = np.where(unsure & (tiers < _TIERS["medium"]), _TIERS["medium"], tiers)
        order = np.lexsort((places, -hazards, -held))
        now = np.empty(count, dtype=np.int64)
        now[order] = places
        near += np.abs(now - places) <= reached
        kept[number] = np.count_nonzero(order[:top] < top) / top
    return Draws(near / draws, same / draws, kept, top)


@dataclass(frozen=True, slots=True)
class _Moved:
    """How each weighting multiplies the hazards (suppliers by draws), and its band edges, in tenths."""

    ratios: Floats
    edges: Floats


def _tiers(hazards: Floats, medium: float, high: float) -> Floats:
    import numpy as np

    scores = np.rint(1000.0 * (1.0 - np.exp(-hazards)))
    tiers: Floats = np.where(
        scores >= high, _TIERS["high"], np.where(scores >= medium, _TIERS["medium"], 0.0)
    )
    return tiers


def draw_weights(draws: int, seed: int, used: Weights = SHIPPED) -> dict[str, Floats]:
    """Drawn weightings: for each weight that is drawn its values, divided by the one used."""
    import numpy as np

    # Not the stream of the unknowns, which would make the two alike.
    random = np.random.default_rng([seed, 1])
    return {name: _ratios(name, used, draws, random) for name in sorted(bounds()) if name.startswith(DRAWN)}


def line_ratio(ratios: Mapping[str, Floats], step: str, factor: str, draws: int) -> Floats:
    """How weightings multiply the lines of a factor in a channel that begins at a step of the ladder."""
    import numpy as np

    one = np.ones(draws)
    return ratios.get(f"ladder.{step}", one) * ratios.get(f"raise.{factor}", one)


def residuals(ranked: Sequence[Sketch], ratios: Mapping[str, Floats], draws: int) -> Floats:
    """The scores as known, in tenths, of suppliers (rows) under weightings (columns), as a draw has them."""
    import numpy as np

    logs = np.array([one.ends[_POINT] for one in ranked])
    scores: Floats = 1000.0 * (1.0 - np.exp(-np.exp(logs)[:, None] * _moved(ranked, ratios, draws).ratios))
    return scores


def _moved(ranked: Sequence[Sketch], ratios: Mapping[str, Floats], draws: int) -> _Moved:
    import numpy as np
    from scipy.sparse import csr_array

    one = np.ones(draws)
    kinds = sorted({place for each in ranked for place, _ in each.shares})
    column = {place: number for number, place in enumerate(kinds)}
    table = np.array([line_ratio(ratios, step, factor, draws) for step, factor in kinds])
    rows = np.repeat(np.arange(len(ranked)), [len(each.shares) for each in ranked])
    columns = np.array([column[place] for each in ranked for place, _ in each.shares], dtype=np.int64)
    parts = np.array([part for each in ranked for _, part in each.shares])
    matrix = csr_array((parts, (rows, columns)), shape=(len(ranked), len(kinds)))
    moved = matrix @ table if kinds else np.ones((len(ranked), draws))
    # A supplier without points has no lines to move.
    whole = np.array([sum(part for _, part in each.shares) > 0.0 for each in ranked])
    moved = np.where(whole[:, None], np.maximum(moved, _LEAST), 1.0)
    used = ranked[0].weights
    edges = np.column_stack(
        [used.value(name) * ratios.get(name, one) for name in ("bands.medium", "bands.high")]
    )
    return _Moved(moved, edges)


def _ratios(name: str, weights: Weights, draws: int, random: np.random.Generator) -> Floats:
    """The drawn values of a weight, divided by the one used."""
    import numpy as np

    lowest, highest = bounds()[name]
    table, _, key = name.partition(".")
    used = weights.ladder[key].point if table == "ladder" else weights.value(name)
    u = random.random(draws) * 2.0 - 1.0
    drawn: Floats = used + np.where(u < 0.0, u * (used - lowest), u * (highest - used))
    return drawn / used
