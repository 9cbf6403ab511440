"""Reading a request: its parameters, its body and its idempotency key, with every mistake in one answer."""

from __future__ import annotations

import re
from hashlib import sha256
from typing import Any, Final, TypeVar

from flask import request
from pydantic import BaseModel, ValidationError

from app.api.fields import LARGEST_ID
from app.problems import Mistake, Problem

KEY_HEADER: Final = "Idempotency-Key"
KEY_PATTERN: Final = r"^[A-Za-z0-9._:-]{8,80}$"
_MOST_MISTAKES: Final = 50

Model = TypeVar("Model", bound=BaseModel)

_HOW: Final = {
    "extra_forbidden": "leave it out: nothing of this name is read here",
    "missing": "send it",
    "json_invalid": "send valid JSON in UTF-8",
}


def query(model: type[Model]) -> Model:
    """The parameters of the address. Problem 422 for one that is unknown, twice there, or cannot be read."""
    given: dict[str, Any] = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            raise Problem(422, mistakes=[Mistake(name, "it is there more than once", "send it once")])
        given[name] = values[0]
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise _problem(error, "") from error


def no_query() -> dict[str, Any]:
    """Refuse parameters where none are read."""
    if request.args:
        raise Problem(422, mistakes=[Mistake(name, *_UNREAD) for name in list(request.args)[:_MOST_MISTAKES]])
    return {}


_UNREAD: Final = ("nothing of this name is read here", "leave it out")


def row_id(text: str) -> int:
    """An id in an address; Problem 404 for what can be none."""
    if not re.fullmatch(r"[0-9]{1,10}", text) or not 1 <= int(text) <= LARGEST_ID:
        raise Problem(404)
    return int(text)


def body(model: type[Model]) -> Model:
    """The body. Problem 415 for anything but JSON, 400 for JSON that is broken, 422 for what does not fit."""
    if request.mimetype != "application/json":
        raise Problem(415)
    try:
        return model.model_validate_json(request.get_data())
    except ValidationError as error:
        if any(one["type"] == "json_invalid" for one in error.errors()):
            raise Problem(400, "The body is not valid JSON in UTF-8.") from error
        raise _problem(error, "/") from error


def idempotency_key(required: bool) -> str:
    """The key by which a request that is sent again is known; "" where none is sent and none is needed."""
    key = request.headers.get(KEY_HEADER, "")
    if not key and not required:
        return ""
    if not re.fullmatch(KEY_PATTERN, key):
        how = (
            "send 8 to 80 letters, digits, dots, colons or dashes, new for every new request, such as a UUID"
        )
        raise Problem(400, mistakes=[Mistake(KEY_HEADER, "the header is missing or cannot be read", how)])
    return key


def request_sha256() -> str:
    """What a request is known by: its method, its path and its body."""
    known_by = f"{request.method} {request.path}\n".encode() + request.get_data()
    return sha256(known_by).hexdigest()


def _problem(error: ValidationError, root: str) -> Problem:
    mistakes = [
        Mistake(
            where=root + "/".join(_pointer(part) for part in one["loc"]) if one["loc"] else root or "query",
            what=one["msg"],
            how=_HOW.get(one["type"], ""),
        )
        for one in error.errors(include_url=False, include_input=False)[:_MOST_MISTAKES]
    ]
    return Problem(422, mistakes=mistakes)


def _pointer(part: object) -> str:
    """A part of a JSON pointer (RFC 6901)."""
    return str(part).replace("~", "~0").replace("/", "~1")
