"""What officers find by hand: another organisation of the registry copy, or that no statement exists."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.deciding import matches
from app.store import audit, statements
from app.store import screenings as queue
from models import AuditEvent, Match, MatchDecision, StatementOrganisation
from support.two_councils import add_neighbour


def found(world, words: str) -> StatementOrganisation:
    [one] = statements.search(world.session, words, 10)
    return one


def matches_of(world, supplier) -> list[Match]:
    return statements.matches_of_supplier(world.session, world.council.id, supplier.id)


def status(world, supplier) -> str:
    report = queue.current_report(world.session, world.council.id, supplier.id)
    return report.statement_status


def pick(world, supplier, covered, **kind) -> Match:
    now, today = clock.now(), clock.today()
    return matches.pick(world.session, world.officer, supplier, covered, now, today, **kind)


def none_exists(world, supplier, words="Looked at its website and that of its parent"):
    now, today = clock.now(), clock.today()
    return matches.none_exists(world.session, world.officer, supplier, words, now, today)


def undo_none(world, said) -> None:
    matches.undo_none(world.session, world.officer, said, clock.now(), clock.today())


def actions(world) -> list[str]:
    query = select(AuditEvent.action).where(AuditEvent.action.like("match.%"))
    return list(world.session.scalars(query.order_by(AuditEvent.sequence)))


def test_a_picked_organisation_is_the_match_at_once_and_in_later_runs(world) -> None:
    world.screen_all()
    covered = found(world, "northgate")
    pick(world, world.lawyer, covered)
    world.do_queued_work()
    assert status(world, world.lawyer) == "matched"
    world.screen_all()
    [match] = matches_of(world, world.lawyer)
    assert (match.decision, match.decided_by) == (MatchDecision.CONFIRMED, world.officer)
    assert match.organisation.name == covered.name and status(world, world.lawyer) == "matched"


def test_a_pick_taken_back_leaves_nothing_behind(world) -> None:
    world.screen_all()
    match = pick(world, world.lawyer, found(world, "northgate"))
    matches.undo(world.session, world.officer, match, clock.now(), clock.today())
    world.do_queued_work()
    assert matches_of(world, world.lawyer) == [] and status(world, world.lawyer) == "not_found"
    assert actions(world) == ["match.decided", "match.decided"]
    assert audit.first_broken(world.session) is None


def test_picking_what_the_matcher_proposed_confirms_it_and_undo_gives_the_proposal_back(world) -> None:
    world.screen_all()
    [proposed] = matches_of(world, world.builder)
    match = pick(world, world.builder, proposed.organisation)
    assert match is proposed and match.decision == MatchDecision.CONFIRMED
    matches.undo(world.session, world.officer, match, clock.now(), clock.today())
    [again] = matches_of(world, world.builder)
    assert again.decision == MatchDecision.AUTOMATIC


def test_another_pick_takes_the_place_of_the_first(world) -> None:
    world.screen_all()
    first = pick(world, world.lawyer, found(world, "northgate"))
    second = pick(world, world.lawyer, found(world, "harbour"), by_group=True)
    decisions = {one.id: one.decision for one in matches_of(world, world.lawyer)}
    assert decisions[second.id] == MatchDecision.CONFIRMED != decisions[first.id]
    assert second.kind == "same_group"


def test_none_exists_rejects_what_is_proposed_and_undo_gives_it_back(world) -> None:
    world.screen_all()
    said = none_exists(world, world.builder)
    world.do_queued_work()
    assert status(world, world.builder) == "not_found"
    assert said.copy_date == date(2026, 11, 1) and said.decided_by == world.officer
    assert statements.no_statement(world.session, world.council.id, world.builder.id) is said
    undo_none(world, said)
    world.do_queued_work()
    [match] = matches_of(world, world.builder)
    assert (match.decision, match.decided_by) == (MatchDecision.AUTOMATIC, None)
    assert status(world, world.builder) == "matched"
    assert statements.no_statement(world.session, world.council.id, world.builder.id) is None
    assert "match.none_exists" in actions(world) and "match.none_withdrawn" in actions(world)


def test_undo_leaves_what_an_officer_rejected_before(world) -> None:
    world.screen_all()
    [match] = matches_of(world, world.builder)
    matches.reject(world.session, world.officer, match, clock.now(), clock.today())
    said = none_exists(world, world.builder)
    undo_none(world, said)
    assert match.decision == MatchDecision.REJECTED


def test_none_exists_has_words_is_said_once_and_never_beside_a_confirmation(world) -> None:
    world.screen_all()
    with pytest.raises(ValueError):
        none_exists(world, world.lawyer, "  ")
    none_exists(world, world.lawyer)
    with pytest.raises(ValueError):
        none_exists(world, world.lawyer)
    pick(world, world.lawyer, found(world, "northgate"))
    assert statements.no_statement(world.session, world.council.id, world.lawyer.id) is None
    with pytest.raises(ValueError):
        none_exists(world, world.lawyer)


def test_the_search_reads_parts_of_names_and_nothing_into_signs(world) -> None:
    assert found(world, "clean NORTH").name == "Northgate Cleaning Service Limited"
    for nothing in ("", "   ", "%", "_", "north harbour"):
        assert not statements.search(world.session, nothing, 10)
    covered = found(world, "harbour")
    covered.company_number = "00012345"
    world.session.commit()
    assert found(world, "12345") is covered


def test_the_page_searches_picks_and_says_that_there_is_none(world, sign_in) -> None:
    world.screen_all()
    client, covered = sign_in(world.officer), found(world, "northgate")
    here = f"/officer/suppliers/{world.lawyer.id}/statement"
    assert covered.name in client.get(f"{here}?q=northgate").text
    assert "Nothing was found" in client.get(f"{here}?q=zz").text
    assert "There is a problem" in client.post(here, data={"words": " "}).text
    assert client.post(here, data={"words": "Its website"}).status_code == 302
    assert (
        "Its website" in client.get(here).text and client.post(here, data={"words": "x"}).status_code == 409
    )
    assert client.post(f"{here}/may-exist").status_code == 302
    assert client.post(f"{here}/may-exist").status_code == 409
    assert client.post(f"{here}/{covered.id}", data={"as": "itself"}).status_code == 302
    assert client.post(f"{here}/999999").status_code == 404
    assert "A statement is confirmed" in client.get(here).text
    [match] = matches_of(world, world.lawyer)
    assert client.post(f"/officer/matches/{match.id}/undo").status_code == 302
    assert matches_of(world, world.lawyer) == []


def test_another_councils_supplier_is_out_of_reach(world, sign_in) -> None:
    neighbour = add_neighbour(world)
    client, covered = sign_in(neighbour.officer), found(world, "northgate")
    here = f"/officer/suppliers/{world.lawyer.id}/statement"
    assert client.get(here).status_code == 404
    assert client.post(f"{here}/{covered.id}").status_code == 404
    assert client.post(f"{here}/may-exist").status_code == 404
