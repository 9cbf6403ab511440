"""rapidfuzz: `ratio` and `WRatio` of a query with every target, after its own default processing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from peers.common import SHOWN, Pairs, Ranked, Search, Table, main
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

# Queries compared with all targets at once, so that the scores of a block stay small.
BLOCK = 50


def search(scorer: Any) -> Search:
    def build(targets: Table, _: Table) -> Callable[[Table], Ranked]:
        names = [default_process(name) for name in targets["name"]]

        def ask(queries: Table) -> Ranked:
            asked = [default_process(name) for name in queries["name"]]
            return [
                _best(row)
                for first in range(0, len(asked), BLOCK)
                for row in process.cdist(asked[first : first + BLOCK], names, scorer=scorer, dtype=np.float32)
            ]

        return ask

    return Search(build)


def _best(scores: Any) -> list[tuple[int, float]]:
    """The highest scores; equal ones in the order of the targets."""
    limit = np.partition(scores, -SHOWN)[-SHOWN]
    near = np.flatnonzero(scores >= limit)
    order = near[np.argsort(-scores[near], kind="stable")][:SHOWN]
    return [(int(row), float(scores[row])) for row in order]


def pairs(scorer: Any) -> Pairs:
    def score(table: Table) -> Sequence[float]:
        sides = ([default_process(name) for name in table[side]] for side in ("left", "right"))
        return process.cpdist(*sides, scorer=scorer)

    return Pairs(lambda _: score)


if __name__ == "__main__":
    main(
        ("rapidfuzz", "numpy"),
        searches={"ratio": search(fuzz.ratio), "WRatio": search(fuzz.WRatio)},
        pairs={"WRatio": pairs(fuzz.WRatio)},
    )
