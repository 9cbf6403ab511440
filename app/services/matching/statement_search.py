"""Looking for suppliers' transparency statements in copies of the registry: the one place that turns registry
rows and the matcher's answers into a `StatementFinding`.

A registry row says that one organisation is covered by one statement; an organisation has a row for each
year. The search therefore looks for *organisations*, and the finding is the newest statement of the one that
was found: the latest end of the period, since the registry's year is the year of a deadline. It knows no
files and no database; whoever calls it brings the rows and what else is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.services.matching import covering
from app.services.matching.found_by import FoundBy, Names, found_by
from app.services.matching.known_companies import KnownCompanies
from app.services.matching.statement_rows import (
    Organisation,
    StatementRow,
    address,
    covered_lists,
    display_name,
    name_key,
    organisations,
)
from app.services.matching.suggestions import ConfirmedName, ConfirmedNames
from screening.matching import Match, Query, Target
from screening.types import StatementFinding, StatementStatus, say

if TYPE_CHECKING:
    from screening.matching import NameIndex
    from screening.matching.calibration import Thresholds

CANDIDATES = 5
"""Candidates asked of the matcher for each supplier; enough that a rejected one leaves others to look at."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What the search found for one query.

    `target_key` is the key of the row that the finding tells of, "" if there is none; `found_by` says by
    what. `candidates` are the organisations that came into question and were not rejected, the likeliest
    first; the `target_key` of each is the key of that organisation's newest row.
    """

    finding: StatementFinding
    candidates: tuple[Match, ...] = ()
    target_key: str = ""
    found_by: FoundBy | None = None


class StatementSearch:
    """A searchable set of registry rows. Building it builds the index, so build it once and ask it often.

    `copy_date` is the date of the registry copy, None if there is no copy at all: then every finding is
    "not looked for". Rows of several copies may be given together; `copy_dates` then maps the keys of the
    rows of the other copies to the dates of theirs, and `copy_date` is that of the newest. `companies` adds
    numbers, previous names and members of groups; `confirmed_names` those that people confirmed. With
    `kept_under`, a folder, the index is kept there and found again as long as nothing changes.
    """

    def __init__(
        self,
        rows: Iterable[StatementRow],
        copy_date: date | None,
        copy_dates: Mapping[str, date] | None = None,
        companies: KnownCompanies | None = None,
        confirmed_names: Sequence[ConfirmedName] = (),
        kept_under: Path | None = None,
    ) -> None:
        given = list(rows)
        self._copy_date = copy_date
        self._copy_dates = copy_dates or {}
        self._lists = covered_lists(given)
        self._by_newest: dict[str, Organisation] = {}
        self._by_any_key: dict[str, Organisation] = {}
        for organisation in organisations(given):
            self._by_newest[organisation.newest.key] = organisation
            self._by_any_key.update((row.key, organisation) for row in organisation.rows)
        companies = companies or KnownCompanies()
        self._numbers = {key: _number(one, companies) for key, one in self._by_newest.items()}
        self._confirmed_names = ConfirmedNames(confirmed_names, self._by_newest, self._numbers)
        self._names = {key: self._names_of(key, companies) for key in self._by_newest}
        self._index = self._build_index(companies, kept_under)

    def _build_index(self, companies: KnownCompanies, kept_under: Path | None) -> NameIndex | None:
        from screening.matching import NameIndex  # here, because loading it takes half a second

        if not self._by_newest:
            return None
        targets = self._targets(companies)
        return NameIndex.kept(targets, kept_under) if kept_under else NameIndex.build(targets)

    def look_for(
        self,
        queries: Sequence[Query],
        rejected: Mapping[str, frozenset[str]] | None = None,
        confirmed: Mapping[str, str] | None = None,
        confirmed_groups: frozenset[str] = frozenset(),
        limits: Thresholds | None = None,
        progress: Progress | None = None,
        no_companies: frozenset[str] = frozenset(),
    ) -> list[SearchResult]:
        """Look for the statement of every query, in the order of the queries.

        `confirmed` and `rejected` are what people decided: query key -> key of a registry row (any row of
        the organisation will do, an older year's too), or several. A confirmed match stands whatever the
        matcher thinks, unless its row is no longer there; a rejected organisation is not proposed again and
        rivals no other. `confirmed_groups` are the queries for which it was not the organisation itself that
        was confirmed, but that its group's statement covers them. `no_companies` are the queries of which a
        person said that they have no company number: no organisation with one is the same. `limits` are
        those of the shipped table if None.
        """
        if self._copy_date is None:
            return [SearchResult(StatementFinding(StatementStatus.NOT_LOOKED_FOR)) for _ in queries]
        rejected, confirmed = rejected or {}, confirmed or {}
        refused = {key: self._newest_keys(rows) for key, rows in rejected.items()}
        asked = [replace(query, not_keys=refused.get(query.key, frozenset())) for query in queries]
        answers: Sequence[tuple[Match, ...]] = [()] * len(queries)
        if self._index and asked:
            answers = self._index.match(asked, limit=CANDIDATES, progress=progress, limits=limits)
        results = []
        for query, matches in zip(asked, answers, strict=True):
            left = tuple(match for match in matches if match.target_key not in query.not_keys)
            if query.key in no_companies:
                left = tuple(match for match in left if not self._is_company(match))
            candidates = self._confirmed_names.suggest(query, left)
            if confirmed.get(query.key) in self._by_any_key:
                organisation = self._by_any_key[confirmed[query.key]]
                in_group = query.key in confirmed_groups
                results.append(self._confirmed(query, organisation, candidates, in_group=in_group))
            else:
                results.append(self._result(query, candidates))
        return results

    def found_by(self, query: Query, match: Match) -> FoundBy:
        """By what one of the candidates for a query was found."""
        return found_by(query, match, self._names[match.target_key])

    def names_of(self, target_key: str) -> Names:
        """All names of the organisation with this newest row, by where they are from."""
        return self._names[target_key]

    def settles(self, match: Match) -> bool:
        """Whether the matcher's answer counts without a person."""
        row = self._by_newest[match.target_key].newest
        return covering.settles(
            match.kind, match.decision, in_table=match.member is not None, is_group=row.is_group
        )

    def _is_company(self, match: Match) -> bool:
        return match.kind == "same_entity" and bool(self._numbers[match.target_key])

    def _newest_keys(self, rows: frozenset[str]) -> frozenset[str]:
        return frozenset(self._by_any_key[key].newest.key for key in rows if key in self._by_any_key)

    def _targets(self, companies: KnownCompanies) -> list[Target]:
        """One target for each organisation under its newest name, with its other names as further ones."""
        numbers = frozenset(filter(None, self._numbers.values()))
        return [
            Target(
                key=key,
                name=display_name(organisation.newest),
                company_number=self._numbers[key],
                postcode=organisation.newest.postcode,
                aliases=self._names[key].aliases,
                previous_names=self._names[key].previous,
                members=companies.members(self._numbers[key], numbers) if self._numbers[key] else (),
            )
            for key, organisation in self._by_newest.items()
        ]

    def _names_of(self, key: str, companies: KnownCompanies) -> Names:
        organisation = self._by_newest[key]
        registered = (display_name(organisation.newest), *organisation.other_names)
        known = {name_key(name) for name in registered}
        company = companies.company(self._numbers[key])
        current = (company.name,) if company and name_key(company.name) not in known else ()
        previous = company.previous if company else ()
        return Names(
            registered=registered,
            company_number=self._numbers[key],
            current=current,
            previous=tuple(name for name in dict.fromkeys(previous) if name_key(name) not in known),
            confirmed=self._confirmed_names.ours(key),
        )

    def _result(self, query: Query, candidates: tuple[Match, ...]) -> SearchResult:
        best = candidates[0] if candidates else None
        if best is None or best.decision == "none":
            # "decided" where a person's No left nothing.
            nothing = StatementFinding(
                StatementStatus.NOT_FOUND, self._copy_date, decided=bool(query.not_keys)
            )
            return SearchResult(nothing, candidates)
        return self._found(query, self._by_newest[best.target_key], best, candidates)

    def _confirmed(
        self, query: Query, organisation: Organisation, candidates: tuple[Match, ...], *, in_group: bool
    ) -> SearchResult:
        match = next((one for one in candidates if one.target_key == organisation.newest.key), None)
        kind = "same_group" if in_group else "same_entity"
        return self._found(query, organisation, match, candidates, confirmed_kind=kind)

    def _found(
        self,
        query: Query,
        organisation: Organisation,
        match: Match | None,
        candidates: tuple[Match, ...],
        confirmed_kind: str = "",
    ) -> SearchResult:
        row, decided = organisation.newest, bool(confirmed_kind)
        kind = confirmed_kind or (match.kind if match else "")
        submission = covering.Submission(
            row.organisation_name, row.parent_name, row.is_group, self._lists.get(address(row), ())
        )
        standing = covering.judge(
            submission,
            kind=kind,
            settled=decided or (match is not None and self.settles(match)),
            confirmed=decided,
            in_table=match is not None and match.member is not None,
        )
        reasons = match.reasons if match else ()
        if confirmed_kind == "same_entity":
            reasons = (say("A person confirmed that this is the same organisation."), *reasons)
        finding = StatementFinding(
            status=standing.status,
            copy_date=self._copy_dates.get(row.key, self._copy_date),
            organisation=display_name(row),
            period_end=row.end,
            url=row.statement_url or row.summary_url,
            probability=match.probability if match else None,
            kind=kind,
            reasons=(*reasons, *standing.reasons),
            areas=dict(row.areas),
            turnover=row.turnover,
            decided=decided,
            group=standing.group,
        )
        by = self.found_by(query, match) if match else None
        return SearchResult(finding, candidates, row.key, by)


def _number(organisation: Organisation, companies: KnownCompanies) -> str:
    """The registry's company number, else the one that name and postcode settle in the register of
    companies."""
    newest = organisation.newest
    return organisation.number or companies.settled_number(newest.organisation_name, newest.postcode)
