"""The signed marker in a workbook, and how careful the service is without it."""

from __future__ import annotations

import pytest

from app.services.workbooks import workbook_markers
from models import Invitation
from questionnaires import Answer
from support import workbooks
from support.respondent_workbooks import download, given, load, say
from support.world import World


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
