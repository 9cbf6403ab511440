"""The page on signs of exploitation: whom to call, in both languages, and nothing to fill in."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from support.pages import page, words
from support.two_councils import add_neighbour, ask


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_tells_whom_to_call_and_collects_nothing(app, language: str) -> None:
    client = app.test_client()
    client.get(f"/language/{language}")
    found = BeautifulSoup(client.get("/seen-signs").get_data(as_text=True), "html.parser")
    assert found.html["lang"] == language
    numbers = [link["href"] for link in found.select('main a[href^="tel:"]')]
    assert numbers == ["tel:999", "tel:101", "tel:08000121700"]
    assert found.select("main form, main input, main textarea, main button") == []


def test_the_labour_enforcement_body_is_named_where_it_is_set(app) -> None:
    contact = "Labour Inspectorate of Anytown, 01234 567890"
    assert contact not in app.test_client().get("/seen-signs").get_data(as_text=True)
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"labour_enforcement_contact": contact})
    assert contact in app.test_client().get("/seen-signs").get_data(as_text=True)


def test_a_supplier_sees_the_safeguarding_leads_of_the_councils_that_asked_it(world, sign_in) -> None:
    neighbour = add_neighbour(world)
    world.council.safeguarding_contact = "01234 500600"
    neighbour.council.safeguarding_contact = "care@otherton.example"
    invitation, _ = ask(world, world.cleaner), ask(world, neighbour.cleaner)
    told = words(page(sign_in(invitation.contact).get("/seen-signs")))
    assert "Anytown Council: 01234 500600" in told and "Otherton Council: care@otherton.example" in told
    officers = words(page(sign_in(world.officer).get("/seen-signs")))
    assert "01234 500600" in officers and "otherton" not in officers.lower()


def test_a_stranger_to_several_councils_sees_none_of_their_leads(app, world) -> None:
    world.council.safeguarding_contact = "01234 500600"
    world.session.commit()
    assert "01234 500600" in words(page(app.test_client().get("/seen-signs")))
    add_neighbour(world)
    told = words(page(app.test_client().get("/seen-signs")))
    assert "01234 500600" not in told and "website or switchboard" in told
