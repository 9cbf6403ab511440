"""More people for the small fictitious world: colleagues in Anytown, and those of another council."""

from __future__ import annotations

from models import Council, Person, Role
from support.world import World


def add_person(world: World, name: str, role: Role = Role.OFFICER, council: Council | None = None) -> Person:
    """Somebody of Anytown Council, or of another one."""
    council = council or world.council
    address = f"{name.split()[0].lower()}@{council.slug}.example"
    person = Person(email=address, name=name, role=role, council_id=council.id)
    world.session.add(person)
    world.session.commit()
    return person


def add_council(world: World) -> Council:
    """Elsewhere Council, without people."""
    council = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(council)
    world.session.commit()
    return council
