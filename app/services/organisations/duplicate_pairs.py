"""Which records of suppliers may be one organisation: by equal identifiers and, by names, by the matcher.

Each record is compared with its few likeliest others, never with all. What a comparison reads is kept as a
number (`search_memory`), so that nothing is compared twice while it is as it was; the answer is the same with
a memory and without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from rapidfuzz.distance import OSA

from app.services.background.progress import Progress, silent
from app.services.organisations.search_memory import Memory, digest
from app.store.duplicates import Record
from screening.matching import Match, Query, Target
from screening.types import Sentence, say

SIMILAR: Final = 0.9
"""The least probability of the two names, by the matcher's model of pairs, at which names that are only
similar are proposed; names whose words all have partners need none. Decision 18 has the measurements."""
LIKELIEST: Final = 0.95
"""The least probability among all suppliers of the council, by the matcher's index, for the same."""
ONE_VAT_NUMBER: Final = 0.3
"""The least probability at which an equal VAT number counts: below it nearly all were companies of one VAT
group, which are legal entities of their own."""
NEIGHBOURS: Final = 4
"""With how many others of a like name each supplier is compared."""
KINDS: Final = (
    "company_number",
    "charity_number",
    "organisation",
    "vat_number",
    "previous_name",
    "name",
    "similar",
)
"""What a pair is proposed for, the strongest sign first."""

# One word of each name has no partner in the other: another branch, parish or club, hardly ever a duplicate.
_TWO_WAYS: Final = "'{left}' and '{right}' look like one word written in two ways."
_DIFFER: Final = "The names differ in '{left}' and '{right}'."

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pair worth a person's look: by what it was found, how probable it is by its names, and why."""

    evidence: str
    probability: float
    reasons: tuple[Sentence, ...]


def propose(
    records: Sequence[Record], progress: Progress = silent, memory: Memory | None = None
) -> dict[Pair, Proposed]:
    """The pairs of records that may be one organisation, by the ids of both, the smaller first.

    What `memory` has of an earlier search is not compared again; afterwards it has what this search found
    out, and nothing else.
    """
    by_id = {one.id: one for one in records}
    contents = {one.id: _content(one) for one in records}
    before, after = memory or Memory(), Memory()
    likeliest = _neighbours(records, contents, before, after, progress)
    identified = equal_identifiers(records)
    candidates = sorted(identified | _previous_names(records) | likeliest.keys())
    pairs = [
        pair
        for pair in candidates
        if pair in identified or not _settled_by_another(by_id[pair[0]], by_id[pair[1]])
    ]
    questions = {
        pair: digest(*(contents[one] for one in pair), likeliest.get(pair, 0.0) >= LIKELIEST)
        for pair in pairs
    }
    after.nothing |= {questions[pair] for pair in pairs if questions[pair] in before.nothing}
    pairs = [pair for pair in pairs if questions[pair] not in after.nothing]
    found: dict[Pair, Proposed] = {}
    for start in range(0, len(pairs), _AT_ONCE):
        part = pairs[start : start + _AT_ONCE]
        for pair, match in zip(part, _compared(part, by_id), strict=True):
            one, other = by_id[pair[0]], by_id[pair[1]]
            evidence = _evidence(one, other, match, likeliest.get(pair, 0.0))
            if evidence:
                found[pair] = Proposed(evidence, match.probability, _why(one, other, match))
            else:
                after.nothing.add(questions[pair])
        progress("Comparing names", start + len(part), len(pairs))
    if memory is not None:
        memory.replace(after)
    return found


def _content(one: Record) -> int:
    """All that a comparison reads of a record, as one number."""
    said = (one.id, one.name, one.number, one.charity_number, one.vat_number, one.postcode)
    return digest(said, one.organisation_id, one.organisation, one.no_number, one.previous_names)


_AT_ONCE: Final = 2_000


def equal_identifiers(records: Sequence[Record]) -> set[Pair]:
    """Pairs that share an identifier.

    Of several records with one identifier each is paired with the one of the largest spend only: merged one
    by one, they end up there.
    """
    found: set[Pair] = set()
    for identifier in (_by_number, _by_charity_number, _by_organisation, _by_vat_number):
        groups: dict[object, list[Record]] = {}
        for one in records:
            if value := identifier(one):
                groups.setdefault(value, []).append(one)
        for group in groups.values():
            top = max(group, key=lambda one: (one.spend or Decimal(0), -one.id))
            found |= {pair_of(top.id, one.id) for one in group if one is not top and _may_be_one(top, one)}
    return found


def _may_be_one(one: Record, other: Record) -> bool:
    """Whether neither two different company numbers stand against it, nor an officer's word that one of them
    has none."""
    if one.number and other.number:
        return one.number == other.number
    return not ((one.number and other.no_number) or (other.number and one.no_number))


def _by_number(one: Record) -> object:
    return one.number


def _by_charity_number(one: Record) -> object:
    return one.charity_number


def _by_organisation(one: Record) -> object:
    return one.organisation_id


