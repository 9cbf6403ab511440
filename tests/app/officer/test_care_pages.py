"""The pages on owners, decisions, the second person, deputies, notes and people, and on one's own work."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup
from flask import render_template
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import clock
from app.officer import care_views, note_views, timeline_views
from app.services import care, corrections, decisions, deputies, notes
from app.store import care as store
from models import Decision, DecisionKind, Note, OutboxMessage, Person, Role
from support.council_people import add_council, add_person

DUE = date(2026, 12, 4)


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    world.screen_all()
    return sign_in(world.officer)


@pytest.fixture
def boss(world) -> Person:
    return add_person(world, "Lee Lead", Role.LEAD)


@pytest.fixture
def bo(world) -> Person:
    return add_person(world, "Bo Example")


@pytest.fixture
def lead(boss, sign_in) -> FlaskClient:
    return sign_in(boss)


@pytest.fixture
def stranger(world, sign_in) -> FlaskClient:
    return sign_in(add_person(world, "Sam Stranger", Role.LEAD, add_council(world)))


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids))
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    return found


def words(found: BeautifulSoup) -> str:
    return " ".join(found.get_text().split())


def address(supplier, rest: str = "") -> str:
    return f"/officer/suppliers/{supplier.id}{rest}"


def decided(client, world, supplier, kind="accept", **more) -> Decision | None:
    form = page(client.get(address(supplier, "/decide")))
    data = {
        "report": form.select_one("[name=report]")["value"],
        "kind": kind,
        "reason": "We know the site",
        "review_on": "1/5/2027",
        **more,
    }
    answer = client.post(address(supplier, "/decide"), data=data)
    assert answer.status_code == 302, words(page(answer))
    return world.session.scalars(select(Decision).order_by(Decision.id.desc()).limit(1)).first()


# --- Owners -----------------------------------------------------------------------------------------------


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


# --- Decisions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, leads_to",
    [("accept", "#care"), ("ask_more", "/ask"), ("action_plan", "/plans/new"), ("escalate", "#care")],
)
def test_a_decision_leads_on_to_what_follows(officer, world, kind, leads_to) -> None:
    form = page(officer.get(address(world.cleaner, "/decide")))
    assert "Screened as at 20 November 2026" in words(form)
    data = {"report": form.select_one("[name=report]")["value"], "kind": kind, "reason": "Because"}
    answer = officer.post(address(world.cleaner, "/decide"), data={**data, "review_on": "1/5/2027"})
    assert answer.status_code == 302 and answer.location.partition("?")[0].endswith(leads_to)


@pytest.mark.parametrize(
    "data, wrong",
    [
        ({}, {"#kind", "#reason"}),
        ({"kind": "accept", "reason": "Fine"}, {"#review_on"}),
        ({"kind": "accept", "reason": "Fine", "review_on": "20/11/2026"}, {"#review_on"}),
        ({"kind": "accept", "reason": "Fine", "review_on": "soon"}, {"#review_on"}),
        ({"kind": "escalate", "reason": "  "}, {"#reason"}),
        ({"kind": "sack them", "reason": "Fine"}, {"#kind"}),
    ],
)
def test_what_is_missing_from_a_decision_is_said(officer, world, data, wrong) -> None:
    shown_report = page(officer.get(address(world.cleaner, "/decide"))).select_one("[name=report]")["value"]
    found = page(officer.post(address(world.cleaner, "/decide"), data={**data, "report": shown_report}))
    assert {link["href"] for link in found.select(".govuk-error-summary a")} == wrong
    assert not world.session.scalars(select(Decision)).all()


def test_nobody_decides_on_a_result_that_was_replaced_meanwhile(officer, world) -> None:
    data = {"report": "1", "kind": "escalate", "reason": "Because"}
    world.screen_all()
    answer = officer.post(address(world.cleaner, "/decide"), data=data, follow_redirects=True)
    assert "screened again meanwhile" in words(page(answer))
    assert not world.session.scalars(select(Decision)).all()


def test_a_decision_that_takes_two_is_agreed_by_the_second(officer, world, boss, lead) -> None:
    settings = page(lead.get("/officer/second-person"))
    assert "Your council has 2 people here." in words(settings)
    assert lead.post("/officer/second-person", data={"marked": ["accept"]}).status_code == 200, "no reason"
    data = {"marked": ["accept", "escalate"], "reason": "Audit asked for it"}
    assert lead.post("/officer/second-person", data=data).status_code == 302
    assert "Audit asked for it" in words(page(lead.get("/officer/second-person")))
    assert "Takes a second person." in words(page(officer.get(address(world.cleaner, "/decide"))))
    made = decided(officer, world, world.cleaner)
    where = f"/officer/decisions/{made.id}"
    own = page(officer.get(where))
    assert "Waits for a second person" in words(own) and not own.select("[name=opinion]")
    assert officer.post(where, data={"opinion": "agreed"}).status_code == 403
    assert where in str(page(lead.get("/officer/my-work")).select("main a"))
    refused = page(lead.post(where, data={"opinion": "declined"}))
    assert refused.select(".govuk-error-summary a[href='#reason']")
    assert lead.post(where, data={"opinion": "agreed"}).status_code == 302
    world.session.expire_all()
    assert made.stands and made.second_id == boss.id
    assert lead.post(where, data={"opinion": "agreed"}).status_code == 409
    assert "In force" in words(page(officer.get(where)))


def test_a_decision_is_taken_back_and_stays_in_the_history(officer, world, bo, sign_in) -> None:
    made = decided(officer, world, world.cleaner)
    assert sign_in(bo).post(f"/officer/decisions/{made.id}/take-back").status_code == 403
    officer.post(f"/officer/decisions/{made.id}/take-back")
    history = words(page(officer.get(address(world.cleaner, "/decide"))))
    assert "Taken back on 20 November 2026" in history and "We know the site" in history
    again = officer.post(f"/officer/decisions/{made.id}/take-back", follow_redirects=True)
    assert "taken back already" in words(page(again))


# --- Deputies ---------------------------------------------------------------------------------------------


def test_an_officer_names_a_deputy_who_sees_the_work(officer, world, bo, sign_in) -> None:
    care.assign(
        world.session,
        world.officer,
        world.council.id,
        [world.cleaner.id],
        world.officer,
        DUE,
        "Phone",
        clock.now(),
    )
    form = page(officer.get("/officer/deputies"))
    assert [one["value"] for one in form.select("#deputy option")] == [str(bo.id)]
    days = {"deputy": str(bo.id), "first_day": "20/11/2026", "last_day": "19/11/2026"}
    refused = page(officer.post("/officer/deputies", data=days))
    assert refused.select(".govuk-error-summary a[href='#last_day']")
    assert officer.post("/officer/deputies", data={**days, "last_day": "27/11/2026"}).status_code == 302
    twice = page(officer.post("/officer/deputies", data={**days, "last_day": "27/11/2026"}))
    assert "stands in on one of these days already" in words(twice)
    deputy = sign_in(bo)
    listed = words(page(deputy.get("/officer/my-work")))
    assert "You stand in for Ann Example" in listed and "Phone" in listed and "for Ann Example" in listed
    row = deputies.store.not_over(world.session, world.council.id, clock.today())[0]
    assert deputy.post(f"/officer/deputies/{row.id}/end").status_code == 403
    assert officer.post(f"/officer/deputies/{row.id}/end").status_code == 302
    assert "Nothing waits for you." in words(page(deputy.get("/officer/my-work")))


def test_only_a_lead_names_a_deputy_for_somebody_else(officer, lead, boss, world, bo) -> None:
    data = {"person": str(bo.id), "deputy": str(boss.id), "first_day": "20/11/2026", "last_day": "27/11/2026"}
    officer.post("/officer/deputies", data=data)
    assert deputies.away(world.session, boss, clock.today()) == {world.officer.id: world.officer}
    lead.post("/officer/deputies", data=data)
    assert set(deputies.away(world.session, boss, clock.today())) == {world.officer.id, bo.id}


# --- Notes ------------------------------------------------------------------------------------------------


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


# --- Timeline ---------------------------------------------------------------------------------------------


def test_everything_that_happened_stands_in_one_list_that_can_be_narrowed(officer, world, bo) -> None:
    officer.post(address(world.cleaner, "/take-on"))
    made = decided(officer, world, world.cleaner)
    officer.post(f"/officer/decisions/{made.id}/take-back")
    officer.post(address(world.cleaner, "/notes"), data={"text": "Hello"})
    found = page(officer.get(address(world.cleaner, "/timeline")))
    lines = [" ".join(one.get_text().split()) for one in found.select("main ol li")]
    assert "A note for colleagues was written" in lines[0] and "Ann Example" in lines[0]
    assert "A decision was taken back: Accept for now" in lines[1]
    assert "Decided: Accept for now" in lines[2]
    assert "Looked after by Ann Example" in lines[3]
    assert any("Screened as at 20 November 2026" in line for line in lines)
    only = page(officer.get(address(world.cleaner, "/timeline?kind=decision")))
    assert len(only.select("main ol li")) == 2
    assert only.select_one("option[selected]")["value"] == "decision"
    empty = page(officer.get(address(world.cleaner, "/timeline?kind=correction")))
    assert "Nothing of this kind happened yet." in words(empty)
    for wrong in ("?kind=nonsense", "?page=0"):
        assert officer.get(address(world.cleaner, f"/timeline{wrong}")).status_code == 404


def test_the_list_is_cut_into_pages_of_thirty_without_a_gap(officer, world) -> None:
    for number in range(40):
        officer.post(address(world.cleaner, "/notes"), data={"text": f"Note {number}"})
    every = []
    for number in (1, 2):
        found = page(officer.get(address(world.cleaner, f"/timeline?kind=note&page={number}")))
        every.append(len(found.select("main ol li")))
    assert every == [30, 10]


# --- My work ----------------------------------------------------------------------------------------------


def test_an_empty_list_teaches_how_to_fill_it(officer) -> None:
    found = page(officer.get("/officer/my-work"))
    assert "Nothing waits for you." in words(found) and "Take it on" in words(found)


def test_what_is_due_stands_by_its_day_with_working_links(officer, world, boss, lead) -> None:
    ids = [world.cleaner.id, world.lawyer.id]
    care.assign(
        world.session, boss, world.council.id, ids, world.officer, date(2026, 11, 1), "Late", clock.now()
    )
    care.assign(
        world.session, boss, world.council.id, [world.lawyer.id], world.officer, DUE, "Later", clock.now()
    )
    decided(officer, world, world.builder, review_on="21/11/2026")
    found = page(officer.get("/officer/my-work"))
    rows = [" ".join(row.get_text().split()) for row in found.select("main tbody tr")]
    assert [row.split(" ")[0] for row in rows] == ["1", "21", "4"]
    assert "Overdue" in rows[0] and "Look again" in rows[1] and "Later" in rows[2]
    for link in found.select("main a"):
        assert officer.get(link["href"]).status_code == 200, link
    decided(officer, world, world.cleaner, "escalate")
    assert "Escalated to the leads" in words(page(lead.get("/officer/my-work")))
    assert "Escalated to the leads" not in words(page(officer.get("/officer/my-work")))


def test_an_open_correction_waits_for_the_owner_or_for_everybody_if_there_is_none(
    officer, lead, boss, world, invitation
) -> None:
    corrections.make(
        world.session,
        world.settings,
        invitation.contact,
        invitation,
        None,
        corrections.Disputed("name", "Name: x", "Enw: x", corrections.CorrectionAbout.COMPANY, "Wrong"),
        clock.now(),
        clock.today(),
    )
    for client in (officer, lead):
        assert "a line is wrong" in words(page(client.get("/officer/my-work")))
    care.assign(world.session, boss, world.council.id, [world.cleaner.id], boss, None, "", clock.now())
    assert "a line is wrong" not in words(page(officer.get("/officer/my-work")))
    assert "a line is wrong" in words(page(lead.get("/officer/my-work")))


def test_the_weekly_e_mail_is_chosen_and_ended(officer, world) -> None:
    officer.post("/officer/my-work/weekly-mail", data={"wanted": "yes"})
    world.session.expire_all()
    assert world.officer.weekly_digest
    assert "Send me no weekly e-mail" in words(page(officer.get("/officer/my-work")))
    officer.post("/officer/my-work/weekly-mail", data={"wanted": "no"})
    world.session.expire_all()
    assert not world.officer.weekly_digest


# --- People -----------------------------------------------------------------------------------------------


def test_a_lead_adds_changes_and_lets_somebody_leave(lead, world, boss, bo) -> None:
    data = {"name": "Di New", "email": "Di@anytown.example", "role": "officer"}
    assert lead.post("/officer/people/new", data=data).status_code == 302
    again = page(lead.post("/officer/people/new", data=data))
    assert again.select(".govuk-error-summary a[href='#email']")
    assert "di@anytown.example" in {one.to for one in world.session.scalars(select(OutboxMessage))}
    assert lead.post(f"/officer/people/{bo.id}", data={"name": "Bo Best", "role": "lead"}).status_code == 302
    assert "Bo Best" in words(page(lead.get("/officer/people")))
    care.assign(world.session, bo, world.council.id, [world.cleaner.id], bo, DUE, "", clock.now())
    form = page(lead.get(f"/officer/people/{bo.id}/leave"))
    assert "1 supplier" in words(form) and not form.select("#successor option[value='']")
    refused = page(lead.post(f"/officer/people/{bo.id}/leave", data={"successor": ""}))
    assert refused.select(".govuk-error-summary a[href='#successor']")
    gone = lead.post(f"/officer/people/{bo.id}/leave", data={"successor": str(boss.id)})
    assert gone.status_code == 302
    world.session.expire_all()
    assert not bo.active
    assert store.care_of(world.session, world.council.id, [world.cleaner.id])[world.cleaner.id].owner == boss
    assert lead.post(f"/officer/people/{bo.id}/invite").status_code == 409
    assert lead.post(f"/officer/people/{bo.id}/return").status_code == 302
    assert lead.post(f"/officer/people/{bo.id}/invite").status_code == 302


def test_the_last_lead_neither_leaves_nor_becomes_an_officer(lead, boss, bo, world) -> None:
    where = f"/officer/people/{boss.id}"
    assert "needs a lead" in words(page(lead.post(where, data={"name": "Lee", "role": "officer"})))
    assert "needs a lead" in words(page(lead.post(f"{where}/leave", data={"successor": str(bo.id)})))
    world.session.expire_all()
    assert boss.active and boss.role == Role.LEAD and boss.name == "Lee Lead"


def test_who_left_is_signed_out_at_once(lead, bo, boss, sign_in) -> None:
    client = sign_in(bo)
    assert client.get("/officer/my-work").status_code == 200
    lead.post(f"/officer/people/{bo.id}/leave", data={"successor": ""})
    assert client.get("/officer/my-work").status_code == 302


# --- Who may do what --------------------------------------------------------------------------------------


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
