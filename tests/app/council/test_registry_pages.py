"""The pages of the registry entry: its steps, its sheet, its files, and that it was entered."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.council import registry_forms
from app.extensions import clock
from app.services.annual import annual_approval, registry_entries, training
from app.store import audit
from models import Audience, StatementState
from screening.registry_form import Kind, columns, fields, step, steps
from support.naughty import NAUGHTY, encoded, runs_nothing
from support.pages import page, words
from support.registry_entries import WHOLE
from support.statement_room import Room


@pytest.fixture
def address(room: Room) -> str:
    return f"{room.address}/registry"


def data_of(name: str) -> MultiDict[str, str]:
    """What a browser sends for a step of the whole entry."""
    sent: MultiDict[str, str] = MultiDict()
    for field in step(name).fields:
        given = WHOLE.given(field.id)
        if field.options:
            sent.setlist(field.id, list(given))
        else:
            sent[field.id] = registry_forms.shown(field, given)
    return sent


def answer_all(room: Room, address: str) -> None:
    for one in steps():
        found = page(room.lead.get(f"{address}/{one.id}"))
        sent = data_of(one.id)
        sent["based_on"] = found.select_one("[name=based_on]")["value"]
        assert room.lead.post(f"{address}/{one.id}", data=sent).status_code == 302, one.id


def publish(room: Room) -> None:
    room.approve()
    annual_approval.note_places(
        room.session, room.lee, room.statement, "https://www.anytown.example/slavery", None, "", clock.now()
    )
    annual_approval.send(
        room.session, room.lee, room.statement, StatementState.PUBLISHED, "", clock.now(), clock.today()
    )


def test_the_steps_tell_how_far_they_are(room: Room, address: str) -> None:
    found = page(room.lead.get(address))
    states = [words(one) for one in found.select(".govuk-task-list__item")]
    assert len(states) == 12 and states[0] == "Your organisation in the registry From your records"
    assert states[1] == "Who your statement covers Not started" and states[2].endswith("Incomplete")
    assert states[6] == "Policies Optional Not started"
    assert "Does your modern slavery statement cover a single organisation" in words(found)
    answer_all(room, address)
    found = page(room.lead.get(address))
    assert {words(one.select_one(".govuk-tag")) for one in found.select(".govuk-task-list__item")} == {
        "Answered"
    }
    assert "Before the registry would take it" not in words(found)
    entry = registry_entries.filled(room.session, room.statement, clock.today()).entry
    assert entry.asked() == WHOLE.asked()


def test_every_page_of_a_step_has_its_questions_with_the_exact_options(room: Room, address: str) -> None:
    for one in steps():
        found = page(room.lead.get(f"{address}/{one.id}"))
        for field in one.fields:
            options = [box["value"] for box in found.select(f"input[name='{field.id}'][type!=text]")]
            assert options == list(field.options), field.id
            labels = [words(found.select_one(f"label[for='{box['id']}']"))
                      for box in found.select(f"input[name='{field.id}'][type!=text]")]  # fmt: skip
            assert labels == list(field.options.values())


def test_what_the_records_say_is_filled_in_and_marked(room: Room, address: str) -> None:
    given = training.Details(date(2025, 9, 1), "Signs", Audience.PROCUREMENT, "", 12, None, None, None)
    training.add(room.session, room.lee, room.world.council.id, [given], clock.now(), clock.today())
    found = page(room.lead.get(f"{address}/training"))
    assert [box["value"] for box in found.select("input[checked]")] == ["OwnProcurers"]
    assert "From your records: the training log." in words(found)
    found = page(room.lead.get(f"{address}/statement"))
    assert found.select_one("#period_end")["value"] == "31/3/2026"
    sent = {"training": ["OwnProcurers", "Suppliers"], "based_on": ""}
    room.lead.post(f"{address}/training", data=sent)
    found = page(room.lead.get(f"{address}/training"))
    assert "Your records say: Procurement staff (the training log)" in words(found)
    assert [box["value"] for box in found.select("input[checked]")] == ["OwnProcurers", "Suppliers"]


def test_saving_goes_on_or_back_to_the_list(room: Room, address: str) -> None:
    data = {"group": "Single", "based_on": ""}
    answer = room.lead.post(f"{address}/group", data={**data, "go_on": "yes"})
    assert answer.location == f"{address}/statement"
    mark = page(room.lead.get(f"{address}/group")).select_one("[name=based_on]")["value"]
    assert room.lead.post(f"{address}/group", data={**data, "based_on": mark}).location == address
    assert room.lead.post(f"{address}/progress", data={"based_on": "", "go_on": "yes"}).location == address


@pytest.mark.parametrize(
    ("where", "sent", "field", "message"),
    [
        ("statement", {"period_start": "soon"}, "period_start", "Enter a day such as 14/12/2026"),
        ("statement", {"period_end": "1/1/2030"}, "period_end", "Enter a day that has passed"),
        ("statement", {"period_end": "31/3/2024"}, "period_end", "enter a day in 2025 to 2026"),
        ("statement", {"period_start": "1/12/2025", "period_end": "31/3/2026"}, "period_end", "12 to 18"),
        ("statement", {"statement_url": "anytown.example"}, "statement_url", "begins with https://"),
        ("statement", {"statement_url": "https://a.example", "email": "a@b.cymru"}, "statement_url", "both"),
        ("statement", {"email": "nobody"}, "email", "in the right form"),
        ("statement", {"last_name": "Sample (Leader)"}, "last_name", "without brackets"),
        ("statement", {"period_end": "31/3/2026", "approved_on": "1/3/2026"}, "approved_on", "not before"),
        ("organisation", {"statement_year": "1999"}, "statement_year", "from 2020 on"),
        ("group", {"group": "Group", "members": "x" * 161}, "members", "the longest has 161"),
        ("group", {"group": "Group", "members": "\n".join(map(str, range(201)))}, "members", "200 or fewer"),
        ("group", {"group": "Both"}, "group", "Choose one of the options"),
        ("policies", {"policies": ["ChildLabour", "None"]}, "policies", "Tick the last option alone"),
        ("progress", {"progress": "x" * 501}, "progress", "500 characters or fewer: there are 501"),
        ("risks", {"risk1_area": "OwnOperations"}, "risk1", "Describe the risk"),
        ("risks", {"risk1": "Cotton", "no_risks": "Yes"}, "no_risks", "not both"),
        ("risks", {"risk2": "Cotton", "risk2_countries": "Franse\nSpain"}, "risk2_countries", "“Franse” is"),
    ],
)  # fmt: skip
def test_a_mistake_comes_back_as_it_was_typed(
    room: Room, address: str, where: str, sent: dict[str, str], field: str, message: str
) -> None:
    found = page(room.lead.post(f"{address}/{where}", data={**sent, "based_on": ""}))
    (link,) = found.select(".govuk-error-summary a")
    assert link["href"] == f"#{field}" and message in words(link)
    assert message in words(found.select_one(f"#{field}-error"))
    typed = sent.get(field)
    if typed is not None and not fields()[field].options:
        box = found.select_one(f"#{field}")
        shown = box.get("value") or box.get_text().strip("\r\n")
        assert shown.replace("\r\n", "\n") == typed
    assert not registry_entries.filled(room.session, room.statement, clock.today()).given


def test_a_risk_with_a_mistake_is_shown_open(room: Room, address: str) -> None:
    found = page(room.lead.post(f"{address}/risks", data={"risk3_area": "Other", "based_on": ""}))
    assert [one.has_attr("open") for one in found.select("main details")] == [True, False, True]


def test_countries_are_taken_as_people_write_them(room: Room, address: str) -> None:
    sent = {"risk1": "Cotton", "risk1_countries": "viet nam\nFrance\nfrance\n", "based_on": ""}
    assert room.lead.post(f"{address}/risks", data=sent).status_code == 302
    entry = registry_entries.filled(room.session, room.statement, clock.today()).entry
    assert entry.given("risk1_countries") == ("Vietnam", "France")


def test_of_two_leads_the_second_sees_that_somebody_was_faster(room: Room, address: str) -> None:
    room.lead.post(f"{address}/years", data={"years": "Year1", "based_on": ""})
    answer = room.lead.post(f"{address}/years", data={"years": "Over5Years", "based_on": ""})
    found = page(answer, 409)
    assert "Lee Lead saved this step after you opened it" in words(found)
    assert found.select_one("input[checked]")["value"] == "Over5Years"
    mark = found.select_one("[name=based_on]")["value"]
    assert (
        room.lead.post(f"{address}/years", data={"years": "Over5Years", "based_on": mark}).status_code == 302
    )


def test_entered_it_stands_until_it_is_opened_again(room: Room, address: str) -> None:
    publish(room)
    assert "see what is missing or wrong" in words(page(room.lead.get(address)))
    answer_all(room, address)
    found = page(room.lead.post(f"{address}/entered", data={"entered_on": "1/1/2030"}))
    assert "This day has not come yet" in words(found)
    assert room.lead.post(f"{address}/entered", data={"entered_on": "19/11/2026"}).location == address
    found = page(room.lead.get(address))
    assert "registry on 19 November 2026" in words(found)
    assert not found.select(".govuk-task-list a")
    assert not page(room.lead.get(f"{address}/years")).select("main form input[name=years]")
    refused = room.lead.post(
        f"{address}/years", data={"years": "Year1", "based_on": ""}, follow_redirects=True
    )
    assert "Open them again to change them" in words(page(refused))
    assert "As entered in the registry on 19 November 2026" in words(page(room.lead.get(f"{address}/sheet")))
    name = room.lead.get(f"{address}/en.csv").headers["Content-Disposition"]
    assert 'filename="registry-entry-anytown-2026.csv"' in name
    assert room.lead.post(f"{address}/open").location == address
    assert page(room.lead.get(f"{address}/years")).select("main form input[name=years]")


def test_before_it_is_published_it_cannot_be_noted_as_entered(room: Room, address: str) -> None:
    answer_all(room, address)
    answer = room.lead.post(f"{address}/entered", data={"entered_on": "19/11/2026"}, follow_redirects=True)
    assert "has to be published before" in words(page(answer))
    assert registry_entries.filled(room.session, room.statement, clock.today()).entered is None


def test_an_officer_reads_and_changes_nothing(room: Room, address: str) -> None:
    found = page(room.officer.get(address))
    assert not found.select(".govuk-task-list a") and not found.select("main form")
    page(room.officer.get(f"{address}/sheet"))
    assert room.officer.get(f"{address}/en.json").status_code == 200
    assert room.officer.get(f"{address}/years").status_code == 403
    for path in ("years", "entered", "open"):
        assert room.officer.post(f"{address}/{path}").status_code == 403


def test_nobody_of_another_council_sees_any_of_it(room: Room, address: str) -> None:
    for path in ("", "/years", "/sheet", "/en.csv", "/en.xlsx"):
        assert room.stranger.get(address + path).status_code == 404, path
    for path in ("/years", "/entered", "/open"):
        assert room.stranger.post(address + path).status_code == 404, path


def test_what_does_not_exist_is_not_found(room: Room, address: str) -> None:
    for path in ("/another", "/de.csv", "/en.exe"):
        assert room.lead.get(address + path).status_code == 404, path
    assert room.lead.post(f"{address}/another").status_code == 404


def test_the_sheet_has_the_answers_beside_the_options(room: Room, address: str) -> None:
    answer_all(room, address)
    found = page(room.officer.get(f"{address}/sheet"))
    ticked = [words(one) for one in found.select("dd strong span[lang=en]")]
    assert "Freedom of association" in ticked and "Freedom of movement" not in ticked
    assert "Freedom of movement" in words(found) and "More suppliers answered." in words(found)
    assert "Draft: not noted as entered in the registry" in words(found)
    assert len(found.select("h2[id]")) == 12


@pytest.mark.parametrize(
    ("ending", "kind"),
    [
        ("xlsx", "spreadsheetml"),
        ("pdf", "application/pdf"),
        ("csv", "text/csv"),
        ("json", "application/json"),
    ],
)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_file_can_be_had_and_is_noted(
    room: Room, address: str, ending: str, kind: str, language: str
) -> None:
    answer = room.officer.get(f"{address}/{language}.{ending}")
    assert answer.status_code == 200 and kind in answer.content_type and answer.data
    assert 'filename="draft-registry-' in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    events = audit.of_subjects(room.session, room.world.council.id, [("annual_statement", room.statement.id)])
    (exported,) = [one for one in events if one.action == "registry.exported"]
    assert exported.detail == {"form": ending, "language": language}


def test_the_rows_in_the_registry_s_columns(room: Room, address: str) -> None:
    answer_all(room, address)
    room.statement.registry_url = "https://registry.example/statement-summary/ANY01/2026"
    room.session.commit()
    text = room.lead.get(f"{address}/en.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert list(rows[0]) == list(columns()) and len(rows) == 3
    assert rows[0]["StatementSummaryURL"].endswith("/ANY01/2026") and rows[0]["LastUpdated"] == "20/11/2026"
    assert rows[0]["OtherMonitoring"] == "\t- Visits with the union\n- Payslips"
    of_json = json.loads(room.lead.get(f"{address}/en.json").data)
    assert of_json[0]["OtherMonitoring"] == "- Visits with the union\n- Payslips"


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY.keys())
def test_naughty_texts_are_kept_or_refused_and_never_run(room: Room, address: str, text: str) -> None:
    for name in ("progress", "risks", "group"):
        sent: dict[str, str | bytes] = {"group": "Group", "based_on": ""}
        sent |= {
            one.id: encoded(text)
            for one in step(name).fields
            if not one.options and one.kind != Kind.COUNTRIES
        }
        answer = room.lead.post(f"{address}/{name}", data=sent)
        assert answer.status_code in (200, 302)
        if answer.status_code == 200:
            assert runs_nothing(page(answer))
    for path in ("", "/sheet", "/risks"):
        assert runs_nothing(page(room.lead.get(address + path)))
    assert room.lead.get(f"{address}/en.csv").status_code == 200


def test_days_are_read_as_people_write_them() -> None:
    for typed in ("31/3/2026", "31 March 2026", "2026-03-31", "31.03.2026"):
        assert registry_forms.iso_day(typed) == "2026-03-31"
    assert registry_forms.iso_day("31/2/2026") == "31/2/2026"
