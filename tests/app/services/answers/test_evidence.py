"""Evidence: taken or refused, scanned, dated, taken over, and what it proves."""

from __future__ import annotations

import socket
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.answers import answering, evidence
from app.services.answers.evidence import MOST_FILES, Trouble
from app.services.inviting import invitations
from app.services.judgement import cases
from models import (
    AuditEvent,
    EvidenceFile,
    Invitation,
    Person,
    ResponseStatus,
    Role,
    ScanState,
    ScreeningRun,
)
from questionnaires import UNKNOWN, Answer, Question
from screening.types import Evidence
from support import documents
from support.clamd import HARMFUL, clamd
from support.evidence import attach, files, to_question_with_evidence, upload
from support.fake_s3 import install
from support.world import acceptable, answer_everything

TODAY = date(2026, 11, 20)


@pytest.fixture
def question(world, invitation) -> Question:
    return to_question_with_evidence(world, invitation)


@pytest.fixture
def nowhere() -> str:
    """An address where nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def _events(world, action: str) -> list[AuditEvent]:
    return list(world.session.scalars(select(AuditEvent).where(AuditEvent.action == action)))


def _date(world, invitation, question, dated_on: date, until: date | None = None) -> None:
    evidence.date_undated(
        world.session, invitation.contact, invitation.response, question.id, dated_on, until, clock.now()
    )


def _submit(world, invitation) -> None:
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )


# --- Taking files ---------------------------------------------------------------------------------


def test_several_files_are_kept_and_come_back(world, invitation, question) -> None:
    book = documents.xlsx()
    assert attach(world, invitation, question, upload(), upload("sites.xlsx", book)) == []
    policy, sites = files(world, invitation)
    assert (policy.name, policy.kind, policy.size) == ("policy.pdf", "pdf", len(documents.PDF))
    assert (sites.kind, sites.question_id) == ("xlsx", question.id)
    with evidence.open_content(world.settings, sites) as content:
        assert content.read() == book
    assert [event.subject_id for event in _events(world, "evidence.attached")] == [policy.id, sites.id]


def test_the_same_content_twice_is_kept_once(world, invitation, question) -> None:
    assert attach(world, invitation, question, upload(), upload("copy.pdf")) == []
    assert len(files(world, invitation)) == 1


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"", Trouble.EMPTY),
        (b"MZ\x90\0 a program that is called a PDF", Trouble.KIND),
        (documents.docx(**{"word/vbaProject.bin": b"x"}), Trouble.MACROS),
        (documents.PDF + b" " * 1024 * 1024, Trouble.TOO_LARGE),
    ],
)
def test_a_file_is_refused_by_what_it_is_and_the_others_are_kept(
    world, invitation, question, content: bytes, trouble: Trouble
) -> None:
    refused = attach(world, invitation, question, upload("bad.pdf", content), upload(), evidence_megabytes=1)
    assert refused == [evidence.Refusal("bad.pdf", trouble)]
    assert [file.name for file in files(world, invitation)] == ["policy.pdf"]


def test_a_question_takes_so_many_files_and_no_more(world, invitation, question) -> None:
    uploads = [upload(f"{number}.pdf", documents.PDF + b"%d" % number) for number in range(MOST_FILES + 1)]
    refused = attach(world, invitation, question, *uploads)
    assert refused == [evidence.Refusal(f"{MOST_FILES}.pdf", Trouble.TOO_MANY)]
    assert len(files(world, invitation)) == MOST_FILES


def test_a_file_that_is_removed_is_gone_unless_it_is_used_elsewhere(world, invitation, question) -> None:
    other = answering.questionnaire_of(invitation.response).sections[0].questions[0]
    attach(world, invitation, question)
    attach(world, invitation, other)
    first, second = files(world, invitation)
    sha256 = first.sha256
    evidence.remove(world.session, world.settings, invitation.contact, first, clock.now())
    evidence.open_content(world.settings, second).close()
    stored = world.settings.data_dir / "evidence" / sha256[:2] / sha256
    assert stored.exists()
    evidence.remove(world.session, world.settings, invitation.contact, second, clock.now())
    assert not stored.exists()
    assert files(world, invitation) == []


def test_what_was_submitted_stands(world, invitation, question) -> None:
    attach(world, invitation, question)
    _submit(world, invitation)
    with pytest.raises(answering.AlreadySubmitted):
        attach(world, invitation, question, upload("late.pdf", documents.PDF + b"x"))
    with pytest.raises(answering.AlreadySubmitted):
        _date(world, invitation, question, TODAY)
    [file] = files(world, invitation)
    with pytest.raises(answering.AlreadySubmitted):
        evidence.remove(world.session, world.settings, invitation.contact, file, clock.now())


# --- The virus scanner ----------------------------------------------------------------------------


def test_a_scanned_file_is_open_and_an_infected_one_is_refused_and_recorded(
    world, invitation, question
) -> None:
    infected = upload("bad.txt", b"text and " + HARMFUL)
    with clamd() as scanner:
        refused = attach(world, invitation, question, upload(), infected, clamav=scanner.address)
    assert refused == [evidence.Refusal("bad.txt", Trouble.INFECTED)]
    [file] = files(world, invitation)
    assert (file.name, file.scan, file.is_open) == ("policy.pdf", ScanState.PASSED, True)
    [event] = _events(world, "evidence.refused")
    assert event.detail["found"] == "Test.Harmful"
    folder = world.settings.data_dir / "evidence"
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [file.sha256]


def test_without_an_answer_the_file_waits_shut_until_the_task_has_scanned_it(
    world, invitation, question, nowhere
) -> None:
    assert attach(world, invitation, question, clamav=nowhere) == []
    [file] = files(world, invitation)
    assert (file.scan, file.is_open) == (ScanState.WAITING, False)
    with pytest.raises(FileNotFoundError):
        evidence.open_content(world.settings, file)

    def scan(address: str) -> int:
        changed = world.settings.model_copy(update={"clamav": address})
        return evidence.scan_waiting(world.session, changed, clock.now(), clock.today())

    assert scan(nowhere) == 0 and not file.is_open
    with clamd() as scanner:
        assert scan(scanner.address) == 1
        assert scan(scanner.address) == 0
    assert file.is_open and file.scanned_at == clock.now()


def test_what_the_task_finds_in_a_submitted_file_shuts_it_and_screens_again(
    world, invitation, question
) -> None:
    attach(world, invitation, question, upload("bad.txt", HARMFUL))
    _date(world, invitation, question, TODAY)
    _submit(world, invitation)
    assert cases.signals_of(invitation.response, TODAY)[question.signal].evidence is Evidence.DOCUMENTED
    with clamd() as scanner:
        changed = world.settings.model_copy(update={"clamav": scanner.address})
        assert evidence.scan_waiting(world.session, changed, clock.now(), clock.today()) == 1
    [file] = files(world, invitation)
    assert (file.scan, file.is_open) == (ScanState.REFUSED, False)
    assert [path for path in (world.settings.data_dir / "evidence").rglob("*") if path.is_file()] == []
    assert cases.signals_of(invitation.response, TODAY)[question.signal].evidence is Evidence.SAID
    causes = world.session.scalars(select(ScreeningRun.cause)).all()
    assert "evidence_scanned" in causes


def test_files_in_a_bucket_are_scanned_and_handed_out_too(
    world, invitation, question, nowhere, monkeypatch
) -> None:
    bucket = install(monkeypatch)
    there = {"evidence_store": "s3://council/evidence"}
    assert attach(world, invitation, question, clamav=nowhere, **there) == []
    [file] = files(world, invitation)
    assert list(bucket.objects) == [("council", f"evidence/{file.sha256}")]
    with clamd() as scanner:
        changed = world.settings.model_copy(update=there | {"clamav": scanner.address})
        assert evidence.scan_waiting(world.session, changed, clock.now(), clock.today()) == 1
        assert scanner.scanned == [documents.PDF]
    with evidence.open_content(changed, file) as content:
        assert content.read() == documents.PDF


def test_without_a_scanner_nothing_waits(world, invitation, question) -> None:
    attach(world, invitation, question)
    [file] = files(world, invitation)
    assert (file.scan, file.is_open) == (ScanState.NO_SCANNER, True)
    assert evidence.scan_waiting(world.session, world.settings, clock.now(), clock.today()) == 0


# --- What it proves -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated_on", "until", "level", "day"),
    [
        (date(2026, 6, 1), None, Evidence.DOCUMENTED, date(2026, 6, 1)),
        (date(2026, 6, 1), date(2026, 11, 20), Evidence.DOCUMENTED, date(2026, 6, 1)),
        (date(2026, 6, 1), date(2026, 11, 19), Evidence.SAID, None),
        (date(2020, 6, 1), date(2030, 1, 1), Evidence.SAID, None),
        (None, None, Evidence.SAID, None),
    ],
)
def test_a_dated_file_that_still_holds_documents_an_answer(
    world, invitation, question, dated_on, until, level, day
) -> None:
    attach(world, invitation, question)
    if dated_on:
        _date(world, invitation, question, dated_on, until)
    _submit(world, invitation)
    signal = cases.signals_of(invitation.response, TODAY)[question.signal]
    assert (signal.evidence, signal.evidence_date) == (level, day)


def test_nothing_documents_i_do_not_know(world, invitation, question) -> None:
    assert any(option.value == UNKNOWN for option in question.options)
    attach(world, invitation, question)
    _date(world, invitation, question, TODAY)
    answering.save(world.session, invitation.contact, invitation, question.id, Answer(UNKNOWN), clock.now())
    assert cases.signals_of(invitation.response, TODAY)[question.signal].evidence is Evidence.SAID


def test_the_newest_of_several_documents_gives_the_date(world, invitation, question) -> None:
    answering.save(
        world.session,
        invitation.contact,
        invitation,
        question.id,
        Answer(acceptable(question).value, "https://www.supplier.example/policy", TODAY - timedelta(10)),
        clock.now(),
    )
    attach(world, invitation, question)
    _date(world, invitation, question, TODAY - timedelta(5))
    attach(world, invitation, question, upload("older.pdf", documents.PDF + b"old"))
    _date(world, invitation, question, TODAY - timedelta(20))
    [first, _second] = files(world, invitation)
    assert first.dated_on == TODAY - timedelta(5), "a date once given is not changed by a later one"
    assert cases.signals_of(invitation.response, TODAY)[question.signal].evidence_date == TODAY - timedelta(5)


# --- Taking over ----------------------------------------------------------------------------------


def _ask_again(world, email: str = "contact@northgate.example") -> Invitation:
    again, _link = invitations.ask(
        world.session, world.settings, world.officer, world.cleaner, email, "", date(2027, 12, 1), clock.now()
    )
    assert again.response.status == ResponseStatus.DRAFT
    return again


def test_a_file_of_an_earlier_response_is_taken_over_with_its_dates(world, invitation, question) -> None:
    attach(world, invitation, question)
    _date(world, invitation, question, date(2026, 6, 1), date(2028, 1, 1))
    _submit(world, invitation)
    [earlier] = files(world, invitation)
    again = _ask_again(world)
    [offered] = evidence.reusable(world.session, again.contact, again.response, question.id)
    assert offered.id == earlier.id
    assert (
        evidence.reuse(
            world.session, again.contact, again.response, question.id, [earlier.id, 999], clock.now()
        )
        == []
    )
    [taken] = files(world, again)
    assert taken.id != earlier.id and taken.reused_from_id == earlier.id
    assert (taken.sha256, taken.dated_on, taken.valid_until) == (
        earlier.sha256,
        date(2026, 6, 1),
        date(2028, 1, 1),
    )
    assert evidence.reusable(world.session, again.contact, again.response, question.id) == []
    evidence.remove(world.session, world.settings, again.contact, taken, clock.now())
    evidence.open_content(world.settings, earlier).close()


def test_whoever_a_draft_is_passed_on_to_takes_over_with_its_files(world, invitation, question) -> None:
    attach(world, invitation, question)
    _submit(world, invitation)
    [earlier] = files(world, invitation)
    again = _ask_again(world)
    assert again.response.earlier_id == invitation.response_id
    successor = Person(email="next@northgate.example", role=Role.RESPONDENT)
    world.session.add(successor)
    world.session.flush()
    again.contact = successor
    world.session.commit()
    assert evidence.reusable(world.session, successor, again.response, question.id) == [earlier]
    assert (
        evidence.reuse(world.session, successor, again.response, question.id, [earlier.id], clock.now()) == []
    )
    assert [one.reused_from_id for one in files(world, again)] == [earlier.id]


def test_files_are_not_offered_to_another_contact_or_from_a_draft(world, invitation, question) -> None:
    attach(world, invitation, question)
    stranger = _ask_again(world, "other@northgate.example")
    assert evidence.reusable(world.session, stranger.contact, stranger.response, question.id) == []
    _submit(world, invitation)
    assert evidence.reusable(world.session, stranger.contact, stranger.response, question.id) == []
    [file] = files(world, invitation)
    evidence.reuse(world.session, stranger.contact, stranger.response, question.id, [file.id], clock.now())
    assert world.session.scalars(select(EvidenceFile.response_id)).all() == [invitation.response_id]
