"""Matches: what the matcher proposes, what an officer decides, and that decisions last."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.documents.match_counts import MatchCounts
from app.extensions import clock
from app.services.background.progress import silent
from app.services.deciding import matches
from app.services.judgement import match_refresh
from app.services.matching.screening_setup import ScreeningSetup
from app.store import screenings as queue
from app.store import statements
from models import (
    AuditEvent,
    Council,
    Match,
    MatchDecision,
    NameKind,
    OrganisationName,
    Statement,
    StatementOrganisation,
    Supplier,
)
from screening.matching.costs import Costs
from support import fake_index


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


def _confirmed_names(world) -> list[OrganisationName]:
    return list(world.session.scalars(select(OrganisationName)))


def _events(world) -> list[str]:
    return list(world.session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("name.%"))))


def test_a_confirmation_makes_the_suppliers_name_a_known_name_and_undo_takes_it_back(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.cleaner)
    matches.confirm(world.session, world.officer, match, clock.now(), clock.today())
    [name] = _confirmed_names(world)
    assert (name.name, name.kind, name.organisation.name) == (
        "Northgate Cleaning Services Ltd",
        NameKind.CONFIRMED,
        "Northgate Cleaning Service Limited",
    )
    assert (name.council_id, name.person_id, name.match_id) == (world.council.id, world.officer.id, match.id)
    matches.undo(world.session, world.officer, match, clock.now(), clock.today())
    assert _confirmed_names(world) == []
    assert _events(world) == ["name.confirmed", "name.withdrawn"]


def test_confirming_twice_keeps_one_name_and_rejecting_withdraws_it(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.cleaner)
    for _ in range(2):
        matches.confirm(world.session, world.officer, match, clock.now(), clock.today())
    assert len(_confirmed_names(world)) == 1
    matches.reject(world.session, world.officer, match, clock.now(), clock.today())
    assert _confirmed_names(world) == []


def test_confirming_another_organisation_moves_the_name(world) -> None:
    world.screen_all()
    [first] = _matches(world, world.builder)
    matches.confirm(world.session, world.officer, first, clock.now(), clock.today())
    [other] = [
        one for one in world.session.scalars(select(StatementOrganisation)) if one != first.organisation
    ]
    second = Match(
        council_id=world.council.id,
        supplier_id=world.builder.id,
        statement_organisation_id=other.id,
        probability=0.5,
        kind="same_entity",
        proposed=MatchDecision.POSSIBLE,
        decision=MatchDecision.POSSIBLE,
    )
    world.session.add(second)
    world.session.commit()
    matches.confirm(world.session, world.officer, second, clock.now(), clock.today())
    assert [name.organisation.name for name in _confirmed_names(world)] == [other.name]
    assert first.decision == MatchDecision.AUTOMATIC


def test_the_name_is_evidence_for_other_suppliers_of_this_council_and_a_suggestion_for_others(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.builder)
    match.supplier.name = "Zephyr Catering"
    world.session.commit()
    matches.confirm(world.session, world.officer, match, clock.now(), clock.today())
    other_council = Council(slug="othertown", name="Othertown Council")
    world.session.add(other_council)
    world.session.flush()
    ours = Supplier(council_id=world.council.id, key="v9", name="ZEPHYR CATERING")
    theirs = Supplier(council_id=other_council.id, key="w1", name="Zephyr Catering")
    world.session.add_all([ours, theirs])
    world.session.commit()
    for council_id in (world.council.id, other_council.id):
        match_refresh.refresh(world.session, council_id, silent)
    world.session.commit()

    def only_match(supplier: Supplier) -> Match:
        [found] = statements.matches_of_supplier(world.session, supplier.council_id, supplier.id)
        return found

    assert (only_match(ours).decision, only_match(ours).found_by) == (MatchDecision.AUTOMATIC, "known_name")
    suggested = only_match(theirs)
    assert (suggested.decision, suggested.found_by) == (MatchDecision.POSSIBLE, "suggestion")
    assert suggested.reasons[0]["text"].startswith("Another council confirmed")

    matches.undo(world.session, world.officer, match, clock.now(), clock.today())
    match_refresh.refresh(world.session, other_council.id, silent)
    assert statements.matches_of_supplier(world.session, other_council.id, theirs.id) == []


def test_a_groups_statement_that_a_person_confirmed_covers_and_names_nobody(world) -> None:
    world.screen_all()
    [match] = _matches(world, world.cleaner)
    match.kind, match.proposed, match.decision = "same_group", MatchDecision.POSSIBLE, MatchDecision.POSSIBLE
    world.session.commit()
    matches.confirm(world.session, world.officer, match, clock.now(), clock.today())
    world.do_queued_work()
    assert _status(world, world.cleaner) == "covered_by_group"
    assert _confirmed_names(world) == []
    world.screen_all()
    [again] = _matches(world, world.cleaner)
    assert (again.kind, again.decision) == ("same_group", MatchDecision.CONFIRMED)
    assert _status(world, world.cleaner) == "covered_by_group"


def test_a_run_stores_what_matching_found(world) -> None:
    world.screen_all()
    run = queue.last_full_run(world.session, world.council.id)
    assert run is not None
    counts = MatchCounts.read(run.matching)
    assert counts is not None
    assert counts.automatic + counts.possible + counts.none + counts.decided == 3
    assert 0 < counts.expected_wrong < 1
    assert counts.found_by["name"] >= 1


def test_the_costs_of_errors_move_the_limits_of_a_run(world, monkeypatch) -> None:
    index = fake_index.install(monkeypatch, fake_index.nothing)
    counts = match_refresh.refresh(
        world.session, world.council.id, silent, ScreeningSetup(Costs(wrong_credit=50))
    )
    assert counts is not None
    assert counts.automatic_from == index.limits.automatic == pytest.approx(0.98)
