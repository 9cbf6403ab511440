"""Tables of names, and of pairs of names, as anybody may bring them for matching: the name's column, and
evidence beyond the name under its usual headings.

Rows are counted from 0 below the header, as pandas and `csv.DictReader` count them: lines of text that are
empty altogether are no rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.intake import values
from app.intake.columns import Columns, field_names, normalised
from app.intake.records import UnusableInput
from app.intake.tables import Table, read_table
from screening import identifiers

# Spellings as `normalised` gives them. A name's own column comes before what a council calls a supplier.
_QUERY: Final = ("query", "name")
_TARGET: Final = ("name", "target")
_ORGANISATION: Final = (
    "organisation name", "organization name", "organisation", "organization", "legal name", "entity name",
    "employer name",
)  # fmt: skip
_POSTCODE: Final = (
    "postcode", "post code", "postal code", "address postcode", "reg address post code",
    "reg address postcode", "cod post",
)  # fmt: skip
_WEBSITE: Final = (
    "domain", "website", "web site", "web address", "website address", "website url", "company website",
    "url", "web", "homepage", "home page", "gwefan",
)  # fmt: skip
_EMAIL: Final = ("email", "e mail", "email address", "e mail address", "contact email", "ebost")
_COUNTRY: Final = (
    "country", "country code", "registered country", "country of registration", "reg address country",
    "gwlad",
)  # fmt: skip
_PREVIOUS_NAMES: Final = (
    "previous names", "previous name", "former names", "former name", "formerly", "previous company names",
    "previous name 1 company name", "enwau blaenorol",
)  # fmt: skip
_ALIASES: Final = (
    "aliases", "alias", "other names", "other name", "trading names", "trading name", "trading as",
    "also known as", "known as", "enw masnachu",
)  # fmt: skip
# What every table of organisations may hold beside the name. A bare "number" is the last choice.
_EVIDENCE: Final = (
    "company_number", "charity_number", "vat_number", "postcode", "website", "email", "country",
    "previous_names", "aliases",
)  # fmt: skip
_SIDES: Final = ("left", "right")


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One organisation as a row gives it, `row` from 0; what the table does not plainly say is "".

    Identifiers are in the forms of `screening.identifiers`.
    """

    row: int
    name: str
    company_number: str = ""
    postcode: str = ""
    aliases: tuple[str, ...] = ()
    previous_names: tuple[str, ...] = ()
    charity_number: str = ""
    vat_number: str = ""
    domain: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class PairRow:
    """Two names of one row, with the row's cells as given, one for each cell of the header."""

    cells: tuple[str, ...]
    left: NamedRow
    right: NamedRow

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to compare."""
        return not (self.left.name and self.right.name)


@dataclass(frozen=True, slots=True)
class Survey:
    """Rows of a table: all, those without a name, and those that have more cells than the header."""

    rows: int
    blank: int
    overlong: int


@dataclass(frozen=True, slots=True)
class NameTable:
    """A table with a name in each row; `columns` maps each field that was recognised to its heading."""

    name: str
    columns: Mapping[str, str]
    _table: Table
    _read: Callable[[int, Sequence[str]], NamedRow]

    def rows(self) -> Iterator[NamedRow]:
        """All rows afresh, blank names included."""
        return (self._read(row, cells) for row, cells in enumerate(_filled(self._table)))

    def survey(self) -> Survey:
        """Count the rows, reading the table once: what cannot be read is told before any work is done."""
        name = self._read
        return _survey(self._table, lambda cells: not name(0, cells).name)


@dataclass(frozen=True, slots=True)
class PairTable:
    """A table with two names in each row; `header` as given, `columns` as in `NameTable` by side."""

    name: str
    header: tuple[str, ...]
    columns: Mapping[str, str]
    _table: Table
    _left: Callable[[int, Sequence[str]], NamedRow]
    _right: Callable[[int, Sequence[str]], NamedRow]

    def rows(self) -> Iterator[PairRow]:
        """All rows afresh, blank names included. Cells beyond the header are left out."""
        width = len(self.header)
        for row, cells in enumerate(_filled(self._table)):
            given = tuple(cells[:width]) + ("",) * (width - len(cells))
            yield PairRow(given, self._left(row, cells), self._right(row, cells))

    def survey(self) -> Survey:
        """Count the rows, as `NameTable.survey` does; blank are those where either name is missing."""
        left, right = self._left, self._right
        return _survey(self._table, lambda cells: not (left(0, cells).name and right(0, cells).name))


def read_queries(path: Path) -> NameTable:
    """A table of names to look for; raises UnusableInput if it has no column of names."""
    return _read_names(path, _QUERY)


def read_targets(path: Path) -> NameTable:
    """A table of names to be found; raises UnusableInput if it has no column of names."""
    return _read_names(path, _TARGET)


def read_pairs(path: Path) -> PairTable:
    """A table with the columns `left` and `right`; raises UnusableInput if either is missing."""

    def score(header: Sequence[str]) -> int:
        fields = [_side(header, side) for side in _SIDES]
        return sum(map(len, fields)) if all("name" in found for found in fields) else 0

    table = read_table(path, score)
    left, right = (_columns(table.header, _side(table.header, side)) for side in _SIDES)
    if "name" not in left or "name" not in right:
        raise UnusableInput(f'{path.name}: the columns "left" and "right" are needed. {_seen(table.header)}')
    return PairTable(
        name=path.name,
        header=table.header,
        columns={
            f"{side}.{field}": heading
            for side, columns in zip(_SIDES, (left, right), strict=True)
            for field, heading in columns.headers.items()
        },
        _table=table,
        _left=_reader(left),
        _right=_reader(right),
    )


# -------------------------------------------------------------------------------------------- recognition


def _read_names(path: Path, own: Sequence[str]) -> NameTable:
    def score(header: Sequence[str]) -> int:
        fields = _fields(header, own)
        if "name" not in fields:
            return 0
        # A row of data may hold "Company" or "Vendor"; hardly ever the very word "name".
        return len(fields) + 10 * (normalised(header[fields["name"]]) in own)

    table = read_table(path, score)
    columns = _columns(table.header, _fields(table.header, own))
    if "name" not in columns:
        raise UnusableInput(
            f'{path.name}: no column of names can be told; call it "{own[0]}". {_seen(table.header)}'
        )
    return NameTable(path.name, columns.headers, table, _reader(columns))


def _fields(header: Sequence[str], own: Sequence[str]) -> dict[str, int]:
    """Positions of the fields in a header: of several headings for one field, the one preferred most."""
    spelt = {heading: place for place, heading in reversed(list(enumerate(map(normalised, header))))}
    found: dict[str, int] = {}
    for field, spellings in {
        "name": (*own, *_ORGANISATION, *_usual("supplier")),
        "company_number": (*_usual("company_number"), "number"),
        "charity_number": _usual("charity_number"),
        "vat_number": _usual("vat_number"),
        "postcode": (*_POSTCODE, *_usual("postcode")),
        "website": _WEBSITE,
        "email": _EMAIL,
        "country": _COUNTRY,
        "previous_names": _PREVIOUS_NAMES,
        "aliases": _ALIASES,
    }.items():
        place = next(
            (spelt[one] for one in spellings if one in spelt and spelt[one] not in found.values()), None
        )
        if place is not None:
            found[field] = place
    return found


def _side(header: Sequence[str], side: str) -> dict[str, int]:
    """Positions of one side's fields: "left", "left_name", "left_number", "postcode left"."""
    words = [normalised(heading).split() for heading in header]
    rest = [
        " ".join(word for word in heading if word != side) if side in (heading[:1] + heading[-1:]) else None
        for heading in words
    ]
    return _fields([heading or "name" if heading is not None else "" for heading in rest], ("name",))


