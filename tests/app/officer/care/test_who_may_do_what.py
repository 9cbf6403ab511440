"""Officers, other councils and respondents come no further than they may."""

from __future__ import annotations

from app.extensions import clock
from app.services.deciding import decisions
from app.services.people import deputies, notes
from models import Decision, DecisionKind
from support.care_pages import DUE, address, decided
from support.pages import page, words


def test_officers_do_not_look_after_people_or_rules(officer, bo) -> None:
    for rest in ("/people", "/people/new", f"/people/{bo.id}", f"/people/{bo.id}/leave", "/second-person"):
        assert officer.get(f"/officer{rest}").status_code == 403
    for rest in (f"/people/{bo.id}/invite", f"/people/{bo.id}/return"):
        assert officer.post(f"/officer{rest}").status_code == 403


def test_another_council_finds_nothing(officer, stranger, world, bo) -> None:
    made = decided(officer, world, world.cleaner)
    note = notes.write(
        world.session, world.settings, world.officer, world.cleaner, "Ours", [bo.id], clock.now()
    )
    row = deputies.name_deputy(
        world.session, world.settings, bo, bo, world.officer, DUE, DUE, clock.now(), clock.today()
    )
    pages = ("/care", "/decide", "/notes", "/timeline")
    for rest in (*(address(world.cleaner, rest) for rest in pages), f"/officer/decisions/{made.id}"):
        assert stranger.get(rest).status_code == 404, rest
    for rest in (f"/officer/people/{bo.id}", f"/officer/people/{bo.id}/leave"):
        assert stranger.get(rest).status_code == 404, rest
    posts = (
        address(world.cleaner, "/take-on"),
        f"/officer/decisions/{made.id}/take-back",
        f"/officer/notes/{note.id}/remove",
        f"/officer/mentions/{note.mentions[0].id}/seen",
        f"/officer/deputies/{row.id}/end",
        f"/officer/people/{bo.id}/invite",
    )
    for rest in posts:
        assert stranger.post(rest).status_code == 404, rest
    assert "Nothing waits for you." in words(page(stranger.get("/officer/my-work")))


def test_a_respondent_of_a_supplier_has_no_colleagues_in_a_council(world, invitation) -> None:
    assert invitation.contact not in notes.colleagues_of(world.session, world.officer)
    assert not decisions.may_second(
        world.session,
        invitation.contact,
        Decision(
            council_id=world.council.id,
            person_id=world.officer.id,
            kind=DecisionKind.ACCEPT,
            decided_at=clock.now(),
        ),
        clock.today(),
    )
