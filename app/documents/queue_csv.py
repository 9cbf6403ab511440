"""The queue as CSV, for spreadsheets and for scripts.

UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180): without the mark Excel reads the file in the
old Windows code page and spoils every "£" and "ŵ", and a double click is how most officers open it. pandas
drops the mark by itself; Python's csv module wants `encoding="utf-8-sig"`. Cells that a spreadsheet would run
as a formula are disarmed with a leading apostrophe.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date

from defusedcsv import csv

from app.documents.queue_rows import COLUMNS, Cell, QueueRow


def queue_csv(rows: Iterable[QueueRow]) -> bytes:
    """Render the rows, header first, as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_text(cell) for cell in row.cells()] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
