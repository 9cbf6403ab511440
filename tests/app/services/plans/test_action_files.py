"""Files beside steps of plans: who attaches and takes away what when, scanned and kept as beside answers."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import evidence
from app.services.files import stored_files
from app.services.files.stored_files import MOST_FILES, Refusal, Trouble
from app.services.plans import action_files, plan_steps
from app.services.plans.plan_steps import NotNow, Proof
from app.store import action_files as store
from models import ActionFile, ActionSide, AuditEvent, EntryKind, ScanState
from support import documents
from support.clamd import HARMFUL, clamd
from support.evidence import attach as attach_to_answer
from support.evidence import to_question_with_evidence, upload
from support.plans import make_plan, ours, theirs

COUNCIL, SUPPLIER = ActionSide.COUNCIL, ActionSide.SUPPLIER


@pytest.fixture
def plan(world, invitation):
    return make_plan(world)


def attach(world, person, side, step, *uploads, **settings):
    changed = world.settings.model_copy(update=settings)
    return action_files.attach(world.session, changed, person, side, step, uploads, clock.now())


def remove(world, person, side, file) -> None:
    action_files.remove(world.session, world.settings, person, side, file, clock.now())


def files(world, step) -> list[ActionFile]:
    return list(store.of_step(world.session, step.id))


def kept(world) -> list[str]:
    return [one.name for one in (world.settings.data_dir / "evidence").rglob("*") if one.is_file()]


def say_it_is_done(world, person, step) -> None:
    plan_steps.report(
        world.session, world.settings, person, step, "Done.", Proof(), clock.now(), clock.today()
    )


def settle(world, step, kind) -> None:
    plan_steps.settle_step(
        world.session, world.settings, world.officer, step, kind, "Seen.", clock.now(), clock.today()
    )


def test_both_sides_attach_and_the_same_content_is_kept_once(world, invitation, plan) -> None:
    step, contact = theirs(plan), invitation.contact
    assert attach(world, contact, SUPPLIER, step, upload(), upload("copy.pdf")) == []
    assert attach(world, world.officer, COUNCIL, step, upload("visit.pdf")) == []
    [first, second] = files(world, step)
    assert (first.name, first.side, first.uploaded_by) == ("policy.pdf", "supplier", contact)
    assert (second.name, second.side, first.sha256) == ("visit.pdf", "council", second.sha256)
    assert kept(world) == [first.sha256]
    with stored_files.open_content(world.settings, first) as content:
        assert content.read() == documents.PDF
    said = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "action.file_attached")).all()
    assert [(one.subject, one.subject_id, one.detail["step"]) for one in said] == [
        ("supplier", world.cleaner.id, step.id)
    ] * 2


@pytest.mark.parametrize(
    ("content", "trouble"),
    [(b"", Trouble.EMPTY), (b"MZ\x90\0", Trouble.KIND), (b"x" * 1_100_000, Trouble.TOO_LARGE)],
)
def test_files_are_refused_as_beside_answers(world, invitation, plan, content, trouble) -> None:
    step = theirs(plan)
    refused = attach(world, invitation.contact, SUPPLIER, step, upload("bad", content), evidence_megabytes=1)
    assert refused == [Refusal("bad", trouble)]
    assert files(world, step) == [] and kept(world) == []


def test_each_side_has_so_many_files_and_no_more(world, invitation, plan) -> None:
    step = theirs(plan)
    many = [upload(f"{number}.pdf", documents.PDF + bytes([number])) for number in range(MOST_FILES + 1)]
    refused = attach(world, invitation.contact, SUPPLIER, step, *many)
    assert refused == [Refusal(f"{MOST_FILES}.pdf", Trouble.TOO_MANY)]
    assert attach(world, world.officer, COUNCIL, step, upload()) == []


def test_the_supplier_attaches_to_its_own_steps_of_shared_plans_only(world, invitation, plan) -> None:
    private = make_plan(world, shared=False)
    for step in (ours(plan), theirs(private)):
        with pytest.raises(NotNow):
            attach(world, invitation.contact, SUPPLIER, step, upload())
    assert attach(world, world.officer, COUNCIL, ours(plan), upload()) == []


def test_a_file_can_be_removed_until_it_was_used(world, invitation, plan, standing_clock) -> None:
    step, contact = theirs(plan), invitation.contact
    attach(world, contact, SUPPLIER, step, upload())
    [file] = files(world, step)
    with pytest.raises(NotNow):
        remove(world, world.officer, COUNCIL, file)
    remove(world, contact, SUPPLIER, file)
    assert files(world, step) == [] and kept(world) == []
    attach(world, contact, SUPPLIER, step, upload())
    [file] = files(world, step)
    say_it_is_done(world, contact, step)
    with pytest.raises(NotNow):
        remove(world, contact, SUPPLIER, file)
    standing_clock.pass_by(days=1)
    settle(world, step, EntryKind.RETURNED)
    with pytest.raises(NotNow):
        remove(world, contact, SUPPLIER, file)
    attach(world, contact, SUPPLIER, step, upload("more.pdf", documents.PDF + b"more"))
    newest = files(world, step)[-1]
    assert not action_files.can_remove(newest, SUPPLIER), "something was said in this very moment"
    standing_clock.pass_by(days=1)
    attach(world, contact, SUPPLIER, step, upload("last.pdf", documents.PDF + b"last"))
    remove(world, contact, SUPPLIER, files(world, step)[-1])
    assert [one.name for one in files(world, step)] == ["policy.pdf", "more.pdf"]


def test_files_of_a_settled_step_stand_and_come_back_with_it(world, invitation, plan, standing_clock) -> None:
    step = theirs(plan)
    attach(world, invitation.contact, SUPPLIER, step, upload())
    settle(world, step, EntryKind.CANCELLED)
    with pytest.raises(NotNow):
        attach(world, world.officer, COUNCIL, step, upload("late.pdf"))
    settle(world, step, EntryKind.REOPENED)
    assert [one.name for one in files(world, step)] == ["policy.pdf"]
    assert attach(world, world.officer, COUNCIL, step, upload("late.pdf")) == []


def test_contents_are_shared_with_answers_and_forgotten_when_nothing_has_them(
    world, invitation, plan
) -> None:
    question = to_question_with_evidence(world, invitation)
    attach_to_answer(world, invitation, question)
    attach(world, invitation.contact, SUPPLIER, theirs(plan), upload())
    [beside_answer] = invitation.response.evidence
    evidence.remove(world.session, world.settings, invitation.contact, beside_answer, clock.now())
    assert len(kept(world)) == 1, "the step still has it"
    remove(world, invitation.contact, SUPPLIER, files(world, theirs(plan))[0])
    assert kept(world) == []


def test_an_infected_file_is_refused_and_recorded(world, invitation, plan) -> None:
    with clamd() as scanner:
        refused = attach(
            world, invitation.contact, SUPPLIER, theirs(plan), upload("bad.txt", HARMFUL),
            clamav=scanner.address,
        )  # fmt: skip
    assert refused == [Refusal("bad.txt", Trouble.INFECTED)] and kept(world) == []
    event = world.session.scalars(select(AuditEvent).where(AuditEvent.action == "action.file_refused")).one()
    assert event.detail["found"] == "Test.Harmful"


def test_what_waits_is_shut_until_the_task_has_scanned_it(world, invitation, plan) -> None:
    step = theirs(plan)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nowhere = f"127.0.0.1:{free.getsockname()[1]}"
    sent = upload(), upload("bad.txt", HARMFUL)
    assert attach(world, invitation.contact, SUPPLIER, step, *sent, clamav=nowhere) == []
    good, bad = files(world, step)
    assert {good.scan, bad.scan} == {ScanState.WAITING}
    with pytest.raises(FileNotFoundError):
        stored_files.open_content(world.settings, good)
    with clamd() as scanner:
        changed = world.settings.model_copy(update={"clamav": scanner.address})
        assert action_files.scan_waiting(world.session, changed, clock.now()) == 2
        assert action_files.scan_waiting(world.session, changed, clock.now()) == 0
    assert good.is_open and not bad.is_open and kept(world) == [good.sha256]
