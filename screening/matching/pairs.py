"""Comparing two given names, without an index of others that either might mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from screening.matching.calibration import calibration, thresholds
from screening.matching.compare import FEATURES, align, features
from screening.matching.decide import NO_EVIDENCE, Candidate, decide
from screening.matching.parts import parts_of, whole
from screening.matching.reasons import reasons
from screening.matching.records import Match, Query, Target


def compare_names(pairs: Sequence[tuple[Query, Target]]) -> list[Match]:
    """For each pair, whether both are one entity, with the reasons; in the order of the pairs.

    The probability is that of the two names alone (the first step of the calibration): nothing is known of
    other organisations that would fit better, so it is not that of `NameIndex.match`, which weighs rivals.
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


def _candidates(pairs: Sequence[tuple[Query, Target]]) -> list[Candidate]:
    """Each pair by the parts of both names that fit best; a name that says nothing gives no evidence."""
    compared = []
    owners = []
    rows = []
    for position, (query, target) in enumerate(pairs):
        for left in parts_of(query.name):
            for right in parts_of(target.name, target.aliases):
                alignment = align(left, right)
                compared.append((left, right, alignment))
                owners.append(position)
                rows.append(features(left, right, alignment))
    best: dict[int, Candidate] = {}
    if rows:
        odds = calibration(FEATURES).pair.log_odds(np.array(rows, dtype=np.float64))
        for position, (left, right, alignment), evidence in zip(owners, compared, odds, strict=True):
            held = best.get(position)
            if held is None or evidence > held.evidence:
                target = pairs[position][1]
                best[position] = Candidate(target, left, right, alignment, float(evidence))
    return [best.get(position) or _without_evidence(*pair) for position, pair in enumerate(pairs)]


def _without_evidence(query: Query, target: Target) -> Candidate:
    left, right = whole(query.name), whole(target.name)
    return Candidate(target, left, right, align(left, right), NO_EVIDENCE)
