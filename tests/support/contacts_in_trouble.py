"""Contacts whom mail does not reach, and new ones who take over from somebody who has left."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from app.extensions import clock
from app.services.inviting import takeovers
from app.store import outbox
from models import ContactTakeover, Contract, Delivery, Invitation, OutboxMessage, Supplier
from support import two_councils
from support.world import World


def add_supplier(world: World, key: str, name: str) -> Supplier:
    """One more supplier of the first council."""
    supplier = Supplier(council_id=world.council.id, key=key, name=name, vendor_id=key, spend=Decimal(90_000))
    supplier.contracts.append(
        Contract(
            council_id=world.council.id, reference=key, title="Catering", cpv=["55500000"], value=Decimal(9)
        )
    )
    world.session.add(supplier)
    world.session.commit()
    return supplier


def not_reached(world: World, supplier: Supplier, email: str = "gone@meadow.example") -> Invitation:
    """The contact of a supplier, asked at an address that does not exist."""
    asked = two_councils.ask(world, supplier, email)
    query = select(OutboxMessage).where(OutboxMessage.to == email).order_by(OutboxMessage.id.desc())
    message = world.session.scalars(query).first()
    assert message is not None
    message.sent_at = clock.now()
    outbox.settle(world.session, message.id, Delivery.NO_MAILBOX, "5.1.1 550 5.1.1 User unknown", clock.now())
    world.session.commit()
    return asked


def successor(world: World, supplier: Supplier, email: str, before: str) -> Invitation:
    """A new contact of a supplier, for which somebody else submitted answers before."""
    two_councils.submit(world, two_councils.ask(world, supplier, before))
    return two_councils.ask(world, supplier, email)


def asks_to_take_over(world: World, invitation: Invitation) -> ContactTakeover:
    """The new contact asks to start from those answers."""
    return takeovers.ask(world.session, world.settings, invitation, "Nia New", "Buyer", clock.now())
