"""Looking for suppliers of one council that may be one organisation, for people to decide about.

Pairs come from equal identifiers and, by names, from the matcher's index: each supplier is compared with its
few likeliest others, never with all. Two different company numbers are two legal entities and never proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from rapidfuzz.distance import OSA
from sqlalchemy.orm import Session

import screening
from app.services.background.progress import Progress, silent
from app.services.judgement.cases import sentences_to_json
from app.store import api_lists, audit, duplicates, merged
from app.store.duplicates import Record
from models import Council, DuplicateProposal
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

_READ: Final = frozenset({".py", ".yaml", ".csv", ".json", ".txt"})

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pair worth a person's look: by what it was found, how probable it is by its names, and why."""

    evidence: str
    probability: float
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a search found: open pairs now, those of them that are new, and those that are open no longer."""

    proposed: int
    new: int
    gone: int


def find(session: Session, council_id: int, now: datetime, progress: Progress = silent) -> Counts:
    """Look for duplicates of a council and keep what was found. Pairs that a person dismissed stay dismissed.

    May run twice, and beside anything: what changed meanwhile is left out and found the next time. Where
    nothing changed since the last search that it reads, its answer would be the same: then only the spend of
    the open pairs is brought up to date. How likely two names mean one organisation depends on all the other
    names, so a search among the changed ones alone would find something else.
    """
    records = duplicates.records(session, council_id)
    council = session.get_one(Council, council_id)
    looked_among = _fingerprint(records, duplicates.all_proposals(session, council_id))
    last = audit.newest_of(session, council, "duplicates.found")
    same = last is not None and last.detail.get("looked_among") == looked_among
    session.rollback()  # nothing is held while names are compared, which takes a minute for 100,000
    if same:
        duplicates.count_pounds_again(session, council_id, {one.id: one.spend for one in records})
        session.commit()
        return Counts(duplicates.count_open(session, council_id), 0, 0)
    found = propose(records, progress)
    api_lists.hold_council(session, council_id)
    counts = _keep(session, council_id, records, found, now)
    told = {"proposed": counts.proposed, "new": counts.new, "gone": counts.gone}
    council = session.get_one(Council, council_id)
    # Of the pairs as they are left now: what people decide about one of them may let others in again.
    looked_among = _fingerprint(records, duplicates.all_proposals(session, council_id))
    audit.record(
        session, None, "duplicates.found", council, now, council_id, **told, looked_among=looked_among
    )
    session.commit()
    return counts


def _fingerprint(records: Sequence[Record], pairs: Iterable[DuplicateProposal]) -> str:
    """All that the search reads, and the open and dismissed pairs that it left, as one number.

    Of the spend only what it decides is in it: with which record of one identifier the others are paired.
    """
    digest = sha256(_rules().encode())
    for one in records:
        said = (one.id, one.name, one.number, one.charity_number, one.vat_number, one.postcode)
        more = (one.organisation_id, one.organisation, one.no_number, one.previous_names)
        digest.update(repr((said, more)).encode())
    digest.update(repr(sorted(_equal_identifiers(records))).encode())
    for pair in pairs:
        digest.update(repr((pair.first_id, pair.second_id, pair.dismissed_at is not None)).encode())
    return digest.hexdigest()


@cache
def _rules() -> str:
    """What else the answer depends on: this module, and the whole judgement with its fitted numbers."""
    judgement = Path(screening.__file__).parent
    files = (
        path for path in judgement.rglob("*") if path.suffix in _READ and "__pycache__" not in path.parts
    )
    digest = sha256(Path(__file__).read_bytes())
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def propose(records: Sequence[Record], progress: Progress = silent) -> dict[Pair, Proposed]:
    """The pairs of records that may be one organisation, by the ids of both, the smaller first."""
    by_id = {one.id: one for one in records}
    likeliest = _neighbours(records, progress)
    identified = _equal_identifiers(records)
    candidates = sorted(identified | _previous_names(records) | likeliest.keys())
    pairs = [
        pair
        for pair in candidates
        if pair in identified or not _settled_by_another(by_id[pair[0]], by_id[pair[1]])
    ]
    found: dict[Pair, Proposed] = {}
    for start in range(0, len(pairs), _AT_ONCE):
        part = pairs[start : start + _AT_ONCE]
        for pair, match in zip(part, _compared(part, by_id), strict=True):
            one, other = by_id[pair[0]], by_id[pair[1]]
            evidence = _evidence(one, other, match, likeliest.get(pair, 0.0))
            if evidence:
                found[pair] = Proposed(evidence, match.probability, _why(one, other, match))
        progress("Comparing names", start + len(part), len(pairs))
    return found


_AT_ONCE: Final = 2_000


def _equal_identifiers(records: Sequence[Record]) -> set[Pair]:
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
            found |= {_pair(top.id, one.id) for one in group if one is not top and _may_be_one(top, one)}
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
        _pair(one.id, other.id)
        for one in records
        for name in one.previous_keys
        for other in by_name.get(name, ())
        if other is not one
    }


def _neighbours(records: Sequence[Record], progress: Progress) -> dict[Pair, float]:
    """Pairs of like names, with the probability by the index of all names, the higher of both ways."""
    from screening.matching import NameIndex  # here, because loading it takes half a second

    if len(records) < 2:
        return {}
    index = NameIndex.build([_target(one) for one in records])
    queries = [_query(one, frozenset([str(one.id)])) for one in records]
    answers = index.match(
        queries,
        limit=NEIGHBOURS,
        progress=lambda done: progress("Looking for like names", done, len(queries)),
        all_misses=True,
    )
    found: dict[Pair, float] = {}
    for one, matches in zip(records, answers, strict=True):
        for match in matches:
            pair = _pair(one.id, int(match.target_key))
            found[pair] = max(found.get(pair, 0.0), match.probability)
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


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _keep(
    session: Session,
    council_id: int,
    records: Iterable[Record],
    found: Mapping[Pair, Proposed],
    now: datetime,
) -> Counts:
    """Write what was found: new pairs in, known ones brought up to date, open ones no longer found out."""
    spend = {one.id: one.spend or Decimal(0) for one in records}
    links = merged.links(session, council_id)
    standing = duplicates.standing_ids(session, council_id)
    known = {(one.first_id, one.second_id): one for one in duplicates.all_proposals(session, council_id)}
    refused = {
        _pair(merged.root(links, one), merged.root(links, other))
        for (one, other), row in known.items()
        if row.dismissed_at is not None
    }
    new = gone = 0
    for pair, proposed in found.items():
        if not standing.issuperset(pair) or pair in refused:
            continue
        row = known.get(pair)
        if row is None:
            row = DuplicateProposal(council_id=council_id, first_id=pair[0], second_id=pair[1], found_at=now)
            session.add(row)
            new += 1
        row.evidence, row.probability = proposed.evidence, proposed.probability
        row.reasons = sentences_to_json(proposed.reasons)
        row.pounds = spend[pair[0]] + spend[pair[1]]
    for pair, row in known.items():
        if row.dismissed_at is None and (pair not in found or pair in refused):
            session.delete(row)
            gone += 1
    session.flush()
    return Counts(duplicates.count_open(session, council_id), new, gone)
