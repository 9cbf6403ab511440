"""Looking for the statements of all suppliers of a council, with everything that the database knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.documents.match_counts import MatchCounts
from app.services.background.progress import Progress
from app.services.judgement.cases import sentences_to_json
from app.services.matching import known_names, match_counting
from app.services.matching.known_companies import KnownCompanies, KnownCompany, Link
from app.services.matching.screening_setup import USUAL, ScreeningSetup
from app.services.matching.statement_search import SearchResult, StatementSearch
from app.store import merged
from app.store import organisations as organisation_store
from app.store import statements as store
from app.store import suppliers as supplier_store
from models import Match, MatchDecision, StatementOrganisation, Supplier
from screening.matching import Match as Candidate
from screening.matching import Query
from screening.matching.costs import thresholds_for

if TYPE_CHECKING:
    from screening.matching.calibration import Thresholds

DECIDED = (MatchDecision.CONFIRMED, MatchDecision.REJECTED)
#: A candidate and the query that led to it: the supplier's own name, or that of a record merged into it.
_Found = tuple[Query, Candidate]


@dataclass(frozen=True, slots=True)
class _Row:
    """A covered organisation in the shape that the statement search reads."""

    key: str
    organisation_name: str
    company_number: str
    postcode: str
    parent_name: str
    is_group: bool
    statement_url: str
    summary_url: str
    end: date | None
    areas: dict[str, bool]
    turnover: str


def _row(covered: StatementOrganisation) -> _Row:
    statement = covered.statement
    return _Row(
        key=str(covered.id),
        organisation_name=covered.name,
        company_number=covered.company_number,
        postcode=covered.postcode,
        parent_name=statement.parent_name,
        is_group=statement.is_group,
        statement_url=statement.statement_url,
        summary_url=statement.address,
        end=statement.period_end,
        areas=dict(statement.areas),
        turnover=statement.turnover,
    )


def refresh(
    session: Session, council_id: int, progress: Progress, setup: ScreeningSetup = USUAL
) -> MatchCounts | None:
    """Look for the statement of every supplier of the council again, and count what was found.

    What officers decided stays, and is evidence: a name that this council confirmed is a name of that
    organisation, a rejected organisation is neither answer nor rival. None if no copy was ever loaded.
    """
    copy_date = store.newest_copy_date(session)
    if copy_date is None:
        return None
    search = StatementSearch(
        [_row(covered) for covered in store.covered_organisations(session)],
        copy_date,
        companies=known_companies(session),
        confirmed_names=known_names.all_confirmed(session, council_id),
        kept_under=setup.folder("statements", council_id),
    )
    known = store.matches_of_council(session, council_id)
    suppliers = [
        one for batch in supplier_store.suppliers_with_contracts(session, council_id) for one in batch
    ]
    queries = [_query(str(one.id), one.name, one) for one in suppliers]
    confirmed = _by_supplier(known, MatchDecision.CONFIRMED)
    limits = thresholds_for(setup.costs)
    rejected = {
        key: frozenset(_target(match) for match in found)
        for key, found in _by_supplier(known, MatchDecision.REJECTED).items()
    }
    results = search.look_for(
        queries,
        rejected=rejected,
        confirmed={key: _target(found[0]) for key, found in confirmed.items()},
        confirmed_groups=frozenset(key for key, found in confirmed.items() if found[0].kind == "same_group"),
        limits=limits,
        progress=lambda done: progress("Looking for statements", done, len(queries)),
        no_companies=frozenset(str(one.id) for one in suppliers if one.no_number),
    )
    by_records = _found_by_records(session, council_id, suppliers, search, rejected, limits)
    for supplier, query, result in zip(suppliers, queries, results, strict=True):
        matches = known.get(supplier.id, [])
        _follow_confirmed(matches, result)
        found = [(query, one) for one in result.candidates] + by_records.get(supplier.id, [])
        _store_candidates(session, search, supplier, _best_of_each(found), matches)
    session.flush()
    session.expire_all()
    return match_counting.count(search, queries, results, limits)


def _found_by_records(
    session: Session,
    council_id: int,
    suppliers: Sequence[Supplier],
    search: StatementSearch,
    rejected: Mapping[str, frozenset[str]],
    limits: Thresholds,
) -> dict[int, list[_Found]]:
    """What the names of merged records lead to, by the supplier that stands for them."""
    absorbed = merged.absorbed(session, council_id, [one.id for one in suppliers])
    by_id = {one.id: one for one in suppliers}
    asked = [
        (by_id[top], _query(f"{top}/{record.id}", record.name, by_id[top]))
        for top, records in absorbed.items()
        for record in records
    ]
    if not asked:
        return {}
    refused = {query.key: rejected.get(str(top.id), frozenset()) for top, query in asked}
    results = search.look_for(
        [query for _top, query in asked],
        rejected=refused,
        limits=limits,
        no_companies=frozenset(query.key for top, query in asked if top.no_number),
    )
    found: dict[int, list[_Found]] = {}
    for (top, query), result in zip(asked, results, strict=True):
        found.setdefault(top.id, []).extend((query, one) for one in result.candidates)
    return found


def _query(key: str, name: str, supplier: Supplier) -> Query:
    """What is asked for under one of a supplier's names: the registry copy knows company numbers and
    postcodes, and no charity numbers."""
    return Query(key, name, company_number=supplier.company_number, postcode=supplier.postcode)


def _best_of_each(found: Sequence[_Found]) -> list[_Found]:
    """Of each organisation the likeliest candidate; the first where two are as likely."""
    best: dict[str, _Found] = {}
    for query, candidate in found:
        held = best.get(candidate.target_key)
        if held is None or candidate.probability > held[1].probability:
            best[candidate.target_key] = query, candidate
    return list(best.values())


def known_companies(session: Session) -> KnownCompanies:
    """What the company data and tables of parents say that were loaded."""
    previous = organisation_store.previous_names(session)
    return KnownCompanies(
        (
            KnownCompany(row.company_number or "", row.name, row.postcode, tuple(previous.get(row.id, ())))
            for row in organisation_store.companies(session)
        ),
        (
            Link(row.child_number, row.parent_number, row.child_name)
            for row in organisation_store.parents(session)
        ),
    )


def _by_supplier(known: dict[int, list[Match]], decision: MatchDecision) -> dict[str, list[Match]]:
    """The matches that were decided so, by the key of the supplier's query; suppliers without any are left
    out."""
    found = {
        str(supplier_id): [match for match in matches if match.decision == decision]
        for supplier_id, matches in known.items()
    }
    return {key: matches for key, matches in found.items() if matches}


def _target(match: Match) -> str:
    return str(match.statement_organisation_id)


def _follow_confirmed(known: list[Match], result: SearchResult) -> None:
    """A confirmed organisation that has a newer statement now: the confirmation follows it."""
    if not (result.finding.decided and result.target_key):
        return
    newest = int(result.target_key)
    if all(match.statement_organisation_id != newest for match in known):
        confirmed = next(match for match in known if match.decision == MatchDecision.CONFIRMED)
        confirmed.statement_organisation_id = newest


def _store_candidates(
    session: Session,
    search: StatementSearch,
    supplier: Supplier,
    found: Sequence[_Found],
    known: list[Match],
) -> None:
    """Keep the candidates worth showing; forget undecided ones that are no longer found."""
    by_target = {match.statement_organisation_id: match for match in known}
    worth = {int(one.target_key): (query, one) for query, one in found if one.decision != "none"}
    for target_id, match in by_target.items():
        if target_id not in worth and match.decision not in DECIDED:
            session.delete(match)
    for target_id, (query, candidate) in worth.items():
        match = by_target.get(target_id) or _new_match(session, supplier, target_id)
        match.probability = candidate.probability
        match.reasons = sentences_to_json(candidate.reasons)
        match.found_by = search.found_by(query, candidate).value
        match.proposed = MatchDecision.AUTOMATIC if search.settles(candidate) else MatchDecision.POSSIBLE
        if match.decision not in DECIDED:
            match.decision = match.proposed
            match.kind, match.member = candidate.kind, _member(candidate)


def _new_match(session: Session, supplier: Supplier, target_id: int) -> Match:
    match = Match(
        council_id=supplier.council_id, supplier_id=supplier.id, statement_organisation_id=target_id
    )
    session.add(match)
    return match


def _member(candidate: Candidate) -> str:
    if candidate.member is None:
        return ""
    return (candidate.member.name or candidate.member.company_number)[:300]
