"""Counting what a search for statements found, and what it would not have found by the registry's names
alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from app.documents.match_counts import MatchCounts
from app.services.matching.found_by import FoundBy
from app.services.matching.statement_search import SearchResult, StatementSearch
from screening.matching import Query, Target
from screening.matching.calibration import Thresholds
from screening.types import StatementStatus

_AUTOMATIC = (StatementStatus.MATCHED, StatementStatus.COVERED_BY_GROUP)


def count(
    search: StatementSearch, queries: Sequence[Query], results: Sequence[SearchResult], limits: Thresholds
) -> MatchCounts | None:
    """The figures of a search; None if nothing was looked for."""
    if any(result.finding.status is StatementStatus.NOT_LOOKED_FOR for result in results):
        return None
    by_matcher = [
        (query, result)
        for query, result in zip(queries, results, strict=True)
        if not result.finding.decided and result.target_key
    ]
    automatic = [result.finding for _, result in by_matcher if result.finding.status in _AUTOMATIC]
    found = Counter(result.found_by for _, result in by_matcher if result.found_by)
    only = Counter(result.found_by for query, result in by_matcher if _not_by_name(search, query, result))
    return MatchCounts(
        automatic=len(automatic),
        covered_by_group=sum(one.status is StatementStatus.COVERED_BY_GROUP for one in automatic),
        possible=len(by_matcher) - len(automatic),
        decided=sum(result.finding.decided and bool(result.target_key) for result in results),
        none=sum(not result.target_key for result in results),
        expected_wrong=round(math.fsum(1.0 - (one.probability or 0.0) for one in automatic), 3),
        found_by={by.value: found[by] for by in FoundBy if found[by]},
        only_by={by.value: only[by] for by in FoundBy if only[by]},
        automatic_from=limits.automatic,
        possible_from=limits.possible,
    )


def _not_by_name(search: StatementSearch, query: Query, result: SearchResult) -> bool:
    """Whether the supplier's name and the registry's names alone would not have come into question."""
    if result.found_by in (None, FoundBy.NAME):
        return False
    from screening.matching.pairs import compare_names  # here, because it loads numpy

    first, *others = search.names_of(result.target_key).registered
    [alone] = compare_names([(Query("", query.name), Target("", first, aliases=tuple(others)))])
    return alone.decision == "none"
