"""Cursors: where a page ended, in letters that mean nothing to whoever passes them back."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from flask import request
from pydantic import BaseModel, Field

from app.api.fields import IN_DIGITS, Asked
from app.api.operations import Reply, settings
from app.problems import Mistake, Problem

LONGEST_CURSOR: Final = 1024


class Page(Asked):
    """Which part of a list is wanted."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many rows to send at most."), IN_DIGITS] = 50
    cursor: Annotated[
        str,
        Field(
            max_length=LONGEST_CURSOR,
            description="Where the page before ended: the cursor in its `next`. Leave it out for the first.",
        ),
    ] = ""


def write_cursor(kind: str, *place: Any) -> str:
    """A cursor of a list: `kind` says of which, in which order."""
    return urlsafe_b64encode(json.dumps([kind, *place]).encode()).decode().rstrip("=")


def read_cursor(cursor: str, kind: str, *types: type) -> tuple[Any, ...] | None:
    """The place in a cursor, None without one. Problem 422 for what is no cursor of this list."""
    if not cursor:
        return None
    try:
        found = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        found = None
    if isinstance(found, list) and len(found) == len(types) + 1 and found[0] == kind:
        place = found[1:]
        if all(type(value) is wanted for value, wanted in zip(place, types, strict=True)) and _storable(
            place
        ):
            return tuple(place)
    mistake = Mistake(
        "cursor", "this is no cursor of this list", "pass back what `next` has, or leave it out"
    )
    raise Problem(422, mistakes=[mistake])


def _storable(place: list[Any]) -> bool:
    """Whether a database can compare with it."""
    return all(
        0 <= value < 2**31
        if isinstance(value, int)
        else not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)
        for value in place
    )


def with_next(body: BaseModel, cursor: str | None) -> Reply:
    """An answer whose header `Link` leads to the next page, with all else as it was asked."""
    if cursor is None:
        return Reply(body)
    kept = {**request.args.to_dict(), "cursor": cursor}
    address = f"{settings().base_url.rstrip('/')}{request.path}?{urlencode(kept)}"
    return Reply(body, headers={"Link": f'<{address}>; rel="next"'})
