"""The pages on which a new contact asks for earlier answers and an officer finds out who they are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.extensions import clock
from app.services.people import access_links
from app.store import takeovers as store
from support.two_councils import add_neighbour, ask, submit

DECLARED = {"declared_name": "Nia <New>", "declared_role": "Buyer", "declared": "y"}


@pytest.fixture
def anew(world, standing_clock):
    submit(world, ask(world, world.cleaner))
    standing_clock.pass_by(days=300)
    return ask(world, world.cleaner, "new@northgate.example", due_on=clock.today() + timedelta(days=20))


@pytest.fixture
def contact(world, anew, app):
    link = access_links.add_invitation_link(world.session, world.settings, anew, clock.now())
    world.session.commit()
    client = app.test_client()
    first = client.get(link.removeprefix(world.settings.base_url))
    assert first.location == f"/answers/{anew.id}"  # the list, which offers the earlier answers
    return client


def test_asking_and_confirming(world, anew, contact, sign_in) -> None:
    tasks, here = f"/answers/{anew.id}", f"/answers/{anew.id}/earlier-answers"
    assert f'href="{here}"' in contact.get(tasks).text
    page = contact.get(here).text
    assert "20 November 2026" in page
    assert "contact@northgate.example" not in page and "Director" not in page  # nor who gave them
    assert (
        "The council is finding out who you are"
        in contact.post(here, data=DECLARED, follow_redirects=True).text
    )
    assert contact.get(here).status_code == 302
    officer, place = (
        sign_in(world.officer),
        f"/officer/takeovers/{store.of_invitation(world.session, anew.id).id}",
    )
    for address in ("/officer/my-work", f"/officer/suppliers/{world.cleaner.id}/answers"):
        assert f'href="{place}"' in officer.get(address).text
    page = officer.get(place).text
    assert "Nia &lt;New&gt;" in page and "contact@northgate.example" in page and "end alike" in page
    assert 'href="#known_by"' in officer.post(place, data={}).text
    said = officer.post(place, data={"known_by": "phone"}, follow_redirects=True).text
    assert "for them to confirm." in said and place not in said
    assert officer.get(place).status_code == 302
    after = contact.get(tasks).text
    assert "finding out who you are" not in after and "onfirm" in after


def test_declining_is_told_without_blame(world, anew, contact, sign_in) -> None:
    contact.post(f"/answers/{anew.id}/earlier-answers", data=DECLARED)
    place = f"/officer/takeovers/{store.of_invitation(world.session, anew.id).id}"
    said = sign_in(world.officer).post(place, data={"known_by": "no"}, follow_redirects=True).text
    assert "answers the questions afresh" in said
    assert "could not find out who you are" in contact.get(f"/answers/{anew.id}").text


@pytest.mark.parametrize("field", sorted(DECLARED))
def test_everything_has_to_be_declared(world, anew, contact, field) -> None:
    form = {name: value for name, value in DECLARED.items() if name != field} | (
        {"declared_name": ""} if field == "declared_name" else {}
    )
    assert f'href="#{field}"' in contact.post(f"/answers/{anew.id}/earlier-answers", data=form).text
    assert store.of_invitation(world.session, anew.id) is None


def test_other_councils_and_other_contacts_find_nothing(world, anew, contact, sign_in) -> None:
    contact.post(f"/answers/{anew.id}/earlier-answers", data=DECLARED)
    place = f"/officer/takeovers/{store.of_invitation(world.session, anew.id).id}"
    neighbour = add_neighbour(world)
    assert sign_in(neighbour.officer).get(place).status_code == 404
    assert contact.get(f"/answers/{anew.id + 1000}/earlier-answers").status_code == 404
