"""Looking for suppliers of one council that may be one organisation, for people to decide about.

Two different company numbers are two legal entities and never proposed. What is compared, and how, is
`duplicate_pairs`.
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

from sqlalchemy.orm import Session

import screening
from app.services.background.progress import Progress, silent
from app.services.judgement.cases import sentences_to_json
from app.services.organisations import duplicate_pairs, search_memory
from app.services.organisations.duplicate_pairs import Pair, Proposed, pair_of, propose
from app.services.organisations.search_memory import Memory
from app.store import api_lists, audit, duplicates, merged
from app.store.duplicates import Record
from models import Council, DuplicateProposal

_READ: Final = frozenset({".py", ".yaml", ".csv", ".json", ".txt"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What a search found: open pairs now, those of them that are new, and those that are open no longer."""

    proposed: int
    new: int
    gone: int


def find(
    session: Session,
    council_id: int,
    now: datetime,
    progress: Progress = silent,
    folder: Path | None = None,
) -> Counts:
    """Look for duplicates of a council and keep what was found. Pairs that a person dismissed stay dismissed.

    May run twice, and beside anything: what changed meanwhile is left out and found the next time. Where
    nothing changed since the last search that it reads, its answer would be the same: then only the spend of
    the open pairs is brought up to date. Else only what changed is compared, with all the others, as far as
    the last search left what it found out in `folder`.
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
    memory = Memory.load(folder, _rules()) if folder else Memory()
    found = propose(records, progress, memory)
    if folder:
        memory.save(folder, _rules())
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
    digest.update(repr(sorted(duplicate_pairs.equal_identifiers(records))).encode())
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
    digest = sha256()
    for path in (
        Path(__file__),
        Path(duplicate_pairs.__file__),
        Path(search_memory.__file__),
        *sorted(files),
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()


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
        pair_of(merged.root(links, one), merged.root(links, other))
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
