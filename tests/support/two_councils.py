"""A second council that buys from the same cleaner, and what its supplier and officers do with answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.extensions import clock
from app.services.answers import answering, sharing
from app.services.inviting import invitations
from models import Contract, Council, Invitation, Person, Response, Role, Supplier
from questionnaires import Answer, Setting
from support.world import World, answer_everything

NUMBER = "01234567"
CONTACT = "contact@northgate.example"
DUE = date(2026, 12, 18)


@dataclass
class Neighbour:
    """Otherton Council with an officer and its own record of the same cleaner."""

    council: Council
    officer: Person
    cleaner: Supplier


def add_neighbour(world: World) -> Neighbour:
    """The second council. Both records bear one company number, so they are one organisation."""
    council = Council(slug="otherton", name="Otherton Council", contact_email="slavery@otherton.example")
    world.session.add(council)
    world.session.flush()
    officer = Person(email="bo@otherton.example", name="Bo Example", role=Role.OFFICER, council_id=council.id)
    cleaner = _record(council, "o1")
    world.cleaner.company_number = cleaner.company_number = NUMBER
    world.session.add_all([officer, cleaner])
    world.session.commit()
    return Neighbour(council, officer, cleaner)


def add_duplicate(world: World, neighbour: Neighbour) -> Supplier:
    """Another record that the second council keeps of the same cleaner."""
    cleaner = _record(neighbour.council, "o2")
    cleaner.company_number = NUMBER
    world.session.add(cleaner)
    world.session.commit()
    return cleaner


def _record(council: Council, key: str) -> Supplier:
    cleaner = Supplier(
        council_id=council.id, key=key, name="NORTHGATE CLEANING", vendor_id=key, spend=Decimal(300_000)
    )
    cleaner.contracts.append(
        Contract(
            council_id=council.id,
            reference=key.upper(),
            title="School cleaning",
            cpv=["90919200"],
            value=Decimal(300_000),
        )
    )
    return cleaner


def ask(
    world: World,
    supplier: Supplier,
    email: str = CONTACT,
    setting: Setting = Setting.POST_AWARD,
    due_on: date = DUE,
) -> Invitation:
    """A council asks its supplier's contact."""
    invitation, _link = invitations.ask(
        world.session,
        world.settings,
        None,
        supplier,
        email,
        "Con Tact",
        due_on,
        clock.now(),
        setting=setting,
        above_threshold=True,
    )
    return invitation


def submit(world: World, invitation: Invitation, agreed: list[int] | None = None) -> Response:
    """Answer everything and submit."""
    answer_everything(world, invitation)
    return answering.submit(
        world.session,
        invitation.contact,
        invitation,
        "Con Tact",
        "Director",
        clock.now(),
        clock.today(),
        agreed=agreed,
        settings=world.settings,
    )


def agree(world: World, invitation: Invitation, council: Council | None = None) -> bool:
    """The owner lets a council read: the one that sent the invitation, or another."""
    council_id = council.id if council else invitation.council_id
    return sharing.agree(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        council_id,
        clock.now(),
        clock.today(),
    )


def withdraw(world: World, invitation: Invitation, council: Council | None = None) -> bool:
    """The owner ends that."""
    council_id = council.id if council else invitation.council_id
    return sharing.withdraw(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        council_id,
        clock.now(),
        clock.today(),
    )


def answer(world: World, invitation: Invitation, question_id: str, value: str) -> None:
    """Give one answer."""
    answering.save(world.session, invitation.contact, invitation, question_id, Answer(value), clock.now())
