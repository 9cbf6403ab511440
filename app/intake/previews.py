"""A file before it is loaded: its columns with samples, and how they would be read.

Samples never show a person: they come from rows whose payee is an organisation, and a value that looks like
the name of a person is passed over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, Literal

from app.intake import ocds
from app.intake.columns import Columns, header_score, normalised, recognise, told_apart
from app.intake.council import kind_of, read_rows
from app.intake.records import Choices, CouncilFile, UnusableInput
from app.intake.tables import Table, read_table
from screening.names import PayeeKind, payee_kind

SAMPLES: Final = 3
MOST_COLUMNS: Final = 400
_ROWS_SAMPLED: Final = 400
_LONGEST_SAMPLE: Final = 60
_LONGEST_HEADER: Final = 120


@dataclass(frozen=True, slots=True)
class PreviewedColumn:
    """A column of the file: `field` is what it is read as, "" if it is not; `words` identify it."""

    position: int
    header: str
    words: str
    field: str
    samples: tuple[str, ...]


class OpenedFile:
    """A council's file, opened once, to be looked at and read under different choices.

    Raises UnusableInput where `read_council_file` would, except for a supplier column that cannot be told.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_notices = ocds.is_json(path)
        if self.is_notices:
            self._notices = ocds.read_notices(path)
            self.table: Table = self._notices.table
        else:
            self.table = read_table(path, header_score)
        if len(self.table.header) > MOST_COLUMNS:
            raise UnusableInput(f"{path.name}: the table has more than {MOST_COLUMNS} columns.")

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What each column is known by from file to file: its header's words, numbered where they recur."""
        seen: dict[str, int] = {}
        found = []
        for cell in self.table.header:
            words = normalised(cell)[:_LONGEST_HEADER]
            seen[words] = seen.get(words, 0) + 1
            found.append(words if seen[words] == 1 else f"{words} #{seen[words]}")
        return tuple(found)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the header's words: the same for next month's file of the same layout."""
        return hashlib.sha256("\n".join(self.words).encode()).hexdigest()

    def told_columns(self) -> dict[int, str]:
        """Position -> field, as the names of the columns tell it without anybody's help."""
        return _by_position(told_apart(self.table.header, {}))

    def kind(self, choices: Choices) -> Literal["contracts", "spend"]:
        """What the file is read as."""
        if self.is_notices:
            return "contracts"
        return choices.kind or kind_of(told_apart(self.table.header, choices.columns))

    def columns(self, choices: Choices) -> tuple[PreviewedColumn, ...]:
        """The columns that have a header or hold anything, with what they are read as and samples."""
        columns = told_apart(self.table.header, choices.columns)
        fields = _by_position(columns)
        samples = self._samples(columns)
        return tuple(
            PreviewedColumn(
                place,
                " ".join(cell.split())[:_LONGEST_HEADER],
                self.words[place],
                fields.get(place, ""),
                given,
            )
            for place, (cell, given) in enumerate(zip(self.table.header, samples, strict=True))
            if cell.strip() or given
        )

    def _samples(self, columns: Columns) -> list[tuple[str, ...]]:
        supplier, hint = columns.reader("supplier"), columns.reader("creditor_type")
        found: list[dict[str, None]] = [{} for _ in self.table.header]
        for _line, cells in islice(self.table.rows(), _ROWS_SAMPLED):
            payee = supplier(cells)
            if payee and payee_kind(payee, hint=hint(cells)) is not PayeeKind.ORGANISATION:
                continue
            for place, text in enumerate(cells[: len(found)]):
                shown = " ".join(text.split())
                if shown and len(found[place]) < SAMPLES and _is_nobodys_name(shown):
                    found[place][shown[:_LONGEST_SAMPLE]] = None
        return [tuple(one) for one in found]

    def read(self, choices: Choices, progress: Callable[[int], None] | None = None) -> CouncilFile:
        """Read all rows; raises UnusableInput where no column is that of the supplier."""
        if self.is_notices:
            notices = ocds.read_notices(self.path, choices.buyer) if choices.buyer else self._notices
            return read_rows(notices.table, recognise(ocds.HEADER), "contracts", progress, notices)
        columns = recognise(self.table.header, None, choices.columns)
        return read_rows(self.table, columns, self.kind(choices), progress)


def _by_position(columns: Columns) -> dict[int, str]:
    return {place: field for field, places in columns.positions.items() for place in places}


def _is_nobodys_name(text: str) -> bool:
    return payee_kind(text) is not PayeeKind.PERSON


def chosen_positions(words: Sequence[str], said: dict[str, str]) -> dict[int, str]:
    """Position -> field, from what people said of columns by their words."""
    return {place: said[word] for place, word in enumerate(words) if word in said}
