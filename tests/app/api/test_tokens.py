"""Who is let in: tokens by their scopes, until they end, in a header and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.api import operations
from app.api.operations import OPERATIONS, Operation
from app.extensions import clock
from app.services.outside import api_tokens
from app.store import audit
from models import ApiToken, AuditEvent, Person, Scope
from support.world import StandingClock, World


def _place(operation: Operation) -> str:
    return operation.path.replace("{supplier_id}", "1").replace("{run_id}", "1").replace("{webhook_id}", "1")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_each_operation_needs_its_own_scope(
    operation: Operation, call: Any, make_token: Callable[..., str]
) -> None:
    others = make_token(*(scope for scope in Scope if scope is not operation.scope))
    refused = call(operation.method, _place(operation), token=others)
    assert refused.status_code == 403
    assert refused.mimetype == "application/problem+json"
    assert operation.scope.value in refused.json["detail"]
    own = make_token(operation.scope)
    assert call(operation.method, _place(operation), token=own).status_code not in (401, 403)


@pytest.mark.parametrize("sent", ["", "nonsense", "fairhand_nonsense", "é", "fairhand_" + "x" * 5000])
def test_what_is_no_token_opens_nothing(sent: str, call: Any) -> None:
    answer = call("GET", "/suppliers", headers={"Authorization": f"Bearer {sent}".encode().decode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="Fairhand"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_token_in_an_address_or_by_another_scheme_opens_nothing(
    stranger: FlaskClient, world: World, make_token: Callable[..., str]
) -> None:
    secret = make_token()
    assert stranger.get(f"/api/v1/suppliers?access_token={secret}").status_code == 401
    assert stranger.get("/api/v1/suppliers", headers={"Authorization": f"Basic {secret}"}).status_code == 401
    assert stranger.get("/api/v1/suppliers", headers={"Authorization": secret}).status_code == 401
    assert stranger.get("/api/v1/suppliers", headers={"Authorization": f"bearer {secret}"}).status_code == 200


def test_a_token_that_has_run_out_or_was_ended_opens_nothing(
    call: Any, lead: Person, world: World, make_token: Callable[..., str], standing_clock: StandingClock
) -> None:
    ended, lasting = make_token(), make_token()
    row = world.session.scalars(
        select(ApiToken).where(ApiToken.token_sha256 == sha256(ended.encode()).hexdigest())
    ).one()
    assert call("GET", "/runs", token=ended).status_code == 200
    assert api_tokens.revoke(world.session, lead, row, clock.now()) is True
    assert api_tokens.revoke(world.session, lead, row, clock.now()) is False
    assert call("GET", "/runs", token=ended).status_code == 401
    standing_clock.pass_by(days=89, hours=23)
    assert call("GET", "/runs", token=lasting).status_code == 200
    standing_clock.pass_by(hours=1)
    assert call("GET", "/runs", token=lasting).status_code == 401


def test_only_a_fingerprint_is_kept_and_all_is_written_down(
    world: World, lead: Person, make_token: Callable[..., str]
) -> None:
    secret = make_token(Scope.REPORTS_READ)
    row = world.session.scalars(select(ApiToken)).one()
    assert secret.startswith(row.prefix)
    assert len(secret) - len(row.prefix) > 32
    assert row.token_sha256 == sha256(secret.encode()).hexdigest()
    assert secret not in str(
        {column.name: getattr(row, column.name) for column in ApiToken.__table__.columns}
    )
    api_tokens.revoke(world.session, lead, row, clock.now())
    events = world.session.scalars(select(AuditEvent).where(AuditEvent.subject == "api_token")).all()
    assert [(event.action, event.actor) for event in events] == [
        ("token.made", f"lead:{lead.id}"),
        ("token.revoked", f"lead:{lead.id}"),
    ]
    assert all(secret not in str(event.detail) for event in events)
    assert audit.first_broken(world.session) is None


def test_last_use_is_noted_once_a_minute(
    call: Any, world: World, make_token: Callable[..., str], standing_clock: StandingClock
) -> None:
    secret = make_token()
    row = world.session.scalars(
        select(ApiToken).where(ApiToken.token_sha256 == sha256(secret.encode()).hexdigest())
    ).one()
    assert row.last_used_at is None
    first = clock.now()
    for seconds, noted in ((0, first), (59, first), (1, first + timedelta(seconds=60))):
        standing_clock.pass_by(seconds=seconds)
        call("GET", "/runs", token=secret)
        world.session.refresh(row)
        assert row.last_used_at == noted


@pytest.mark.parametrize("days", [-1, 0, 366])
def test_a_token_lasts_a_year_at_most(days: int, world: World, lead: Person) -> None:
    with pytest.raises(ValueError):
        api_tokens.make(
            world.session,
            lead,
            world.council.id,
            "x",
            [Scope.REPORTS_READ],
            clock.now() + timedelta(days=days),
            clock.now(),
        )


def test_a_token_without_a_scope_is_none(world: World, lead: Person) -> None:
    with pytest.raises(ValueError):
        api_tokens.make(
            world.session, lead, world.council.id, "x", [], clock.now() + timedelta(days=9), clock.now()
        )


def test_a_token_that_asks_too_often_is_told_how_long_to_wait_and_others_are_not(
    call: Any, make_token: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operations, "REQUESTS_OF_A_TOKEN", "2 per minute")
    first, second = make_token(), make_token()
    answers = [call("GET", path, token=first) for path in ("/runs", "/suppliers", "/runs")]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert [one.headers["X-RateLimit-Remaining"] for one in answers] == ["1", "0", "0"]
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 61
    assert answers[-1].mimetype == "application/problem+json"
    assert call("GET", "/runs", token=second).status_code == 200


def test_whoever_guesses_is_slowed_down(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations, "REQUESTS_OF_STRANGERS", "2 per minute")
    answers = [call("GET", "/runs", token=f"fairhand_{number}") for number in range(3)]
    assert [one.status_code for one in answers] == [401, 401, 429]
    assert call("GET", "/runs").status_code == 200
