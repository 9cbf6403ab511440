"""Notes for colleagues: who is told, what looks like data on a person, and who removes them."""

from __future__ import annotations

from sqlalchemy import select

from app.extensions import clock
from app.services.people import notes
from models import Note, OutboxMessage
from support.care_pages import address
from support.pages import page, words


def test_a_note_tells_who_is_picked_and_who_is_named(officer, world, bo, boss, sign_in) -> None:
    data = {"text": "Ask about fees, @Lee. And @Nobody.", "mentions": [str(bo.id)]}
    answer = officer.post(address(world.cleaner, "/notes"), data=data, follow_redirects=True)
    said = words(page(answer))
    assert "The note was saved" in said and "@Nobody" in said
    told = {one.to for one in world.session.scalars(select(OutboxMessage))}
    assert {bo.email, boss.email} <= told
    other = sign_in(bo)
    listed = page(other.get("/officer/my-work"))
    assert "Ask about fees" in words(listed)
    seen = listed.select_one("form[action*='/mentions/']")["action"]
    assert officer.post(seen).status_code == 403
    assert other.post(seen, data={"back": "work"}).location.endswith("/my-work")
    assert "Ask about fees" not in words(page(other.get("/officer/my-work")))


def test_a_text_that_looks_like_data_on_a_person_is_shown_again_and_refused_never(officer, world) -> None:
    data = {"text": "She was born 3/4/1990, passport 123456789"}
    found = page(officer.post(address(world.cleaner, "/notes"), data=data))
    assert "date of birth" in words(found) and "passport" in words(found)
    assert not world.session.scalars(select(Note)).all()
    hints = found.select_one("[name=hints]")["value"]
    assert officer.post(address(world.cleaner, "/notes"), data={**data, "hints": hints}).status_code == 302
    (note,) = world.session.scalars(select(Note))
    assert note.text.startswith("She was born")
    assert officer.post(f"/officer/notes/{note.id}/remove").status_code == 302
    world.session.expire_all()
    assert note.text == "" and note.removed_at is not None


def test_notes_are_removed_by_their_writer_alone(officer, world, bo, sign_in) -> None:
    note = notes.write(world.session, world.settings, bo, world.cleaner, "Mine", [], clock.now())
    assert officer.post(f"/officer/notes/{note.id}/remove").status_code == 403
    assert not page(officer.get(address(world.cleaner, "/notes"))).select("form[action$='/remove']")
    assert page(sign_in(bo).get(address(world.cleaner, "/notes"))).select("form[action$='/remove']")
