"""The workbook that is given back: what was typed with what is wrong about it, and earlier answers."""

from __future__ import annotations

import io
from datetime import date

from app.documents.workbook import Wrong
from app.extensions import clock
from app.services.answers import proposing
from app.services.workbooks import answer_workbooks
from app.supplier import workbook_views
from app.workbook_layout import Column, RowKey
from models import Invitation, ProposalSource
from questionnaires import Answer
from support import workbooks
from support.respondent_workbooks import download, given, load, say, seat
from support.world import World


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
