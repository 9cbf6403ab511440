"""GLEIF's golden copies: level 2 says which entity consolidates which, level 1 gives each its company
number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from app.intake import bulk_files
from app.intake.bulk_files import Cells
from app.intake.records import ParentLink, UnusableInput
from screening import identifiers

SOURCE: Final = "gleif"
RELATION_TYPE: Final = "Relationship.RelationshipType"

BROKEN_ROW = "the row does not have the columns of the header"
NOT_ACTIVE = "the relation is not in force"
NO_NUMBERS = "the company or its parent has no company number of the United Kingdom in the level 1 records"

_CHILD, _PARENT = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID"
_STATUS = "Relationship.RelationshipStatus"
_CONSOLIDATED: Final = frozenset({"IS_DIRECTLY_CONSOLIDATED_BY", "IS_ULTIMATELY_CONSOLIDATED_BY"})

_LEI, _NAME = "LEI", "Entity.LegalName"
_REGISTER = "Entity.RegistrationAuthority.RegistrationAuthorityID"
_NUMBER = "Entity.RegistrationAuthority.RegistrationAuthorityEntityID"
# Companies House for England and Wales, Northern Ireland and Scotland, in GLEIF's list of registers.
_COMPANIES_HOUSE: Final = frozenset({"RA000585", "RA000586", "RA000587"})


def links(
    path: Path, header: Sequence[str], rows: Iterator[Cells], lei_file: Path | None
) -> Iterator[tuple[int, ParentLink | str | None]]:
    """(line, link); in place of a link why it is none, or None for relations other than consolidation."""
    if lei_file is None:
        raise UnusableInput(
            f"{path.name}: GLEIF's relations name companies by LEI; give its level 1 records too: --lei FILE."
        )
    needed = (_CHILD, _PARENT, RELATION_TYPE, _STATUS)
    places = bulk_files.column_numbers(path, header, needed, "GLEIF's relationship records")
    child, parent, kind, status = (places[name] for name in needed)
    companies = _companies(lei_file)
    for line, cells in rows:
        if len(cells) != len(header):
            yield line, BROKEN_ROW
        elif cells[kind] not in _CONSOLIDATED:
            yield line, None
        elif cells[status] != "ACTIVE":
            yield line, NOT_ACTIVE
        elif cells[child] in companies and cells[parent] in companies:
            (child_number, child_name), (parent_number, parent_name) = (
                companies[cells[child]],
                companies[cells[parent]],
            )
            yield line, ParentLink(child_number, parent_number, child_name, parent_name, SOURCE)
        else:
            yield line, NO_NUMBERS


def _companies(lei_file: Path) -> dict[str, tuple[str, str]]:
    """LEI -> (company number, legal name) of the companies of the United Kingdom."""
    found: dict[str, tuple[str, str]] = {}
    with bulk_files.opened(lei_file) as text:
        header, rows = bulk_files.table(lei_file, text)
        needed = (_LEI, _NAME, _REGISTER, _NUMBER)
        places = bulk_files.column_numbers(lei_file, header, needed, "GLEIF's level 1 records")
        lei, name, register, number = (places[column] for column in needed)
        for _line, cells in rows:
            if len(cells) == len(header) and cells[register] in _COMPANIES_HOUSE:
                plain = identifiers.company_number(cells[number])
                if plain:
                    found[cells[lei]] = (plain, " ".join(cells[name].split()))
    return found
