"""Matching suppliers to the organisations of published statements, and what officers decide of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services import runs
from app.services.cases import sentences_to_json
from app.services.progress import Progress
from app.services.statement_search import SearchResult, StatementSearch
from app.store import audit
from app.store import statements as store
from app.store import suppliers as supplier_store
from models import Match, MatchDecision, Person, StatementOrganisation, Supplier
from screening.matching import Match as Candidate
from screening.matching import Query

_DECIDED = (MatchDecision.CONFIRMED, MatchDecision.REJECTED)


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


def refresh(session: Session, council_id: int, progress: Progress) -> None:
    """Look for the statement of every supplier of the council again. What officers decided stays."""
    copy_date = store.newest_copy_date(session)
    if copy_date is None:
        return
    search = StatementSearch([_row(covered) for covered in store.covered_organisations(session)], copy_date)
    known = store.matches_of_council(session, council_id)
    suppliers = [
        one for batch in supplier_store.suppliers_with_contracts(session, council_id) for one in batch
    ]
    queries = [Query(str(one.id), one.name, one.company_number) for one in suppliers]
    decided = {
        decision: {
            str(supplier_id): [str(m.statement_organisation_id) for m in found if m.decision == decision]
            for supplier_id, found in known.items()
        }
        for decision in _DECIDED
    }
    results = search.look_for(
        queries,
        rejected={key: frozenset(keys) for key, keys in decided[MatchDecision.REJECTED].items()},
        confirmed={key: keys[0] for key, keys in decided[MatchDecision.CONFIRMED].items() if keys},
        progress=lambda done: progress("Looking for statements", done, len(queries)),
    )
    for supplier, result in zip(suppliers, results, strict=True):
        matches = known.get(supplier.id, [])
        _follow_confirmed(matches, result)
        _store_candidates(session, supplier, result.candidates, matches)
    session.flush()
    session.expire_all()


def _follow_confirmed(known: list[Match], result: SearchResult) -> None:
    """A confirmed organisation that has a newer statement now: the confirmation follows it."""
    if not (result.finding.decided and result.target_key):
        return
    newest = int(result.target_key)
    if all(match.statement_organisation_id != newest for match in known):
        confirmed = next(match for match in known if match.decision == MatchDecision.CONFIRMED)
        confirmed.statement_organisation_id = newest


def _store_candidates(
    session: Session, supplier: Supplier, candidates: tuple[Candidate, ...], known: list[Match]
) -> None:
    """Keep the candidates worth showing; forget undecided ones that are no longer found."""
    by_target = {match.statement_organisation_id: match for match in known}
    worth = {int(one.target_key): one for one in candidates if one.decision != "none"}
    for target_id, match in by_target.items():
        if target_id not in worth and match.decision not in _DECIDED:
            session.delete(match)
    for target_id, candidate in worth.items():
        match = by_target.get(target_id) or _new_match(session, supplier, target_id)
        match.probability, match.kind = candidate.probability, candidate.kind
        match.reasons = sentences_to_json(candidate.reasons)
        match.proposed = _proposal(candidate)
        if match.decision not in _DECIDED:
            match.decision = match.proposed


def _new_match(session: Session, supplier: Supplier, target_id: int) -> Match:
    match = Match(
        council_id=supplier.council_id, supplier_id=supplier.id, statement_organisation_id=target_id
    )
    session.add(match)
    return match


def _proposal(candidate: Candidate) -> MatchDecision:
    """Only one and the same legal entity is credited without a person; another member of a group is not."""
    if candidate.decision == "automatic" and candidate.kind == "same_entity":
        return MatchDecision.AUTOMATIC
    return MatchDecision.POSSIBLE


def confirm(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """An officer says: this is the same organisation. It stays so in later runs."""
    _decide(session, officer, match, MatchDecision.CONFIRMED, now)
    for other in store.matches_of_supplier(session, match.council_id, match.supplier_id):
        if other.id != match.id and other.decision == MatchDecision.CONFIRMED:
            other.decision, other.decided_by, other.decided_at = other.proposed, None, None
    _screen_again(session, match, now, today)


def reject(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """An officer says: these are different organisations. The next run does not propose it again."""
    _decide(session, officer, match, MatchDecision.REJECTED, now)
    _screen_again(session, match, now, today)


def undo(session: Session, officer: Person, match: Match, now: datetime, today: date) -> None:
    """Take a decision back: the match stands again as the matcher proposed it."""
    _decide(session, officer, match, MatchDecision(match.proposed), now)
    match.decided_by, match.decided_at = None, None
    _screen_again(session, match, now, today)


def _decide(session: Session, officer: Person, match: Match, decision: MatchDecision, now: datetime) -> None:
    before = match.decision
    match.decision, match.decided_by, match.decided_at = decision, officer, now
    audit.record(
        session,
        officer,
        "match.decided",
        match.supplier,
        now,
        match.council_id,
        match=match.id,
        before=str(before),
        after=str(decision),
    )


def _screen_again(session: Session, match: Match, now: datetime, today: date) -> None:
    runs.queue_run(session, match.council_id, match.supplier_id, "match_decided", now, today)
    session.commit()
