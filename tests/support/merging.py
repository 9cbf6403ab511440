"""Merging two suppliers as an officer does it, and a second record of the cleaner to do it with."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.organisations import merging
from models import Contract, Person, Supplier, SupplierMerge
from support.world import World


def merge(
    session: Session, officer: Person, survivor: Supplier, absorbed: Supplier, both_may_answer: bool = False
) -> SupplierMerge:
    """Merge `absorbed` into `survivor` today."""
    given = (session, officer, survivor, absorbed, "Same company.", clock.now(), clock.today())
    return merging.merge(*given, both_may_answer=both_may_answer)


def undo(session: Session, officer: Person, made: SupplierMerge) -> SupplierMerge:
    """Undo a merge today."""
    return merging.undo(session, officer, made, "", clock.now(), clock.today())


def add_twin(world: World) -> Supplier:
    """Another record of the cleaner, with a company number, a contract and payments of its own."""
    twin = Supplier(
        council_id=world.council.id,
        key="v9",
        name="NORTHGATE CLEANING (SCHOOLS)",
        vendor_id="v9",
        company_number="01234567",
        spend=Decimal(120_000),
        credits=Decimal(500),
    )
    twin.contracts.append(
        Contract(
            council_id=world.council.id,
            reference="V9",
            title="School cleaning",
            cpv=["90919200"],
            value=Decimal(120_000),
        )
    )
    world.session.add(twin)
    world.session.commit()
    return twin
