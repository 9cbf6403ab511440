"""Reading tables of companies and their parents: a plain table, or Companies House's or GLEIF's own files.

Which of the three a file is, its beginning tells. Persons with significant control who are people are passed
over before their line is parsed: nothing about them is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, Final

from app.intake import bulk_files, gleif, psc, text_files, values
from app.intake.records import ParentLink, SkippedRow
from screening import identifiers

BROKEN_ROW = "the row does not have the columns of the header"
NO_CHILD = "the company's number is not one of Companies House"
NO_PARENT = "the parent's number is not one of Companies House"
SAME = "the company is given as its own parent"

PLAIN: Final = ("child_number", "parent_number")
TABLE: Final = "table"


@dataclass(frozen=True, slots=True)
class ParentsFile:
    """A table of parents: `rows_read` lines, of which `links` say that one company controls another.

    `passed_over` are lines about something else, mostly people; `skipped` holds the first of those that
    cannot be used, `reasons` counts them all.
    """

    name: str
    sha256: str
    as_at: date
    links: tuple[ParentLink, ...]
    rows_read: int
    passed_over: int
    skipped: tuple[SkippedRow, ...]
    reasons: dict[str, int]


def read_parents(
    path: Path,
    as_at: date | None = None,
    lei_file: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ParentsFile:
    """Read a table of parents in one pass.

    A plain CSV has the columns child_number and parent_number, and may have child_name, parent_name, source
    and as_at. Companies House's snapshot of persons with significant control is JSON, a line each. GLEIF's
    level 2 relationship records need `lei_file`, its level 1 records, which give each LEI its company number.

    Raises UnusableInput if the file cannot be opened or is none of these.
    """
    links: dict[tuple[str, str, str], ParentLink] = {}
    skips = bulk_files.Skips()
    read = over = 0
    with bulk_files.opened(path) as text:
        day = bulk_files.day_of(path, as_at)
        for read, (line, found) in enumerate(_found(path, text, lei_file), start=1):
            if progress and read % bulk_files.PROGRESS_EVERY == 0:
                progress(read)
            if found is None:
                over += 1
            elif isinstance(found, str):
                skips.add(line, found)
            elif wrong := _wrong(found):
                skips.add(line, wrong)
            else:
                dated = found if found.as_at else replace(found, as_at=day)
                links[found.child_number, found.parent_number, found.source] = dated
    if progress:
        progress(read)
    return ParentsFile(
        name=path.name,
        sha256=text_files.sha256_of(path),
        as_at=day,
        links=tuple(links.values()),
        rows_read=read,
        passed_over=over,
        skipped=tuple(skips.told),
        reasons=dict(skips.reasons.most_common()),
    )


def _found(path: Path, text: IO[str], lei_file: Path | None) -> Iterator[tuple[int, ParentLink | str | None]]:
    """(line, link); in place of a link the reason why there is none, or None for what is about something
    else."""
    first = text.readline()
    if first.lstrip().startswith("{"):
        yield from psc.links(_from_the_start(first, text))
        return
    header, rows = bulk_files.table(path, _from_the_start(first, text))
    if gleif.RELATION_TYPE in header:
        yield from gleif.links(path, header, rows, lei_file)
        return
    bulk_files.column_numbers(path, header, PLAIN, "a table of parents")
    for line, cells in rows:
        yield line, _plain(dict(zip(header, cells, strict=True))) if len(cells) == len(header) else BROKEN_ROW


def _plain(row: dict[str, str]) -> ParentLink:
    return ParentLink(
        child_number=identifiers.company_number(row["child_number"]),
        parent_number=identifiers.company_number(row["parent_number"]),
        child_name=" ".join(row.get("child_name", "").split()),
        parent_name=" ".join(row.get("parent_name", "").split()),
        source=" ".join(row.get("source", "").split())[:40] or TABLE,
        as_at=values.day(row.get("as_at", "")),
    )


def _wrong(link: ParentLink) -> str:
    if not link.child_number:
        return NO_CHILD
    if not link.parent_number:
        return NO_PARENT
    return SAME if link.child_number == link.parent_number else ""


def _from_the_start(first: str, rest: IO[str]) -> Iterator[str]:
    yield first
    yield from rest
