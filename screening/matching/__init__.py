"""Matching organisations' names: build a `NameIndex` of targets, then `match` queries against it.

Four steps, a file each: `index` (parsed names and exact maps), `shortlist` (which targets are worth
comparing), `compare` (what two names have in common, as numbers), `decide` (probability, one clear winner,
company numbers). `reasons` says it in sentences, `calibration` reads the fitted numbers.
"""

from screening.matching.index import NameIndex
from screening.matching.records import Match, Query, Target

__all__ = ["Match", "NameIndex", "Query", "Target"]
