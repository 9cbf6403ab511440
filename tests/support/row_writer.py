"""Writing many rows straight into the tables: ids are given beforehand, and batches go in the right order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from models import Base


class RowWriter:
    """Collects rows of any tables until they are flushed, much faster than objects of a session."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._next_id: dict[type[Base], int] = {}
        self._rows: dict[type[Base], list[dict[str, Any]]] = {}

    def add(self, table: type[Base], **values: Any) -> int:
        """A row with an id of its own, counted from the last id in the table."""
        if table not in self._next_id:
            self._next_id[table] = (self.session.scalar(select(func.max(table.id))) or 0) + 1
        row_id = self._next_id[table]
        self._next_id[table] += 1
        self._rows.setdefault(table, []).append({"id": row_id, **values})
        return row_id

    def flush(self) -> None:
        """Write what was collected, tables that others point at first, and commit."""
        tables = {mapper.class_: mapper.local_table for mapper in Base.registry.mappers}
        order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        for table in sorted(self._rows, key=lambda one: order[tables[one]]):
            for rows in _alike(self._rows[table]):
                self.session.execute(insert(table), rows)
        self._rows.clear()
        self.session.commit()

    def go_on_counting(self) -> None:
        """PostgreSQL does not see that ids were given to rows: tell it where to go on."""
        if self.session.get_bind().dialect.name != "postgresql":
            return
        for table, following in self._next_id.items():
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            self.session.execute(select(func.setval(sequence, following - 1)))
        self.session.commit()


def _alike(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows by what they name, so that each statement has one set of columns."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row), []).append(row)
    yield from found.values()
