"""What a database is told to keep while something is done, as far as it is text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg.types.json import Json, Jsonb
from sqlalchemy import Engine, event


@contextmanager
def texts_written(engine: Engine) -> Iterator[list[str]]:
    """A list that fills with every text of every row that is inserted or changed, those inside JSON too."""
    found: list[str] = []

    def listen(
        _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
    ) -> None:
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE"):
            found.extend(_texts(parameters))

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
        if value[:1] in ("{", "["):
            try:
                inside = json.loads(value)
            except ValueError:
                return
            yield from _texts(inside)
    elif isinstance(value, Json | Jsonb):
        yield from _texts(value.obj)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield "\n".join(value)  # a text that is kept by its lines