def _usual(field: str) -> tuple[str, ...]:
    """The spellings of `columns.yaml`, in order of preference."""
    return tuple(spelling for group in field_names()[field].groups for spelling in sorted(group))


def _columns(header: Sequence[str], fields: Mapping[str, int]) -> Columns:
    return Columns(
        headers={field: " ".join(header[place].split()) for field, place in fields.items()},
        positions={field: (place,) for field, place in fields.items()},
    )


def _seen(header: Sequence[str]) -> str:
    shown = [f'"{" ".join(heading.split())[:60]}"' for heading in header if heading.strip()]
    return f"Columns seen: {', '.join(shown[:20]) or 'none'}."


# ---------------------------------------------------------------------------------------------------- rows


def _filled(table: Table) -> Iterator[list[str]]:
    return (cells for _, cells in table.rows() if cells)


def _survey(table: Table, is_blank: Callable[[Sequence[str]], bool]) -> Survey:
    rows = blank = overlong = 0
    width = len(table.header)
    for cells in _filled(table):
        rows += 1
        blank += is_blank(cells)
        overlong += any(cell.strip() for cell in cells[width:])
    return Survey(rows, blank, overlong)


def _reader(columns: Columns) -> Callable[[int, Sequence[str]], NamedRow]:
    cell = {field: columns.reader(field) for field in ("name", *_EVIDENCE)}

    def read(row: int, cells: Sequence[str]) -> NamedRow:
        return NamedRow(
            row=row,
            name=cell["name"](cells),
            company_number=values.company_number(cell["company_number"](cells)),
            postcode=identifiers.postcode(cell["postcode"](cells)),
            aliases=_names(cell["aliases"](cells)),
            previous_names=_names(cell["previous_names"](cells)),
            charity_number=identifiers.charity_number(cell["charity_number"](cells)),
            vat_number=values.vat_number(cell["vat_number"](cells)),
            domain=identifiers.domain(cell["website"](cells)) or identifiers.domain(cell["email"](cells)),
            country=identifiers.country(cell["country"](cells)),
        )

    return read


def _names(text: str) -> tuple[str, ...]:
    """The names of one cell, which semicolons or strokes divide."""
    return tuple(filter(None, (name.strip() for name in text.replace("|", ";").split(";"))))
