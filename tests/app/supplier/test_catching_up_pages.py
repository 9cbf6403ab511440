"""Where a supplier is told which councils read older answers, and the press that brings one up to date."""

from __future__ import annotations

import pytest

from app.extensions import clock
from app.services.people import access_links
from app.store import responses
from app.store import sharing as store
from support.own_questionnaire import answer_otherwise, ask, publish
from support.two_councils import add_neighbour, agree, submit


@pytest.fixture
def neighbour(world):
    publish(world)
    return add_neighbour(world)


@pytest.fixture
def whole(world, neighbour, standing_clock):
    asked = ask(world, world.cleaner)
    submit(world, asked)
    standing_clock.pass_by(days=1)
    assert agree(world, ask(world, neighbour.cleaner))
    standing_clock.pass_by(days=1)
    return asked


def _signed_in(world, invitation, app):
    link = access_links.add_invitation_link(world.session, world.settings, invitation, clock.now())
    world.session.commit()
    client = app.test_client()
    client.get(link.removeprefix(world.settings.base_url))
    return client


def _reads(world, neighbour, whole):
    """Through what the second council reads."""
    read = store.read_of_contact(world.session, whole.contact_id, {whole.response.organisation_id})
    [found] = [one for one in read if one.council_id == neighbour.council.id]
    return found


def test_an_update_of_a_councils_own_questionnaire_is_offered_to_who_reads_the_standard_part(
    world, neighbour, whole, app
) -> None:
    newer = answer_otherwise(world, whole)
    client = _signed_in(world, newer.invitations[0], app)
    for page in ("done", "sharing"):
        text = client.get(f"/answers/{newer.invitations[0].id}/{page}").text
        assert "Councils that read older answers" in text and "Share the newer answers with Otherton" in text
    late = _reads(world, neighbour, whole)
    address = f"/answers/{newer.invitations[0].id}/catch-up/{late.id}"
    said = client.post(address, follow_redirects=True).text
    assert "Otherton Council can read your newer answers now." in said and 'id="behind"' not in said
    world.session.expire_all()
    held = responses.submitted_of_supplier(world.session, neighbour.council.id, neighbour.cleaner.id)
    assert held.earlier_id == newer.id
    assert client.post(address, follow_redirects=True).status_code == 200  # a second press


def test_an_update_of_the_standard_answers_is_confirmed_in_the_councils_own_questionnaire(
    world, neighbour, whole, app
) -> None:
    part = _reads(world, neighbour, whole)
    newer = answer_otherwise(world, part)
    client = _signed_in(world, newer.invitations[0], app)
    here = newer.invitations[0].id
    assert "Confirm the newer answers for Anytown Council" in client.get(f"/answers/{here}/sharing").text
    went = client.post(f"/answers/{here}/catch-up/{whole.id}")
    assert went.status_code == 302
    tasks = client.get(went.location).text
    assert "one by one" in tasks
    assert "Go on with the newer answers" in client.get(f"/answers/{here}/sharing").text


def test_nobody_elses_council_is_brought_up_to_date(world, neighbour, whole, app) -> None:
    newer = answer_otherwise(world, whole)
    client = _signed_in(world, newer.invitations[0], app)
    here = newer.invitations[0].id
    assert client.post(f"/answers/{here}/catch-up/999999").status_code == 302
    assert client.post(f"/answers/999999/catch-up/{whole.id}").status_code == 404
    assert client.get(f"/answers/{here}/catch-up/{whole.id}").status_code == 405
    before = responses.submitted_of_supplier(world.session, neighbour.council.id, neighbour.cleaner.id)
    assert before.submitted_at < newer.submitted_at


def test_the_council_is_told_of_what_it_reads_a_part(world, neighbour, whole, sign_in) -> None:
    text = sign_in(neighbour.officer).get(f"/officer/suppliers/{neighbour.cleaner.id}/answers").text
    assert "standard questions of a longer questionnaire" in text
    own = sign_in(world.officer).get(f"/officer/suppliers/{world.cleaner.id}/answers").text
    assert "standard questions of a longer questionnaire" not in own
