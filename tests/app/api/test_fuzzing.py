"""Schemathesis against the whole API: whatever is sent, the answer is one that the document promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from app.api.operations import OPERATIONS, Operation
from app.services.outside import webhooks
from models import Council, Supplier
from support.world import World

#: Cases that are drawn for each operation, of either kind; with them the file takes some twenty seconds.
EXAMPLES = 12

PROMISED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
#: Addresses of webhooks must lead outside, which no schema can say.
NOT_ALL_IN_THE_SCHEMA = {"add_webhook", "change_webhook"}

Neighbour = tuple[Council, Supplier]


@pytest.fixture
def schema(
    app: Flask, call: Any, neighbour: Neighbour, unlimited: None, monkeypatch: pytest.MonkeyPatch
) -> Any:
    """The API as its document tells it, over a council with data."""
    monkeypatch.setattr(webhooks, "MOST_OF_COUNCIL", 3)
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_whatever_is_sent_the_answer_is_one_that_the_document_promises(
    operation: Operation, schema: Any, world: World, make_token: Callable[..., str]
) -> None:
    api_operation = schema[operation.path][operation.method]
    headers = {"Authorization": f"Bearer {make_token()}"}

    def check(case: Any, wanted: list[Any]) -> None:
        place = case.path_parameters or {}
        if place.get("supplier_id", 0) % 2:  # so that not every answer is 404
            place["supplier_id"] = world.cleaner.id
        case.call_and_validate(headers=headers, checks=[*PROMISED, *wanted])

    def fitting(case: Any) -> None:
        (case.query or {}).pop("cursor", None)  # a list's own, see test_paging.py
        accepted = [] if operation.name in NOT_ALL_IN_THE_SCHEMA else [checks.positive_data_acceptance]
        check(case, accepted)

    def misfitting(case: Any) -> None:
        case.call_and_validate(headers=headers, checks=[*PROMISED, checks.negative_data_rejection])

    _draw(api_operation, GenerationMode.POSITIVE, fitting)
    if api_operation.body or list(api_operation.query) or list(api_operation.path_parameters):
        _draw(api_operation, GenerationMode.NEGATIVE, misfitting)


def _draw(operation: Any, mode: GenerationMode, check: Callable[[Any], None]) -> None:
    """Check cases of an operation, the same ones in every run."""
    given = hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    settled = hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

    @settled
    @given
    def drawn(case: Any) -> None:
        check(case)

    drawn()
