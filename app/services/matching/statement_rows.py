"""Registry rows as the statement search reads them: which rows are one organisation, and whose statement each
is.

A registry row says that one organisation is covered by one statement. The rows of a group's statement share
the address of its summary; the organisation that submitted it has no `parent_name`, the others name it there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from screening.identifiers import company_number
from screening.names import clean

NameKey = tuple[str, str]
"""A cleaned name: its words in one, and its legal form."""


class StatementRow(Protocol):
    """What the search reads of a registry row. `key` is unique among the rows; `end` ends the period."""

    @property
    def key(self) -> str: ...
    @property
    def organisation_name(self) -> str: ...
    @property
    def company_number(self) -> str: ...
    @property
    def postcode(self) -> str: ...
    @property
    def parent_name(self) -> str: ...
    @property
    def is_group(self) -> bool: ...
    @property
    def statement_url(self) -> str: ...
    @property
    def summary_url(self) -> str: ...
    @property
    def end(self) -> date | None: ...
    @property
    def areas(self) -> Mapping[str, bool]: ...
    @property
    def turnover(self) -> str: ...


@dataclass(slots=True)
class Organisation:
    """The rows of one organisation, the newest statement first once `organisations` has returned."""

    rows: list[StatementRow] = field(default_factory=list)

    @property
    def newest(self) -> StatementRow:
        """The row of its newest statement."""
        return self.rows[0]

    @property
    def number(self) -> str:
        """Its company number; "" if no row gives one."""
        return next(filter(None, (company_number(row.company_number) for row in self.rows)), "")

    @property
    def other_names(self) -> tuple[str, ...]:
        """The names of its rows other than that of the newest."""
        return tuple(sorted({display_name(row) for row in self.rows} - {display_name(self.newest)}))


def display_name(row: StatementRow) -> str:
    """The name to show: the registry's own, or the parent's where the registry holds a bare number."""
    return row.parent_name if row.organisation_name.isdigit() and row.parent_name else row.organisation_name


def name_key(name: str) -> NameKey:
    """The cleaned form under which two spellings of a name are one."""
    cleaned = clean(name)
    return cleaned.flat or name.casefold(), cleaned.legal_form


def submitted_by_another(organisation_name: str, parent_name: str, *, is_group: bool) -> bool:
    """Whether a row's statement is one that another organisation submitted for its group."""
    return is_group and bool(parent_name) and name_key(organisation_name) != name_key(parent_name)


def address(row: StatementRow) -> str:
    """What identifies the statement: the rows of a group's statement share it."""
    return row.summary_url or row.statement_url or row.key


def covered_lists(rows: Iterable[StatementRow]) -> dict[str, list[str]]:
    """The organisations that each group statement lists, in alphabetical order, by the statement's
    address."""
    lists: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.is_group:
            lists[address(row)].add(row.organisation_name)
    return {statement: sorted(names, key=str.casefold) for statement, names in lists.items()}


def organisations(rows: Iterable[StatementRow]) -> list[Organisation]:
    """Gather the rows of each organisation: by company number, else by cleaned name and legal form.

    A row without a number joins the one numbered organisation of its name; if several numbers bear
    that name it stays on its own. The newest statement comes first.
    """
    numbered: defaultdict[str, Organisation] = defaultdict(Organisation)
    named: defaultdict[NameKey, Organisation] = defaultdict(Organisation)
    numbers_of: defaultdict[NameKey, set[str]] = defaultdict(set)
    unnumbered: list[StatementRow] = []
    for row in rows:
        # A row under a bare number as its name is shown under its parent's, but is not its parent.
        number = company_number(row.company_number)
        if number:
            numbered[number].rows.append(row)
            numbers_of[name_key(display_name(row))].add(number)
        else:
            unnumbered.append(row)
    for row in unnumbered:
        key = name_key(display_name(row))
        same_name = numbers_of.get(key, set())
        home = numbered[next(iter(same_name))] if len(same_name) == 1 else named[key]
        home.rows.append(row)
    found = [*numbered.values(), *named.values()]
    for organisation in found:
        organisation.rows.sort(key=_newest_first)
    return sorted(found, key=lambda organisation: organisation.newest.key)


def _newest_first(row: StatementRow) -> tuple[int, bool, bool, str]:
    """A total order: later ends first, its own statement before its group's, one that is linked before one
    that is not, then by key."""
    others = submitted_by_another(row.organisation_name, row.parent_name, is_group=row.is_group)
    return -(row.end or date.min).toordinal(), others, not row.statement_url, row.key
