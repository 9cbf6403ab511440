"""Which company a supplier is: candidates by the matcher, and an officer's word for it, or that it is none.

A candidate is never set by itself, however probable: a match is not a fact. What an officer says stands until
that person or a colleague takes it back; files that say another number are told, and change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.matching import company_directory
from app.services.matching.screening_setup import ScreeningSetup
from app.store import audit, load_rows, merged, queue_entries, statements
from app.store import stated_companies as store
from models import PEOPLE, MatchDecision, NoNumber, Organisation, Person, StatedCompany, Supplier
from screening import identifiers
from screening.matching import Match, Query, Target
from screening.types import Sentence

NEAREST: Final = 6
"""How many candidates of a name are looked at."""
LONGEST: Final = 8


class Trouble(StrEnum):
    """Why what was typed cannot be a company number."""

    EMPTY = "empty"
    VAT_NUMBER = "vat_number"
    TOO_LONG = "too_long"
    TOO_HIGH = "too_high"
    """Companies House has not come to this number yet."""
    PREFIX = "prefix"
    """It begins with letters with which no company number begins."""
    OTHER = "other"


class Impossible(ValueError):
    """What was typed cannot be a company number; nothing was changed."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


class NothingStands(LookupError):
    """There is nothing to take back."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that the supplier may be.

    `probability` and `reasons` are those of the two names (all names of both) and postcodes, without rivals.
    `likely`: it is above the threshold of automatic matches, and the only one. `others` are the other
    suppliers of the council that have this number.
    """

    number: str
    name: str
    postcode: str
    previous_names: tuple[str, ...]
    probability: float
    reasons: tuple[Sentence, ...]
    likely: bool = False
    others: tuple[Supplier, ...] = ()


def read_number(typed: str) -> str:
    """What was typed as a company number of eight characters. Raises `Impossible`."""
    number = identifiers.company_number(typed)
    if number:
        return number
    plain = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    if not typed.strip():
        raise Impossible(Trouble.EMPTY)
    if identifiers.vat_number(typed):
        raise Impossible(Trouble.VAT_NUMBER)
    if len(plain) > LONGEST:
        raise Impossible(Trouble.TOO_LONG)
    if plain.isdigit() and int(plain) > identifiers.HIGHEST_PLAIN_NUMBER:
        raise Impossible(Trouble.TOO_HIGH)
    if plain[:2].isalpha() and plain[2:].isdigit() and not identifiers.company_number(f"{plain[:2]}1"):
        raise Impossible(Trouble.PREFIX)
    raise Impossible(Trouble.OTHER)


def candidates(session: Session, supplier: Supplier, setup: ScreeningSetup) -> list[Candidate]:
    """The companies that this supplier may be, the likeliest first; those that an officer rejected as its
    statement's organisation, and its own number, are left out.

    From the organisations of its proposed statements and the index of companies; the latter is there from
    the council's first screening on.
    """
    names = _names(session, supplier)
    matches = [
        one
        for one in statements.matches_of_supplier(session, supplier.council_id, supplier.id)
        if one.kind == "same_entity"
    ]
    rejected = {one.organisation.company_number for one in matches if one.decision == MatchDecision.REJECTED}
    numbers = [identifiers.company_number(one.organisation.company_number) for one in matches]
    numbers += company_directory.nearest(supplier.council_id, setup, names, NEAREST)
    if supplier.organisation and supplier.organisation.company_number:
        numbers.insert(0, supplier.organisation.company_number)
    # Its own number takes part in the comparison: where that fits, no other company is likely.
    wanted = [number for number in dict.fromkeys([supplier.company_number, *numbers]) if number]
    found = _compared(session, supplier, names, [one for one in wanted if one not in rejected])
    others = [one for one in found if one.number != supplier.company_number]
    return sorted(others, key=lambda one: (-one.probability, one.number))[:NEAREST]


def look_up(session: Session, supplier: Supplier, setup: ScreeningSetup, typed: str) -> list[Candidate]:
    """The companies that fit what an officer typed, a name or a number, best first. A number that the tables
    do not know is found by nobody, and may be right all the same."""
    hits = company_directory.look_up(supplier.council_id, setup, typed, NEAREST)
    numbers = [hit.key for hit in hits]
    if number := identifiers.company_number(typed):
        numbers.insert(0, number)
    return _compared(session, supplier, _names(session, supplier), list(dict.fromkeys(numbers)))


def known(session: Session, supplier: Supplier, number: str) -> Candidate | None:
    """What the tables know of a number, None if nothing."""
    return next(iter(_compared(session, supplier, _names(session, supplier), [number])), None)


def others_with(session: Session, supplier: Supplier, number: str) -> Sequence[Supplier]:
    """The other suppliers of the council that have this number."""
    if not number:
        return ()
    return store.others_with_number(session, supplier.council_id, [number], supplier.id).get(number, ())


def say(
    session: Session,
    officer: Person,
    supplier: Supplier,
    number: str,
    reason: str,
    now: datetime,
    today: date,
) -> StatedCompany:
    """An officer says which company the supplier is: its number and organisation are set, and it is screened
    again. Raises `Impossible` for what cannot be a number; ValueError without a reason.

    An organisation that is not known yet is made, under the name of the registry copy or of the supplier.
    What was asked and answered before stays with the organisation that was asked.
    """
    read = read_number(number)
    if stands := _standing_already(session, supplier, read, "", reason):
        return stands
    said = _new(session, officer, supplier, read, "", reason, now)
    supplier.company_number, supplier.no_number = read, ""
    supplier.organisation = _organisation(session, supplier, read)
    _written(session, officer, said, "supplier.company_stated", read, now, today)
    return said


