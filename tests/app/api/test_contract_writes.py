"""Contracts that a system sends: kept one by one, once, and nothing that is stored goes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import clock
from app.services.outside import once
from app.store import audit
from models import ApiWrite, AuditEvent, Contract, Council, SourceFile, Supplier
from support.world import StandingClock, World

Neighbour = tuple[Council, Supplier]

CATERER: dict[str, Any] = {
    "supplier": "Meadow Catering Ltd",
    "reference": "C-7",
    "vendor_id": "v77",
    "company_number": "1234567",
    "title": "School meals",
    "cpv": ["55523100-3"],
    "value": "125000.50",
    "start": "2026-04-01",
    "end": "2028-03-31",
    "delivery_countries": ["Wales", "GB"],
    "agency_labour": "30%",
    "health_service_england": False,
}


def _send(call: Any, *contracts: dict[str, Any], key: str = "key-00001", **kwargs: Any) -> TestResponse:
    answer: TestResponse = call(
        "POST", "/contracts", json={"contracts": contracts}, headers={"Idempotency-Key": key}, **kwargs
    )
    return answer


def _supplier(world: World, key: str) -> Supplier:
    query = select(Supplier).where(Supplier.council_id == world.council.id, Supplier.key == key)
    return world.session.scalars(query.execution_options(populate_existing=True)).one()


def _number(world: World, kind: type[Any]) -> int:
    return len(world.session.scalars(select(kind)).all())


def test_a_new_contract_makes_its_supplier_and_is_read_as_a_register_is(call: Any, world: World) -> None:
    answer = _send(call, CATERER)
    assert answer.status_code == 200
    assert (answer.json["created"], answer.json["refused"]) == (1, 0)
    (result,) = answer.json["results"]
    supplier = _supplier(world, "v77")
    assert (result["supplier_id"], result["remarks"]) == (supplier.id, [])
    assert (supplier.name, supplier.company_number) == ("Meadow Catering Ltd", "01234567")
    assert supplier.spend == Decimal("125000.50")
    (contract,) = supplier.contracts
    assert contract.id == result["contract_id"]
    assert (contract.reference, contract.title, contract.cpv) == ("C-7", "School meals", ["55523100"])
    assert (str(contract.start), str(contract.end)) == ("2026-04-01", "2028-03-31")
    assert contract.delivery_countries == ["GB"]
    assert (contract.agency_labour, contract.health_service_england) == ("some", False)
    told = call("GET", f"/suppliers/{supplier.id}/contracts").json["contracts"]
    assert [(one["id"], one["value"]) for one in told] == [(contract.id, "125000.50")]


def test_sent_again_a_contract_is_changed_and_never_doubled(call: Any, world: World) -> None:
    _send(call, CATERER)
    assert _send(call, CATERER, key="key-00002").json["unchanged"] == 1
    changed = {**CATERER, "value": "200000", "title": "Meals"}
    assert _send(call, changed, key="key-00003").json["updated"] == 1
    supplier = _supplier(world, "v77")
    assert [(one.title, one.value) for one in supplier.contracts] == [("Meals", Decimal(200_000))]
    assert supplier.spend == Decimal(200_000)
    second = {**CATERER, "reference": "C-8", "value": "1"}
    assert _send(call, second, key="key-00004").json["created"] == 1
    world.session.expire_all()
    assert (len(supplier.contracts), supplier.spend) == (2, Decimal(200_001))


def test_the_same_request_acts_once_and_is_answered_the_same(
    call: Any, world: World, standing_clock: StandingClock
) -> None:
    before = _number(world, AuditEvent)
    first, second = _send(call, CATERER), _send(call, CATERER)
    assert second.json == first.json
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert _number(world, AuditEvent) == before + 2  # of the request, and of the one supplier
    other = _send(call, {**CATERER, "value": "1"})
    assert other.status_code == 409
    assert "idempotency key" in other.json["detail"]
    standing_clock.moment += once.KEPT
    standing_clock.pass_by(seconds=1)
    assert _send(call, CATERER).json["unchanged"] == 1
    assert _number(world, ApiWrite) == 1


def test_keys_of_one_token_are_not_those_of_another(
    call: Any, world: World, make_token: Callable[..., str]
) -> None:
    _send(call, CATERER)
    assert _send(call, {**CATERER, "value": "1"}, token=make_token()).json["updated"] == 1


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "a key with spaces"])
def test_without_a_key_nothing_is_written(key: str, call: Any, world: World) -> None:
    answer = _send(call, CATERER, key=key)
    assert answer.status_code == 400
    assert answer.json["errors"][0]["where"] == "Idempotency-Key"
    assert _number(world, Contract) == 3


def test_one_that_cannot_be_kept_is_refused_alone_and_says_how_to_mend_it(call: Any, world: World) -> None:
    answer = _send(
        call,
        CATERER,
        {"supplier": "Jane Smith", "reference": "P-1"},
        {"supplier": "REDACTED PERSONAL DATA", "reference": "P-2"},
        {"supplier": "Total", "reference": "P-3"},
        {"supplier": "   ", "reference": "P-4"},
        {"supplier": "Hill Security Ltd", "reference": "S-1", "delivery_countries": ["Narnia"]},
        {"supplier": "Hill Security Ltd", "reference": "S-2", "workforce_skill": "so-so"},
        {"supplier": "Hill Security Ltd", "reference": "S-3", "company_number": "??", "vat_number": "GB1"},
    ).json
    outcomes = [one["outcome"] for one in answer["results"]]
    assert outcomes == ["created", *["refused"] * 4, *["created"] * 3]
    assert (answer["created"], answer["refused"]) == (4, 4)
    assert [one["index"] for one in answer["results"]] == list(range(8))
    for index in range(1, 5):
        (remark,) = answer["results"][index]["remarks"]
        assert remark["where"] == f"/contracts/{index}/supplier"
        assert remark["what"]
        assert answer["results"][index]["supplier_id"] is None
    wheres = [[one["where"] for one in answer["results"][index]["remarks"]] for index in (5, 6, 7)]
    assert wheres == [
        ["/contracts/5/delivery_countries"],
        ["/contracts/6/workforce_skill"],
        ["/contracts/7/company_number", "/contracts/7/vat_number"],
    ]
    assert all(one["how"] for index in (5, 6, 7) for one in answer["results"][index]["remarks"])
    names = set(world.session.scalars(select(Supplier.name)))
    assert not names & {"Jane Smith", "REDACTED PERSONAL DATA", "Total"}
    assert len([name for name in names if name == "Hill Security Ltd"]) == 1


def test_what_was_refused_stands_on_the_page_of_loaded_files_and_names_nobody(
    call: Any, world: World
) -> None:
    _send(call, CATERER, {"supplier": "Jane Smith", "reference": "P-1"})
    source = world.session.scalars(select(SourceFile).where(SourceFile.name == "API: Finance system")).one()
    assert (source.rows_read, source.rows_loaded, source.in_force) == (2, 1, True)
    assert [one["line"] for one in source.skipped] == [2]
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "contracts.written")).all()
    assert [event.actor.partition(":")[0] for event in events] == ["token"]
    assert events[0].detail["created"] == 1
    assert "Smith" not in str(source.skipped) + str(events[0].detail) + str(
        [one.answer for one in world.session.scalars(select(ApiWrite))]
    )
    assert audit.first_broken(world.session) is None


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"value": 12}, "/contracts/1/value"),
        ({"value": "-1"}, "/contracts/1/value"),
        ({"value": "1.005"}, "/contracts/1/value"),
        ({"start": "01/04/2026"}, "/contracts/1/start"),
        ({"start": "2026-02-30"}, "/contracts/1/start"),
        ({"cpv": ["1"]}, "/contracts/1/cpv/0"),
        ({"titel": "x"}, "/contracts/1/titel"),
        ({"reference": ""}, "/contracts/1/reference"),
        ({"title": "a\u0000b"}, "/contracts/1/title"),
        ({"health_service_england": "yes"}, "/contracts/1/health_service_england"),
    ],
)
def test_a_body_that_does_not_fit_is_refused_as_a_whole(
    change: dict[str, Any], where: str, call: Any, world: World
) -> None:
    answer = _send(call, CATERER, {**CATERER, **change})
    assert answer.status_code == 422
    assert [one["where"] for one in answer.json["errors"]] == [where]
    assert _number(world, Contract) == 3
    assert _send(call, CATERER).status_code == 200  # the key was not used up


def test_a_body_that_is_no_json_is_said(call: Any) -> None:
    headers = {"Idempotency-Key": "key-00001", "Content-Type": "application/json"}
    for data in (b"", b"{", b"\xff", b'{"contracts": [1,]}'):
        assert call("POST", "/contracts", data=data, headers=headers).status_code == 400
    headers["Content-Type"] = "text/plain"
    assert call("POST", "/contracts", data=b"{}", headers=headers).status_code == 415
    assert _send(call).status_code == 422
    assert _send(call, *[CATERER] * 501).status_code == 422
    large = call("POST", "/contracts", data=b" " * (4 * 1024 * 1024 + 1), headers={
        "Idempotency-Key": "key-00001", "Content-Type": "application/json"
    })  # fmt: skip
    assert (large.status_code, large.mimetype) == (413, "application/problem+json")


def test_a_known_supplier_is_found_by_its_company_number_and_its_spend_stands(
    call: Any, world: World
) -> None:
    world.cleaner.company_number = "01234567"
    world.cleaner.spend = Decimal(5)  # as a file of payments said
    world.session.commit()
    sent = {"supplier": "Northgate Cleaning", "reference": "N-1", "company_number": "01234567", "value": "9"}
    (result,) = _send(call, sent).json["results"]
    assert result["supplier_id"] == world.cleaner.id
    world.session.refresh(world.cleaner)
    assert world.cleaner.spend == Decimal(5)
    assert (world.cleaner.name, world.cleaner.vendor_id) == ("Northgate Cleaning Services Ltd", "v1")


def test_another_councils_supplier_is_never_touched(call: Any, world: World, neighbour: Neighbour) -> None:
    _council, theirs = neighbour
    sent = {"supplier": theirs.name, "reference": "X-1", "vendor_id": theirs.key}
    (result,) = _send(call, sent).json["results"]
    assert result["supplier_id"] != theirs.id
    world.session.refresh(theirs)
    assert theirs.contracts == []


def test_what_was_sent_is_judged_with_the_next_run(call: Any, world: World) -> None:
    (result,) = _send(call, CATERER).json["results"]
    place = f"/suppliers/{result['supplier_id']}"
    assert call("GET", place).json["result"] is None
    asked = call("POST", "/runs", json={})
    assert (asked.status_code, asked.json["status"]) == (202, "queued")
    location = asked.headers["Location"].removeprefix("http://localhost/api/v1")
    refused = call("POST", "/runs", json={"supplier_id": result["supplier_id"]})
    assert refused.status_code == 409
    assert world.do_queued_work() == 1
    world.session.expire_all()
    assert call("GET", location).json["status"] == "done"
    assert call("GET", place).json["result"]["sector"]
    runs = call("GET", "/runs?limit=1").json
    assert [one["id"] for one in runs["runs"]] == [asked.json["id"]]
    assert [one["id"] for one in call("GET", f"/runs?cursor={runs['next']}").json["runs"]] == [1]


def test_a_run_with_a_key_is_asked_for_once(call: Any, world: World) -> None:
    headers = {"Idempotency-Key": "run-00001"}
    first, second = (call("POST", "/runs", json={}, headers=headers) for _time in range(2))
    assert (first.status_code, second.status_code) == (202, 202)
    assert first.json == second.json
    assert world.do_queued_work() == 1


def test_a_run_of_another_councils_supplier_is_refused(call: Any, neighbour: Neighbour) -> None:
    assert call("POST", "/runs", json={"supplier_id": neighbour[1].id}).status_code == 404
    assert call("GET", "/runs/99").status_code == 404
    assert clock.today().isoformat() == call("GET", "/runs/1").json["as_at"]
