"""What was found in the registry, and webhooks: the council's own alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import matches
from app.services.outside import webhooks
from app.settings import Settings
from app.store import statements
from models import AuditEvent, Council, Match, Supplier, Webhook, WebhookEvent
from support.world import World

Neighbour = tuple[Council, Supplier]
ADDRESS = "https://hooks.example/fairhand"


def test_what_was_found_is_told_with_its_decision_and_the_day_of_the_copy(call: Any, world: World) -> None:
    told = call("GET", "/statements").json
    assert told["registry_copy"] == "2026-11-01"
    assert {one["supplier_id"] for one in told["statements"]} == {world.cleaner.id, world.builder.id}
    (match,) = statements.matches_of_supplier(world.session, world.council.id, world.cleaner.id)
    matches.reject(world.session, world.officer, match, clock.now(), clock.today())
    (one,) = call("GET", f"/statements?supplier_id={world.cleaner.id}").json["statements"]
    assert (one["decision"], one["probability"]) == ("rejected", match.probability)
    assert one["statement"]["organisation"] == "Northgate Cleaning Service Limited"
    assert one["statement"]["areas"] == {"policies": True}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=harbour group", ["HARBOUR CONSTRUCTION GROUP LTD"]),
        ("q=quill", []),
        ("q=northgate services", ["Northgate Cleaning Service Limited"]),  # a word of the supplier's name
        ("q=%25", []),
        ("company_number=09999999", []),
        ("company_number=oc301540", ["HARBOUR CONSTRUCTION GROUP LTD"]),
    ],
)
def test_search_by_name_and_number(query: str, names: list[str], call: Any, world: World) -> None:
    world.builder.company_number = "OC301540"
    world.session.commit()
    found = call("GET", f"/statements?{query}").json["statements"]
    assert [one["statement"]["organisation"] for one in found] == names


def test_pages_of_statements(call: Any) -> None:
    first = call("GET", "/statements?limit=1").json
    second = call("GET", f"/statements?limit=1&cursor={first['next']}").json
    assert second["next"] is None
    assert first["statements"] + second["statements"] == call("GET", "/statements").json["statements"]


def test_another_councils_matches_are_not_told(call: Any, world: World, neighbour: Neighbour) -> None:
    council, theirs = neighbour
    own = world.session.scalars(select(Match)).first()
    assert own is not None
    world.session.add(
        Match(
            council_id=council.id,
            supplier_id=theirs.id,
            statement_organisation_id=own.statement_organisation_id,
            probability=0.9,
            kind="same_entity",
            proposed="automatic",
            decision="automatic",
        )
    )
    world.session.commit()
    assert len(call("GET", "/statements").json["statements"]) == 2
    assert call("GET", f"/statements?supplier_id={theirs.id}").json["statements"] == []


def test_a_webhook_is_made_changed_and_removed_and_its_secret_told_once(
    call: Any, world: World, settings: Settings
) -> None:
    made = call("POST", "/webhooks", json={"url": ADDRESS, "events": ["response.shared", "bands.changed"]})
    assert made.status_code == 201
    row = world.session.scalars(select(Webhook)).one()
    assert made.json["secret"] == webhooks.secret_of(settings, row)
    assert made.json["events"] == ["bands.changed", "response.shared"]
    place = made.headers["Location"].removeprefix("http://localhost/api/v1")
    assert "secret" not in call("GET", place).json
    assert "secret" not in call("GET", "/webhooks").text
    changed = call("PATCH", place, json={"active": False, "events": ["correction.opened"]}).json
    assert (changed["active"], changed["events"], changed["url"]) == (False, ["correction.opened"], ADDRESS)
    assert call("PATCH", place, json={"active": True}).json["active"] is True
    webhooks.tell(world.session, world.council.id, WebhookEvent.CORRECTION_OPENED, {}, clock.now())
    world.session.commit()
    (delivery,) = call("GET", f"{place}/deliveries").json["deliveries"]
    assert (delivery["event"], delivery["state"], delivery["attempts"]) == ("correction.opened", "waiting", 0)
    gone = call("DELETE", place)
    assert (gone.status_code, gone.data) == (204, b"")
    for method in ("GET", "PATCH", "DELETE"):
        assert call(method, place, json={} if method == "PATCH" else None).status_code == 404
    actions = world.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "webhook").order_by(AuditEvent.id)
    ).all()
    assert [event.action for event in actions] == [
        "webhook.made",
        "webhook.changed",
        "webhook.changed",
        "webhook.removed",
    ]
    assert all(made.json["secret"] not in str(event.detail) for event in actions)


@pytest.mark.parametrize("url", ["https://localhost/", "https://10.0.0.1/x", "http://hooks.example/"])
def test_an_address_inside_is_refused_when_made_and_when_changed(url: str, call: Any) -> None:
    answer = call("POST", "/webhooks", json={"url": url, "events": ["bands.changed"]})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["where"] == "/url"
    made = call("POST", "/webhooks", json={"url": ADDRESS, "events": ["bands.changed"]}).json
    assert call("PATCH", f"/webhooks/{made['id']}", json={"url": url}).status_code == 422
    assert call("GET", f"/webhooks/{made['id']}").json["url"] == ADDRESS


def test_a_council_has_so_many_webhooks(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "MOST_OF_COUNCIL", 1)
    given = {"url": ADDRESS, "events": ["bands.changed"]}
    assert [call("POST", "/webhooks", json=given).status_code for _time in range(2)] == [201, 409]


def test_another_councils_webhook_is_not_there(
    call: Any, world: World, neighbour: Neighbour, settings: Settings
) -> None:
    council, _supplier = neighbour
    theirs = webhooks.make(
        world.session,
        settings,
        world.officer,
        council.id,
        ADDRESS,
        [WebhookEvent.BANDS_CHANGED],
        clock.now(),
    )
    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/deliveries")):
        body = {"active": False} if method == "PATCH" else None
        assert call(method, f"/webhooks/{theirs.id}{path}", json=body).status_code == 404
    assert call("GET", "/webhooks").json["webhooks"] == []
    assert theirs.is_active
