"""From evidence to a decision: rivals, company numbers, one clear winner."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from screening.matching.calibration import Thresholds
from screening.matching.compare import Alignment, surely_one_word
from screening.matching.parts import NamePart
from screening.matching.records import Query, Target
from screening.name_words import word_lists

# Log odds beyond this are as good as certain; clipping keeps one odd pair from drowning its rivals.
_CERTAIN = 8.0
# The evidence of names that say nothing, and of a rival that does not exist.
NO_EVIDENCE = -12.0


class Candidate(NamedTuple):
    """A target compared with a query: the parts of both that fit best, and their evidence (log odds)."""

    target: Target
    left: NamePart
    right: NamePart
    pair: Alignment
    evidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A candidate with what was decided; `numbers`: "equal", "differ", "mistyped", "" (not both known)."""

    candidate: Candidate
    probability: float
    closeness: float
    kind: str
    decision: str
    numbers: str
    rival: Candidate | None


def same_entity(one: Target, other: Target) -> bool:
    """Whether two targets are known to be one legal entity (several statements of one organisation are)."""
    return _entity(one) == _entity(other)


def _entity(target: Target) -> tuple[str, ...]:
    """What names the legal entity of a target: its number, else its postcode and name, else its own key."""
    if target.company_number:
        return ("number", target.company_number)
    return ("place", target.postcode, target.name) if target.postcode else ("key", target.key)


def context(candidates: Sequence[Candidate]) -> list[tuple[float, ...]]:
    """Rows of `CONTEXT` for the candidates of one query: how each stands among those of other entities."""
    entities = [_entity(candidate.target) for candidate in candidates]
    alone = [1.0 / (1.0 + math.exp(-candidate.evidence)) for candidate in candidates]
    equal = [candidate.left.flat == candidate.right.flat for candidate in candidates]
    best: dict[tuple[str, ...], float] = {}
    members: dict[tuple[str, ...], list[int]] = {}
    for i, entity in enumerate(entities):
        best[entity] = max(best.get(entity, NO_EVIDENCE), candidates[i].evidence)
        members.setdefault(entity, []).append(i)
    first, second = (*sorted(best.values(), reverse=True), NO_EVIDENCE, NO_EVIDENCE)[:2]
    # An exact sum does not depend on the order of the targets.
    total, equals = math.fsum(alone), sum(equal)
    rows: list[tuple[float, ...]] = []
    for i, candidate in enumerate(candidates):
        own = members[entities[i]]
        rival = second if best[entities[i]] == first else first
        lead = min(max(candidate.evidence - rival, -_CERTAIN), _CERTAIN)
        rows.append(
            (
                candidate.evidence,
                max(0.0, candidate.evidence),
                lead,
                min(max(lead, 0.0), 3.0),
                float(lead > 0),
                max(0.0, total - math.fsum(alone[j] for j in own)),
                float(equals - sum(equal[j] for j in own)) * equal[i],
            )
        )
    return rows


def decide(
    query: Query, candidates: Sequence[Candidate], probabilities: npt.NDArray[np.float64], limits: Thresholds
) -> list[Verdict]:
    """The verdicts worth showing, best first: by probability, then closeness, then key.

    Shown are matches, near misses, and equal names however many organisations bear them.
    """
    verdicts = [
        _verdict(query, candidate, probability, limits)
        for candidate, probability in zip(candidates, probabilities.tolist(), strict=True)
        if probability >= limits.near_miss
        or (query.company_number and candidate.target.company_number)
        or candidate.left.flat == candidate.right.flat
    ]
    verdicts.sort(key=lambda v: (-v.probability, -v.closeness, v.candidate.target.key))
    return [
        _with_one_clear_winner(verdict, verdicts, limits)
        for verdict in verdicts
        if verdict.decision != "none"
        or verdict.probability >= limits.near_miss
        or verdict.candidate.left.flat == verdict.candidate.right.flat
    ]


