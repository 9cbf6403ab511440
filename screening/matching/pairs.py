"""Comparing two given names, without an index of others that either might mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from screening.matching.calibration import thresholds
from screening.matching.compare import align
from screening.matching.decide import NO_EVIDENCE, Candidate, decide
from screening.matching.pair_features import FEATURES, pair_features
from screening.matching.parts import parts_of, whole
from screening.matching.reasons import reasons
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
    found = []
    for (query, _), candidate in zip(pairs, _candidates(pairs), strict=True):
        probability = 1.0 / (1.0 + np.exp(-np.array([candidate.evidence])))
        (verdict,) = decide(query, [candidate], probability, limits)
        found.append(
            Match(
                query_key=query.key,
                target_key=candidate.target.key,
                target_name=candidate.target.name,
                probability=verdict.probability,
                kind=verdict.kind,
                decision=verdict.decision,
                reasons=reasons(query, verdict),
            )
        )
    return found


@cache
def _model() -> TreeEnsemble:
    """The shipped model of pairs; ValueError if it was fitted on other features than the code has."""
    return TreeEnsemble.read(json.loads(_MODEL.read_text(encoding="utf-8")), FEATURES)


def _candidates(pairs: Sequence[tuple[Query, Target]]) -> list[Candidate]:
    """Each pair by the parts of both names that fit best; a name that says nothing gives no evidence."""
    compared = []
    owners = []
    rows = []
    for position, (query, target) in enumerate(pairs):
        for left in parts_of(query.name):
            for right in parts_of(target.name, (*target.aliases, *target.previous_names)):
                alignment = align(left, right)
                compared.append((left, right, alignment))
                owners.append(position)
                rows.append(pair_features(left, right, alignment))
    best: dict[int, Candidate] = {}
    if rows:
        odds = _model().log_odds(np.array(rows, dtype=np.float64))
        for position, (left, right, alignment), evidence in zip(owners, compared, odds, strict=True):
            held = best.get(position)
            if held is None or evidence > held.evidence:
                target = pairs[position][1]
                best[position] = Candidate(target, left, right, alignment, float(evidence))
    return [best.get(position) or _without_evidence(*pair) for position, pair in enumerate(pairs)]


def _without_evidence(query: Query, target: Target) -> Candidate:
    left, right = whole(query.name), whole(target.name)
    return Candidate(target, left, right, align(left, right), NO_EVIDENCE)
