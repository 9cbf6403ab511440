"""Matches: what the matcher proposes, what an officer decides, and that decisions last."""

from __future__ import annotations

from datetime import date

from app.extensions import clock
from app.services import matches
from app.store import screenings as queue
from app.store import statements
from models import Match, MatchDecision, Statement, StatementOrganisation, Supplier


def _matches(world, supplier: Supplier) -> list[Match]:
    return statements.matches_of_supplier(world.session, world.council.id, supplier.id)


def _status(world, supplier: Supplier) -> str:
    report = queue.current_report(world.session, world.council.id, supplier.id)
    assert report is not None
    return report.statement_status


def test_the_same_name_in_another_legal_form_of_words_is_found(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.builder)
    assert match.decision == MatchDecision.AUTOMATIC
    assert match.organisation.name == "HARBOUR CONSTRUCTION GROUP LTD"
    assert match.reasons and _status(world, world.builder) == "matched"


def test_a_supplier_without_a_counterpart_is_not_found(world) -> None:
    world.screen_all()
    assert _matches(world, world.lawyer) == []
    assert _status(world, world.lawyer) == "not_found"


def test_a_rejection_counts_at_once_and_in_the_next_run(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.builder)
    matches.reject(world.session, world.officer, match, clock.now(), clock.today())
    assert world.do_queued_work() == 1
    assert _status(world, world.builder) == "not_found"
    world.screen_all()
    assert _status(world, world.builder) == "not_found"
    assert [one.decision for one in _matches(world, world.builder)] == [MatchDecision.REJECTED]


def test_a_rejection_can_be_taken_back(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.builder)
    matches.reject(world.session, world.officer, match, clock.now(), clock.today())
    matches.undo(world.session, world.officer, match, clock.now(), clock.today())
    world.do_queued_work()
    assert (match.decision, match.decided_by) == (MatchDecision.AUTOMATIC, None)
    assert _status(world, world.builder) == "matched"


def test_a_possible_match_counts_once_an_officer_confirms_it(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.cleaner)
    match.proposed = match.decision = MatchDecision.POSSIBLE
    world.session.commit()
    matches.confirm(world.session, world.officer, match, clock.now(), clock.today())
    world.do_queued_work()
    assert _status(world, world.cleaner) == "matched"
    world.screen_all()
    [again] = _matches(world, world.cleaner)
    assert again.decision == MatchDecision.CONFIRMED and again.decided_by == world.officer


def test_a_confirmation_moves_on_to_the_organisations_newer_statement(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.builder)
    matches.confirm(world.session, world.officer, match, clock.now(), clock.today())
    newer = Statement(
        address="https://registry.example/newer",
        source_file_id=match.organisation.statement.source_file_id,
        statement_url="https://statements.example/newer",
        year=2027,
        period_end=date(2027, 3, 31),
        areas={},
    )
    newer.organisations.append(StatementOrganisation(name=match.organisation.name))
    world.session.add(newer)
    world.session.commit()
    world.screen_all()
    [moved] = _matches(world, world.builder)
    assert moved.decision == MatchDecision.CONFIRMED and moved.decided_by == world.officer
    assert moved.organisation.statement.period_end == date(2027, 3, 31)
