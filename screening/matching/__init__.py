"""Matching organisations' names: build a `NameIndex` of targets, then `match` queries against it.

Four steps, a file each: `index` (parsed names and exact maps), `shortlist` (which targets are worth
comparing), `compare` (what two names have in common, as numbers), `decide` (probability, one clear winner,
company numbers). `reasons` says it in sentences, `calibration` reads the fitted numbers.
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
