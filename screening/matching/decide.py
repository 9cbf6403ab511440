"""From evidence to a decision: rivals, company numbers, one clear winner."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA

from screening.matching.calibration import CONTEXT, Thresholds
from screening.matching.compare import Alignment, surely_one_word
from screening.matching.parts import NamePart
from screening.matching.records import Query, Target
from screening.name_words import word_lists

# Log odds beyond this are as good as certain; clipping keeps one odd pair from drowning its rivals.
_CERTAIN = 8.0
# The evidence of names that say nothing, and of a rival that does not exist.
NO_EVIDENCE = -12.0


@dataclass(frozen=True, slots=True)
class Candidate:
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
    if one.company_number or other.company_number:
        return one.company_number == other.company_number
    return bool(one.postcode) and one.postcode == other.postcode and one.name == other.name


def context(candidates: list[Candidate]) -> npt.NDArray[np.float64]:
    """Rows of `CONTEXT` for the candidates of one query: how each stands among those of other entities."""
    evidence = np.array([candidate.evidence for candidate in candidates])
    alone = 1.0 / (1.0 + np.exp(-evidence))
    equal = np.array([c.left.flat == c.right.flat for c in candidates], dtype=np.float64)
    rows = np.empty((len(candidates), len(CONTEXT)))
    for i, candidate in enumerate(candidates):
        rivals = [
            j
            for j, other in enumerate(candidates)
            if j != i and not same_entity(candidate.target, other.target)
        ]
        best = max(evidence[rivals], default=NO_EVIDENCE)
        lead = float(np.clip(evidence[i] - best, -_CERTAIN, _CERTAIN))
        rows[i] = (
            evidence[i],
            max(0.0, evidence[i]),
            lead,
            float(np.clip(lead, 0.0, 3.0)),
            lead > 0,
            # A sum in order of size does not depend on the order of the targets.
            float(np.sum(np.sort(alone[rivals]))),
            float(np.sum(equal[rivals])) * equal[i],
        )
    return rows


def decide(
    query: Query, candidates: list[Candidate], probabilities: npt.NDArray[np.float64], limits: Thresholds
) -> list[Verdict]:
    """The verdicts on all candidates of a query, best first: by probability, then closeness, then key."""
    verdicts = [
        _verdict(query, candidate, float(probability), limits)
        for candidate, probability in zip(candidates, probabilities, strict=True)
    ]
    verdicts.sort(key=lambda v: (-v.probability, -v.closeness, v.candidate.target.key))
    return [_with_one_clear_winner(verdict, verdicts, limits) for verdict in verdicts]


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
