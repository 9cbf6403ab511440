"""A tender's pack of clauses for tests of pages and documents."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import g
from flask.testing import FlaskClient

from app.extensions import clock
from app.services.packs import pack_clauses, packs
from app.services.packs.packs import Details
from models import ClausePack, PackClause, PackStage
from screening.clauses.types import ContractType, Size
from support.world import World

CLEANING = Details(
    "Office cleaning 2027",
    PackStage.PREPARING,
    ContractType.SERVICES.value,
    Size.SMALL.value,
    bought="Daily cleaning of offices",
    cpv=("90919200",),
    value=Decimal(6_000_000),
    above_threshold=True,
    language="both",
)


def tender(world: World, **other: Any) -> ClausePack:
    """A pack for office cleaning, over 5 million pounds, in both languages."""
    details = replace(CLEANING, **other)
    return packs.start(world.session, world.officer, world.council.id, details, clock.now(), clock.today())


def edit(world: World, row: PackClause, title: str, lines: str) -> None:
    """Put an officer's English text in the place of the library's."""
    text = pack_clauses.from_lines(title, lines, pack_clauses.fill_ins_of(row))
    fill_ins = dict(row.fill_ins)
    pack_clauses.edit(world.session, world.officer, row, {"en": text}, fill_ins, row.revision, clock.now())


def as_(client: FlaskClient) -> FlaskClient:
    """The client, where several are used: who is signed in is kept with the application, which all share."""
    for name in ("_login_user", "council"):
        g.pop(name, None)
    return client
