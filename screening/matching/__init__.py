"""Matching organisations: build a `NameIndex` of targets, then `match` queries or `search` while typing.

A query goes through the files in this order:

- `parts` takes names apart, `table` and `texts` hold them in columns, `entries` the organisations;
- `shortlist` says which targets are worth comparing (`segment` joins these: what is indexed at once);
- `alignment` and `likeness` pair the words of two names, `compare` says in numbers what they have in common;
- `evidence` weighs identifiers, `found` and `decide` make probabilities and decisions, `reasons` sentences;
- `calibration` reads the fitted numbers, `costs` turns what errors cost into limits.

Beside it: `pairs` compares two given names, with a model of its own (`pair_features`, `trees`); `saved` keeps
an index in files, `pool` asks it from several processes, `directory` looks names up by their beginnings.
"""

from typing import TYPE_CHECKING, Any

from screening.matching.records import Match, Member, Query, Said, Target

if TYPE_CHECKING:
    from screening.matching.index import NameIndex

__all__ = ["Match", "Member", "NameIndex", "Query", "Said", "Target"]


def __getattr__(name: str) -> Any:
    """Load the index, and numpy and scipy with it, when it is first asked for: most processes never match."""
    if name != "NameIndex":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from screening.matching.index import NameIndex

    return NameIndex
