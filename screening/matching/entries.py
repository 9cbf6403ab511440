"""The organisations of an index in columns: one row for each target and one for each member of its group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from screening.matching.records import Member, Query, Target
from screening.matching.texts import Arrays, Hashes, Positions, Texts, hashes

# The identifiers that name one organisation among all of a register, most exact first.
NUMBERS: Final = ("company_number", "charity_number", "vat_number")
IDENTIFIERS: Final = (*NUMBERS, "domain", "postcode", "country")
# Those by which an organisation is found whatever it is called.
_FOUND_BY: Final = (*NUMBERS, "domain")
# Organisations that are looked at for one identifier: a VAT number or a domain may be a whole group's.
MOST_OF_ONE_NUMBER: Final = 20


@dataclass(frozen=True, slots=True)
class Entries:
    """Rows of organisations, in the order of their targets' keys.

    `members` is the name of a group's member, empty for the target itself; `identifiers` has a column for
    each of `IDENTIFIERS`. Rows with equal `entities` are known to be one legal entity.
    """

    keys: Texts
    names: Texts
    members: Texts
    identifiers: dict[str, Texts]
    entities: Hashes
    lookups: dict[str, tuple[Hashes, Positions]]

    def __len__(self) -> int:
        return len(self.entities)

    @classmethod
    def of(cls, targets: Sequence[Target]) -> Self:
        """The rows of `targets`, which must be in the order of their keys."""
        rows = list(_rows(targets))
        identifiers = {name: Texts.of(getattr(row, name) for _, row, _ in rows) for name in IDENTIFIERS}
        return cls(
            keys=Texts.of(target.key for target, _, _ in rows),
            names=Texts.of(target.name for target, _, _ in rows),
            members=Texts.of(member for _, _, member in rows),
            identifiers=identifiers,
            entities=hashes(_entity(row, member) for _, row, member in rows),
            lookups={name: _lookup(identifiers[name]) for name in _FOUND_BY},
        )

    def of_identifier(self, name: str, value: str) -> list[int]:
        """The rows whose identifier `name` is `value`."""
        if not value or name not in self.lookups:
            return []
        hashed, order = self.lookups[name]
        (wanted,) = hashes([value])
        first, last = np.searchsorted(hashed, wanted, "left"), np.searchsorted(hashed, wanted, "right")
        found = order[first : min(last, first + MOST_OF_ONE_NUMBER)].tolist()
        return [row for row in found if self.identifiers[name][row] == value]

    def found_by_number(self, query: Query) -> list[int]:
        """The rows that share with `query` an identifier that finds, whatever their names are."""
        found = {row for name in _FOUND_BY for row in self.of_identifier(name, getattr(query, name))}
        return sorted(found)

    def member(self, row: int) -> Member | None:
        """The member of a group that a row is, None for a target itself."""
        name = self.members[row]
        return Member(name, self.identifiers["company_number"][row]) if name else None

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """What is to be saved, under names that begin with `name`."""
        saved: dict[str, npt.NDArray[np.generic]] = {f"{name}.entities": self.entities}
        texts = {"keys": self.keys, "names": self.names, "members": self.members} | self.identifiers
        for column, column_texts in texts.items():
            saved |= column_texts.arrays(f"{name}.{column}")
        for column, (hashed, order) in self.lookups.items():
            saved |= {f"{name}.{column}.hashes": hashed, f"{name}.{column}.order": order}
        return saved

    @classmethod
    def read(cls, arrays: Arrays, name: str) -> Self:
        """The rows that were saved under `name`."""
        return cls(
            keys=Texts.read(arrays, f"{name}.keys"),
            names=Texts.read(arrays, f"{name}.names"),
            members=Texts.read(arrays, f"{name}.members"),
            identifiers={column: Texts.read(arrays, f"{name}.{column}") for column in IDENTIFIERS},
            entities=arrays[f"{name}.entities"].view(np.uint64),
            lookups={
                column: (
                    arrays[f"{name}.{column}.hashes"].view(np.uint64),
                    arrays[f"{name}.{column}.order"].view(np.int64),
                )
                for column in _FOUND_BY
            },
        )


def _rows(targets: Iterable[Target]) -> Iterator[tuple[Target, Target, str]]:
    """The target that is answered, the organisation that is compared, and its name if it is a member."""
    for target in targets:
        yield target, target, ""
        for member in target.members:
            yield target, Target(target.key, member.name, member.company_number), member.name


def _entity(row: Target, member: str) -> str:
    """What names the legal entity of a row: its number, else its place and name, else its own key."""
    if row.company_number:
        return f"number {row.company_number}"
    if row.postcode:
        return f"place {row.postcode} {row.name}"
    return f"member {row.key} {member}" if member else f"key {row.key}"


def _lookup(texts: Texts) -> tuple[Hashes, Positions]:
    """Hashes of the texts that are not empty, in order, and the rows they are of."""
    hashed = hashes(texts)
    order = np.argsort(hashed, kind="stable")
    order = order[hashed[order] != 0]
    return hashed[order], order
