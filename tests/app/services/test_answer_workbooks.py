"""Workbooks of a response: what is saved, what is left alone, and what is never overwritten."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from app.documents.workbook import Wrong
from app.extensions import clock
from app.services import (
    answer_workbooks,
    answering,
    colleagues,
    invitations,
    proposing,
    workbook_choices,
    workbook_loads,
    workbook_markers,
)
from app.services.workbook_choices import Choice
from app.services.workbook_loads import Loaded, Reason, Refused, Trouble
from app.supplier import workbook_views
from app.workbook_layout import Column, RowKey
from models import AuditEvent, Invitation, Person, ProposalOutcome, ProposalSource
from questionnaires import Answer
from support import documents, workbooks
from support.world import World, answer_everything


@pytest.fixture(autouse=True)
def in_a_request(app: Flask):
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


@pytest.fixture
def invitation(world: World, invitation: Invitation) -> Invitation:
    """Nothing is known beforehand, so that everything may come."""
    invitation.response.context = {}
    world.session.commit()
    return invitation


def seat(world: World, invitation: Invitation, person: Person | None = None) -> colleagues.Seat:
    found = colleagues.seat(world.session, person or invitation.contact, invitation.id)
    assert found is not None
    return found


def download(
    world: World, invitation: Invitation, person: Person | None = None, language: str = "en"
) -> bytes:
    person = person or invitation.contact
    return answer_workbooks.download(
        world.session, world.settings, person, seat(world, invitation, person), language, clock.now()
    )


def load(
    world: World,
    invitation: Invitation,
    content: bytes,
    person: Person | None = None,
    name: str = "filled.xlsx",
) -> Loaded:
    person = person or invitation.contact
    return workbook_loads.load(
        world.session,
        world.settings,
        person,
        seat(world, invitation, person),
        name,
        io.BytesIO(content),
        "en",
        clock.now(),
        clock.today(),
    )


def say(world: World, invitation: Invitation, **answers: Answer) -> None:
    for question_id, answer in answers.items():
        answering.save(world.session, invitation.contact, invitation, question_id, answer, clock.now())


def given(world: World, invitation: Invitation) -> Mapping[str, Answer]:
    world.session.expire_all()
    return answering.answers_of(invitation.response)


def events(world: World, action: str) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.action == action).order_by(AuditEvent.sequence)
    return list(world.session.scalars(query))


def test_what_is_right_is_saved_each_as_an_answer_of_its_own(world: World, invitation: Invitation) -> None:
    content = workbooks.filled(
        download(world, invitation),
        {
            "organisation_size": "50 to 249",
            "option:kinds_of_work:cleaning": "Yes",
            "statement_in_scope": "no",
            "policy_published": "Yes",
            "entry:delivery_countries:1": "United Kingdom",
        },
        {"policy_published": "https://northgate.example/policy"},
        {"policy_published": date(2026, 3, 1)},
    )
    loaded = load(world, invitation, content)
    assert given(world, invitation) == {
        "organisation_size": Answer("medium"),
        "kinds_of_work": Answer(("cleaning",)),
        "statement_in_scope": Answer("no"),
        "policy_published": Answer("yes", "https://northgate.example/policy", date(2026, 3, 1)),
        "delivery_countries": Answer(("GB",)),
    }
    assert set(loaded.saved) == set(given(world, invitation)) and not loaded.errors and loaded.cells == 7
    assert len(events(world, "answer.saved")) == 5
    assert events(world, "workbook.downloaded")[0].detail["questions"] == 70
    assert events(world, "workbook.loaded")[0].detail["saved"] == 5


def test_what_was_not_changed_writes_nothing(world: World, invitation: Invitation) -> None:
    answer_everything(world, invitation)
    before, saved = given(world, invitation), len(events(world, "answer.saved"))
    loaded = load(world, invitation, download(world, invitation))
    assert given(world, invitation) == before and len(events(world, "answer.saved")) == saved
    assert set(loaded.unchanged) == set(before) and not (loaded.saved or loaded.conflicts or loaded.errors)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_workbook_in_either_language_is_read(world: World, invitation: Invitation, language: str) -> None:
    answer_everything(world, invitation)
    before = given(world, invitation)
    loaded = load(world, invitation, download(world, invitation, language=language))
    assert given(world, invitation) == before and len(loaded.unchanged) == len(before)


def test_an_answer_changed_on_the_web_meanwhile_is_not_overwritten(
    world: World, invitation: Invitation
) -> None:
    say(world, invitation, policy_published=Answer("no"))
    content = workbooks.filled(
        download(world, invitation), {"policy_published": "Yes", "remedy_process": "No"}
    )
    say(world, invitation, policy_published=Answer("unknown"))
    loaded = load(world, invitation, content)
    assert given(world, invitation) == {"policy_published": Answer("unknown"), "remedy_process": Answer("no")}
    assert (loaded.saved, loaded.conflicts) == (("remedy_process",), ("policy_published",))
    held = proposing.open_proposals(world.session, invitation.response)["policy_published"]
    assert (held.source, held.source_name, held.content["value"]) == (
        ProposalSource.WORKBOOK,
        "filled.xlsx",
        "yes",
    )


def test_a_cell_that_nobody_changed_is_no_conflict(world: World, invitation: Invitation) -> None:
    say(world, invitation, policy_published=Answer("no"))
    content = download(world, invitation)
    say(world, invitation, policy_published=Answer("yes"))
    loaded = load(world, invitation, content)
    assert given(world, invitation) == {"policy_published": Answer("yes")}
    assert loaded.unchanged == ("policy_published",) and not loaded.conflicts


def test_an_empty_cell_takes_nothing_away(world: World, invitation: Invitation) -> None:
    answer = Answer("yes", "https://northgate.example/policy", date(2026, 3, 1))
    say(world, invitation, policy_published=answer, remedy_process=Answer("no"))
    content = workbooks.filled(
        download(world, invitation),
        {"remedy_process": None},
        {"policy_published": None},
        {"policy_published": None},
    )
    loaded = load(world, invitation, content)
    assert given(world, invitation) == {"policy_published": answer, "remedy_process": Answer("no")}
    assert loaded.kept == ("remedy_process",) and loaded.unchanged == ("policy_published",)


def test_wrong_cells_are_told_by_their_address_and_hold_nothing_up(
    world: World, invitation: Invitation
) -> None:
    blank = download(world, invitation)
    where = workbooks.places(blank)
    content = workbooks.filled(
        blank,
        {
            "policy_published": "Maybe",
            "remedy_process": "Yes",
            "option:kinds_of_work:cleaning": "sometimes",
            "entry:delivery_countries:1": "France",
            "entry:delivery_countries:2": "Atlantis",
            "gap_structure_by": date(2020, 1, 1),
            "question:training_given": "typed into a locked cell",
        },
        {"remedy_process": "ftp://old.example"},
    )
    loaded = load(world, invitation, content)
    found = {(str(one.cell.row), one.cell.column): one for one in loaded.errors}
    assert {place: one.cell.address for place, one in found.items()} == {
        place: where[place[0], place[1].value] for place in found
    }
    assert set(found) == {
        ("question:policy_published", Column.ANSWER),
        ("question:remedy_process", Column.EVIDENCE_URL),
        ("question:remedy_process", Column.EVIDENCE_DATE),
        ("option:kinds_of_work:cleaning", Column.ANSWER),
        ("entry:delivery_countries:2", Column.ANSWER),
        ("question:gap_structure_by", Column.ANSWER),
        ("question:training_given", Column.ANSWER),
    }
    assert "Atlantis" in found["entry:delivery_countries:2", Column.ANSWER].message
    assert found["question:training_given", Column.ANSWER].reason is Reason.NOT_ASKED
    assert given(world, invitation) == {}, "an answer that is wrong in part is not saved in part"


def test_an_answer_off_the_path_is_kept_and_said_to_be_so(world: World, invitation: Invitation) -> None:
    content = workbooks.filled(download(world, invitation), {"sites_visited": "I do not know"})
    loaded = load(world, invitation, content)
    assert loaded.saved == loaded.off_path == ("sites_visited",)
    assert given(world, invitation)["sites_visited"] == Answer("unknown")


def test_a_promised_day_that_has_passed_meanwhile_is_no_error_if_nobody_changed_it(
    world: World, invitation: Invitation, standing_clock
) -> None:
    say(world, invitation, gap_structure_by=Answer("2026-11-25"))
    content = download(world, invitation)
    standing_clock.pass_by(days=10)
    assert load(world, invitation, content).unchanged == ("gap_structure_by",)


# --------------------------------------------------------------------------------------- files refused


def refusal(world: World, invitation: Invitation, content: bytes) -> Trouble:
    with pytest.raises(Refused) as refused:
        load(world, invitation, content)
    return refused.value.trouble


def test_files_that_are_no_workbook_are_refused(world: World, invitation: Invitation) -> None:
    assert refusal(world, invitation, b"") is Trouble.EMPTY
    assert refusal(world, invitation, b"a,b\n1,2\n") is Trouble.KIND
    assert refusal(world, invitation, documents.PDF) is Trouble.KIND
    assert refusal(world, invitation, b"PK\x03\x04 and nothing else") is Trouble.BROKEN
    assert refusal(world, invitation, b"x" * (workbook_loads.LARGEST + 1)) is Trouble.TOO_LARGE
    macros = workbooks.changed(download(world, invitation), "xl/theme/theme1.xml", lambda xml: xml)
    target = io.BytesIO(macros)
    with workbooks.ZipFile(target, "a") as made:
        made.writestr("xl/vbaProject.bin", b"a program")
    assert refusal(world, invitation, target.getvalue()) is Trouble.MACROS


def test_a_bomb_is_refused(world: World, invitation: Invitation) -> None:
    bomb = workbooks.changed(
        download(world, invitation), "xl/sharedStrings.xml", lambda xml: xml + b" " * 60_000_000
    )
    assert len(bomb) < 1_000_000 and refusal(world, invitation, bomb) is Trouble.BROKEN


@pytest.fixture
def other(world: World) -> Invitation:
    """Another organisation was asked too."""
    asked, _link = invitations.ask(
        world.session,
        world.settings,
        world.officer,
        world.builder,
        "other@harbour.example",
        "Other Person",
        date(2026, 12, 11),
        clock.now(),
    )
    return asked


def test_the_workbook_of_other_answers_is_refused(
    world: World, invitation: Invitation, other: Invitation
) -> None:
    theirs = workbooks.filled(download(world, other), {"policy_published": "Yes"})
    assert refusal(world, invitation, theirs) is Trouble.OTHER_RESPONSE
    assert given(world, invitation) == {}


def test_the_workbook_of_another_version_is_refused(world: World, invitation: Invitation) -> None:
    content = download(world, invitation)
    invitation.response.version = 1
    world.session.commit()
    assert refusal(world, invitation, content) is Trouble.OTHER_VERSION


def test_a_submitted_response_takes_no_workbook(world: World, invitation: Invitation) -> None:
    answer_everything(world, invitation)
    content = download(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    with pytest.raises(answering.AlreadySubmitted):
        load(world, invitation, content)


@pytest.mark.parametrize("spoilt", ["gone", "forged"])
def test_without_its_marker_a_workbook_overwrites_nothing(
    world: World, invitation: Invitation, other: Invitation, spoilt: str
) -> None:
    say(world, invitation, policy_published=Answer("no"), remedy_process=Answer("yes"))
    content = workbooks.filled(
        download(world, invitation), {"policy_published": "Yes", "chain_mapped": "unknown"}
    )
    if spoilt == "gone":
        content = workbooks.without_sheet(content, "fairhand")
    else:
        mine = workbook_markers.signed(
            world.settings, invitation.response, {"policy_published"}, "en"
        ).encode()
        content = workbooks.changed(
            content, "xl/sharedStrings.xml", lambda xml: xml.replace(mine[-20:], b"A" * 20)
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(workbook_markers, "read", lambda *_: None)
            loaded = load(world, invitation, content)
    if spoilt == "gone":
        loaded = load(world, invitation, content)
    assert not loaded.has_marker
    assert (loaded.saved, loaded.conflicts, loaded.unchanged) == (
        ("chain_mapped",),
        ("policy_published",),
        ("remedy_process",),
    )
    assert given(world, invitation)["policy_published"] == Answer("no")


def test_a_marker_that_was_tampered_with_is_no_marker(world: World, invitation: Invitation) -> None:
    signed = workbook_markers.signed(world.settings, invitation.response, set(), "en")
    marker = workbook_markers.read(world.settings, signed)
    assert marker is not None and marker.response_id == invitation.response.id
    for forged in ("", "x", signed[:-1], signed[1:], signed + "A", signed.swapcase()):
        assert workbook_markers.read(world.settings, forged) is None
    cells = workbook_markers.signed_cells(world.settings, invitation.response, {})
    assert workbook_markers.read(world.settings, cells) is None, "each is signed for its own use"


# ---------------------------------------------------------------------------------------------- a colleague


def test_a_colleague_gets_and_uploads_their_section_only(world: World, invitation: Invitation) -> None:
    say(world, invitation, organisation_size=Answer("large"), workers_agency=Answer("none"))
    delegation, _link = colleagues.ask(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        "workers",
        "hr@northgate.example",
        "Hr",
        clock.now(),
    )
    part = download(world, invitation, delegation.person)
    rows = {row.split(":")[1] for row, _column in workbooks.places(part)}
    assert rows == {"workers_agency", "workers_migrant", "workers_low_paid"}
    whole = workbooks.filled(
        download(world, invitation), {"workers_agency": "unknown", "policy_published": "Yes"}
    )
    loaded = load(world, invitation, whole, delegation.person)
    assert loaded.saved == ("workers_agency",)
    assert {error.reason for error in loaded.errors} == {Reason.NOT_YOURS}
    assert {error.cell.row.question_id for error in loaded.errors} == {
        "organisation_size",
        "policy_published",
    }
    assert "policy_published" not in given(world, invitation)


# --------------------------------------------------------------------------------------------------- choosing


@pytest.fixture
def in_conflict(world: World, invitation: Invitation) -> Invitation:
    say(world, invitation, policy_published=Answer("no"), remedy_process=Answer("no"))
    content = workbooks.filled(
        download(world, invitation), {"policy_published": "Yes", "remedy_process": "Yes"}
    )
    say(world, invitation, policy_published=Answer("unknown"), remedy_process=Answer("unknown"))
    assert len(load(world, invitation, content).conflicts) == 2
    return invitation


def undecided(world: World, invitation: Invitation) -> dict[str, workbook_choices.Undecided]:
    world.session.expire_all()
    found = workbook_choices.undecided(world.session, seat(world, invitation))
    return {one.question.id: one for one in found}


def decide(world: World, invitation: Invitation, **choices: Choice) -> list[str]:
    seen = {
        name: (one.stored.revision, one.proposed.id) for name, one in undecided(world, invitation).items()
    }
    return workbook_choices.decide(
        world.session, invitation.contact, seat(world, invitation), choices, seen, clock.now()
    )


def test_both_answers_stand_until_somebody_has_chosen(world: World, in_conflict: Invitation) -> None:
    waiting = undecided(world, in_conflict)
    assert {name: (one.web.value, one.in_workbook.value) for name, one in waiting.items()} == {
        "policy_published": ("unknown", "yes"),
        "remedy_process": ("unknown", "yes"),
    }
    assert decide(world, in_conflict, policy_published=Choice.WORKBOOK) == ["policy_published"]
    assert list(undecided(world, in_conflict)) == ["remedy_process"]
    assert decide(world, in_conflict, remedy_process=Choice.WEB) == ["remedy_process"]
    assert not undecided(world, in_conflict)
    stands = given(world, in_conflict)
    assert (stands["policy_published"].value, stands["remedy_process"].value) == ("yes", "unknown")
    outcomes = {
        row.question_id: row.outcome
        for row in proposing.store.of_response(world.session, in_conflict.response_id)
    }
    assert outcomes == {
        "policy_published": ProposalOutcome.CONFIRMED,
        "remedy_process": ProposalOutcome.REPLACED,
    }


def test_a_choice_between_answers_that_changed_meanwhile_does_nothing(
    world: World, in_conflict: Invitation
) -> None:
    seen = {
        name: (one.stored.revision, one.proposed.id) for name, one in undecided(world, in_conflict).items()
    }
    answering.save(
        world.session, in_conflict.contact, in_conflict, "policy_published", Answer("no"), clock.now()
    )
    # The answer on its own page settles the workbook's, as it does every proposal.
    decided = workbook_choices.decide(
        world.session, in_conflict.contact, seat(world, in_conflict),
        dict.fromkeys(seen, Choice.WORKBOOK), seen, clock.now(),
    )  # fmt: skip
    assert decided == ["remedy_process"]
    assert given(world, in_conflict)["policy_published"] == Answer("no")


def test_the_same_upload_twice_changes_nothing_more(world: World, invitation: Invitation) -> None:
    content = workbooks.filled(download(world, invitation), {"policy_published": "Yes"})
    assert load(world, invitation, content).saved == ("policy_published",)
    assert load(world, invitation, content).unchanged == ("policy_published",)
    assert len(events(world, "answer.saved")) == 1


# ----------------------------------------------------------------------------------------- mending


def test_the_marked_workbook_holds_what_was_typed_and_can_be_mended(
    world: World, invitation: Invitation
) -> None:
    say(world, invitation, remedy_process=Answer("no"))
    wrong = {(RowKey("policy_published"), Column.ANSWER): Wrong("Maybe", "Choose yes or no")}
    made = answer_workbooks.download(
        world.session, world.settings, invitation.contact, seat(world, invitation), "en", clock.now(), wrong
    )
    loaded = load(world, invitation, made)
    assert [error.cell.text for error in loaded.errors] == ["Maybe"]
    mended = load(world, invitation, workbooks.filled(made, {"policy_published": "No"}))
    assert (
        mended.saved == ("policy_published",)
        and mended.unchanged == ("remedy_process",)
        and not mended.errors
    )


def test_what_was_right_beside_a_wrong_cell_is_not_lost(world: World, invitation: Invitation) -> None:
    content = workbooks.filled(
        download(world, invitation),
        {
            "policy_published": "Maybe",
            "option:kinds_of_work:waste": "Yes",
            "option:kinds_of_work:none": "perhaps",
        },
        {"policy_published": "https://northgate.example/policy"},
        {"policy_published": date(2026, 3, 1)},
    )
    loaded = load(world, invitation, content)
    made = answer_workbooks.download(
        world.session,
        world.settings,
        invitation.contact,
        seat(world, invitation),
        "en",
        clock.now(),
        workbook_views.marks_of(loaded, "en"),
    )
    mended = load(
        world,
        invitation,
        workbooks.filled(made, {"policy_published": "Yes", "option:kinds_of_work:none": None}),
    )
    assert not mended.errors
    assert given(world, invitation) == {
        "kinds_of_work": Answer(("waste",)),
        "policy_published": Answer("yes", "https://northgate.example/policy", date(2026, 3, 1)),
    }


def test_earlier_answers_are_shown_and_are_not_answers(world: World, invitation: Invitation) -> None:
    proposing.propose(
        world.session,
        invitation.response,
        {"policy_published": Answer("yes")},
        ProposalSource.EARLIER_RESPONSE,
        "FH-000009",
        date(2025, 11, 3),
        None,
        clock.now(),
    )
    world.session.commit()
    content = download(world, invitation)
    assert load(world, invitation, content).cells == 0
    assert b"Yes (FH-000009)" in workbooks.ZipFile(io.BytesIO(content)).read("xl/sharedStrings.xml")
