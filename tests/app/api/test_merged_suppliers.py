"""The API after officers merged two suppliers: one in the list; old ids and keys lead to it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.organisations import merging
from models import Contract, Supplier, SupplierMerge
from support.world import World


@pytest.fixture
def made(world: World, call: Any) -> SupplierMerge:
    """The lawyer was merged into the cleaner."""
    return merging.merge(
        world.session, world.officer, world.cleaner, world.lawyer, "One.", clock.now(), clock.today()
    )


def test_the_list_has_one_and_the_old_id_answers_with_the_one_that_stays(call, world, made) -> None:
    ids = [one["id"] for one in call("GET", "/suppliers").json["suppliers"]]
    assert ids == [world.cleaner.id, world.builder.id]
    told = call("GET", f"/suppliers/{world.lawyer.id}").json
    assert (told["id"], told["spend"]) == (world.cleaner.id, "900000.00")
    contracts = call("GET", f"/suppliers/{world.lawyer.id}/contracts").json["contracts"]
    assert {one["reference"] for one in contracts} == {"V1", "V2"}
    run = call("POST", "/runs", json={"supplier_id": world.lawyer.id})
    assert run.status_code == 409 or run.json["supplier_id"] == world.cleaner.id


def test_contracts_sent_under_the_old_key_are_those_of_the_one_that_stays(call, world, made) -> None:
    sent = {
        "supplier": "Quill & Partners LLP",
        "vendor_id": "v2",
        "reference": "NEW",
        "title": "More legal advice",
        "value": "5000",
    }
    answer = call("POST", "/contracts", json={"contracts": [sent]}, headers={"Idempotency-Key": "key-00001"})
    (outcome,) = answer.json["results"]
    assert (outcome["outcome"], outcome["supplier_id"]) == ("created", world.cleaner.id)
    row = world.session.scalars(select(Contract).where(Contract.reference == "NEW")).one()
    assert (row.supplier_id, row.recorded_under_id) == (world.cleaner.id, world.lawyer.id)
    # Its spend was the value of its one contract, so it follows what is sent, and the other's counts it.
    assert _spend(world, world.lawyer.id) == Decimal(25_000)
    assert _spend(world, world.cleaner.id) == Decimal(905_000)
    again = call("POST", "/contracts", json={"contracts": [sent]}, headers={"Idempotency-Key": "key-00002"})
    assert again.json["unchanged"] == 1
    merging.undo(world.session, world.officer, made, "", clock.now(), clock.today())
    assert {one.reference for one in world.session.get_one(Supplier, world.lawyer.id).contracts} == {
        "V2",
        "NEW",
    }
    assert _spend(world, world.cleaner.id) == Decimal(880_000)


def _spend(world: World, supplier_id: int) -> Decimal | None:
    world.session.expire_all()
    return world.session.get_one(Supplier, supplier_id).spend
