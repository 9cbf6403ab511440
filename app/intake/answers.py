"""Reading a table of suppliers' answers: one fact in each row, named by its signal.

Columns: supplier (a name, or the council's vendor id, which may have a column of its own), signal, value,
evidence and evidence date. What is wrong with a row is told with its line and how to mend it; the rest is
read.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.intake import values
from app.intake.columns import Columns, field_names, normalised
from app.intake.countries import countries_of
from app.intake.records import SkippedRow, UnusableInput
from app.intake.tables import read_table
from screening.controls import DO_NOT_KNOW
from screening.signals import SignalValues, signal_values
from screening.types import Evidence, Signal

NO_SUPPLIER: Final = "no supplier is named"
SIGNAL_UNKNOWN: Final = "the signal is not known"
VALUE_UNKNOWN: Final = "the value is not one of the signal's"
EVIDENCE_UNKNOWN: Final = "the evidence is not known"
DATE_UNREADABLE: Final = "the evidence date cannot be read, so the evidence counts as undated"

_HEADINGS: Final = {
    "signal": ("signal", "fact", "signal name"),
    "value": ("value", "answer", "signal value"),
    "evidence": ("evidence", "evidence kind", "quality of evidence"),
    "evidence_date": ("evidence date", "date of evidence"),
}
_NEEDED: Final = ("supplier", "signal", "value")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One usable row: whose answer (the vendor id, else the name), to which signal, and what it says."""

    line: int
    supplier: str
    name: str
    signal: Signal


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """A table of answers, read. `rows_read` equals the blank rows, the `rows` and the `skipped` together.

    `notes` are rows that were used without their evidence date.
    """

    name: str
    sha256: str
    columns: dict[str, str]
    rows: tuple[AnswerRow, ...]
    rows_read: int
    blank_rows: int
    skipped: tuple[SkippedRow, ...] = ()
    notes: tuple[SkippedRow, ...] = ()


class _Unusable(Exception):
    """Why one row cannot be used, and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.what, self.mend = what, mend


def read_answers(path: Path, progress: Callable[[int], None] | None = None) -> AnswersFile:
    """Read a table of answers: CSV (also .gz), XLSX, XLS or ODS. `progress` is called with the rows so far.

    Raises UnusableInput if the file is no table or lacks the column supplier, signal or value.
    """
    table = read_table(path, lambda header: len(_positions(header)))
    found = _positions(table.header)
    missing = [
        field
        for field in _NEEDED
        if field not in found and not (field == "supplier" and "vendor_id" in found)
    ]
    if missing:
        seen = ", ".join(f'"{" ".join(cell.split())[:60]}"' for cell in table.header if cell.strip())
        wanted = ", ".join(f'"{field}"' for field in missing)
        raise UnusableInput(
            f"{path.name}: a table of answers needs the column {wanted}. Columns seen: {seen or 'none'}."
        )
    headers = {field: " ".join(table.header[place].split()) for field, place in found.items()}
    cell = Columns(headers, {field: (place,) for field, place in found.items()}).reader
    read = {field: cell(field) for field in (*_NEEDED, "vendor_id", "evidence", "evidence_date")}
    rows: list[AnswerRow] = []
    skipped: list[SkippedRow] = []
    notes: list[SkippedRow] = []
    count = blank = 0
    for line, cells in table.rows():
        count += 1
        if not any(map(str.strip, cells)):
            blank += 1
            continue
        try:
            rows.append(_row(line, {field: reader(cells) for field, reader in read.items()}, notes))
        except _Unusable as problem:
            skipped.append(SkippedRow(line, problem.what, mend=problem.mend))
    if progress:
        progress(count)
    return AnswersFile(
        path.name, table.sha256, headers, tuple(rows), count, blank, tuple(skipped), tuple(notes)
    )


def _positions(header: Sequence[str]) -> dict[str, int]:
    spelt = {heading: place for place, heading in reversed(list(enumerate(map(normalised, header))))}
    usual = {
        field: [name for group in field_names()[field].groups for name in sorted(group)]
        for field in ("supplier", "vendor_id")
    }
    wanted = {**_HEADINGS, **usual, "supplier": ("supplier", "supplier name", "name", *usual["supplier"])}
    found = {}
    for field, names in wanted.items():
        place = next((spelt[name] for name in names if name in spelt), None)
        if place is not None:
            found[field] = place
    return found


def _row(line: int, text: dict[str, str], notes: list[SkippedRow]) -> AnswerRow:
    supplier = " ".join((text["vendor_id"] or text["supplier"]).split())
    if not supplier:
        raise _Unusable(NO_SUPPLIER, "write the supplier's name or vendor id as in the council's file")
    name = text["signal"].strip().casefold()
    if name not in signal_values():
        raise _Unusable(SIGNAL_UNKNOWN, f"use one of {', '.join(signal_values())}")
    value = _value(name, signal_values()[name], text["value"])
    try:
        evidence = Evidence(text["evidence"].casefold() or Evidence.SAID)
    except ValueError:
        raise _Unusable(
            EVIDENCE_UNKNOWN, f"write {', '.join(Evidence)}, or leave it empty for said"
        ) from None
    day = values.day(text["evidence_date"])
    if day is None and text["evidence_date"]:
        notes.append(SkippedRow(line, DATE_UNREADABLE, mend="write it as 2026-11-21 or 21/11/2026"))
    return AnswerRow(line, supplier, name, Signal(value, evidence, day))


def _value(name: str, allowed: SignalValues, text: str) -> str | tuple[str, ...]:
    plain = "_".join(text.casefold().replace("-", " ").split())
    if plain == DO_NOT_KNOW:
        return plain
    if allowed.kind == "countries":
        codes, unknown = countries_of(text)
        if codes and not unknown:
            return codes
        mend = f"write names or ISO codes of countries divided by semicolons, or {DO_NOT_KNOW}"
        raise _Unusable(f"{name}: {VALUE_UNKNOWN}", mend)
    parts = tuple(dict.fromkeys(part.strip("_") for part in plain.split(";"))) if plain else ()
    usable = bool(parts) and all(part in allowed.values for part in parts)
    if allowed.kind == "several" and usable and not (len(parts) > 1 and {"none", DO_NOT_KNOW} & set(parts)):
        return parts
    if allowed.kind == "one" and usable and len(parts) == 1:
        return parts[0]
    divided = ", divided by semicolons if several" if allowed.kind == "several" else ""
    raise _Unusable(f"{name}: {VALUE_UNKNOWN}", f"write {', '.join(allowed.values)}{divided}")
