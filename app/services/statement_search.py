"""Looking for suppliers' transparency statements in copies of the registry: the one place that turns registry
rows and the matcher's answers into a `StatementFinding`.

A registry row says that one organisation is covered by one statement; an organisation has a row for each
year. The search therefore looks for *organisations*, and the finding is the newest statement of the one that
was found: the latest end of the period, since the registry's year is the year of a deadline. It knows no
files and no database; whoever calls it brings the rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

from screening.matching import Match, Query, Target
from screening.names import clean, company_number
from screening.types import Sentence, StatementFinding, StatementStatus, say

if TYPE_CHECKING:
    from screening.matching import NameIndex

CANDIDATES = 5
"""Candidates asked of the matcher for each supplier; enough that a rejected one leaves others to look at."""

Progress = Callable[[int], None]


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


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What the search found for one query.

    `target_key` is the key of the row that the finding tells of, "" if there is none. `candidates` are the
    organisations that came into question and were not rejected, the likeliest first; the `target_key` of each
    is the key of that organisation's newest row.
    """

    finding: StatementFinding
    candidates: tuple[Match, ...] = ()
    target_key: str = ""


@dataclass(slots=True)
class _Organisation:
    """The rows of one organisation, the newest statement first once `_organisations` has returned."""

    rows: list[StatementRow] = field(default_factory=list)

    @property
    def newest(self) -> StatementRow:
        return self.rows[0]


class StatementSearch:
    """A searchable set of registry rows. Building it builds the index, so build it once and ask it often.

    `copy_date` is the date of the registry copy, None if there is no copy at all: then every finding is
    "not looked for". Rows of several copies may be given together; `copy_dates` then maps the keys of the
    rows of the other copies to the dates of theirs, and `copy_date` is that of the newest.
    """

    def __init__(
        self,
        rows: Iterable[StatementRow],
        copy_date: date | None,
        copy_dates: Mapping[str, date] | None = None,
    ) -> None:
        self._copy_date = copy_date
        self._copy_dates = copy_dates or {}
        self._by_newest: dict[str, _Organisation] = {}
        self._by_any_key: dict[str, _Organisation] = {}
        for organisation in _organisations(rows):
            self._by_newest[organisation.newest.key] = organisation
            self._by_any_key.update((row.key, organisation) for row in organisation.rows)
        self._index = self._build_index()

    def _build_index(self) -> NameIndex | None:
        from screening.matching import NameIndex  # here, because loading it takes half a second

        return NameIndex.build(self._targets()) if self._by_newest else None

    def look_for(
        self,
        queries: Sequence[Query],
        rejected: Mapping[str, frozenset[str]] | None = None,
        confirmed: Mapping[str, str] | None = None,
        progress: Progress | None = None,
    ) -> list[SearchResult]:
        """Look for the statement of every query, in the order of the queries.

        `confirmed` and `rejected` are what people decided: query key -> key of a registry row (any row of
        the organisation will do, an older year's too), or several. A confirmed match stands whatever the
        matcher thinks, unless its row is no longer there; a rejected organisation is not proposed again.
        """
        if self._copy_date is None:
            return [SearchResult(StatementFinding(StatementStatus.NOT_LOOKED_FOR)) for _ in queries]
        found = self._index.match(queries, limit=CANDIDATES, progress=progress) if self._index else []
        answers: Sequence[tuple[Match, ...]] = found or [()] * len(queries)
        rejected, confirmed = rejected or {}, confirmed or {}
        return [
            self._result(query, matches, rejected.get(query.key, frozenset()), confirmed.get(query.key, ""))
            for query, matches in zip(queries, answers, strict=True)
        ]

    def _targets(self) -> list[Target]:
        """One target for each organisation under its newest name, with its earlier names as further ones."""
        return [
            Target(
                key=key,
                name=display_name(organisation.newest),
                company_number=_number(organisation),
                postcode=organisation.newest.postcode,
                aliases=_other_names(organisation),
            )
            for key, organisation in self._by_newest.items()
        ]

    def _result(
        self, query: Query, matches: tuple[Match, ...], rejected: frozenset[str], confirmed: str
    ) -> SearchResult:
        refused = {self._by_any_key[key].newest.key for key in rejected if key in self._by_any_key}
        candidates = tuple(match for match in matches if match.target_key not in refused)
        if confirmed in self._by_any_key:
            return self._confirmed(self._by_any_key[confirmed], candidates)
        best = candidates[0] if candidates else None
        if best is None or best.decision == "none":
            # "decided" only where a person's No is the reason that nothing is left.
            decided = any(match.target_key in refused and match.decision != "none" for match in matches)
            nothing = StatementFinding(StatementStatus.NOT_FOUND, self._copy_date, decided=decided)
            return SearchResult(nothing, candidates)
        settled = best.decision == "automatic" and best.kind == "same_entity"
        status = StatementStatus.MATCHED if settled else StatementStatus.POSSIBLE
        return self._found(self._by_newest[best.target_key], status, best, candidates, decided=False)

    def _confirmed(self, organisation: _Organisation, candidates: tuple[Match, ...]) -> SearchResult:
        match = next((one for one in candidates if one.target_key == organisation.newest.key), None)
        return self._found(organisation, StatementStatus.MATCHED, match, candidates, decided=True)

    def _found(
        self,
        organisation: _Organisation,
        status: StatementStatus,
        match: Match | None,
        candidates: tuple[Match, ...],
        *,
        decided: bool,
    ) -> SearchResult:
        row = organisation.newest
        reasons = match.reasons if match else ()
        if decided:
            reasons = (say("A person confirmed that this is the same organisation."), *reasons)
        finding = StatementFinding(
            status=status,
            copy_date=self._copy_dates.get(row.key, self._copy_date),
            organisation=display_name(row),
            period_end=row.end,
            url=row.statement_url or row.summary_url,
            probability=match.probability if match else None,
            kind=match.kind if match else "",
            reasons=(*reasons, *_group_reasons(row)),
            areas=dict(row.areas),
            turnover=row.turnover,
            decided=decided,
        )
        return SearchResult(finding, candidates, row.key)


