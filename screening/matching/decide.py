"""From evidence to a decision: rivals, identifiers, one clear winner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from screening.matching.alignment import UNMATCHED, Aligned, Bools
from screening.matching.calibration import Thresholds
from screening.matching.entries import Entries
from screening.matching.evidence import Evidence
from screening.matching.likeness import surely_one_word
from screening.matching.table import DIRECTION, GROUP, NUMBERED, PLACE, WRITTEN, Floats
from screening.matching.texts import Hashes, Positions

# Scores beyond this are as good as certain, and their exponentials still numbers.
_CERTAIN = 30.0
# The score of names that say nothing.
NOTHING = -12.0


class Candidate(NamedTuple):
    """An organisation beside a query: the names of both that fit best, and what else is known.

    `pair` is the row of `aligned`, -1 where one of the names says nothing. `flat_equal` says that both are
    called the same when written together, `score` what names and identifiers say of the pair alone.
    """

    entries: Entries
    entry: int
    aligned: Aligned
    pair: int
    flat_equal: bool
    score: float
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """A candidate with what was decided; `rival` fits nearly as well."""

    candidate: Candidate
    probability: float
    kind: str
    decision: str
    rival: Candidate | None = None


def among_rivals(queries: Positions, entities: Hashes, scores: Floats) -> Floats:
    """Log odds of each of n candidates among those of other entities for its query.

    A conditional logit: the candidates of a query and "none of these", whose score is 0, share one certainty
    between them in proportion to `exp(score)`, so that two that fit equally well have half each at most.
    Several records of one entity are no rivals. `queries` must be in order.
    """
    if not len(queries):
        return np.zeros(0)
    order = np.lexsort((entities, queries))
    bounded = np.clip(scores[order], -_CERTAIN, _CERTAIN)
    new_query = _changes(queries[order])
    new_entity = new_query | _changes(entities[order])
    of_entity = np.cumsum(new_entity) - 1
    of_query = np.cumsum(new_query[new_entity]) - 1
    best = np.exp(np.maximum.reduceat(bounded, np.flatnonzero(new_entity)))
    total = np.add.reduceat(best, np.flatnonzero(new_query[new_entity]))
    # Where one has nearly all, rounding leaves nothing of the others: "none of these" is the least there is.
    others = np.maximum(total[of_query] - best, 0.0) + 1.0
    odds = np.empty(len(queries))
    odds[order] = bounded - np.log(others[of_entity])
    return odds


def _changes(values: Positions | Hashes) -> Bools:
    return np.append(True, values[1:] != values[:-1])


def verdict(candidate: Candidate, probability: float, limits: Thresholds) -> Verdict:
    """What is decided of one candidate on its own."""
    numbers, vat = candidate.evidence.numbers, candidate.evidence.vat
    in_group = _looks_like_one_group(candidate, limits)
    if numbers == "equal":
        probability, kind, decision = limits.number_equal, "same_entity", "automatic"
    elif numbers == "conflict":
        probability, kind, decision = limits.number_conflict, "same_entity", "possible"
    elif numbers == "mistyped":
        probability = min(probability, limits.number_mistyped)
        kind, decision = "same_entity", "possible"
    elif numbers == "differs":
        probability = min(probability, limits.number_differs)
        kind, decision = ("same_group", "possible") if in_group else ("none", "none")
    elif vat == "equal":
        kind, decision = "same_entity", "automatic"
        if candidate.flat_equal or probability >= limits.possible:
            probability = max(probability, limits.vat_equal)
        else:
            kind, decision = "same_group", "possible"
    else:
        kind, decision = _by_names(candidate, probability, in_group, limits)
        for state, most in ((vat, limits.vat_differs), (candidate.evidence.country, limits.country_differs)):
            if state == "differs":
                probability = min(probability, most)
                decision = "possible" if decision == "automatic" else decision
    if kind == "same_entity" and candidate.entries.members[candidate.entry]:
        kind = "same_group"
    return Verdict(
        candidate=candidate,
        # Six digits: the last bits of a float depend on the machine, the order of results must not.
        probability=round(probability, 6),
        kind=kind,
        decision=decision,
    )


def _by_names(
    candidate: Candidate, probability: float, in_group: bool, limits: Thresholds
) -> tuple[str, str]:
    aligned, pair = candidate.aligned, candidate.pair
    if pair >= 0 and aligned.told_apart[pair]:
        # "North" and "South" of one name: 6 of 113 such pairs of labelled names were one organisation.
        return ("same_group", "possible") if in_group else ("none", "none")
    if pair >= 0 and aligned.heaviest[pair] < limits.distinctive_word and _has_left_over(aligned, pair):
        # "Home Care Group" and "Home Care Support" share what any names of the trade do.
        return "none", "none"
    if probability >= limits.automatic and _safe_without_a_person(candidate, limits):
        return "same_entity", "automatic"
    if probability >= limits.possible:
        return ("same_group" if in_group and probability < 0.5 else "same_entity"), "possible"
    return "none", "none"


def _has_left_over(aligned: Aligned, pair: int) -> bool:
    return UNMATCHED in aligned.left.states[pair] or UNMATCHED in aligned.right.states[pair]


def with_one_clear_winner(found: Verdict, ranked: Sequence[Verdict], limits: Thresholds) -> Verdict:
    """Leave an automatic match to a person where another entity is probable too.

    Equal numbers need no clear winner: they say which entity it is.
    """
    if found.decision != "automatic" or found.candidate.evidence.numbers == "equal":
        return found
    own = _entity(found.candidate)
    for other in ranked:
        if other.probability >= limits.rival and _entity(other.candidate) != own:
            return replace(found, decision="possible", rival=other.candidate)
    return found


def _entity(candidate: Candidate) -> int:
    return int(candidate.entries.entities[candidate.entry])


def _safe_without_a_person(candidate: Candidate, limits: Thresholds) -> bool:
    """Whether nothing in the names could mean another entity.

    Measured on held-out names at one probability: where every word has its partner, 4 in 1,000 were
    wrong; where a word was left over ("... Contractor", "... Pension Scheme") it was 40 in 1,000, and 70
    where the shared name was a "T/A" in the text.
    """
    aligned, pair = candidate.aligned, candidate.pair
    if pair < 0 or aligned.heaviest[pair] < limits.distinctive_word:
        return False
    if _has_left_over(aligned, pair):
        return False
    left, right = aligned.left, aligned.right
    kinds = left.table.kinds[left.rows[pair]], right.table.kinds[right.rows[pair]]
    form, other = left.table.forms[left.rows[pair]], right.table.forms[right.rows[pair]]
    return (
        WRITTEN not in kinds
        and not (form and other and form != other)
        and all(surely_one_word(one, other, limits.distinctive_word) for one, other in aligned.alike(pair))
    )


def _looks_like_one_group(candidate: Candidate, limits: Thresholds) -> bool:
    """Whether two names share a rare first word and differ only in what parts of a group are called."""
    aligned, pair = candidate.aligned, candidate.pair
    if pair < 0:
        return False
    left, right = aligned.left, aligned.right
    if left.hashes[pair, 0] != right.hashes[pair, 0] or left.weights[pair, 0] < limits.group_word:
        return False
    if left.table.vocabulary.lengths[left.numbers[pair, 0]] < limits.group_letters:
        return False
    return _words_of_a_group(aligned, pair)


def _words_of_a_group(aligned: Aligned, pair: int) -> bool:
    for side in (aligned.left, aligned.right):
        vocabulary = side.table.vocabulary
        for number in side.numbers[pair, side.states[pair] == UNMATCHED].tolist():
            if not vocabulary.bits[number] & (GROUP | PLACE | DIRECTION | NUMBERED):
                return False
    return True
