"""A council's own weights from a spreadsheet: a CSV with the columns weight, value, by, on and reason."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from app.intake.records import UnusableInput
from screening.weights import Weights, changed

COLUMNS: Final = ("weight", "value", "by", "on", "reason")


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """The changes that a file asks for, within their bounds, each by a named person and with a reason."""

    name: str
    sha256: str
    rows_read: int
    weights: Weights


def read_weights(path: Path) -> WeightsFile:
    """Read a file of changed weights. It is taken as a whole or not at all: `UnusableInput` for any row that
    is incomplete, names no weight that may be changed, or goes beyond its bounds."""
    data = path.read_bytes()
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        header, rows = list(reader.fieldnames or ()), list(reader)
    except (UnicodeDecodeError, csv.Error):
        raise UnusableInput(f"{path.name}: this is no CSV file in UTF-8.") from None
    if missing := [name for name in COLUMNS if name not in header]:
        raise UnusableInput(f"{path.name}: these columns are missing: {', '.join(missing)}.")
    changes = []
    for number, row in enumerate(rows, start=2):
        texts = {name: (row[name] or "").strip() for name in COLUMNS}
        if empty := [name for name, text in texts.items() if not text]:
            raise UnusableInput(f"{path.name}, row {number}: say the {empty[0]}.")
        try:
            on = date.fromisoformat(texts["on"])
            change = changed(texts["weight"], float(texts["value"]), texts["by"], on, texts["reason"])
            Weights((change,))
        except KeyError:
            raise UnusableInput(
                f"{path.name}, row {number}: there is no weight {texts['weight']!r}."
            ) from None
        except ValueError as error:
            raise UnusableInput(f"{path.name}, row {number}: {error}.") from None
        changes.append(change)
    try:
        weights = Weights(tuple(sorted(changes, key=lambda change: change.name)))
    except ValueError as error:
        raise UnusableInput(f"{path.name}: {error}.") from None
    return WeightsFile(path.name, hashlib.sha256(data).hexdigest(), len(rows), weights)
