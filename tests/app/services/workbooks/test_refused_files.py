"""Files that are refused: no workbooks, bombs, programs, and workbooks of something else."""

from __future__ import annotations

import io

import pytest

from app.extensions import clock
from app.services.answers import answering
from app.services.workbooks import workbook_loads
from app.services.workbooks.workbook_loads import Refused, Trouble
from models import Invitation
from support import documents, workbooks
from support.respondent_workbooks import download, given, load
from support.world import World, answer_everything


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
