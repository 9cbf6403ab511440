"""What waits for one officer, by its day, with links that work; and the weekly e-mail about it."""

from __future__ import annotations

from datetime import date

from app.extensions import clock
from app.services.deciding import corrections
from app.services.people import care
from support.care_pages import DUE, decided
from support.pages import page, words


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
