"""Merged suppliers count once everywhere; what people did stays theirs; what cannot be, is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from app.extensions import clock
from app.services.annual import annual_figures
from app.services.background import runs
from app.services.deciding import matches
from app.services.inviting import bulk_acts
from app.services.judgement import screenings
from app.services.organisations import merging
from app.services.organisations.merging import Refusal, Refused
from app.services.people import care, notes
from app.services.reports import portfolio
from app.store import annual_figures as figure_store
from app.store import audit, merged, overview, queue, scrutiny
from app.store import merges as store
from app.store import suppliers as supplier_store
from app.store.queue_conditions import QueueFilter
from models import (
    AuditEvent,
    BulkAct,
    BulkKind,
    BulkState,
    Invitation,
    Match,
    MatchDecision,
    Note,
    Person,
    QueueEntry,
    Role,
    ScreeningRun,
    StoredReport,
    Supplier,
    SupplierCare,
)
from support.merging import add_twin, merge, undo
from support.two_councils import ask


@pytest.fixture
def twins(world) -> tuple[Supplier, Supplier]:
    """The cleaner and another record of it, both screened."""
    world.screen_all()
    twin = add_twin(world)
    world.screen_all()
    return world.cleaner, twin


def test_the_survivor_counts_for_both_and_once(world, twins) -> None:
    cleaner, twin = twins
    session, council_id = world.session, world.council.id
    assert overview.all_suppliers(session, council_id) == (4, Decimal("10020000.00"))
    period = figure_store.Period(date(2026, 4, 1), date(2027, 3, 31), clock.today())
    before = _annual(world, period)
    merge(session, world.officer, cleaner, twin)
    world.do_queued_work()
    assert overview.all_suppliers(session, council_id) == (3, Decimal("10020000.00"))
    assert supplier_store.count_suppliers(session, council_id) == 3
    assert len(queue.supplier_ids(session, council_id, QueueFilter(), clock.today())) == 3
    entry = session.scalars(select(QueueEntry).where(QueueEntry.supplier_id == cleaner.id)).one()
    assert (entry.pence, entry.contracts) == (100_000_000, 2)
    assert queue.supplier_ids(session, council_id, QueueFilter(text="(schools)"), clock.today()) == [
        cleaner.id
    ]
    assert queue.supplier_ids(session, council_id, QueueFilter(text="v9"), clock.today()) == [cleaner.id]
    after = _annual(world, period)
    changed = {name: (before[name], after[name]) for name in before if before[name] != after[name]}
    assert changed["suppliers"] == (4, 3)
    assert all(
        after[name] in (one, one - 1)
        for name, (one, _two) in changed.items()
        if figure_store.FIGURES[name].unit == "count"
    )
    assert before["spend"] == after["spend"]
    assert world.session.get_one(Supplier, cleaner.id).company_number == "01234567"


def _annual(world, period) -> dict[str, object]:
    return {
        name: annual_figures.compute(world.session, world.council.id, name, period).value
        for name in figure_store.FIGURES
    }


def test_what_a_person_decided_counts_more_than_what_was_computed(world, twins) -> None:
    cleaner, twin = twins
    found = world.session.scalars(select(Match).where(Match.supplier_id == cleaner.id)).one()
    hers = world.session.scalars(select(Match).where(Match.supplier_id == twin.id)).one()
    assert hers.statement_organisation_id == found.statement_organisation_id
    matches.reject(world.session, world.officer, hers, clock.now(), clock.today())
    was = found.decision
    made = merge(world.session, world.officer, cleaner, twin)
    assert world.session.get_one(Match, found.id).decision == MatchDecision.REJECTED
    assert world.session.get_one(Match, found.id).decided_by_id == world.officer.id
    assert made.counts.get("match") is None  # the other's row stays where it is
    undo(world.session, world.officer, made)
    assert world.session.get_one(Match, found.id).decision == was


def test_the_names_of_both_lead_to_statements(world, twins) -> None:
    cleaner, twin = twins
    cleaner.name, twin.name = "Zebra 77", "Northgate Cleaning Service Ltd"
    world.session.commit()
    merge(world.session, world.officer, cleaner, twin)
    world.screen_all()
    names = {
        one.organisation.name for one in world.session.scalars(select(Match)) if one.supplier_id == cleaner.id
    }
    assert "Northgate Cleaning Service Limited" in names


def test_nobody_goes_on_looking_after_the_one_that_is_gone(world, twins) -> None:
    cleaner, twin = twins
    colleague = Person(email="cy@anytown.example", name="Cy", role=Role.OFFICER, council_id=world.council.id)
    world.session.add(colleague)
    world.session.commit()
    for supplier, owner in ((cleaner, world.officer), (twin, colleague)):
        care.assign(
            world.session, world.officer, world.council.id, [supplier.id], owner, None, "", clock.now(), None
        )
    made = merge(world.session, world.officer, cleaner, twin)
    owners = {row.supplier_id: row.owner_id for row in world.session.scalars(select(SupplierCare))}
    assert owners == {cleaner.id: world.officer.id, twin.id: None}
    colleague.active = False
    world.session.commit()
    assert undo(world.session, world.officer, made).kept == []
    owners = {row.supplier_id: row.owner_id for row in world.session.scalars(select(SupplierCare))}
    assert owners == {cleaner.id: world.officer.id, twin.id: None}  # who has left looks after nothing


def test_two_people_who_answer_apart_are_not_joined_in_silence(world, twins) -> None:
    cleaner, twin = twins
    first = ask(world, cleaner, "ann@northgate.example")
    second = ask(world, twin, "bob@northgate.example")
    with pytest.raises(Refused) as refused:
        merge(world.session, world.officer, cleaner, twin)
    assert refused.value.why is Refusal.BOTH_ASKED
    assert world.session.get_one(Supplier, twin.id).merged_into_id is None
    assert merging.preview(world.session, cleaner, twin).asked == (first, second)
    made = merge(world.session, world.officer, cleaner, twin, both_may_answer=True)
    rows = world.session.scalars(select(Invitation).order_by(Invitation.id)).all()
    assert [(one.supplier_id, one.revoked_at) for one in rows] == [(cleaner.id, None), (cleaner.id, None)]
    assert rows[0].response_id != rows[1].response_id
    undo(world.session, world.officer, made)
    assert [one.supplier_id for one in world.session.scalars(select(Invitation).order_by(Invitation.id))] == [
        cleaner.id,
        twin.id,
    ]


def test_what_was_added_or_changed_since_is_kept_and_told(world, twins) -> None:
    cleaner, twin = twins
    session = world.session
    notes.write(session, world.settings, world.officer, twin, "About the schools.", [], clock.now())
    gone = notes.write(session, world.settings, world.officer, twin, "To be deleted.", [], clock.now())
    made = merge(session, world.officer, cleaner, twin)
    later = notes.write(session, world.settings, world.officer, cleaner, "About both.", [], clock.now())
    gone_id, later_id = gone.id, later.id
    session.delete(session.get_one(Note, gone_id))
    session.commit()
    assert [(one.table, one.row_id) for one in merging.not_exact(session, made)] == [("note", gone_id)]
    assert undo(session, world.officer, made).kept == [{"table": "note", "id": gone_id}]
    owners = {one.id: one.supplier_id for one in session.scalars(select(Note))}
    assert owners.pop(later_id) == cleaner.id
    assert set(owners.values()) == {twin.id}


def test_refusals(world, twins) -> None:
    cleaner, twin = twins
    session, officer = world.session, world.officer

    def why(one: Supplier, other: Supplier) -> Refusal:
        with pytest.raises(Refused) as refused:
            merge(session, officer, one, other)
        return refused.value.why

    assert why(cleaner, cleaner) is Refusal.SAME
    world.builder.company_number = "07654321"
    session.commit()
    assert why(world.builder, twin) is Refusal.TWO_NUMBERS
    first = merge(session, officer, twin, cleaner)
    assert why(cleaner, world.lawyer) is Refusal.MERGED
    assert why(world.lawyer, cleaner) is Refusal.MERGED
    second = merge(session, officer, world.lawyer, twin)
    with pytest.raises(Refused) as refused:
        undo(session, officer, first)
    assert (refused.value.why, refused.value.later) == (Refusal.LATER_MERGE, second)
    assert store.into(session, world.council.id, world.lawyer.id) == [second]
    assert merged.below(merged.links(session, world.council.id), world.lawyer.id) == [cleaner.id, twin.id]
    undo(session, officer, second)
    undo(session, officer, first)
    with pytest.raises(Refused) as refused:
        undo(session, officer, first)
    assert refused.value.why is Refusal.UNDONE


def test_a_screening_that_ran_meanwhile_brings_nothing_back(world, twins) -> None:
    cleaner, twin = twins
    session = world.session
    run = runs.new_run(session, world.council.id, twin.id, "test", clock.now(), clock.today())
    session.commit()
    merge(session, world.officer, cleaner, twin)
    assert screenings.run(session, run.id, clock.now)
    world.screen_all()
    current = session.scalars(select(StoredReport.supplier_id).where(StoredReport.current.is_(True))).all()
    assert twin.id not in current
    assert session.scalars(select(QueueEntry).where(QueueEntry.supplier_id == twin.id)).all() == []


def test_both_are_screened_again_after_an_undo_and_come_out_as_before(world, twins) -> None:
    cleaner, twin = twins
    before = _results(world)
    made = merge(world.session, world.officer, cleaner, twin)
    world.do_queued_work()
    assert _results(world) != before
    undo(world.session, world.officer, made)
    runs = world.session.scalars(select(ScreeningRun).where(ScreeningRun.cause == "merge_undo")).all()
    assert {one.supplier_id for one in runs} == {cleaner.id, twin.id}
    world.do_queued_work()
    assert _results(world) == before


def _results(world) -> dict[int, str]:
    rows = world.session.scalars(select(StoredReport).where(StoredReport.current.is_(True)))
    return {one.supplier_id: one.case_sha256 for one in rows}


def test_every_step_is_in_the_log_and_free_text_is_not(world, twins) -> None:
    cleaner, twin = twins
    made = merge(world.session, world.officer, cleaner, twin)
    undo(world.session, world.officer, made)
    events = world.session.scalars(
        select(AuditEvent).where(AuditEvent.action.startswith("supplier.merge")).order_by(AuditEvent.sequence)
    ).all()
    assert [(one.action, one.subject_id, one.detail["other"]) for one in events] == [
        ("supplier.merged", cleaner.id, twin.id),
        ("supplier.merged_away", twin.id, cleaner.id),
        ("supplier.merge_undone", cleaner.id, twin.id),
        ("supplier.merge_undone_away", twin.id, cleaner.id),
    ]
    assert {one.actor for one in events} == {f"officer:{world.officer.id}"}
    assert not any("Same company." in str(one.detail) for one in events)
    assert audit.first_broken(world.session) is None


def test_asking_many_can_be_undone_though_one_of_them_was_merged(world, twins) -> None:
    cleaner, twin = twins
    session, moment = world.session, clock.now()
    ask(world, cleaner, "ann@northgate.example")
    ask(world, twin, "bob@northgate.example")
    session.execute(update(Invitation).values(due_on=date(2026, 11, 1)))
    session.commit()
    world_clock = {"now": moment.replace(hour=20)}
    act = bulk_acts.begin(
        session,
        world.settings,
        world.officer,
        world.council.id,
        BulkKind.ASK,
        [cleaner.id, twin.id],
        {"due_on": "2026-12-30"},
        lambda: world_clock["now"],
        clock.today(),
    )
    assert {one.due_on for one in session.scalars(select(Invitation))} == {date(2026, 12, 30)}
    merge(session, world.officer, cleaner, twin, both_may_answer=True)
    assert bulk_acts.undo(session, world.officer, act, clock.now())
    assert act.undone == 2
    rows = session.scalars(select(Invitation)).all()
    assert {(one.due_on, one.revoked_at) for one in rows} == {(date(2026, 11, 1), None)}


def test_asking_many_leaves_out_whom_was_merged_before_its_turn(world, twins) -> None:
    cleaner, twin = twins
    session = world.session
    ask(world, twin, "bob@northgate.example")
    session.execute(update(Invitation).values(due_on=date(2026, 11, 1)))
    act = BulkAct(
        council_id=world.council.id,
        person=world.officer,
        kind=BulkKind.ASK,
        state=BulkState.QUEUED,
        acted_at=clock.now(),
        settings={"due_on": "2026-12-30"},
        supplier_ids=[twin.id],
        before={},
        left_out={},
    )
    session.add(act)
    session.commit()
    merge(session, world.officer, cleaner, twin)
    bulk_acts.do(session, world.settings, act.id, clock.now, clock.today())
    assert (act.state, act.left_out) == (BulkState.DONE, {str(twin.id): "merged"})
    assert [one.due_on for one in session.scalars(select(Invitation))] == [date(2026, 11, 1)]


def test_the_report_on_all_suppliers_counts_it_once(world, twins) -> None:
    cleaner, twin = twins
    gather = (world.session, world.council, 5, clock.now(), clock.today())
    before = portfolio.gather(*gather)
    merge(world.session, world.officer, cleaner, twin)
    world.do_queued_work()
    after = portfolio.gather(*gather)
    assert (before.coverage.suppliers, after.coverage.suppliers) == (4, 3)
    assert (before.coverage.screened, after.coverage.screened) == (4, 3)
    assert before.coverage.contracts == after.coverage.contracts
    assert sum(group.group.spend for group in before.sectors) == sum(
        group.group.spend for group in after.sectors
    )
    assert (
        sum(number for _name, number, _high, _spend in scrutiny.sectors(world.session, world.council.id)) == 3
    )
