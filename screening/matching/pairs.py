"""Comparing two given names, without an index of others that either might mean."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from screening.matching.alignment import Aligned
from screening.matching.calibration import thresholds
from screening.matching.decide import NOTHING, Candidate, verdict
from screening.matching.entries import Entries
from screening.matching.evidence import identified, weigh
from screening.matching.pair_features import FEATURES, compared
from screening.matching.parts import parts_of
from screening.matching.reasons import match_of
from screening.matching.records import Match, Query, Target
from screening.matching.trees import TreeEnsemble

_MODEL = Path(__file__).parent.parent / "data" / "pair_calibration.json"


def compare_names(pairs: Sequence[tuple[Query, Target]]) -> list[Match]:
    """For each pair, whether both are one entity, with the reasons; in the order of the pairs.

    The probability is that of the two names alone, by a model of its own (`data/pair_calibration.json`):
    nothing is known of other organisations that would fit better, so it is not that of `NameIndex.match`,
    which weighs rivals.
    """
    # Of a given pair every answer is wanted, however improbable.
    limits = replace(thresholds(), near_miss=0.0)
    entries = Entries.of([replace(target, members=()) for _, target in pairs])
    found = []
    for position, (aligned, row, score) in enumerate(_best(pairs)):
        query, _ = pairs[position]
        flat_equal = row >= 0 and aligned.same_name(row)
        evidence = weigh(identified(query), entries, position, flat_equal, limits)
        score += evidence.log_odds
        candidate = Candidate(entries, position, aligned, row, flat_equal, score, evidence)
        found.append(match_of(query.key, verdict(candidate, 1.0 / (1.0 + math.exp(-score)), limits)))
    return found


@cache
def _model() -> TreeEnsemble:
    """The shipped model of pairs; ValueError if it was fitted on other features than the code has."""
    return TreeEnsemble.read(json.loads(_MODEL.read_text(encoding="utf-8")), FEATURES)


def _best(pairs: Sequence[tuple[Query, Target]]) -> list[tuple[Aligned, int, float]]:
    """Of each pair the parts of both names that fit best: their row, -1 if a name says nothing, and score."""
    lefts, rights, owners = [], [], []
    for position, (query, target) in enumerate(pairs):
        for left in parts_of(query.name):
            for right in parts_of(target.name, target.aliases, target.previous_names):
                lefts.append(left)
                rights.append(right)
                owners.append(position)
    aligned, rows = compared(lefts, rights)
    best = [(aligned, -1, NOTHING)] * len(pairs)
    for row, (position, score) in enumerate(zip(owners, _model().log_odds(rows).tolist(), strict=True)):
        if best[position][1] < 0 or score > best[position][2]:
            best[position] = aligned, row, score
    return best
