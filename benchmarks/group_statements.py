"""How many members of groups are found as covered by the statement of their group.

The rows of registry copies are the truth: a group's statement lists its members, and each row names the
company that submitted it. Every member is looked for as councils write it, among all rows; then the members'
own rows are taken away, and they are looked for among the rest, without and with a table of parents made from
those rows.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from app.intake import StatementRow, read_registry
from app.services.judgement.screen_files import shipped_copies
from app.services.matching.known_companies import KnownCompanies, Link
from app.services.matching.statement_rows import submitted_by_another
from app.services.matching.statement_search import SearchResult, StatementSearch
from screening.matching import Query

STATUSES = ("covered_by_group", "matched", "possible", "not_found")


def main() -> None:
    """Print a line for each way of looking; the copies may be named on the command line."""
    paths = [Path(name) for name in sys.argv[1:]] or list(shipped_copies())
    copies = [read_registry(path) for path in paths]
    rows = list({row.key: row for copy in copies for row in copy.rows}.values())
    newest = max(copy.as_at for copy in copies)
    members = [row for row in rows if _is_member(row)]
    print(f"{len(members):,} members of {len({row.parent_name for row in members}):,} groups")
    print(f"{'looked for':46}" + "".join(f"{status:>18}" for status in STATUSES) + f"{'another group':>18}")
    search = StatementSearch(rows, newest)
    for what, spelling, numbered in (
        ("as in the registry, no number", str, False),
        ("as councils write it, no number", _as_councils_write, False),
        ("without legal form, no number", _without_form, False),
        ("as councils write it, with its number", _as_councils_write, True),
    ):
        _tell(what, members, search.look_for(_queries(members, spelling, numbered=numbered)))

    others = [row for row in rows if not _is_member(row)]
    submitters = {row.organisation_name: row for row in others}
    known = [row for row in members if row.parent_name in submitters]
    links = [
        Link(row.company_number, submitters[row.parent_name].company_number, row.organisation_name)
        for row in known
        if row.company_number and submitters[row.parent_name].company_number
    ]
    queries = _queries(known, _as_councils_write, numbered=True)
    for what, companies in (
        ("unlisted, with its number, no table", KnownCompanies()),
        (f"unlisted, with its number, table of {len(links):,} links", KnownCompanies([], links)),
    ):
        _tell(what, known, StatementSearch(others, newest, companies=companies).look_for(queries))


def _is_member(row: StatementRow) -> bool:
    return submitted_by_another(row.organisation_name, row.parent_name, is_group=row.is_group)


def _queries(
    members: Sequence[StatementRow], spelling: Callable[[str], str], *, numbered: bool
) -> list[Query]:
    return [
        Query(str(place), spelling(row.organisation_name), row.company_number if numbered else "")
        for place, row in enumerate(members)
    ]


def _as_councils_write(name: str) -> str:
    return re.sub(r"\bLIMITED\b", "LTD", name.upper()).replace("&", " AND ").title()


def _without_form(name: str) -> str:
    return re.sub(r"\b(LIMITED|LTD|PLC|LLP)\b\.?", "", name.upper()).strip()


def _tell(what: str, members: Sequence[StatementRow], results: Sequence[SearchResult]) -> None:
    """Counts by status; "another group" are those covered by the statement of another than their own."""
    counts = Counter(result.finding.status.value for result in results)
    another = sum(
        result.finding.group is not None and result.finding.group.submitted_by != row.parent_name
        for row, result in zip(members, results, strict=True)
    )
    print(f"{what:46}" + "".join(f"{counts[status]:18,}" for status in STATUSES) + f"{another:18,}")


if __name__ == "__main__":
    main()
