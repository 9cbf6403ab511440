"""What officers say of contracts: who said it, what it does to the score, and taking it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.judgement import cases, contract_facts, screenings
from app.services.judgement.contract_facts import Facts
from app.services.loads import supplier_files
from app.store import audit
from app.store import screenings as reports
from models import AuditEvent, Contract, Person, Role, RunStatus, ScreeningRun, StatedFacts, StoredReport
from screening import codec
from screening.types import Contract as JudgedContract

RISKY = Facts("most", "yes", "more", "low", True, date(2026, 12, 1))


def _state(world, facts: Facts) -> bool:
    contract = world.cleaner.contracts[0]
    return contract_facts.state(world.session, world.officer, contract, facts, clock.now(), clock.today())


def _events(world) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.action.like("contract.%")).order_by(AuditEvent.sequence)
    return list(world.session.scalars(query))


def _report(world) -> StoredReport:
    stored = reports.current_report(world.session, world.council.id, world.cleaner.id)
    assert stored is not None
    return stored


def test_a_stated_fact_reaches_the_case_and_raises_the_score(world) -> None:
    world.screen_all()
    before = _report(world).residual
    assert _state(world, RISKY)
    assert world.do_queued_work() == 1
    after = _report(world)
    assert after.residual > before
    [contract] = codec.load_case(after.text.case_json).contracts
    assert Facts(*(getattr(contract, name) for name in contract_facts.NAMES)) == RISKY
    assert any("Agency workers" in change["values"]["factor"] for change in after.moved)


def test_reports_with_stated_facts_come_out_the_same_when_computed_again(world) -> None:
    _state(world, RISKY)
    world.screen_all()
    assert screenings.recompute(_report(world))


def test_it_is_recorded_who_said_what_and_when(world) -> None:
    _state(world, RISKY)
    [event] = _events(world)
    assert (event.action, event.actor, event.at) == (
        "contract.facts_stated",
        f"officer:{world.officer.id}",
        clock.now(),
    )
    assert (event.subject, event.subject_id) == ("supplier", world.cleaner.id)
    assert event.detail["contract"] == "V1"
    assert event.detail["before"]["agency_labour"] == ""
    assert event.detail["after"]["notice"] == "2026-12-01"
    said = contract_facts.stated(world.cleaner.contracts[0])
    assert said is not None
    assert (said.stated_by, said.stated_at) == (world.officer, clock.now())
    assert audit.first_broken(world.session) is None


def test_the_event_stands_or_falls_with_the_change(world, monkeypatch) -> None:
    def broken(*_given: object) -> None:
        raise RuntimeError("no run can be queued")

    monkeypatch.setattr("app.services.background.runs.queue_run", broken)
    with pytest.raises(RuntimeError):
        _state(world, RISKY)
    world.session.rollback()
    assert _events(world) == []
    assert world.session.scalars(select(StatedFacts)).all() == []


def test_taking_it_back_restores_the_register_and_else_not_known(world, standing_clock) -> None:
    contract = world.cleaner.contracts[0]
    contract.agency_labour = "some"
    world.session.commit()
    world.screen_all()
    first = _report(world).case_sha256
    _state(world, RISKY)
    world.do_queued_work()
    standing_clock.pass_by(hours=1)
    assert contract_facts.take_back(world.session, world.officer, contract, clock.now(), clock.today())
    assert contract_facts.standing(contract) == Facts(agency_labour="some")
    world.do_queued_work()
    assert _report(world).case_sha256 == first
    assert [event.action for event in _events(world)] == [
        "contract.facts_stated",
        "contract.facts_taken_back",
    ]
    assert not contract_facts.take_back(world.session, world.officer, contract, clock.now(), clock.today())
    assert len(_events(world)) == 2


def test_not_known_can_be_said_against_the_register(world) -> None:
    contract = world.cleaner.contracts[0]
    contract.migrant_workers = "most"
    world.session.commit()
    _state(world, Facts())
    assert cases.contract_of(contract).migrant_workers == ""


def test_saying_the_same_again_changes_nothing(world) -> None:
    assert _state(world, RISKY)
    assert not _state(world, RISKY)
    assert len(_events(world)) == 1
    queued = world.session.scalars(select(ScreeningRun).where(ScreeningRun.status == RunStatus.QUEUED)).all()
    assert len(queued) == 1


def test_correcting_what_a_colleague_said_tells_both(world, standing_clock) -> None:
    _state(world, RISKY)
    second = Person(email="bea@anytown.example", name="Bea Example", role=Role.OFFICER)
    second.council_id = world.council.id
    world.session.add(second)
    world.session.commit()
    standing_clock.pass_by(days=1)
    better = replace(RISKY, agency_labour="none")
    contract = world.cleaner.contracts[0]
    assert contract_facts.state(world.session, second, contract, better, clock.now(), clock.today())
    said = contract_facts.stated(contract)
    assert said is not None and said.stated_by is second
    assert len(world.cleaner.stated_facts) == 1
    event = _events(world)[-1]
    assert (event.detail["before"]["agency_labour"], event.detail["after"]["agency_labour"]) == (
        "most",
        "none",
    )


@pytest.mark.parametrize("word", ["lots", "None", "0"])
def test_a_word_that_the_judgement_does_not_know_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="agency_labour"):
        Facts(agency_labour=word)


def test_a_contract_is_known_by_its_reference_else_by_what_it_is_called() -> None:
    def key(**called: str) -> str:
        blank = {"reference": "", "title": "", "category": "", "description": ""}
        return contract_facts.contract_key(Contract(**blank | called))

    assert key(reference="C1", title="Old title") == key(reference="C1", title="New title")
    assert key(title="Cleaning") != key(category="Cleaning")
    assert key(reference="Cleaning") != key(title="Cleaning")


REGISTER = """Supplier Name,Vendor Id,Contract Reference,Contract Title,Contract Value,CPV Code,\
Agency labour,\
Migrant workers,Subcontracting tiers,Workforce skill,Health service England,Notice date
Northgate Cleaning Services Ltd,v1,R1,{title},880000,90919200,30%,none,2,low,yes,01/06/2026
"""


def _load(world, tmp_path, name: str, title: str) -> None:
    path = tmp_path / name
    path.write_text(REGISTER.format(title=title))
    supplier_files.load(world.session, world.council, path, clock.now(), lambda *_told: None)
    world.session.refresh(world.cleaner)


def test_a_registers_own_facts_are_stored_and_reach_the_case(world, tmp_path) -> None:
    _load(world, tmp_path, "register.csv", "Office cleaning")
    contract = next(one for one in world.cleaner.contracts if one.reference == "R1")
    expected = Facts("some", "none", "more", "low", True, date(2026, 6, 1))
    assert contract_facts.of_row(contract) == expected
    judged = cases.contract_of(contract)
    assert isinstance(judged, JudgedContract)
    assert (judged.agency_labour, judged.health_service_england, judged.notice) == (
        "some",
        True,
        expected.notice,
    )


def test_what_was_said_outlasts_a_newer_register(world, tmp_path) -> None:
    _load(world, tmp_path, "register.csv", "Office cleaning")
    contract = next(one for one in world.cleaner.contracts if one.reference == "R1")
    contract_facts.state(world.session, world.officer, contract, RISKY, clock.now(), clock.today())
    _load(world, tmp_path, "register-2.csv", "Cleaning of offices")
    again = next(one for one in world.cleaner.contracts if one.reference == "R1")
    assert again.title == "Cleaning of offices"
    assert contract_facts.standing(again) == RISKY
