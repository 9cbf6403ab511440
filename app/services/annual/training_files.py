"""A table of training sessions: read, with what is wrong in each row, and written.

A column of names is refused as a whole: the log holds how many took part, and never who.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from defusedcsv import csv
from flask_babel import gettext as _

from app.intake.records import UnusableInput
from app.intake.tables import read_table
from app.services.annual.training import CONFIDENCE, FIRST_DAY, MOST_PEOPLE, Details
from models import Audience
from questionnaires import cleaning

MOST_BYTES: Final = 1_000_000
MOST_ROWS: Final = 500
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "held_on": ("held_on", "date", "day", "session date"),
    "title": ("title", "course", "session", "course title"),
    "audience": ("audience", "for whom", "staff group"),
    "provider": ("provider", "trainer", "delivered by"),
    "attended": ("attended", "people", "number", "number attended", "number of people"),
    "confidence_before": ("confidence_before", "confidence before"),
    "confidence_after": ("confidence_after", "confidence after"),
    "certificates_until": ("certificates_until", "certificates until", "expires", "expiry date"),
}
"""The columns, by the headers under which they are known; the first is the one that is written."""
NEEDED: Final = ("held_on", "title", "audience", "attended")
_NAMES: Final = re.compile(
    r"\b(name|names|forename|surname|firstname|lastname|participants?|attendees?|delegates?|e-?mails?|"
    r"employee|payroll|enw|enwau)\b"
)
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong in a row, by its line in the file."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a file says: `refused` is why it cannot be used at all, "" if it can."""

    sessions: tuple[Details, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    unread: tuple[str, ...] = ()
    refused: str = ""


def _plain(header: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", header.casefold()).split())


_KNOWN: Final = {_plain(name): column for column, names in COLUMNS.items() for name in names}


def read(name: str, content: bytes, held: Iterable[Details], today: date) -> ReadFile:
    """Read a table of sessions. One that is `held`, or stands twice in the file, is a mistake."""
    if len(content) > MOST_BYTES:
        return ReadFile(refused=_("The file is larger than 1 MB."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("sessions" + Path(name).suffix.lower()[:6])
        path.write_bytes(content)
        try:
            table = read_table(path, lambda row: sum(_plain(cell) in _KNOWN for cell in row))
            return _read(table.header, table.rows(), held, today)
        except UnusableInput:
            return ReadFile(refused=_("The file cannot be read as a table. Save it as CSV or Excel."))


def _read(
    header: Sequence[str], rows: Iterable[tuple[int, list[str]]], held: Iterable[Details], today: date
) -> ReadFile:
    columns = [_KNOWN.get(_plain(cell), "") for cell in header]
    unread = tuple(cell for cell, column in zip(header, columns, strict=True) if cell.strip() and not column)
    if named := [cell for cell in unread if _NAMES.search(_plain(cell))]:
        why = _(
            "The column “%(column)s” seems to name people. The log holds how many took part and never who: "
            "take the column out, and give the number instead.",
            column=cleaning.one_line(named[0])[:60],
        )
        return ReadFile(refused=why)
    if missing := [column for column in NEEDED if column not in columns]:
        return ReadFile(refused=_("These columns are missing: %(columns)s.", columns=", ".join(missing)))
    seen = {one.key for one in held}
    sessions: list[Details] = []
    mistakes: list[Mistake] = []
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(sessions) + len(mistakes) == MOST_ROWS:
            return ReadFile(refused=_("The file has more than 500 rows. Split it."))
        cells = {column: cell for column, cell in zip(columns, row, strict=False) if column}
        try:
            found = _session(cells, today)
            if found.key in seen:
                raise ValueError(_("this session is noted already, or stands twice in the file"))
        except ValueError as error:
            mistakes.append(Mistake(line, str(error)))
        else:
            seen.add(found.key)
            sessions.append(found)
    return ReadFile(tuple(sessions), tuple(mistakes), unread)


def _session(cells: Mapping[str, str], today: date) -> Details:
    """A row as a session. ValueError with words for the person otherwise."""
    texts = {column: cleaning.one_line(cells.get(column, "")).lstrip("'") for column in COLUMNS}
    held_on = _day(texts["held_on"])
    if held_on is None or not FIRST_DAY <= held_on <= today:
        raise ValueError(_("the day of the session is missing, no day, or not between 2015 and today"))
    if not texts["title"] or len(texts["title"]) > 200 or len(texts["provider"]) > 160:
        raise ValueError(_("the title is missing, or a text is too long"))
    audience = texts["audience"].casefold().replace(" ", "_")
    if audience not in list(Audience):
        known = ", ".join(one.value for one in Audience)
        raise ValueError(_("the audience is none of these: %(known)s", known=known))
    attended = texts["attended"]
    if not re.fullmatch(r"[0-9]{1,6}", attended) or not 1 <= int(attended) <= MOST_PEOPLE:
        raise ValueError(_("how many took part is no whole number from 1 to 100,000"))
    until = _day(texts["certificates_until"])
    if texts["certificates_until"] and (until is None or until < held_on):
        raise ValueError(_("the day on which certificates run out is no day, or before the session"))
    before, after = (_confidence(texts[column]) for column in ("confidence_before", "confidence_after"))
    return Details(
        held_on, texts["title"], Audience(audience), texts["provider"], int(attended), before, after, until
    )


def _day(text: str) -> date | None:
    for form in _DAYS:
        with suppress(ValueError):
            return datetime.strptime(text, form).date()
    return None


def _confidence(text: str) -> float | None:
    if not text:
        return None
    least, most = CONFIDENCE
    if not re.fullmatch(r"[0-9](\.[0-9]{1,4})?", text) or not least <= float(text) <= most:
        raise ValueError(_("confidence is no number from 1 to 5, such as 3.4"))
    return float(text)


def write(sessions: Iterable[Details]) -> bytes:
    """Sessions as a table that `read` reads: UTF-8 with a byte order mark, cells that would run disarmed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in sessions:
        values = (getattr(one, column) for column in COLUMNS)
        writer.writerow(["" if value is None else str(value) for value in values])
    return text.getvalue().encode("utf-8-sig")
