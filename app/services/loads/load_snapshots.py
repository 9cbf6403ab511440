"""What a load replaced and changed, as compressed JSON: enough to put every row back as it was."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Date, Numeric, Table

from app.store import load_rows
from models import SourceFile
from models.base import UtcDateTime

FILES: Final[Table] = SourceFile.__table__  # type: ignore[assignment]


@dataclass
class Snapshot:
    """One load. Rows are JSON objects of their columns.

    `source` is the row of the file itself, if the same bytes had been loaded and replaced before. `replaced`
    are the files whose contracts gave way: `[id, updated_at]`; `contracts` are those contracts. `changed` are
    suppliers whose cells the load wrote: `{"id", "before", "after"}`; `created` are ids of suppliers that it
    added, and `touched` ids of all that it gave contracts or cells.
    """

    source: dict[str, Any] | None = None
    replaced: list[Any] = field(default_factory=list)
    contracts: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    created: list[int] = field(default_factory=list)
    touched: list[int] = field(default_factory=list)

    def packed(self) -> bytes:
        """The snapshot as it is stored."""
        return gzip.compress(json.dumps(asdict(self), ensure_ascii=False).encode(), mtime=0)


def unpacked(content: bytes) -> Snapshot:
    """A snapshot that was stored."""
    given = json.loads(gzip.decompress(content))
    return Snapshot(**{one.name: given[one.name] for one in fields(Snapshot)})


def to_json(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Cells as plain JSON values."""
    return {str(name): _plain(cell) for name, cell in row.items()}


def _plain(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return str(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def from_json(table: Table, cells: Mapping[str, Any]) -> dict[str, Any]:
    """Cells of a row of `table` as the database takes them."""
    return {name: _cell(table, name, cell) for name, cell in cells.items()}


def _cell(table: Table, name: str, cell: Any) -> Any:
    kind = table.c[name].type
    if not isinstance(cell, str):
        return cell
    if isinstance(kind, Numeric):
        return Decimal(cell)
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(cell)
    return date.fromisoformat(cell) if isinstance(kind, Date) else cell


def contract_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Cells of a contract, back from JSON."""
    return from_json(load_rows.CONTRACTS, cells)


def supplier_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Cells of a supplier, back from JSON."""
    return from_json(load_rows.SUPPLIERS, cells)


def file_cells(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Cells of a file, back from JSON."""
    return from_json(FILES, cells)
