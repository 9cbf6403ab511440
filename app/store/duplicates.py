"""Suppliers as they are compared to find duplicates, and pairs that were proposed. All of one council."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.store.merged import UNMERGED
from models import DuplicateProposal, NameKind, Organisation, OrganisationName, Supplier
from screening import names

OPEN: Final = "open"
DISMISSED: Final = "dismissed"


@dataclass(frozen=True)
class Record:
    """A supplier that stands, with what may say who it is; texts are "" where nothing is known."""

    id: int
    name: str
    number: str
    vat_number: str
    spend: Decimal | None
    organisation_id: int | None
    organisation: str
    postcode: str
    previous_names: tuple[str, ...]
    charity_number: str = ""
    no_number: bool = False
    """An officer said that it has no company number."""

    @cached_property
    def name_key(self) -> str:
        """The name as names are compared to the letter: its words without spaces."""
        return names.clean(self.name).flat or self.name

    @cached_property
    def previous_keys(self) -> tuple[str, ...]:
        """The same of the previous names."""
        return tuple(filter(None, (names.clean(one).flat for one in self.previous_names)))


def records(session: Session, council_id: int) -> list[Record]:
    """Every supplier of the council that was not merged, in order of their ids."""
    previous: dict[int, list[str]] = {}
    told = select(OrganisationName.organisation_id, OrganisationName.name)
    told = told.where(OrganisationName.kind == NameKind.PREVIOUS).join(
        Supplier, Supplier.organisation_id == OrganisationName.organisation_id
    )
    for key, name in session.execute(told.where(Supplier.council_id == council_id).distinct()):
        previous.setdefault(key, []).append(name)
    query = (
        select(
            Supplier.id,
            Supplier.name,
            Supplier.company_number,
            Supplier.vat_number,
            Supplier.charity_number,
            Supplier.postcode,
            Supplier.no_number,
            Supplier.spend,
            Supplier.organisation_id,
            Organisation.name.label("organisation"),
            Organisation.company_number.label("registered"),
            Organisation.postcode.label("registered_postcode"),
        )
        .outerjoin(Organisation, Organisation.id == Supplier.organisation_id)
        .where(Supplier.council_id == council_id, UNMERGED)
        .order_by(Supplier.id)
    )
    return [
        Record(
            row.id,
            row.name,
            row.company_number or row.registered or "",
            row.vat_number,
            row.spend,
            row.organisation_id,
            row.organisation or "",
            row.postcode or row.registered_postcode or "",
            tuple(sorted(previous.get(row.organisation_id or 0, ()))),
            row.charity_number,
            bool(row.no_number),
        )
        for row in session.execute(query)
    ]


def standing_ids(session: Session, council_id: int) -> set[int]:
    """The ids of the suppliers of the council that were not merged."""
    return set(session.scalars(select(Supplier.id).where(Supplier.council_id == council_id, UNMERGED)))


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter of the proposed pairs: "open" or "dismissed", one kind of evidence or "", words of a name."""

    state: str = OPEN
    evidence: str = ""
    text: str = ""


_FIRST = aliased(Supplier)
_SECOND = aliased(Supplier)


def _pairs(council_id: int, wanted: Wanted) -> Select[DuplicateProposal]:
    query = (
        select(DuplicateProposal)
        .join(_FIRST, _FIRST.id == DuplicateProposal.first_id)
        .join(_SECOND, _SECOND.id == DuplicateProposal.second_id)
        .where(DuplicateProposal.council_id == council_id, *_conditions(wanted))
    )
    return query


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    is_dismissed = DuplicateProposal.dismissed_at.is_not(None)
    if wanted.state == DISMISSED:
        found: list[ColumnElement[bool]] = [is_dismissed]
    else:
        found = [~is_dismissed, _FIRST.merged_into_id.is_(None), _SECOND.merged_into_id.is_(None)]
    if wanted.evidence:
        found.append(DuplicateProposal.evidence == wanted.evidence)
    for word in wanted.text.split():
        found.append(or_(*(one.name.icontains(word, autoescape=True) for one in (_FIRST, _SECOND))))
    return found


_WITH_BOTH = (
    joinedload(DuplicateProposal.first),
    joinedload(DuplicateProposal.second),
    joinedload(DuplicateProposal.dismissed_by),
)


def proposals(
    session: Session, council_id: int, wanted: Wanted, start: int, limit: int
) -> tuple[Sequence[DuplicateProposal], int]:
    """Pairs by the spend of both together, the largest first, and how many fit the filter."""
    query = _pairs(council_id, wanted)
    total = session.scalar(query.with_only_columns(func.count())) or 0
    query = query.options(*_WITH_BOTH).order_by(DuplicateProposal.pounds.desc(), DuplicateProposal.id)
    return session.scalars(query.offset(start).limit(limit)).all(), total


def count_open(session: Session, council_id: int) -> int:
    """How many pairs wait for a person."""
    return session.scalar(_pairs(council_id, Wanted()).with_only_columns(func.count())) or 0


def proposal(session: Session, council_id: int, proposal_id: int) -> DuplicateProposal | None:
    """One pair of this council."""
    query = select(DuplicateProposal).where(
        DuplicateProposal.council_id == council_id, DuplicateProposal.id == proposal_id
    )
    return session.scalars(query.options(*_WITH_BOTH)).one_or_none()


def of_pair(session: Session, council_id: int, one_id: int, other_id: int) -> DuplicateProposal | None:
    """The pair of these two suppliers, in whichever order they are given."""
    first, second = sorted((one_id, other_id))
    query = select(DuplicateProposal).where(DuplicateProposal.council_id == council_id)
    query = query.where(DuplicateProposal.first_id == first, DuplicateProposal.second_id == second)
    return session.scalars(query.options(*_WITH_BOTH)).one_or_none()


def all_proposals(session: Session, council_id: int) -> Sequence[DuplicateProposal]:
    """Every pair of the council, dismissed ones too."""
    query = select(DuplicateProposal).where(DuplicateProposal.council_id == council_id)
    return session.scalars(query.order_by(DuplicateProposal.id)).all()


def count_pounds_again(session: Session, council_id: int, spend: Mapping[int, Decimal | None]) -> None:
    """Bring the spend of both together up to date on every open pair, by which they are ordered."""
    for pair in all_proposals(session, council_id):
        both = (spend.get(pair.first_id), spend.get(pair.second_id))
        pounds = sum((one or Decimal(0) for one in both), Decimal(0))
        if pair.dismissed_at is None and pair.pounds != pounds:
            pair.pounds = pounds


def of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[DuplicateProposal]:
    """The open pairs in which a supplier is, the likeliest first."""
    mine = or_(DuplicateProposal.first_id == supplier_id, DuplicateProposal.second_id == supplier_id)
    query = _pairs(council_id, Wanted()).where(mine).options(*_WITH_BOTH)
    return session.scalars(query.order_by(DuplicateProposal.probability.desc(), DuplicateProposal.id)).all()
