"""One decorator for every operation: it states the scope, reads what is given, and tells what is answered.

`OPERATIONS` is what the OpenAPI document is made from, so that the document cannot say anything else than
what the routes do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from hashlib import sha256
from time import time
from typing import Any, Final

from flask import Blueprint, Response, current_app, request
from flask_babel import get_locale
from flask_limiter.util import get_remote_address
from pydantic import BaseModel

from app import access
from app.api import reading
from app.extensions import csrf, limiter
from app.problems import MEDIA_TYPE
from app.settings import Settings
from models import Scope

blueprint = Blueprint("api", __name__, url_prefix="/api", template_folder="templates")
# Nothing here is done by a signed-in browser: only a token in a header opens it, and no form can send that.
csrf.exempt(blueprint)

VERSION: Final = "/v1"
REQUESTS_OF_A_TOKEN: Final = "300 per minute"
REQUESTS_OF_STRANGERS: Final = "30 per minute"

Endpoint = Callable[..., Any]
_PLACE: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Operation:
    """What one method of one address does. `path` is below `/api/v1`, with ids in braces.

    `status` and `answer` are those of success; `refusals` the other statuses beyond those that every
    operation has. `key` says whether an idempotency key is "required", "optional" or not read ("").
    """

    name: str
    method: str
    path: str
    scope: Scope
    tag: str
    summary: str
    description: str
    query: type[BaseModel] | None
    body: type[BaseModel] | None
    answer: type[BaseModel] | None
    status: int
    refusals: tuple[int, ...]
    key: str = ""


OPERATIONS: Final[list[Operation]] = []
_TAGS: Final = ("Suppliers", "Reports", "Responses", "Statements", "Contracts", "Runs", "Webhooks")


def by_tag() -> dict[str, list[Operation]]:
    """The operations under their tags, in the order in which people are told of them."""
    return {tag: [one for one in OPERATIONS if one.tag == tag] for tag in _TAGS}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its status and its own headers."""

    body: BaseModel | None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def operation(
    method: str,
    path: str,
    scope: Scope,
    tag: str,
    answer: type[BaseModel] | None,
    *,
    query: type[BaseModel] | None = None,
    body: type[BaseModel] | None = None,
    status: int = 200,
    refusals: tuple[int, ...] = (),
    key: str = "",
) -> Callable[[Endpoint], Endpoint]:
    """Register a function as an operation of the API.

    Its docstring is the summary and, after a blank line, the description. It is given `query` and `body` as
    models where they are stated, `key` where a key is read, and returns the model to answer with, or a
    `Reply`.
    """

    def decorate(endpoint: Endpoint) -> Endpoint:
        summary, _blank, description = (endpoint.__doc__ or "").partition("\n\n")
        stated = Operation(
            name=endpoint.__name__,
            method=method,
            path=path,
            scope=scope,
            tag=tag,
            summary=" ".join(summary.split()),
            description=" ".join(description.split()),
            query=query,
            body=body,
            answer=answer,
            status=status,
            refusals=refusals,
            key=key,
        )
        OPERATIONS.append(stated)

        @wraps(endpoint)
        def answered(**place: str) -> Response:
            given: dict[str, Any] = {name: reading.row_id(text) for name, text in place.items()}
            given |= {"query": reading.query(query)} if query else reading.no_query()
            if key:
                given["key"] = reading.idempotency_key(required=key == "required")
            if body:
                given["body"] = reading.body(body)
            told = endpoint(**given)
            reply = told if isinstance(told, Reply) else Reply(told, status)
            return _response(reply)

        blueprint.add_url_rule(
            VERSION + _PLACE.sub(r"<\1>", path),
            endpoint=endpoint.__name__,
            view_func=access.token(scope)(answered),
            methods=[method],
        )
        return endpoint

    return decorate


def _response(reply: Reply) -> Response:
    content = reply.body.model_dump_json() if reply.body is not None else ""
    response = Response(content, reply.status, reply.headers)
    response.content_type = "application/json" if content else ""
    if not content:
        del response.headers["Content-Type"]
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Language"] = str(get_locale())
    response.vary.update(("Authorization", "Accept-Language"))
    if request.method == "GET" and reply.status == 200:
        response.set_etag(sha256(response.get_data()).hexdigest()[:32])
        response.make_conditional(request)
    return response


def settings() -> Settings:
    """The settings of the service."""
    found: Settings = current_app.config["SETTINGS"]
    return found


# ------------------------------------------------------------------------------------------- how often


def _whose() -> str:
    token = access.presented_token()
    return f"token:{token.id}" if token else f"address:{get_remote_address()}"


def _how_often() -> str:
    return REQUESTS_OF_A_TOKEN if access.presented_token() else REQUESTS_OF_STRANGERS


limiter.shared_limit(_how_often, scope="api", key_func=_whose)(blueprint)


@blueprint.after_request
def _tell_limit(response: Response) -> Response:
    """Say how many requests are left, and after too many how long to wait."""
    limit = limiter.current_limit
    if limit is not None and response.mimetype in ("application/json", MEDIA_TYPE):
        wait = max(int(limit.reset_at - time()) + 1, 1)  # the limiter counts by this clock
        response.headers["X-RateLimit-Limit"] = str(limit.limit.amount)
        response.headers["X-RateLimit-Remaining"] = str(max(limit.remaining, 0))
        if response.status_code == 429:
            response.headers["Retry-After"] = str(wait)
    return response