def _verdict(query: Query, candidate: Candidate, probability: float, limits: Thresholds) -> Verdict:
    numbers = _numbers(query, candidate)
    in_group = _looks_like_one_group(candidate, limits)
    if numbers == "equal":
        probability, kind, decision = limits.number_equal, "same_entity", "automatic"
    elif numbers == "mistyped":
        probability = min(probability, limits.number_mistyped)
        kind, decision = "same_entity", "possible"
    elif numbers == "differ":
        probability = min(probability, limits.number_differs)
        kind, decision = ("same_group", "possible") if in_group else ("none", "none")
    elif probability >= limits.automatic and _safe_without_a_person(candidate, limits):
        kind, decision = "same_entity", "automatic"
    elif probability >= limits.possible:
        kind = "same_group" if in_group and probability < 0.5 else "same_entity"
        decision = "possible"
    else:
        kind, decision = "none", "none"
    postcode = bool(query.postcode) and query.postcode == candidate.target.postcode
    likeness = candidate.pair.exact / max(candidate.left.mass, candidate.right.mass, 1e-6)
    return Verdict(
        candidate=candidate,
        # Six digits: the last bits of a float depend on the machine, the order of results must not.
        probability=round(probability, 6),
        closeness=round(postcode + likeness, 6),
        kind=kind,
        decision=decision,
        numbers=numbers,
        rival=None,
    )


def _with_one_clear_winner(verdict: Verdict, verdicts: list[Verdict], limits: Thresholds) -> Verdict:
    """Leave an automatic match to a person where another entity is probable too.

    Equal company numbers need no clear winner: they say which entity it is.
    """
    if verdict.decision != "automatic" or verdict.numbers == "equal":
        return verdict
    target = verdict.candidate.target
    rival = next(
        (
            other.candidate
            for other in verdicts
            if other.probability >= limits.rival and not same_entity(other.candidate.target, target)
            if other is not verdict
        ),
        None,
    )
    if rival is None:
        return verdict
    return Verdict(
        candidate=verdict.candidate,
        probability=verdict.probability,
        closeness=verdict.closeness,
        kind=verdict.kind,
        decision="possible",
        numbers=verdict.numbers,
        rival=rival,
    )


def _numbers(query: Query, candidate: Candidate) -> str:
    ours, theirs = query.company_number, candidate.target.company_number
    if not ours or not theirs:
        return ""
    if ours == theirs:
        return "equal"
    same_name = (
        candidate.left.flat == candidate.right.flat
        and candidate.left.legal_form == candidate.right.legal_form
    )
    return "mistyped" if same_name and OSA.distance(ours, theirs) == 1 else "differ"


def _safe_without_a_person(candidate: Candidate, limits: Thresholds) -> bool:
    """Whether nothing in the names could mean another entity.

    Measured on held-out names at one probability: where every word has its partner, 4 in 1,000 were
    wrong; where a word was left over ("... Contractor", "... Pension Scheme") it was 40 in 1,000, and 70
    where the shared name was a "T/A" in the text.
    """
    left, right, pair = candidate.left, candidate.right, candidate.pair
    forms_differ = bool(left.legal_form) and bool(right.legal_form) and left.legal_form != right.legal_form
    return (
        not pair.left
        and not pair.right
        and not forms_differ
        and all(surely_one_word(one, other, limits.distinctive_word) for one, other in pair.alike)
        and left.declared
        and right.declared
        and pair.heaviest >= limits.distinctive_word
    )


def _looks_like_one_group(candidate: Candidate, limits: Thresholds) -> bool:
    """Whether two names share a rare first word and differ only in what parts of a group are called."""
    lists = word_lists()
    part_words = lists.group_words | lists.places | lists.directions
    left, right = candidate.left, candidate.right
    rest = (*candidate.pair.left, *candidate.pair.right)
    return (
        left.words[:1] == right.words[:1]
        and len("".join(left.words[:1])) >= limits.group_letters
        and left.weights[:1] >= (limits.group_word,)
        and all(word in part_words or word in left.numbers | right.numbers for word in rest)
    )
