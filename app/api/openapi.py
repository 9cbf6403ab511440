"""The OpenAPI 3.1 document, made from the operations themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

from pydantic import BaseModel, Field
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from app.api import reading, webhook_messages
from app.api.fields import LARGEST_ID, Told
from app.api.operations import OPERATIONS, Operation, by_tag
from app.api.supplier_schemas import ADVICE
from app.problems import BELOW, MEDIA_TYPE
from models import Scope

_SCHEMAS: Final = "#/components/schemas/"


class MistakeTold(Told):
    """One thing to mend."""

    where: str = Field(description="A JSON pointer into the body, or the name of a parameter or header.")
    what: str
    how: str


class ProblemTold(BaseModel):
    """Problem details (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[MistakeTold] = Field(default=[], description="What to mend, where there is something.")


SCOPES: Final = {
    Scope.SUPPLIERS_READ: "read suppliers and contracts",
    Scope.REPORTS_READ: "read explained results and screening runs",
    Scope.RESPONSES_READ: "read answers that suppliers share with the council",
    Scope.STATEMENTS_READ: "read what was found in the statement registry",
    Scope.CONTRACTS_WRITE: "add and change contracts and their suppliers",
    Scope.RUNS_WRITE: "ask for screenings",
    Scope.WEBHOOKS_WRITE: "make, read, change and remove webhooks",
}

_REFUSALS: Final = {
    400: ("Malformed", "The request cannot be read."),
    401: ("NoToken", "No token, or one that is not valid: revoked, expired, mistyped."),
    403: ("NoScope", "The token has not the scope."),
    404: ("NotFound", "There is no such thing, or it is not your council's."),
    409: ("Conflict", "The request does not fit what is stored."),
    413: ("TooLarge", "The request is larger than 4 megabytes."),
    415: ("NotJson", "The body is not declared to be JSON."),
    422: ("NotValid", "Something in the request needs mending; `errors` says what, where and how."),
    429: ("TooMany", "Too many requests; the header Retry-After says how many seconds to wait."),
}


@cache
def document(base_url: str, version: str) -> dict[str, Any]:
    """The whole document; `base_url` is the address of the service."""
    paths: dict[str, dict[str, Any]] = {}
    for one in chain.from_iterable(by_tag().values()):
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fairhand API",
            "version": version,
            "description": f"Modern slavery risk in a council's supply chains. {ADVICE} Times are in UTC, "
            "money is a text with two decimals, points have one.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": f"{base_url.rstrip('/')}{BELOW}"}],
        "security": [{"token": []}],
        "tags": [{"name": tag} for tag in by_tag()],
        "paths": paths,
        "webhooks": webhook_messages.told(_SCHEMAS),
        "components": {
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "A lead of the council makes tokens, each with scopes: "
                    + "; ".join(f"{scope.value} ({words})" for scope, words in SCOPES.items()),
                }
            },
            "responses": {name: _refusal(status, words) for status, (name, words) in _REFUSALS.items()},
            "schemas": _schemas(),
        },
    }


def _operation(one: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "description": f"{one.description}\n\nScope: `{one.scope.value}`.".strip(),
        # OpenAPI 3.1 lets any scheme name the roles that an operation needs.
        "security": [{"token": [one.scope.value]}],
        "parameters": [*_in_path(one.path), *_in_query(one.query), *_in_header(one)],
        "responses": {str(one.status): _success(one), **_refusals(one)},
    }
    if one.body is not None:
        schema = {"$ref": f"{_SCHEMAS}{one.body.__name__}"}
        told["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return told


def _in_path(path: str) -> list[dict[str, Any]]:
    schema = {"type": "integer", "minimum": 1, "maximum": LARGEST_ID}
    names = re.findall(r"\{(\w+)\}", path)
    return [{"name": name, "in": "path", "required": True, "schema": schema} for name in names]


def _in_query(query: type[BaseModel] | None) -> list[dict[str, Any]]:
    if query is None:
        return []
    schema = query.model_json_schema(ref_template=f"{_SCHEMAS}{{model}}")
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": _without_null(told),
            **({"description": told["description"]} if "description" in told else {}),
        }
        for name, told in schema["properties"].items()
    ]


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not wanted is left out; there is no null in an address."""
    kept = {name: value for name, value in schema.items() if name not in ("title", "description", "default")}
    if "anyOf" in kept:
        (only,) = (one for one in kept.pop("anyOf") if one != {"type": "null"})
        kept |= only
    if schema.get("default") not in (None, ""):
        kept["default"] = schema["default"]
    return kept


def _in_header(one: Operation) -> list[dict[str, Any]]:
    if not one.key:
        return []
    return [
        {
            "name": reading.KEY_HEADER,
            "in": "header",
            "required": one.key == "required",
            "description": "New for every new request, such as a UUID; the same when a request is sent again "
            "because its answer was lost. It is remembered for two days.",
            "schema": {"type": "string", "pattern": reading.KEY_PATTERN},
        }
    ]


def _success(one: Operation) -> dict[str, Any]:
    if one.answer is None:
        return {"description": "Done."}
    told: dict[str, Any] = {
        "description": "The answer.",
        "content": {"application/json": {"schema": {"$ref": f"{_SCHEMAS}{one.answer.__name__}"}}},
    }
    headers = {}
    if one.method == "GET":
        headers["ETag"] = _header("Send it back in If-None-Match: 304 says that nothing changed.")
    if one.query is not None and "cursor" in one.query.model_fields:
        headers["Link"] = _header('The next page, with rel="next"; absent on the last.')
    if one.status in (201, 202):
        headers["Location"] = _header("The address of what was made.")
    if headers:
        told["headers"] = headers
    return told


def _header(words: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "string"}}


def _refusals(one: Operation) -> dict[str, Any]:
    statuses = {401, 403, 422, 429, *one.refusals}
    statuses |= {404} if "{" in one.path else set()
    statuses |= {400, 413, 415} if one.body else set()
    told = {
        str(status): {"$ref": f"#/components/responses/{_REFUSALS[status][0]}"} for status in sorted(statuses)
    }
    if one.method == "GET":
        told["304"] = {"description": "Nothing changed since the ETag that was sent."}
    return told


def _refusal(status: int, words: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "description": words,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_SCHEMAS}ProblemTold"}}},
    }
    if status == 401:
        told["headers"] = {"WWW-Authenticate": _header("Bearer.")}
    if status == 429:
        told["headers"] = {"Retry-After": _header("Seconds to wait.")}
    return told


def _schemas() -> dict[str, Any]:
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ProblemTold, "validation")]
    wanted += [(one.body, "validation") for one in OPERATIONS if one.body]
    wanted += [(one.answer, "serialization") for one in OPERATIONS if one.answer]
    wanted += [(one, "serialization") for one in webhook_messages.MESSAGES.values()]
    _refs, definitions = models_json_schema(_each_once(wanted), ref_template=f"{_SCHEMAS}{{model}}")
    schemas: dict[str, Any] = definitions["$defs"]
    return dict(sorted(schemas.items()))


def _each_once(
    wanted: Sequence[tuple[type[BaseModel], JsonSchemaMode]],
) -> list[tuple[type[BaseModel], JsonSchemaMode]]:
    return list(dict.fromkeys(wanted))