def _by_vat_number(one: Record) -> object:
    return one.vat_number


def _previous_names(records: Sequence[Record]) -> set[Pair]:
    """Pairs of which one bears a name that the other's organisation had before."""
    by_name: dict[str, list[Record]] = {}
    for one in records:
        by_name.setdefault(one.name_key, []).append(one)
    return {
        pair_of(one.id, other.id)
        for one in records
        for name in one.previous_keys
        for other in by_name.get(name, ())
        if other is not one
    }


def _neighbours(
    records: Sequence[Record],
    contents: Mapping[int, int],
    before: Memory,
    after: Memory,
    progress: Progress,
) -> dict[Pair, float]:
    """Pairs of like names, with the probability by the index of all names, the higher of both ways."""
    from screening.matching import NameIndex  # here, because loading it takes half a second

    if len(records) < 2:
        return {}
    index = NameIndex.build([_target(one) for one in records])
    queries = [_query(one, frozenset([str(one.id)])) for one in records]
    # Which names a name is compared with depends on all names; what comes of it on these alone.
    questions = [
        digest(contents[one.id], [contents[int(key)] for key in keys])
        for one, keys in zip(records, index.candidates(queries), strict=True)
    ]
    new = [place for place, question in enumerate(questions) if question not in before.neighbours]
    answers = index.match(
        [queries[place] for place in new],
        limit=NEIGHBOURS,
        progress=lambda done: progress("Looking for like names", done, len(new)),
        all_misses=True,
    )
    after.neighbours |= {one: before.neighbours[one] for one in questions if one in before.neighbours}
    for place, matches in zip(new, answers, strict=True):
        told = tuple((int(match.target_key), match.probability) for match in matches)
        after.neighbours[questions[place]] = told
    found: dict[Pair, float] = {}
    for one, question in zip(records, questions, strict=True):
        for other, probability in after.neighbours[question]:
            pair = pair_of(one.id, other)
            found[pair] = max(found.get(pair, 0.0), probability)
    return found


def _compared(pairs: Sequence[Pair], by_id: Mapping[int, Record]) -> list[Match]:
    from screening.matching.pairs import compare_names

    return compare_names([(_query(by_id[one]), _target(by_id[other])) for one, other in pairs])


def _query(one: Record, not_keys: frozenset[str] = frozenset()) -> Query:
    return Query(
        str(one.id),
        one.name,
        company_number=one.number,
        postcode=one.postcode,
        charity_number=one.charity_number,
        vat_number=one.vat_number,
        not_keys=not_keys,
    )


def _target(one: Record) -> Target:
    return Target(
        str(one.id),
        one.name,
        company_number=one.number,
        postcode=one.postcode,
        charity_number=one.charity_number,
        vat_number=one.vat_number,
        previous_names=one.previous_names,
    )


def _evidence(one: Record, other: Record, match: Match, likeliest: float) -> str:
    """For what a pair is proposed, the strongest sign; "" if it is not."""
    if one.number and one.number == other.number:
        return "company_number"
    if one.charity_number and one.charity_number == other.charity_number:
        return "charity_number"
    if one.organisation_id and one.organisation_id == other.organisation_id:
        return "organisation"
    if one.vat_number and one.vat_number == other.vat_number and match.probability >= ONE_VAT_NUMBER:
        return "vat_number"
    if one.name_key in other.previous_keys or other.name_key in one.previous_keys:
        return "previous_name"
    if match.decision == "automatic":
        return "name"
    probable = match.probability >= SIMILAR and likeliest >= LIKELIEST and match.kind == "same_entity"
    return "similar" if probable and not any(map(_tells_apart, match.reasons)) else ""


def _tells_apart(reason: Sentence) -> bool:
    """Whether a reason speaks of two words that are two: another branch, or another place of a like name
    (of two parishes, "Halberton" and "Holbeton"), which is more than one slip of the pen."""
    if reason.text == _DIFFER:
        return True
    if reason.text != _TWO_WAYS:
        return False
    left, right = str(reason.values["left"]), str(reason.values["right"])
    cut_short = left.startswith(right) or right.startswith(left)
    return not cut_short and OSA.distance(left, right) > 1


def _why(one: Record, other: Record, match: Match) -> tuple[Sentence, ...]:
    if one.organisation_id and one.organisation_id == other.organisation_id:
        shared = say("Both are resolved to one organisation: {organisation}.", organisation=one.organisation)
        return (shared, *match.reasons)
    return match.reasons


def _settled_by_another(one: Record, other: Record) -> bool:
    """Whether their identifiers say already that two records are one, or two: of one number (or organisation)
    each is paired with the record of the largest spend, and different numbers are different companies."""
    if (one.number and other.number) or not _may_be_one(one, other):
        return True
    return bool(one.organisation_id) and one.organisation_id == other.organisation_id


def pair_of(one: int, other: int) -> Pair:
    """Two ids as a pair, the smaller first."""
    return (one, other) if one < other else (other, one)
