"""Kinds of labour from a file: its rows as lines of the form of a price check, and a template to fill in.

A row is held to the same rules as a line of the form, so that the sum is the same either way. If something
has to be mended nothing is taken: each problem is told with its line.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Final

from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, ImmutableMultiDict, MultiDict

from app.documents.labour_template import labour_csv, labour_xlsx
from app.intake import UnusableInput
from app.intake.labour import FIELDS, LabourRow, read_labour
from app.officer.price_checks.price_check_forms import LabourForm
from app.officer.price_checks.price_check_views import age_label
from screening.wage_floors import AgeBand

#: A table of a few dozen rows is far smaller.
MOST_BYTES: Final = 1_000_000
#: How many problems are told at a time.
PROBLEMS_TOLD: Final = 20
TEMPLATES: Final = ("csv", "xlsx")


class NotTaken(Exception):
    """Nothing was taken from the file; `problems` says why, a sentence each."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def with_labour(form: MultiDict[str, str], file: FileStorage) -> ImmutableMultiDict[str, str]:
    """The form's entries with the lines of the file in place of those that were there. Raises NotTaken."""
    rows = _rows(file)
    kept = [(name, value) for name, value in form.items(multi=True) if not name.startswith("labour-")]
    lines = {f"labour-{place}-{name}": cell for place, row in enumerate(rows) for name, cell in row.items()}
    entries = MultiDict([*((name, value) for name, value in kept if name != "lines"), *lines.items()])
    entries["lines"] = str(len(rows))
    return ImmutableMultiDict(entries)


def _rows(file: FileStorage) -> list[dict[str, str]]:
    given = _read(file)
    rows = [{**row.cells, "band": _band(row.cells["band"])} for row in given]
    problems = [
        _("Line %(line)s: %(problem)s", line=row.line, problem=problem)
        for row, cells in zip(given, rows, strict=True)
        for problem in _problems(cells, row)
    ]
    if problems:
        more = len(problems) - PROBLEMS_TOLD
        told = problems[:PROBLEMS_TOLD]
        raise NotTaken(*told, *([_("And %(number)s more of this kind.", number=more)] if more > 0 else []))
    return rows


def _read(file: FileStorage) -> tuple[LabourRow, ...]:
    size = file.stream.seek(0, 2)
    file.stream.seek(0)
    if size > MOST_BYTES:
        raise NotTaken(_("This file is too large for a table of labour."))
    with tempfile.TemporaryDirectory(prefix="labour-") as folder:
        path = Path(folder) / (Path(file.filename or "").name[-100:] or "file")
        with path.open("wb") as target:
            shutil.copyfileobj(file.stream, target)
        try:
            return read_labour(path)
        except UnusableInput as problem:
            raise NotTaken(str(problem)) from problem


def _problems(cells: dict[str, str], row: LabourRow) -> list[str]:
    """What is wrong with a row, as the form says it of a line."""
    if not cells["band"]:
        known = "; ".join(age_label(band) for band in AgeBand)
        return [_("Write one of these as the lowest statutory rate: %(known)s", known=known)]
    line = LabourForm(MultiDict(cells))
    line.validate()
    return [str(field.errors[0]) for field in line if field.errors]


def _band(words: str) -> str:
    """The band that a cell names, by its id or its words; adults where it is empty, "" for other words."""
    if not words:
        return AgeBand.ADULT.value
    plain = " ".join(words.casefold().split())
    for language in ("en", "cy"):
        with force_locale(language):
            for band in AgeBand:
                if plain in (band.value, " ".join(str(age_label(band)).casefold().split())):
                    return band.value
    return ""


def template(form: str) -> bytes:
    """An empty table in the reader's language. KeyError for another form than "csv" and "xlsx"."""
    words = {
        "label": _("Kind of work"),
        "hours": _("Hours of work a year"),
        "workers": _("Workers (optional)"),
        "band": _("Lowest statutory rate"),
        "rate": _("Pay an hour (optional)"),
    }
    headers = [words[name] for name in FIELDS]
    bands = [str(age_label(band)) for band in AgeBand]
    notes = [
        _("One row for each kind of work. Posts, not people: write no worker's name."),
        _(
            "Hours that are worked, travel between visits and hand-over with them. Paid leave is added by "
            "the sum."
        ),
        _("If ages are mixed or not known, take the lowest that may be paid to some."),
        _("Pay in pounds an hour, as the tender states it."),
    ]
    return {
        "csv": lambda: labour_csv(headers),
        "xlsx": lambda: labour_xlsx(
            headers, bands, FIELDS.index("band"), _("Labour"), notes, _("How to fill it in")
        ),
    }[form]()
