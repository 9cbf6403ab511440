"""Who looks after a supplier, what comes next and until when; and the panel that says so."""

from __future__ import annotations

from bs4 import BeautifulSoup
from flask import render_template

from app.extensions import clock
from app.officer.deciding import care_views, note_views
from app.officer.supplier import timeline_views
from app.services.people import care, deputies
from app.store import care as store
from support.care_pages import DUE, address, decided
from support.pages import page, words


def test_an_officer_takes_a_supplier_on_and_hands_it_over(officer, world, bo) -> None:
    answer = officer.post(address(world.cleaner, "/take-on"))
    assert answer.status_code == 302 and answer.location.endswith("/care")
    form = page(officer.get(answer.location))
    assert form.select_one("option[selected]")["value"] == str(world.officer.id)
    wrong = {"owner": str(bo.id), "next_step": "x" * 301, "due_on": "soon"}
    refused = page(officer.post(address(world.cleaner, "/care"), data=wrong))
    assert {link["href"] for link in refused.select(".govuk-error-summary a")} == {"#next_step", "#due_on"}
    right = {"owner": str(bo.id), "next_step": "Phone", "due_on": "4/12/2026"}
    assert officer.post(address(world.cleaner, "/care"), data=right).status_code == 302
    kept = store.care_of(world.session, world.council.id, [world.cleaner.id])[world.cleaner.id]
    assert (kept.owner_id, kept.next_step, kept.due_on) == (bo.id, "Phone", DUE)


def test_nobody_is_an_owner_too(officer, world) -> None:
    officer.post(address(world.cleaner, "/take-on"))
    officer.post(address(world.cleaner, "/care"), data={"owner": "0", "next_step": "", "due_on": ""})
    world.session.expire_all()
    kept = store.care_of(world.session, world.council.id, [world.cleaner.id])[world.cleaner.id]
    assert kept.owner_id is None and kept.due_on is None


def shown(app, world, person, *partials: str) -> BeautifulSoup:
    """The partials of a supplier's page with the contexts that their views give."""
    with app.test_request_context("/officer/suppliers/1"):
        context = {
            **care_views.for_supplier(world.session, world.cleaner, person, clock.today()),
            **note_views.for_supplier(world.session, world.cleaner, person),
            **timeline_views.for_supplier(world.session, world.cleaner),
        }
        text = "".join(
            render_template(f"officer/{name}.html", supplier=world.cleaner, **context) for name in partials
        )
    found = BeautifulSoup(text, "html.parser")
    for field in found.select("input:not([type=hidden]), textarea, select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def test_the_panel_beside_a_supplier_says_who_what_and_until_when(app, officer, world, bo) -> None:
    first = shown(app, world, world.officer, "_care", "_notes", "_timeline")
    assert "Nobody yet." in words(first) and "Nothing was decided yet." in words(first)
    assert first.select_one("form[action$='/take-on']")
    care.assign(world.session, bo, world.council.id, [world.cleaner.id], bo, DUE, "Phone", clock.now())
    today = clock.today()
    deputies.name_deputy(world.session, world.settings, bo, bo, world.officer, today, DUE, clock.now(), today)
    decided(officer, world, world.cleaner)
    world.screen_all()
    world.session.expire_all()
    found = words(shown(app, world, world.officer, "_care"))
    assert "Bo Example; away until 4 December 2026, Ann Example stands in" in found
    assert "Phone, by 4 December 2026" in found
    assert "In force Accept for now" in found and "Made before the last screening." in found
    assert "You" in words(shown(app, world, bo, "_care"))
