"""The entry in the registry's own columns, as CSV and as JSON: as the registry would publish it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from screening.registry_form import columns, guarded
from screening.registry_form.rows import Row


def registry_csv(rows: Sequence[Row]) -> bytes:
    """The rows as in the registry's download: UTF-8 with a mark, lines ended by a line feed, several entries
    of a cell on lines of their own. A cell that a spreadsheet would take for a formula has a tab before it,
    as it has there: an apostrophe, the usual guard, would be read as part of the text."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns())
    for row in rows:
        writer.writerow([guarded(row[name]) for name in columns()])
    return text.getvalue().encode("utf-8-sig")


def registry_json(rows: Sequence[Row]) -> bytes:
    """The same as JSON: a list of objects, the cells as text and without the guard."""
    table = [{name: row[name] for name in columns()} for row in rows]
    return (json.dumps(table, ensure_ascii=False, indent=2) + "\n").encode()
