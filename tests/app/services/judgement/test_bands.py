"""Bands are advice until an officer confirms them; the decision stands beside the result."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.judgement import bands
from app.store import audit
from app.store import bands as store
from app.store import screenings as reports
from models import AuditEvent, Council
from screening.types import Band


@pytest.fixture
def report(world):
    world.screen_all()
    return reports.current_report(world.session, world.council.id, world.cleaner.id)


def standing(world):
    return store.standing(world.session, world.council.id, [world.cleaner.id]).get(world.cleaner.id)


def decide(world, report, band: Band, reason: str = ""):
    return bands.decide(world.session, world.officer, report, band, reason, clock.now())


def test_nothing_is_confirmed_until_an_officer_does(world, report) -> None:
    assert standing(world) is None
    decision = decide(world, report, Band(report.band))
    assert standing(world) is decision
    assert (decision.advised, decision.band) == (report.band, report.band)


def test_another_band_needs_a_reason_and_leaves_the_report_as_it_is(world, report) -> None:
    before, other = report.text.report_json, Band.LOW if report.band != Band.LOW else Band.HIGH
    with pytest.raises(ValueError, match="reason"):
        decide(world, report, other, " ")
    decide(world, report, other, "We know the site")
    assert (standing(world).band, report.text.report_json) == (other, before)
    assert report.band != other


def test_a_later_run_leaves_the_decision_as_of_its_own_run(world, report) -> None:
    decision = decide(world, report, Band(report.band))
    world.screen_all()
    newer = reports.current_report(world.session, world.council.id, world.cleaner.id)
    assert newer.id != report.id
    assert standing(world) is decision and decision.report_id == report.id
    with pytest.raises(ValueError, match="replaced"):
        decide(world, report, Band.LOW, "Too late")


def test_taking_back_makes_every_band_advice_again(world, report) -> None:
    decide(world, report, Band(report.band))
    decide(world, report, Band.NOT_ENOUGH_KNOWN, "The site has changed")
    assert bands.withdraw(world.session, world.officer, report, clock.now())
    assert standing(world) is None
    assert len(store.all_of(world.session, world.council.id, world.cleaner.id)) == 2
    assert not bands.withdraw(world.session, world.officer, report, clock.now())


def test_decisions_are_in_the_log_and_another_council_sees_none(world, report) -> None:
    decide(world, report, Band(report.band))
    decide(world, report, Band.NOT_ENOUGH_KNOWN, "The site has changed")
    bands.withdraw(world.session, world.officer, report, clock.now())
    actions = world.session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("band.%"))).all()
    assert actions == ["band.confirmed", "band.changed", "band.withdrawn"]
    assert audit.first_broken(world.session) is None
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.commit()
    assert store.standing(world.session, other.id, [world.cleaner.id]) == {}
