"""What stands beside each supplier of a page of the queue: contracts, invitation, owner, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import BindParameter, Integer, Select, bindparam, case, func, select
from sqlalchemy.orm import Session, joinedload

from app.store.screenings import newest_invitations
from models import BandDecision, Contract, Decision, Invitation, SupplierCare

_COUNCIL: Final = bindparam("council", type_=Integer)
_SUPPLIERS: Final[BindParameter[int]] = bindparam("suppliers", expanding=True)


@dataclass(frozen=True, slots=True)
class Contracts:
    """What a supplier's contracts come to: how many, their value, and the next day on which one ends."""

    number: int = 0
    value: Decimal | None = None
    next_end: date | None = None


def contracts_of(session: Session, supplier_ids: Sequence[int], today: date) -> dict[int, Contracts]:
    """Supplier id -> its contracts; suppliers that have none are not in it."""
    found = session.execute(_contracts(), {"suppliers": list(supplier_ids), "today": today})
    return {key: Contracts(*told) for key, *told in found}


def decisions_of(
    session: Session, council_id: int, supplier_ids: Sequence[int]
) -> tuple[dict[int, Decision], dict[int, Decision]]:
    """The newest decision that stands, and one after it that waits for its second person, by supplier id."""
    standing: dict[int, Decision] = {}
    waiting: dict[int, Decision] = {}
    for one in session.scalars(_decisions(), {"council": council_id, "suppliers": list(supplier_ids)}):
        if one.stands:
            standing[one.supplier_id] = one
            waiting.pop(one.supplier_id, None)
        elif one.second_opinion is None:
            waiting[one.supplier_id] = one
    return standing, waiting


def band_decisions_of(
    session: Session, council_id: int, supplier_ids: Sequence[int]
) -> dict[int, BandDecision]:
    """Supplier id -> what an officer said of its band last."""
    found = session.scalars(_band_decisions(), {"council": council_id, "suppliers": list(supplier_ids)})
    return {one.supplier_id: one for one in found}


def newest_of(session: Session, council_id: int, supplier_ids: Sequence[int]) -> dict[int, Invitation]:
    """Supplier id -> the council's newest invitation that was not revoked, for these suppliers."""
    found = session.scalars(_newest(), {"council": council_id, "suppliers": list(supplier_ids)})
    return {one.supplier_id: one for one in found}


def cares_of(session: Session, supplier_ids: Sequence[int]) -> dict[int, SupplierCare]:
    """Supplier id -> who looks after it, until when; none for most suppliers."""
    found = session.scalars(_cares(), {"suppliers": list(supplier_ids)})
    return {one.supplier_id: one for one in found}


# The queries of what a page shows, each built once: building them took a fifth of a page's time.


@cache
def _newest() -> Select[Invitation]:
    newest = newest_invitations(_COUNCIL).where(Invitation.supplier_id.in_(_SUPPLIERS)).subquery()
    query = select(Invitation).join(newest, newest.c.invitation_id == Invitation.id)
    return query.options(joinedload(Invitation.response), joinedload(Invitation.contact))


@cache
def _cares() -> Select[SupplierCare]:
    query = select(SupplierCare).where(SupplierCare.supplier_id.in_(_SUPPLIERS))
    return query.options(joinedload(SupplierCare.owner))


@cache
def _contracts() -> Select[*tuple[Any, ...]]:
    ahead = case((Contract.end >= bindparam("today"), Contract.end), else_=None)
    query = select(Contract.supplier_id, func.count(), func.sum(Contract.value), func.min(ahead))
    return query.where(Contract.supplier_id.in_(_SUPPLIERS)).group_by(Contract.supplier_id)


@cache
def _decisions() -> Select[Decision]:
    mine = Decision.council_id == _COUNCIL, Decision.supplier_id.in_(_SUPPLIERS)
    return select(Decision).where(*mine, Decision.withdrawn_at.is_(None)).order_by(Decision.id)


@cache
def _band_decisions() -> Select[BandDecision]:
    mine = BandDecision.council_id == _COUNCIL, BandDecision.supplier_id.in_(_SUPPLIERS)
    return select(BandDecision).where(*mine, BandDecision.withdrawn_at.is_(None)).order_by(BandDecision.id)
