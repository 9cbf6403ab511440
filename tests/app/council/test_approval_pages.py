"""The way of a statement to the public, step by step, and why a step is refused."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.annual import annual_approval
from app.store import annual as store
from models import StatementState
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import TEXT, Room

SIGNED = {
    "body": "Cabinet",
    "approved_on": "9/6/2026",
    "signed_by": "Sam Sample",
    "signed_role": "Leader of the Council",
    "signed_on": "10 June 2026",
}


def test_from_begin_to_publish_through_the_pages(room: Room) -> None:
    """The whole journey of a lead, without a script and without a shortcut."""
    lead = room.lead
    assert "31/03/2026" in page(lead.get("/statement/begin")).select_one("#year_end")["value"]
    again = lead.post("/statement/begin", data={"year_end": "31/3/2026", "outline": "six_areas"})
    assert again.location == room.address
    made = lead.post("/statement/begin", data={"year_end": "31/3/2027", "outline": "international_template"})
    address = made.location
    assert "The statement of this year was begun before" in words(page(lead.get(room.address)))
    found = page(lead.get(address))
    areas = [one["href"].rpartition("/")[2] for one in found.select("main table th a")]
    assert areas == ["structure", "policies", "risk", "remediation", "training", "effectiveness", "other"]
    for area in areas:
        lead.post(f"{address}/sections/{area}/suggestions/all")
        text = f"{area.capitalize()} in the year to 31 March 2027. {TEXT}"
        revision = page(lead.get(f"{address}/sections/{area}")).select_one("input[name=based_on]")["value"]
        saved = lead.post(
            f"{address}/sections/{area}",
            data={"text": text, "text_cy": "", "missing_because": "", "based_on": revision, "do": "save"},
        )
        assert saved.status_code == 302, area
        lead.post(f"{address}/sections/{area}/check")
    for state in ("legal", "lead_member", "approval"):
        assert lead.post(f"{address}/approval/send/{state}", data={"words": "Go"}).status_code == 302, state
    refused = page(lead.post(f"{address}/approval/send/approved", data={}), 409)
    assert "It is not noted which body approved the statement" in words(refused)
    assert "It is not noted who signed the statement" in words(refused)
    assert {one["href"] for one in refused.select(".govuk-error-summary a")} == {f"{address}/approval#sign"}
    assert lead.post(f"{address}/approval/sign", data=SIGNED).status_code == 302
    assert lead.post(f"{address}/approval/send/approved", data={}).status_code == 302
    frozen = words(page(lead.get(f"{address}/approval")))
    assert "unaltered since 20 November 2026" in frozen and "Approved by Cabinet on 9 June 2026." in frozen
    refused = page(lead.post(f"{address}/approval/send/published", data={}), 409)
    assert "at which address the statement is published" in words(refused.select_one(".govuk-error-summary"))
    places = {
        "published_url": "https://anytown.example/slavery",
        "homepage_seen_on": "20/11/2026",
        "registry_url": "https://registry.example/anytown",
    }
    assert lead.post(f"{address}/approval/places", data=places).status_code == 302
    assert lead.post(f"{address}/approval/send/published", data={}).status_code == 302
    done = words(page(lead.get(address)))
    assert "Published" in done and "It is published and stays as it is." in done
    officer = words(page(room.officer.get(f"{address}/approval")))
    assert "https://anytown.example/slavery" in officer and "20 November 2026" in officer
    found = store.statement(room.session, room.world.council.id, int(address.rpartition("/")[2]))
    assert found.published_at == clock.now() and annual_approval.is_unaltered(found)
    assert len(store.steps(room.session, found.id)) == 5


def test_each_refusal_leads_to_where_it_is_mended(room: Room) -> None:
    room.write_all()
    room.write("risk", "Short.")
    room.write("structure", TEXT + " [[no_such]]")
    room.write("policies", TEXT, suggested=True)
    for state in ("legal", "lead_member", "approval"):
        room.lead.post(f"{room.address}/approval/send/{state}", data={})
    refused = page(room.lead.post(f"{room.address}/approval/send/approved", data={}), 409)
    links = [one["href"] for one in refused.select(".govuk-error-summary a")]
    for area in ("risk", "structure", "policies"):
        assert f"{room.address}/sections/{area}" in links
    assert words(refused.select_one(".govuk-error-summary")).startswith("Not yet")
    room.session.refresh(room.statement)
    assert room.statement.state == StatementState.APPROVAL


def test_it_is_sent_back_with_a_reason_and_not_without(room: Room) -> None:
    room.lead.post(f"{room.address}/approval/send/legal", data={"words": "Please read"})
    refused = page(room.lead.post(f"{room.address}/approval/send/draft", data={"words": " "}), 409)
    assert "Say why you send it back." in words(refused)
    room.lead.post(f"{room.address}/approval/send/draft", data={"words": "Section 4 promises too much"})
    found = words(page(room.officer.get(f"{room.address}/approval")))
    assert "Section 4 promises too much" in found and "Lee Lead" in found
    assert "from “With the legal team” to “Draft”" in found


def test_a_step_out_of_turn_says_that_somebody_was_quicker(room: Room) -> None:
    refused = page(room.lead.post(f"{room.address}/approval/send/approval", data={}), 409)
    assert "Somebody else has sent the statement on" in words(refused)
    assert room.lead.post(f"{room.address}/approval/send/no_such", data={}).status_code == 404
    room.approve()
    room.lead.post(f"{room.address}/approval/send/draft", data={"words": "No"})
    assert "cannot be sent back any more" in words(page(room.lead.get(f"{room.address}/approval")))
    room.lead.post(f"{room.address}/approval/sign", data={**SIGNED, "body": "Nobody"})
    room.session.refresh(room.statement)
    assert room.statement.approved_by == "Cabinet"


@pytest.mark.parametrize(
    ("path", "field", "given", "told"),
    [
        ("sign", "approved_on", "9/6/2030", "This day has not come yet"),
        ("sign", "signed_on", "tomorrow", "Enter a day such as 14/12/2026"),
        ("sign", "signed_by", "x" * 161, "Enter 160 characters or fewer"),
        ("places", "published_url", "javascript:alert(1)", "Enter an address that begins with https://"),
        ("places", "registry_url", "//elsewhere.example", "Enter an address that begins with https://"),
        ("places", "homepage_seen_on", "21/11/2026", "This day has not come yet"),
    ],
)
def test_what_cannot_be_noted_is_told_beside_the_field(
    room: Room, path: str, field: str, given: str, told: str
) -> None:
    found = page(room.lead.post(f"{room.address}/approval/{path}", data={field: given}))
    assert told in words(found.select_one(f"#{field}-error"))
    assert found.select_one(f".govuk-error-summary a[href='#{field}']")


def test_officers_see_the_way_and_take_no_step(room: Room) -> None:
    found = page(room.officer.get(f"{room.address}/approval"))
    assert not found.select("main form") and "No approval is noted." in words(found)
    for path in ("send/legal", "sign", "places"):
        assert room.officer.post(f"{room.address}/approval/{path}", data={}).status_code == 403


@pytest.mark.parametrize("kind", NAUGHTY)
def test_naughty_words_of_an_approval_run_nothing(room: Room, kind: str) -> None:
    given = NAUGHTY[kind]
    room.lead.post(f"{room.address}/approval/send/legal", data={"words": encoded(given[:4000])})
    room.lead.post(f"{room.address}/approval/sign", data={"body": encoded(given[:100])})
    room.lead.post(
        f"{room.address}/approval/places", data={"published_url": encoded("https://" + given[:100])}
    )
    for client in (room.lead, room.officer):
        assert runs_nothing(page(client.get(f"{room.address}/approval")))


@pytest.mark.parametrize(
    ("year_end", "outline", "told"),
    [
        ("31/3/2024", "six_areas", "No rules are known"),
        ("31/3/2030", "six_areas", "more than a year from now"),
        ("", "six_areas", "Enter a day such as"),
        ("31/3/2026", "", "Choose an outline"),
        ("31/3/2026", "other", "Not a valid choice"),
    ],
)
def test_a_year_that_cannot_be_begun_says_why(room: Room, year_end: str, outline: str, told: str) -> None:
    found = page(room.lead.post("/statement/begin", data={"year_end": year_end, "outline": outline}))
    assert told in words(found)


def test_the_front_page_is_noted_and_looked_at_by_the_councils_own_lead_alone(room: Room) -> None:
    address = f"{room.address}/approval"
    asked = room.lead.post(f"{address}/front-page", follow_redirects=True)
    assert "Note the address of your front page first." in words(page(asked))
    noted = {"published_url": "", "front_page_url": "https://10.0.0.1/", "registry_url": ""}
    assert room.lead.post(f"{address}/places", data=noted).status_code == 302
    room.session.refresh(room.statement)
    assert room.statement.front_page_url == "https://10.0.0.1/"
    assert room.stranger.post(f"{address}/front-page").status_code == 404
    assert room.officer.post(f"{address}/front-page").status_code == 403
    assert store.last_front_page_check(room.session, room.statement.id) is None
    told = words(page(room.lead.post(f"{address}/front-page", follow_redirects=True)))
    assert "The front page could not be read, so nothing is known of the link." in told
    assert "the address leads to an internal network" in told
    assert room.statement.state == StatementState.DRAFT