def say_none(
    session: Session,
    officer: Person,
    supplier: Supplier,
    kind: NoNumber,
    reason: str,
    now: datetime,
    today: date,
) -> StatedCompany:
    """An officer says that the supplier has no company number, since none is given to its kind. ValueError
    without a reason.

    It is screened again. It is no company of the registers any more, and of people no postcode is kept.
    """
    if stands := _standing_already(session, supplier, "", kind, reason):
        return stands
    said = _new(session, officer, supplier, "", kind, reason, now)
    supplier.company_number, supplier.no_number = "", kind
    if supplier.organisation is not None and supplier.organisation.company_number:
        supplier.organisation = None
    if kind in PEOPLE:
        supplier.postcode = ""
    _written(session, officer, said, "supplier.no_company_stated", "", now, today, kind=kind.value)
    return said


def _standing_already(
    session: Session, supplier: Supplier, number: str, kind: str, reason: str
) -> StatedCompany | None:
    """The word that stands and says the very same. Holds the council; ValueError without a reason."""
    if not reason.strip():
        raise ValueError("it is said how the officer knows")
    load_rows.hold_council(session, supplier.council_id)
    session.refresh(supplier)
    stands = store.standing(session, supplier.council_id, supplier.id)
    held = (supplier.company_number, supplier.no_number)
    if stands is not None and (stands.company_number, stands.no_number) == (number, kind) == held:
        session.rollback()
        return stands
    return None


def _new(
    session: Session,
    officer: Person,
    supplier: Supplier,
    number: str,
    kind: str,
    reason: str,
    now: datetime,
) -> StatedCompany:
    said = StatedCompany(
        council_id=supplier.council_id,
        supplier=supplier,
        company_number=number,
        no_number=kind,
        reason=reason.strip(),
        number_before=supplier.company_number,
        organisation_before_id=supplier.organisation_id,
        stated_by=officer,
        stated_at=now,
    )
    session.add(said)
    return said


def take_back(
    session: Session, officer: Person, supplier: Supplier, now: datetime, today: date
) -> StatedCompany:
    """Take back what stands of an officer's word. Raises `NothingStands`.

    Then an earlier word that was not taken back counts, else what a file in force said since, else what
    stood before.
    """
    load_rows.hold_council(session, supplier.council_id)
    session.refresh(supplier)
    said = store.standing(session, supplier.council_id, supplier.id)
    if said is None:
        raise NothingStands
    number_then = supplier.company_number
    said.withdrawn_by, said.withdrawn_at = officer, now
    session.flush()
    earlier = store.standing(session, supplier.council_id, supplier.id)
    number = earlier.company_number if earlier else said.file_says or said.number_before
    supplier.company_number = number
    supplier.no_number = earlier.no_number if earlier else ""
    if number == said.number_before:
        supplier.organisation_id = said.organisation_before_id
    else:
        supplier.organisation = store.organisations(session, [number]).get(number)
    _written(session, officer, said, "supplier.company_taken_back", number, now, today, before=number_then)
    return said


def _written(
    session: Session,
    officer: Person,
    said: StatedCompany,
    action: str,
    number: str,
    now: datetime,
    today: date,
    before: str | None = None,
    **more: str,
) -> None:
    """The row of the queue, the audit event and the run, in the transaction of the change."""
    session.flush()
    supplier = said.supplier
    session.refresh(supplier)
    audit.record(
        session,
        officer,
        action,
        supplier,
        now,
        supplier.council_id,
        stated=said.id,
        number=number,
        number_before=said.number_before if before is None else before,
        **more,
    )
    queue_entries.refresh(session, supplier.council_id, supplier.id)
    runs.queue_run(session, supplier.council_id, supplier.id, "company_stated", now, today)
    session.commit()


def _organisation(session: Session, supplier: Supplier, number: str) -> Organisation:
    found = store.organisations(session, [number]).get(number)
    if found is None:
        names = store.statement_names(session, [number]).get(number, ())
        found = Organisation(name=names[0][0] if names else supplier.name, company_number=number)
        session.add(found)
    return found


def _names(session: Session, supplier: Supplier) -> list[str]:
    """All names under which the council's files have the supplier."""
    absorbed = merged.absorbed(session, supplier.council_id, [supplier.id]).get(supplier.id, ())
    return list(dict.fromkeys([supplier.name, *(one.name for one in absorbed)]))


def _compared(
    session: Session, supplier: Supplier, names: Sequence[str], numbers: Sequence[str]
) -> list[Candidate]:
    """The companies of these numbers that the tables know, in this order, each compared with all names."""
    from screening.matching.pairs import compare_names  # here, because loading it takes half a second

    targets = company_directory.targets(session, numbers)
    pairs = [
        (Query(str(position), name, postcode=supplier.postcode), one)
        for one in targets
        for position, name in enumerate(names)
    ]
    answers = iter(compare_names(pairs))
    best = {one.key: max((next(answers) for _ in names), key=_probability) for one in targets}
    automatic = [key for key, match in best.items() if match.decision == "automatic"]
    others = store.others_with_number(session, supplier.council_id, numbers, supplier.id)
    return [
        _candidate(one, best[one.key], automatic == [one.key], others.get(one.key, ())) for one in targets
    ]


def _probability(match: Match) -> float:
    return match.probability


def _candidate(target: Target, match: Match, likely: bool, others: Sequence[Supplier]) -> Candidate:
    return Candidate(
        number=target.key,
        name=target.name,
        postcode=target.postcode,
        previous_names=target.previous_names,
        probability=match.probability,
        reasons=match.reasons,
        likely=likely,
        others=tuple(others),
    )
