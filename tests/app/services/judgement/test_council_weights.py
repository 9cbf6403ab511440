"""A council's own weights: drafted, seen, saved, taken back; and every result says so."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.judgement import council_weights, screenings
from app.store import audit
from app.store import screenings as reports
from app.store import weights as store
from models import AuditEvent, Council, Person, Role, RunStatus, ScreeningRun
from screening import codec


@pytest.fixture
def lead(world) -> Person:
    world.screen_all()
    person = Person(email="lee@anytown.example", name="Lee Lead", role=Role.LEAD, council_id=world.council.id)
    world.session.add(person)
    world.session.commit()
    return person


def propose(world, lead: Person, values, draft=None):
    return council_weights.propose(
        world.session, lead, world.council.id, values, "Our own audits show it", clock.now(), draft
    )


def save(world, lead: Person, draft) -> None:
    council_weights.save(world.session, lead, draft, clock.now(), clock.today())
    world.do_queued_work()


def in_force(world) -> dict[str, float]:
    changes = council_weights.weights_of(world.session, world.council.id).changes
    return {change.name: change.value for change in changes}


def current(world, supplier):
    return reports.current_report(world.session, world.council.id, supplier.id)


def test_a_draft_shows_its_effect_and_changes_nothing(world, lead: Person) -> None:
    before = {one.id: current(world, one).residual for one in (world.cleaner, world.lawyer, world.builder)}
    draft = propose(world, lead, {"bands.medium": 250.0, "raise.agency": 1.5})
    effect = council_weights.effect_of(draft)
    assert draft.status == RunStatus.DONE and effect is not None and effect.suppliers == 3
    assert {mover.supplier_id for mover in effect.moves} >= {world.cleaner.id}
    for mover in effect.moves:
        assert mover.points_before == before[mover.supplier_id]
    assert in_force(world) == {}
    assert all(current(world, one).residual == before[one.id] for one in (world.cleaner, world.builder))


def test_the_effect_is_what_the_screening_then_finds(world, lead: Person) -> None:
    draft = propose(world, lead, {"raise.agency": 1.5, "ladder.high": 0.2242, "bands.high": 650.0})
    effect = council_weights.effect_of(draft)
    save(world, lead, draft)
    for mover in effect.moves:
        stored = reports.current_report(world.session, world.council.id, mover.supplier_id)
        assert (stored.residual, stored.band) == (mover.points_after, mover.band_after)
        assert stored.rank_after == mover.rank_after


def test_a_saved_change_is_in_every_result_in_the_run_and_in_the_log(world, lead: Person) -> None:
    save(world, lead, propose(world, lead, {"raise.agency": 1.5}))
    report = codec.load_report(current(world, world.lawyer).text.report_json)
    [change] = report.weights
    assert (change.name, change.shipped, change.value) == ("raise.agency", 1.0, 1.5)
    assert (change.by, change.on, change.reason) == ("Lee Lead", clock.today(), "Our own audits show it")
    run = world.session.scalars(select(ScreeningRun).order_by(ScreeningRun.id.desc())).first()
    assert run.cause == "weights_changed"
    assert run.reference_versions["weights_of_council"] == report.weights_sha256
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "weights.changed")).one()
    assert event.actor == f"lead:{lead.id}"
    assert event.detail["lines"][0]["after"] == 1.5
    assert audit.first_broken(world.session) is None


def test_a_report_with_own_weights_can_be_recomputed_to_the_byte(world, lead: Person) -> None:
    save(world, lead, propose(world, lead, {"evidence.said": 0.45, "ladder.low": 0.03}))
    assert screenings.recompute_all(world.session) == (3, 0)


def test_one_supplier_screened_alone_uses_the_same_weights(world, lead: Person) -> None:
    from app.services.background import runs

    save(world, lead, propose(world, lead, {"raise.agency": 1.5}))
    before = current(world, world.cleaner).text.report_json
    runs.queue_run(
        world.session, world.council.id, world.cleaner.id, "match_decided", clock.now(), clock.today()
    )
    world.session.commit()
    world.do_queued_work()
    assert current(world, world.cleaner).text.report_json == before


def test_another_council_keeps_the_shipped_weights(world, lead: Person) -> None:
    other = Council(slug="elsewhere", name="Elsewhere Council")
    world.session.add(other)
    world.session.commit()
    save(world, lead, propose(world, lead, {"raise.agency": 1.5}))
    assert council_weights.weights_of(world.session, other.id).changes == ()


def test_nothing_is_saved_unseen_or_beside_other_weights(world, lead: Person) -> None:
    first = propose(world, lead, {"raise.agency": 1.5})
    second = propose(world, lead, {"raise.migrant": 0.9})
    save(world, lead, first)
    with pytest.raises(council_weights.NotSaved, match="changed meanwhile"):
        council_weights.save(world.session, lead, second, clock.now(), clock.today())
    council_weights.look(world.session, second, clock.now())
    save(world, lead, second)
    assert in_force(world) == {"raise.agency": 1.5, "raise.migrant": 0.9}
    with pytest.raises(council_weights.NotSaved, match="already"):
        council_weights.save(world.session, lead, second, clock.now(), clock.today())


def test_many_suppliers_are_left_to_a_worker_and_progress_is_noted(
    world, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    monkeypatch.setattr(council_weights, "AT_ONCE", 2)
    monkeypatch.setattr(council_weights, "after_commit", lambda session, task, *ids: sent.append((task, ids)))
    draft = propose(world, lead, {"raise.agency": 1.5})
    assert sent == [("weights.effect", (draft.id,))]
    assert (draft.status, draft.done, draft.total) == (RunStatus.QUEUED, 0, 3)
    with pytest.raises(council_weights.NotSaved, match="not been seen"):
        council_weights.save(world.session, lead, draft, clock.now(), clock.today())
    clock_later = clock.now() + council_weights.LOST_AFTER + timedelta(seconds=1)
    assert council_weights.queue_again_if_lost(world.session, clock_later) == 1
    assert council_weights.compute_effect(world.session, draft.id, clock.today())
    assert (draft.status, draft.done) == (RunStatus.DONE, 3)
    assert not council_weights.compute_effect(world.session, draft.id, clock.today())


def test_a_fault_stands_on_the_draft(world, lead: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(council_weights.weight_effects, "compute", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        propose(world, lead, {"raise.agency": 1.5})
    monkeypatch.undo()
    from app.store import weights as store

    [draft] = store.drafts_of(world.session, world.council.id, lead.id)
    assert draft.status == RunStatus.FAILED and "ZeroDivisionError" in draft.problem
    council_weights.look(world.session, draft, clock.now())
    assert draft.status == RunStatus.DONE


def test_taking_back_returns_the_value_before_unless_a_later_change_stands(world, lead: Person) -> None:
    first = propose(world, lead, {"raise.agency": 1.5, "raise.tiers": 1.0})
    save(world, lead, first)
    second = propose(world, lead, {"raise.agency": 0.8})
    save(world, lead, second)
    save(world, lead, council_weights.undo(world.session, lead, first, "A mistake", clock.now()))
    assert in_force(world) == {"raise.agency": 0.8}
    save(world, lead, council_weights.undo(world.session, lead, second, "A mistake", clock.now()))
    assert in_force(world) == {"raise.agency": 1.5}
    with pytest.raises(ValueError, match="later changes"):
        council_weights.undo(world.session, lead, second, "Again", clock.now())


def test_reset_returns_every_weight_and_the_same_results(world, lead: Person) -> None:
    before = current(world, world.cleaner).text.report_json
    save(world, lead, propose(world, lead, {"raise.agency": 1.5, "bands.high": 650.0}))
    assert current(world, world.cleaner).text.report_json != before
    save(world, lead, council_weights.reset(world.session, lead, world.council.id, "Back", clock.now()))
    assert in_force(world) == {}
    assert current(world, world.cleaner).text.report_json == before
    with pytest.raises(ValueError, match="no weight"):
        council_weights.reset(world.session, lead, world.council.id, "Back", clock.now())


@pytest.mark.parametrize(
    ("values", "reason"),
    [({"raise.agency": 9.0}, "why"), ({"floor.forced_labour": 0.3}, "why"), ({"raise.agency": 1.2}, " ")],
)
def test_a_change_beyond_bounds_or_without_reason_is_refused(world, lead: Person, values, reason) -> None:
    with pytest.raises(ValueError):
        council_weights.propose(world.session, lead, world.council.id, values, reason, clock.now())


def test_a_change_that_a_later_version_does_not_allow_is_left_out(
    world, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(world, lead, propose(world, lead, {"raise.agency": 1.5, "raise.tiers": 1.0}))
    from screening import weights

    narrower = {**weights.bounds(), "raise.agency": (0.9, 1.1)}
    monkeypatch.setattr(weights, "bounds", lambda: narrower)
    assert in_force(world) == {"raise.tiers": 1.0}
    saved = store.saved(world.session, world.council.id)
    assert council_weights.out_of_bounds(saved) == {"raise.agency": 1.5}


def test_a_draft_can_be_thrown_away_but_nothing_saved(world, lead: Person) -> None:
    draft = propose(world, lead, {"raise.agency": 1.5})
    draft = propose(world, lead, {"raise.tiers": 1.0}, draft)
    assert [line["name"] for line in draft.lines] == ["raise.agency", "raise.tiers"]
    json.dumps(draft.lines)
    council_weights.discard(world.session, lead, draft, clock.now())
    assert world.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()[-1] == (
        "weights.draft_discarded"
    )
    kept = propose(world, lead, {"raise.agency": 1.5})
    save(world, lead, kept)
    with pytest.raises(ValueError, match="never removed"):
        council_weights.discard(world.session, lead, kept, clock.now())
