"""cleanco takes the legal form off; rapidfuzz's `token_sort_ratio` compares what is left."""

from __future__ import annotations

from collections.abc import Sequence

from cleanco import basename
from peers.common import Pairs, Table, main
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process


def score(table: Table) -> Sequence[float]:
    sides = ([default_process(basename(name)) for name in table[side]] for side in ("left", "right"))
    return process.cpdist(*sides, scorer=fuzz.token_sort_ratio)


if __name__ == "__main__":
    main(("cleanco", "rapidfuzz"), pairs={"token_sort_ratio": Pairs(lambda _: score)})