def display_name(row: StatementRow) -> str:
    """The name to show: the registry's own, or the parent's where the registry holds a bare number."""
    return row.parent_name if row.organisation_name.isdigit() and row.parent_name else row.organisation_name


def _organisations(rows: Iterable[StatementRow]) -> list[_Organisation]:
    """Gather the rows of each organisation: by company number, else by cleaned name and legal form.

    A row without a number joins the one numbered organisation of its name; if several numbers bear
    that name it stays on its own. The newest statement comes first.
    """
    numbered: defaultdict[str, _Organisation] = defaultdict(_Organisation)
    named: defaultdict[tuple[str, str], _Organisation] = defaultdict(_Organisation)
    numbers_of: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    unnumbered: list[StatementRow] = []
    for row in rows:
        # A row under a bare number as its name is shown under its parent's, but is not its parent.
        number = company_number(row.company_number)
        if number:
            numbered[number].rows.append(row)
            numbers_of[_name_key(row)].add(number)
        else:
            unnumbered.append(row)
    for row in unnumbered:
        same_name = numbers_of.get(_name_key(row), set())
        home = numbered[next(iter(same_name))] if len(same_name) == 1 else named[_name_key(row)]
        home.rows.append(row)
    organisations = [*numbered.values(), *named.values()]
    for organisation in organisations:
        organisation.rows.sort(key=_newest_first)
    return sorted(organisations, key=lambda organisation: organisation.newest.key)


def _name_key(row: StatementRow) -> tuple[str, str]:
    name = clean(display_name(row))
    return name.flat or row.organisation_name.casefold(), name.legal_form


def _newest_first(row: StatementRow) -> tuple[int, bool, str]:
    """Later ends first, a statement that is linked before one that is not, then by key: a total order."""
    return -(row.end or date.min).toordinal(), not row.statement_url, row.key


def _number(organisation: _Organisation) -> str:
    return next(filter(None, (company_number(row.company_number) for row in organisation.rows)), "")


def _other_names(organisation: _Organisation) -> tuple[str, ...]:
    first = display_name(organisation.newest)
    return tuple(sorted({display_name(row) for row in organisation.rows} - {first}))


def _group_reasons(row: StatementRow) -> tuple[Sentence, ...]:
    if not row.is_group:
        return ()
    if row.parent_name and row.parent_name != display_name(row):
        return (say("The statement is one of a group, given by {parent}.", parent=row.parent_name),)
    return (say("The statement is one of a group."),)
