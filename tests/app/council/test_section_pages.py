"""The desk of a section: writing, suggestions, comments, history, and two who write at once."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from app.services.annual import annual_statements
from app.store import annual as store
from models import AnnualSection, SectionState, SectionVersion
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.statement_room import TEXT, Room


def form(text: str = TEXT, based_on: int | str = 0, do: str = "save", **more: str) -> dict[str, str]:
    return {"text": text, "text_cy": "", "missing_because": "", "based_on": str(based_on), "do": do, **more}


def test_the_list_and_the_desk_say_where_everything_stands(room: Room) -> None:
    listed = words(page(room.lead.get("/statement")))
    assert "Year to 31 March 2026" in listed and "30 September 2026" in listed and "late" in listed
    whole = words(page(room.lead.get(room.address)))
    assert "Risk assessment and management" in whole and whole.count("Empty") == 6
    assert "It is not signed by a named person" in whole
    desk = words(page(room.lead.get(f"{room.address}/sections/risk")))
    assert "Nothing is written yet." in desk and "Where the risks are highest" in desk
    assert "51 days late." in desk and "Guidance asks for it by this day; the law does not." in desk
    assert "The legal team reads it next." in desk


def test_a_text_is_saved_with_its_figures_as_chips_and_its_findings_marked(room: Room) -> None:
    text = "We take all appropriate steps. We trained [[trained]] people and [[no_such]]."
    answer = room.lead.post(
        f"{room.address}/sections/training", data=form(text, text_cy="Hyfforddwyd [[trained]].")
    )
    assert answer.status_code == 302
    found = page(room.lead.get(f"{room.address}/sections/training"))
    assert "Saved." in words(found) and "Drafted" in words(found)
    chips = found.select(".fh-preview[lang=en] a.fh-chip")
    assert [one["href"] for one in chips] == [f"{room.address}/figures/trained"]
    assert chips[0].get_text(strip=True).endswith("0")
    assert found.select_one(".fh-preview[lang=cy] a.fh-chip") is not None
    assert "There is no figure called [[no_such]]." in words(found)
    marks = [" ".join(mark.get_text().split()) for mark in found.select("mark")]
    assert any(mark.startswith("all appropriate steps") for mark in marks)
    aside = words(found.select_one("aside"))
    assert "Good practice." in aside and "Name the measures" in aside and "Asked for by the rules." in aside


def test_how_it_reads_is_shown_without_saving_anything(room: Room) -> None:
    answer = room.lead.post(
        f"{room.address}/sections/risk", data=form("Not saved [[trained]].", do="preview")
    )
    found = page(answer)
    assert "Nothing is saved yet." in words(found) and found.select_one("a.fh-chip")
    assert found.select_one("textarea[name=text]").get_text().strip() == "Not saved [[trained]]."
    room.session.expire_all()
    assert room.section("risk").text == "" and room.section("risk").revision == 0


def test_too_long_a_text_comes_back_with_what_is_wrong(room: Room) -> None:
    found = page(room.lead.post(f"{room.address}/sections/risk", data=form("a " * 30_001 + "b")))
    assert "Enter 60,000 characters or fewer" in words(found.select_one(".govuk-error-summary"))
    assert room.section("risk").revision == 0


def test_of_two_who_write_at_once_neither_loses_a_word(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    room.lead.post(address, data=form("Cleaning is where we look first. Common words."))
    answer = room.lead.post(address, data=form("Care is where we look first. Common words.", based_on=0))
    found = page(answer, 409)
    assert found.select_one("del").get_text(strip=True).endswith("Cleaning")
    assert found.select_one("ins").get_text(strip=True).endswith("Care")
    assert "Lee Lead saved this section" in words(found)
    assert found.select_one("textarea[name=text]").get_text().strip().startswith("Care is")
    assert found.select_one("input[name=based_on]")["value"] == "1"
    room.session.expire_all()
    assert room.section("risk").text.startswith("Cleaning")
    assert room.lead.post(address, data=form("Both.", based_on=1)).status_code == 302
    room.session.expire_all()
    assert [one.text for one in store.versions(room.session, room.section("risk").id)] == [
        "Both.", "Cleaning is where we look first. Common words.",
    ]  # fmt: skip


def test_the_same_text_sent_twice_is_no_conflict(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    assert room.lead.post(address, data=form("Once.")).status_code == 302
    assert room.lead.post(address, data=form("Once.")).status_code == 302
    assert room.session.query(SectionVersion).count() == 1


@pytest.mark.parametrize("based_on", ["", "x", "-1", "99999999999999999999", "\u0661"])
def test_a_form_that_does_not_say_what_it_changes_loses_nothing(room: Room, based_on: str) -> None:
    answer = room.lead.post(f"{room.address}/sections/risk", data=form("Words.", based_on=based_on))
    found = page(answer, 409)
    assert "Words." in found.select_one("textarea[name=text]").get_text()


def test_suggestions_stay_marked_until_a_person_saves_them(room: Room) -> None:
    address = f"{room.address}/sections/training"
    assert "Suggested from the records" in words(page(room.lead.get(address)))
    assert room.lead.post(f"{address}/suggestions/no_training").status_code == 302
    found = page(room.lead.get(address))
    assert "Suggested from records, not yet read" in words(found)
    section = room.section("training")
    room.session.refresh(section)
    assert section.state == SectionState.SUGGESTED and "hold no training session" in section.text
    room.lead.post(f"{address}/suggestions/all")
    room.session.refresh(section)
    assert section.revision == 1  # nothing to add
    room.lead.post(address, data=form(section.text, based_on=1))
    room.session.refresh(section)
    assert section.state == SectionState.DRAFTED
    room.lead.post(f"{address}/check")
    room.session.refresh(section)
    assert section.state == SectionState.CHECKED
    assert room.lead.post(f"{address}/suggestions/no_such").status_code == 404


def test_officers_comment_and_a_lead_deals_with_it(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    assert room.officer.post(f"{address}/comments", data={"text": "Say which sites."}).status_code == 302
    assert "1 open comment" in words(page(room.lead.get(address)))
    assert "Ann Example" in words(page(room.lead.get(address)).select_one("aside"))
    comment = store.comments(room.session, room.section("risk").id)[0]
    assert room.officer.post(f"/statement/comments/{comment.id}/settle").status_code == 403
    assert room.stranger.post(f"/statement/comments/{comment.id}/settle").status_code == 404
    assert room.lead.post(f"/statement/comments/{comment.id}/settle").status_code == 302
    assert "Dealt with on 20 November 2026" in words(page(room.officer.get(address)))
    room.officer.post(f"{address}/comments", data={"text": "  "})
    assert "Write something" in words(page(room.officer.get(address)))


def test_the_history_has_every_version_and_a_lead_takes_words_out(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    room.lead.post(address, data=form("A Polish man of 34 told us."))
    room.lead.post(address, data=form("Workers told us.", based_on=1))
    found = words(page(room.lead.get(f"{address}/history")))
    assert "A Polish man of 34" in found and "Lee Lead" in found
    assert "Take its words out" not in words(page(room.officer.get(f"{address}/history")))
    assert room.lead.post(f"{address}/history/1/remove").status_code == 302
    found = words(page(room.lead.get(f"{address}/history")))
    assert "Polish" not in found.replace("told us", "") and "were taken out on 20 November 2026" in found
    assert "Words of an earlier version taken out" in found
    assert room.lead.post(f"{address}/history/1/again").status_code == 404
    room.lead.post(f"{address}/history/2/remove")
    assert "This is the text as it stands." in words(page(room.lead.get(f"{address}/history")))
    assert room.lead.post(f"{address}/history/9/remove").status_code == 404
    assert room.lead.post(f"{address}/history/2/other").status_code == 404


def test_an_earlier_version_can_stand_again(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    room.lead.post(address, data=form("First."))
    room.lead.post(address, data=form("Second.", based_on=1))
    assert room.lead.post(f"{address}/history/1/again").status_code == 302
    section = room.section("risk")
    room.session.refresh(section)
    assert (section.text, section.revision) == ("First.", 3)


def test_an_approved_statement_is_read_only(room: Room) -> None:
    room.approve()
    address = f"{room.address}/sections/risk"
    found = page(room.lead.get(address))
    assert not found.select("textarea[name=text_cy]") and "The statement is approved" in words(found)
    before = room.section("risk").text
    for path, data in (
        (address, form("Changed.", based_on=room.section("risk").revision)),
        (f"{address}/suggestions/all", {}),
        (f"{address}/check", {}),
        (f"{address}/figures/trained/en", {}),
        (f"{address}/history/1/again", {}),
    ):
        assert room.lead.post(path, data=data).status_code == 302, path
        assert "can no longer be changed" in words(page(room.lead.get(address))), path
    room.session.expire_all()
    assert room.section("risk").text == before
    assert "unaltered" in words(page(room.lead.get(room.address)))
    room.section("risk").text += " more"
    room.session.commit()
    assert "no longer what was approved" in words(page(room.lead.get(room.address)))


@pytest.mark.parametrize("kind", NAUGHTY)
def test_a_naughty_text_is_shown_and_nothing_of_it_runs(room: Room, kind: str) -> None:
    address = f"{room.address}/sections/risk"
    given = NAUGHTY[kind]
    fields = {"text": encoded(given), "text_cy": encoded(given), "missing_because": encoded(given[:4000])}
    body = {**fields, "based_on": "0", "do": "save"}
    assert room.lead.post(address, data=body).status_code == 302
    room.lead.post(f"{address}/comments", data={"text": encoded(given)})
    for path in (address, f"{address}/history", room.address, f"{room.address}/promises"):
        found = page(room.lead.get(path))
        assert runs_nothing(found), path
    if room.session.get(AnnualSection, room.section("risk").id).revision:
        again = room.lead.post(address, data={**body, "text": b"other", "based_on": "0"})
        assert runs_nothing(page(again, 409))


def test_officers_read_and_do_not_write(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    found = page(room.officer.get(address))
    assert not found.select("textarea[name=text_cy]")
    for path in (address, f"{address}/check", f"{address}/suggestions/all", f"{address}/figures/trained/en"):
        assert room.officer.post(path, data=form()).status_code == 403, path
    assert room.officer.get("/statement/begin").status_code == 403


def test_another_council_sees_nothing(room: Room) -> None:
    address = f"{room.address}/sections/risk"
    assert "No statement was begun yet" in words(page(room.stranger.get("/statement")))
    for path in (room.address, address, f"{address}/history", f"{room.address}/figures",
                 f"{room.address}/figures/trained", f"{room.address}/approval",
                 f"{room.address}/promises"):  # fmt: skip
        assert room.stranger.get(path).status_code == 404, path
    for path in (address, f"{address}/check", f"{address}/comments", f"{address}/suggestions/all",
                 f"{room.address}/approval/send/legal", f"{room.address}/approval/sign",
                 f"{room.address}/approval/places", f"{room.address}/promises/risk"):  # fmt: skip
        assert room.stranger.post(path, data=form()).status_code == 404, path
    assert room.lead.get(f"{room.address}/sections/no_such").status_code == 404


def test_last_year_lies_beside_the_text(room: Room) -> None:
    from datetime import date

    from app.extensions import clock
    from app.services.annual import pledges

    room.write("risk", "Last year we looked at cleaning in ten buildings.")
    pledges.note(room.session, room.lee, room.statement, "risk", "We will visit ten sites.", "Estates",
                 date(2026, 10, 1), clock.now())  # fmt: skip
    later = annual_statements.begin(
        room.session, room.lee, room.world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    aside = words(page(room.lead.get(f"/statement/{later.id}/sections/risk")).select_one("aside"))
    assert "looked at cleaning in ten buildings" in aside
    assert "What last year promised" in aside and "We will visit ten sites." in aside
    effect = words(page(room.lead.get(f"/statement/{later.id}/sections/effectiveness")).select_one("aside"))
    assert "We will visit ten sites." in effect


def test_everything_is_there_in_welsh_too(room: Room, app) -> None:
    room.lead.get("/language/cy?next=/statement")
    for path in ("/statement", room.address, f"{room.address}/sections/risk", f"{room.address}/figures"):
        found = BeautifulSoup(room.lead.get(path).get_data(as_text=True), "html.parser")
        assert found.html["lang"] == "cy", path


def test_the_welsh_text_is_read_and_the_page_says_which_rules_read_it(room: Room) -> None:
    room.write("risk", TEXT, "Byddwn yn adolygu ein contractau. Dim goddefgarwch.")
    found = page(room.lead.get(f"{room.address}/sections/risk"))
    welsh = found.select(".fh-preview[lang=cy] mark")
    assert [one.contents[0].strip() for one in welsh] == [
        "Byddwn yn adolygu ein contractau.",
        "Dim goddefgarwch",
    ]
    told = found.select("li[id^=finding-] a[lang=cy]")
    assert len(told) == 2 and "(in the Welsh text)" in words(found)
    assert "The Welsh text is read for: phrases that say little" in words(found)
    assert "looked for in the English text alone: areas with too little text" in words(found)
    room.write("risk", TEXT, "")
    assert "a Welsh one is read too, once there is one" in words(
        page(room.lead.get(f"{room.address}/sections/risk"))
    )
