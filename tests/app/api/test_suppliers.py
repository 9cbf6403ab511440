"""Suppliers and their contracts: those of the council, in pages that skip nothing and repeat nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask_babel import refresh

from app.extensions import clock
from app.services.judgement import bands, contract_facts
from app.services.judgement.contract_facts import Facts
from app.store import queue, screenings
from app.store.queue_conditions import QueueFilter
from models import Contract, Council, Supplier
from screening.types import Band
from support.two_councils import ask, submit
from support.world import World

Neighbour = tuple[Council, Supplier]


def _add_unscreened(world: World) -> Supplier:
    supplier = Supplier(council_id=world.council.id, key="v9", name="Brand New Catering Ltd")
    world.session.add(supplier)
    world.session.commit()
    return supplier


def test_a_supplier_is_told_with_the_figures_of_the_queue(call: Any, world: World) -> None:
    council_id, today = world.council.id, clock.today()
    rows, _total = queue.page(world.session, council_id, QueueFilter(), today, 0, 10)
    told = call("GET", "/suppliers?order=rank").json["suppliers"]
    assert [one["id"] for one in told] == [row.supplier.id for row in rows]
    for one, row in zip(told, rows, strict=True):
        assert one["name"] == row.supplier.name
        assert one["result"]["rank"] == row.rank
        assert one["result"]["band"] == row.report.band
        figures = [row.report.residual, row.report.low, row.report.high]
        assert [one["result"][name] for name in ("points", "low", "high")] == [n / 10 for n in figures]
        assert Decimal(one["spend"]) == row.supplier.spend
        assert one["result"]["as_at"] == "2026-11-20"
        assert "never a verdict" in one["advice"]
        assert call("GET", f"/suppliers/{one['id']}").json == one


def test_one_that_was_not_screened_has_no_result(call: Any, world: World) -> None:
    new = _add_unscreened(world)
    told = call("GET", f"/suppliers/{new.id}").json
    assert (told["result"], told["spend"], told["contracts"]) == (None, None, 0)
    assert [one["id"] for one in call("GET", "/suppliers").json["suppliers"]][-1] == new.id
    for query in ("?order=rank", "?band=low", "?q=catering"):
        assert new.id not in [one["id"] for one in call("GET", f"/suppliers{query}").json["suppliers"]]


@pytest.mark.parametrize("order", ["id", "rank"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_give_every_supplier_once(order: str, limit: int, call: Any, world: World) -> None:
    whole = [one["id"] for one in call("GET", f"/suppliers?order={order}").json["suppliers"]]
    found: list[int] = []
    path = f"/suppliers?order={order}&limit={limit}"
    for _page in range(10):
        answer = call("GET", path)
        assert len(answer.json["suppliers"]) <= limit
        found += [one["id"] for one in answer.json["suppliers"]]
        if answer.json["next"] is None:
            assert "Link" not in answer.headers
            break
        address, _semicolon, relation = answer.headers["Link"].partition(";")
        assert relation.strip() == 'rel="next"'
        parts = urlsplit(address.strip("<>"))
        assert (parts.scheme, parts.netloc) == ("http", "localhost")
        path = f"{parts.path.removeprefix('/api/v1')}?{parts.query}"
    assert found == whole
    assert len(found) == 3


def test_a_supplier_that_comes_meanwhile_makes_nobody_be_missed(call: Any, world: World) -> None:
    first = call("GET", "/suppliers?limit=2").json
    new = _add_unscreened(world)
    second = call("GET", f"/suppliers?limit=2&cursor={first['next']}").json
    ids = [one["id"] for one in first["suppliers"] + second["suppliers"]]
    assert ids == [world.cleaner.id, world.lawyer.id, world.builder.id, new.id]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=NORTHGATE", ["Northgate Cleaning Services Ltd"]),
        ("q=v2", ["Quill & Partners LLP"]),
        ("band=low", ["Quill & Partners LLP"]),
        ("sector=construction", ["Harbour Construction Group Limited"]),
        ("statement=not_found", ["Quill & Partners LLP"]),
        ("spend_at_least=900000", ["Harbour Construction Group Limited"]),
        ("response=overdue", []),
        ("response=not_asked&band=low", ["Quill & Partners LLP"]),
        ("disputed=true", []),
        ("contract_ends_within_months=12", []),
        ("moved=up", []),
    ],
)
def test_filters_are_those_of_the_queue(query: str, names: list[str], call: Any) -> None:
    told = call("GET", f"/suppliers?{query}").json["suppliers"]
    assert [one["name"] for one in told] == names


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("bnd=high", "bnd"),
        ("band=highest", "band"),
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=%20 1".replace(" ", ""), "limit"),
        ("limit=1&limit=2", "limit"),
        ("q=a%00b", "q"),
        ("cursor=nonsense", "cursor"),
        ("cursor=WyJyYW5rIiwgIngiLCAxXQ", "cursor"),  # of the other order
        ("cursor=WyJpZCIsIHRydWVd", "cursor"),  # ["id", true]
        ("cursor=WyJpZCIsIDk5OTk5OTk5OTk5OTk5OTk5OTk5XQ", "cursor"),  # larger than any database's
    ],
)
def test_what_cannot_be_read_is_said_and_not_passed_over(query: str, where: str, call: Any) -> None:
    answer = call("GET", f"/suppliers?{query}")
    assert answer.status_code == 422
    assert [mistake["where"] for mistake in answer.json["errors"]] == [where]


@pytest.mark.parametrize("path", ["", "/contracts", "/report", "/responses"])
def test_another_councils_supplier_is_not_there(path: str, call: Any, neighbour: Neighbour) -> None:
    _council, theirs = neighbour
    answer = call("GET", f"/suppliers/{theirs.id}{path}")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert theirs.name not in str(call("GET", "/suppliers").json)


@pytest.mark.parametrize("supplier_id", ["0", "-1", "1.0", "x", "99999999999999999999", "%00", "9" * 5000])
def test_what_can_be_no_id_is_not_there(supplier_id: str, call: Any) -> None:
    assert call("GET", f"/suppliers/{supplier_id}").status_code == 404


def test_the_state_of_the_answer_and_the_officers_band_are_told_without_words_of_officers(
    call: Any, world: World
) -> None:
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert stored is not None
    bands.decide(world.session, world.officer, stored, Band.MEDIUM, "We know their site.", clock.now())
    asked = ask(world, world.cleaner)
    assert call("GET", f"/suppliers/{world.cleaner.id}").json["response"] == "waiting"
    submit(world, asked)
    answer = call("GET", f"/suppliers/{world.cleaner.id}")
    assert answer.json["response"] == "answered"
    assert answer.json["band_decision"] == {"band": "medium", "advised": "high", "decided_on": "2026-11-20"}
    for words in ("We know their site.", world.officer.name, world.officer.email, "Con Tact"):
        assert words not in answer.text


def test_contracts_are_told_with_the_facts_that_count(call: Any, world: World) -> None:
    (contract,) = world.cleaner.contracts
    facts = Facts(agency_labour="most")
    contract_facts.state(world.session, world.officer, contract, facts, clock.now(), clock.today())
    world.cleaner.contracts.append(
        Contract(council_id=world.council.id, reference="N2", title="Windows", value=Decimal("0.5"))
    )
    world.session.commit()
    first = call("GET", f"/suppliers/{world.cleaner.id}/contracts?limit=1").json
    (told,) = first["contracts"]
    assert (told["reference"], told["value"], told["start"]) == ("V1", "880000.00", None)
    assert (told["facts"]["agency_labour"], told["facts"]["stated_by_officer"]) == ("most", True)
    second = call("GET", f"/suppliers/{world.cleaner.id}/contracts?limit=1&cursor={first['next']}").json
    assert ([one["value"] for one in second["contracts"]], second["next"]) == (["0.50"], None)


def test_what_did_not_change_is_not_sent_again(call: Any, world: World) -> None:
    path = f"/suppliers/{world.cleaner.id}/report"
    first = call("GET", path)
    tag = first.headers["ETag"]
    again = call("GET", path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert "Authorization" in first.headers["Vary"]
    assert first.headers["Cache-Control"] == "private, no-cache"
    refresh()  # of the language, which the tests' one context would keep
    welsh = call("GET", path, headers={"If-None-Match": tag, "Accept-Language": "cy"})
    assert (welsh.status_code, welsh.headers["Content-Language"]) == (200, "cy")


def test_an_address_that_is_not_there_and_a_method_that_is_not_taken_are_problems(call: Any) -> None:
    for method, path, status in (("GET", "/nothing", 404), ("PUT", "/suppliers", 405), ("GET", "", 404)):
        answer = call(method, path)
        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert answer.json["status"] == status
    assert "GET" in call("PUT", "/suppliers").headers["Allow"]
