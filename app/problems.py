"""Errors of the API as problem details (RFC 9457): what went wrong, where, and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final

from flask import Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

#: The addresses below which every error is a problem in JSON, not a page.
BELOW: Final = "/api/v1"
MEDIA_TYPE: Final = "application/problem+json"

_DETAILS: Final = {
    400: "The request cannot be read.",
    401: "Send a token that is valid in the header Authorization: Bearer. A lead of the council makes one.",
    403: "The token has not the scope that this needs.",
    404: "There is nothing at this address, or it is not your council's.",
    405: "This address does not take this method.",
    409: "The request does not fit what is stored.",
    413: "The request is larger than 4 megabytes. Send it in parts.",
    415: "Send JSON with the header Content-Type: application/json.",
    422: "Something in the request needs mending.",
    429: "Too many requests. Wait as long as the header Retry-After says.",
    500: "Something went wrong here. Nothing was written. Try again later.",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to mend: where it is (a JSON pointer, or the name of a parameter), what it is, and how."""

    where: str
    what: str
    how: str = ""


class Problem(HTTPException):
    """Refuse a request of the API with a status, a sentence, and the things to mend."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        mistakes: Iterable[Mistake] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail or _DETAILS[status])
        self.code = status
        self.mistakes = tuple(mistakes)
        self.own_headers = dict(headers or {})


def wanted_for(path: str) -> bool:
    """Whether an error at this path is told as a problem in JSON."""
    return path == BELOW or path.startswith(f"{BELOW}/")


def answer(error: Exception) -> Response:
    """The error as a response. Of an error of ours nobody is told more than that there was one."""
    code = (error.code if isinstance(error, HTTPException) else None) or 500
    told = error.description if isinstance(error, Problem) else None
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": told or _DETAILS.get(code, HTTPStatus(code).description),
    }
    if isinstance(error, Problem) and error.mistakes:
        body["errors"] = [asdict(mistake) for mistake in error.mistakes]
    response = Response(json.dumps(body, ensure_ascii=False), code, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if code == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Fairhand"'
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, Problem):
        response.headers.update(error.own_headers)
    return response
