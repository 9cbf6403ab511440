"""Which column of a council's file holds what.

The names are data: `columns.yaml`. A person can overrule them with a mapping of field to header, which the
command line takes as `--map supplier="Payee"`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from app.intake.records import UnusableInput

_NAMES_FILE = Path(__file__).with_name("columns.yaml")
# A header cell longer than this is a sentence of the title block.
_MAX_HEADER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class FieldNames:
    """How one field is called: groups of names in order of preference, then patterns."""

    groups: tuple[frozenset[str], ...]
    patterns: tuple[re.Pattern[str], ...]


@cache
def field_names() -> dict[str, FieldNames]:
    """The names of every field, read once from `columns.yaml`, in the file's order."""
    raw = yaml.safe_load(_NAMES_FILE.read_text(encoding="utf-8"))
    return {
        name: FieldNames(
            groups=tuple(frozenset(group) for group in entry["names"]),
            patterns=tuple(re.compile(pattern) for pattern in entry.get("patterns", ())),
        )
        for name, entry in raw.items()
    }


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field is found: `headers` as published, `positions` counted from 0, the preferred first."""

    headers: Mapping[str, str]
    positions: Mapping[str, tuple[int, ...]]

    def __contains__(self, field: str) -> bool:
        return field in self.positions

    def reader(self, field: str) -> Callable[[Sequence[str]], str]:
        """A function from a row's cells to the field's text.

        Of several columns the first that is filled counts; "" if none is, if the row is too short, or if
        the file has no such column. White space at both ends is dropped.
        """
        positions = self.positions.get(field, ())
        if not positions:
            return lambda cells: ""

        def read(cells: Sequence[str]) -> str:
            for position in positions:
                if position < len(cells) and (text := cells[position].strip()):
                    return text
            return ""

        return read


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APOSTROPHES = re.compile(r"['`\u2018\u2019]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")


def normalised(header: str) -> str:
    """A header as words in small letters: no accents, punctuation or line breaks, "SupplierName" in two."""
    text = unicodedata.normalize("NFKD", header)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = _CAMEL.sub(" ", _APOSTROPHES.sub("", text))
    return _NOT_WORD.sub(" ", text.lower()).strip()


def _spellings(header: str) -> list[str]:
    """What a header may be looked up by: the whole, without its bracket, then the parts around a stroke."""
    if len(header) > _MAX_HEADER_LENGTH:
        return []
    parts = [header, re.sub(r"\([^)]*\)", " ", header), *re.split(r"[/|]", header)]
    return list(dict.fromkeys(filter(None, map(normalised, parts))))


def recognise(
    header: Sequence[str],
    mapping: Mapping[str, str] | None = None,
    chosen: Mapping[int, str] | None = None,
) -> Columns:
    """Tell the columns of a header apart; `mapping` (field -> header) overrules the names.

    `chosen` (position -> field, or "" for a column not to be read) overrules them by position.

    Raises UnusableInput when an override names an unknown field or a column that is not there, or when no
    supplier column can be told.
    """
    overrides = {field: (_overridden(header, field, named),) for field, named in (mapping or {}).items()}
    columns = told_apart(header, chosen or {}, overrides)
    if "supplier" not in columns:
        raise UnusableInput(
            "The supplier column cannot be told. Columns seen: "
            f'{_listed(header)}. Name it with --map supplier="{_example(header)}".'
        )
    return columns


def told_apart(
    header: Sequence[str],
    chosen: Mapping[int, str],
    overrides: Mapping[str, tuple[int, ...]] | None = None,
) -> Columns:
    """The columns as `recognise` tells them, even where there is none of a supplier."""
    given = dict(overrides or {})
    places = {place: field for place, field in sorted(chosen.items()) if 0 <= place < len(header)}
    for place, field in places.items():
        if field:
            given[field] = (*given.get(field, ()), place)
    return _recognised(header, given, {place for place, field in places.items() if not field})


def header_score(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> int:
    """How much a row looks like a council file's header: 0 for not at all, otherwise 2 or more.

    Counts recognised fields, the supplier twice, and columns that an override names far above all.
    """
    named = {normalised(name) for name in (mapping or {}).values()}
    overridden = len(named & set(map(normalised, header)) - {""})
    fields = _recognised(header, {})
    points = len(fields.positions) + ("supplier" in fields)
    # A single cell is a title such as "Contractors", unless it is the only column of a list of suppliers.
    filled = sum(1 for cell in header if cell.strip())
    looks_like_one = points >= 2 and (len(fields.positions) >= 2 or filled == 1)
    return 100 * overridden + points if overridden or looks_like_one else 0


def _recognised(
    header: Sequence[str], overrides: Mapping[str, tuple[int, ...]], unused: Set[int] = frozenset()
) -> Columns:
    spellings = [_spellings(cell) for cell in header]
    claimed: dict[int, str] = dict.fromkeys(unused, "")
    claimed.update({place: field for field, places in overrides.items() for place in places})
    positions: dict[str, tuple[int, ...]] = dict(overrides)
    for field, names in field_names().items():
        if field not in positions and (found := _by_name(names, spellings, claimed)):
            positions[field] = found
            claimed.update(dict.fromkeys(found, field))
    known = _all_names()
    for field, names in field_names().items():
        # A header with a name of its own is not taken by another field's pattern.
        free = [
            position
            for position, spelt in enumerate(spellings)
            if spelt and position not in claimed and spelt[0] not in known
        ]
        if field not in positions and (place := _by_pattern(names, spellings, free)) is not None:
            positions[field] = (place,)
            claimed[place] = field
    return Columns(
        headers={field: " ".join(header[found[0]].split()) for field, found in positions.items()},
        positions=positions,
    )


@cache
def _all_names() -> frozenset[str]:
    return frozenset(name for names in field_names().values() for group in names.groups for name in group)


def _by_name(names: FieldNames, spellings: Sequence[list[str]], claimed: Iterable[int]) -> tuple[int, ...]:
    """Columns of the first group that occurs: those that match by the whole header before those by a part."""
    for group in names.groups:
        ranked = [
            (next(rank for rank, spelling in enumerate(spelt) if spelling in group), position)
            for position, spelt in enumerate(spellings)
            if position not in claimed and group.intersection(spelt)
        ]
        if ranked:
            return tuple(position for _, position in sorted(ranked))
    return ()


def _by_pattern(names: FieldNames, spellings: Sequence[list[str]], free: Sequence[int]) -> int | None:
    for pattern in names.patterns:
        for position in free:
            if pattern.search(spellings[position][0]):
                return position
    return None


def _overridden(header: Sequence[str], field: str, named: str) -> int:
    """Position of the column that an override names: the exact header first, then one that reads the same."""
    if field not in field_names():
        raise UnusableInput(
            f'--map {field}="{named}": there is no field "{field}"; use {_listed(field_names())}.'
        )
    exact = [position for position, cell in enumerate(header) if cell.strip() == named.strip()]
    alike = [
        position for position, cell in enumerate(header) if cell and normalised(cell) == normalised(named)
    ]
    if not exact and not (alike and normalised(named)):
        raise UnusableInput(
            f'--map {field}="{named}": the file has no column "{named}". Columns seen: {_listed(header)}.'
        )
    return (exact or alike)[0]


def _listed(names: Iterable[str]) -> str:
    """Names for a one-line message; a header cell may hold line breaks or a whole paragraph."""
    shown = [" ".join(name.split())[:60] for name in names if name.strip()]
    return ", ".join(f'"{name}"' for name in shown[:40]) or "none"


def _example(header: Sequence[str]) -> str:
    return next((" ".join(cell.split())[:60] for cell in header if cell.strip()), "Payee")
