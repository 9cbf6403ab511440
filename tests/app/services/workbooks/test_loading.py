"""What a workbook says is saved, what nobody changed is left alone, and nothing newer is overwritten."""

from __future__ import annotations

from datetime import date

import pytest

from app.extensions import clock
from app.services.answers import proposing
from app.services.inviting import colleagues
from app.services.workbooks.workbook_loads import Reason
from app.workbook_layout import Column
from models import Invitation, ProposalSource
from questionnaires import Answer
from support import workbooks
from support.respondent_workbooks import download, given, load, say
from support.rows import audit_events
from support.world import World, answer_everything


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
    assert len(audit_events(world.session, "answer.saved")) == 5
    assert audit_events(world.session, "workbook.downloaded")[0].detail["questions"] == 70
    assert audit_events(world.session, "workbook.loaded")[0].detail["saved"] == 5


def test_what_was_not_changed_writes_nothing(world: World, invitation: Invitation) -> None:
    answer_everything(world, invitation)
    before, saved = given(world, invitation), len(audit_events(world.session, "answer.saved"))
    loaded = load(world, invitation, download(world, invitation))
    assert given(world, invitation) == before and len(audit_events(world.session, "answer.saved")) == saved
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


def test_the_same_upload_twice_changes_nothing_more(world: World, invitation: Invitation) -> None:
    content = workbooks.filled(download(world, invitation), {"policy_published": "Yes"})
    assert load(world, invitation, content).saved == ("policy_published",)
    assert load(world, invitation, content).unchanged == ("policy_published",)
    assert len(audit_events(world.session, "answer.saved")) == 1
