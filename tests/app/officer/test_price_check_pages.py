"""The pages of price checks: entering a tender without JavaScript, the sum, the hearing, who may see it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import render_template_string
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select

from app.extensions import clock
from app.intake.labour import read_labour
from app.officer.price_checks import price_check_files, price_check_views
from app.officer.price_checks.price_check_forms import MOST_LINES, number
from app.store import price_checks as store
from models import PriceCheck
from models import PriceCheckState as S
from support.naughty import NAUGHTY
from support.two_councils import add_neighbour

NEW = "/officer/price-checks/new"
ENTRIES = {
    "lines": "2",
    "tenderer": "Northgate Cleaning Services Ltd",
    "procurement": "CLN-27, lot 2",
    "pounds": "£140,000",
    "start": "1/4/2026",
    "end": "31/3/2027",
    "other_costs": "",
    "labour-0-label": "Cleaning",
    "labour-0-hours": "10,000",
    "labour-0-workers": "10",
    "labour-0-band": "adult",
    "labour-0-rate": "12.00",
    "labour-1-label": "",
    "labour-1-hours": "",
    "labour-1-workers": "",
    "labour-1-band": "adult",
    "labour-1-rate": "",
}


@pytest.fixture
def officer(world, sign_in) -> FlaskClient:
    return sign_in(world.officer)


def page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.text, "html.parser")


def errors(answer) -> dict[str, str]:
    links = page(answer).select(".govuk-error-summary__list a")
    return {link["href"]: link.get_text(strip=True) for link in links}


def made(world, officer, **entries) -> PriceCheck:
    answer = officer.post(NEW, data=ENTRIES | entries)
    assert answer.status_code == 302, errors(answer)
    return world.session.scalars(select(PriceCheck).order_by(PriceCheck.id.desc())).first()


def words(answer) -> str:
    return " ".join(page(answer).select_one("main").get_text(" ").split())


def test_a_tender_is_entered_and_its_sum_shown(world, officer) -> None:
    row = made(world, officer)
    text = words(officer.get(f"/officer/price-checks/{row.id}"))
    assert "The price may be abnormally low" in text and "neither a mark nor a ground to disregard" in text
    assert "Cleaning from 1 April 2026: 10,000 hours a year at 12.71 pounds" in text
    assert "the stated rate of 12.00 pounds is below the 12.71 pounds" in text
    assert "The tenderer was not asked yet" in text and "£140,000" in text
    assert "\N{MINUS SIGN}\N{WORD JOINER}£" in text and "£-" not in text
    assert "Northgate Cleaning Services Ltd" in words(officer.get("/officer/price-checks"))


def test_a_price_between_the_least_and_the_likely_is_asked_about_too(world, officer) -> None:
    """An employer that claims the Employment Allowance might do it for 150,000 pounds; others hardly."""
    row = made(world, officer, pounds="150,000")
    shown = page(officer.get(f"/officer/price-checks/{row.id}"))
    assert "below what the labour is likely to cost, and not below the least" in shown.get_text()
    ask = shown.select_one(f"a[href$='/{row.id}/ask']")
    assert "govuk-button--secondary" not in ask["class"]
    row = made(world, officer, pounds="200,000")
    shown = page(officer.get(f"/officer/price-checks/{row.id}"))
    assert "The price pays for the floor" in shown.get_text()
    assert "govuk-button--secondary" in shown.select_one(f"a[href$='/{row.id}/ask']")["class"]


def test_another_line_keeps_what_was_entered_and_makes_nothing(world, officer) -> None:
    answer = officer.post(NEW, data=ENTRIES | {"more": "1"})
    form = page(answer).select_one("main form")
    assert form.select_one("#labour-2-hours") and not errors(answer)
    assert form.select_one("#labour-0-hours")["value"] == "10,000"
    assert form.select_one("input[name=lines]")["value"] == "3"
    assert not store.count(world.session, world.council.id)
    third = {"labour-2-label": "Windows", "labour-2-hours": "500", "labour-2-band": "18_to_20"}
    row = made(world, officer, lines="3", **third)
    assert [one["label"] for one in row.inputs["labour"]] == ["Cleaning", "Windows"]
    full = officer.post(NEW, data=ENTRIES | {"more": "1", "lines": "999"})
    assert len(page(full).select("main fieldset")) == MOST_LINES and 'name="more"' not in full.text


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("tenderer", "", "Enter the name of the tenderer"),
        ("procurement", "", "Say for which procurement"),
        ("pounds", "", "Enter the price"),
        ("pounds", "NaN", "Enter a number such as 12,500 or 12.71"),
        ("pounds", "1e9", "Enter a number such as 12,500 or 12.71"),
        ("other_costs", "-1", "Enter a number such as 12,500 or 12.71"),
        ("start", "1/4/1999", "Rates are known from 01/04/2023 on"),
        ("start", "soon", "Enter a day such as 14/12/2026"),
        ("end", "31/3/2026", "Enter a day that is not before the first day"),
        ("end", "31/3/9999", "Enter a period of 30 years or less"),
        ("labour-0-hours", "", "Enter how many hours of work it is in a year"),
        ("labour-0-hours", "0", "Enter how many hours of work it is in a year"),
        ("labour-0-label", "", "Say what kind of work it is"),
        ("labour-0-workers", "0", "Enter a whole number of workers, 1 or more"),
        ("labour-0-workers", "many", "Enter a number such as 12,500 or 12.71"),
        ("labour-0-band", "nobody", "Not a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, officer, field, value, message) -> None:
    answer = officer.post(NEW, data=ENTRIES | {field: value})
    assert errors(answer).get(f"#{field}") == message
    assert page(answer).select_one(f"#{field}-error") and page(answer).select_one(f"#{field}")
    assert not store.count(world.session, world.council.id)


def test_a_tender_without_labour_is_refused(officer) -> None:
    empty = {name: "" for name in ENTRIES if name.startswith("labour-0") and not name.endswith("band")}
    assert errors(officer.post(NEW, data=ENTRIES | empty)) == {
        "#labour-0-label": "Enter at least one kind of labour"
    }


def test_the_tenderer_is_heard_step_by_step(world, officer, standing_clock) -> None:
    row = made(world, officer)
    here, today = f"/officer/price-checks/{row.id}", clock.today()
    offered = page(officer.get(f"{here}/conclude"))
    values = {one["value"] for one in offered.select("input[type=radio]")}
    assert values == {"not_low", "requirements_not_met"}
    assert "cannot be concluded yet" in offered.get_text()
    low = {"conclusion": "low_disregarded", "reason": "Nothing came"}
    assert "#conclusion" in errors(officer.post(f"{here}/conclude", data=low))
    for step in ("explanation", "more-time", "take-back"):
        assert officer.get(f"{here}/{step}").status_code == 409
    asked = {
        "asked_on": f"{today:%d/%m/%Y}",
        "explain_by": f"{today + timedelta(days=7):%d/%m/%Y}",
        "words": "Please explain",
    }
    backwards = asked | {"explain_by": asked["asked_on"]}
    assert "#explain_by" in errors(officer.post(f"{here}/ask", data=backwards))
    over = asked | {"asked_on": "1/6/2026", "explain_by": "15/6/2026"}
    assert "while there still is one" in errors(officer.post(f"{here}/ask", data=over))["#explain_by"]
    assert "#words" in errors(officer.post(f"{here}/ask", data=asked | {"words": " "}))
    assert officer.post(f"{here}/ask", data=asked).status_code == 302
    assert officer.post(f"{here}/ask", data=asked).status_code == 409
    assert "The tenderer may explain until 27 November 2026" in words(officer.get(here))
    more = {"explain_by": f"{today + timedelta(days=9):%d/%m/%Y}", "reason": "The owner is ill"}
    assert officer.post(f"{here}/more-time", data=more).status_code == 302
    assert "#explain_by" in errors(officer.post(f"{here}/more-time", data=more))
    assert "#conclusion" in errors(officer.post(f"{here}/conclude", data=low))
    standing_clock.pass_by(days=10)
    assert "The time to explain ended on 29 November 2026" in words(officer.get("/officer/price-checks"))
    came = {"received_on": f"{clock.today():%d/%m/%Y}", "summary": "Two owners work without pay"}
    future = came | {"received_on": "1/1/2030"}
    assert "#received_on" in errors(officer.post(f"{here}/explanation", data=future))
    assert officer.post(f"{here}/explanation", data=came).status_code == 302
    assert officer.post(f"{here}/conclude", data=low).status_code == 302
    shown = words(officer.get(here))
    assert "Abnormally low; the tender is disregarded" in shown and "Two owners work without pay" in shown
    assert officer.post(f"{here}/take-back", data={"reason": "Wrong tender"}).status_code == 302
    world.session.expire_all()
    assert row.state == S.EXPLANATION_RECEIVED


def test_from_a_supplier_the_name_is_filled_in_and_its_page_lists_the_check(world, officer, app) -> None:
    address = f"{NEW}?supplier_id={world.cleaner.id}"
    assert page(officer.get(address)).select_one("#tenderer")["value"] == world.cleaner.name
    assert officer.post(address, data=ENTRIES).status_code == 302
    context = price_check_views.for_supplier(world.session, world.cleaner, clock.today())
    with app.test_request_context():
        part = render_template_string(
            '{% include "officer/_price_checks.html" %}', supplier=world.cleaner, **context
        )
    assert "CLN-27, lot 2" in part and f"supplier_id={world.cleaner.id}" in part


def test_another_council_sees_and_does_nothing(world, officer, sign_in) -> None:
    row = made(world, officer)
    neighbour = add_neighbour(world)
    stranger = sign_in(neighbour.officer)
    here = f"/officer/price-checks/{row.id}"
    for address in (here, *(f"{here}/{one}" for one in ("ask", "conclude", "more-time", "explanation"))):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{here}/take-back", data={"reason": "x"}).status_code == 404
    assert stranger.get(f"{NEW}?supplier_id={world.cleaner.id}").status_code == 404
    assert "CLN-27" not in stranger.get("/officer/price-checks").text


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY.keys())
def test_hostile_words_are_shown_as_words(world, officer, text) -> None:
    text = text.encode("utf-8", "replace").decode()
    row = made(world, officer, procurement=f"P {text}"[:300], **{"labour-0-label": f"L {text}"[:120]})
    for address in (f"/officer/price-checks/{row.id}", "/officer/price-checks"):
        found = page(officer.get(address))
        assert not found.select("main script, main img, main svg, main [onfocus], main [onload]")


def test_numbers_are_read_as_people_write_them() -> None:
    assert number(" £12,000.50 ") == number("12000.50") and number("") is None
    for wrong in ("Infinity", "١٢", "1.234", "12 hours", "--1"):
        with pytest.raises(ValueError):
            number(wrong)


# --- Labour from a file -----------------------------------------------------------------------------------


def with_file(officer, content: bytes, name: str = "labour.csv"):
    entries = ENTRIES | {"read": "1", "labour_file": (io.BytesIO(content), name)}
    return officer.post(NEW, data=entries)


def entered(answer) -> dict[str, str]:
    """The entries of the form as a browser would send them."""
    form = page(answer).select_one("main form")
    found = {one["name"]: one.get("value", "") for one in form.select("input[name]") if one["type"] != "file"}
    for select_box in form.select("select"):
        chosen = select_box.select_one("option[selected]") or select_box.select_one("option")
        found[select_box["name"]] = chosen["value"]
    return found


def test_labour_from_a_file_fills_the_form_and_gives_the_same_sum(world, officer) -> None:
    by_hand = made(world, officer)
    content = b'Role,Hours,Workers,Rate\r\nCleaning,"10,000",10,12.00\r\n'
    answer = with_file(officer, content)
    assert "1 kind of labour was taken from the file" in words(answer)
    assert len(page(answer).select("main fieldset")) == 1
    shown = entered(answer)
    assert shown["labour-0-label"] == "Cleaning" and shown["tenderer"] == ENTRIES["tenderer"]
    assert officer.post(NEW, data=shown).status_code == 302
    by_file = world.session.scalars(select(PriceCheck).order_by(PriceCheck.id.desc())).first()
    assert by_file.id != by_hand.id
    assert (by_file.inputs, by_file.result) == (by_hand.inputs, by_hand.result)


def test_more_kinds_than_are_added_by_hand_come_from_a_file(world, officer) -> None:
    number_of_kinds = MOST_LINES + 5
    rows = "".join(
        f"Kind {place},100,,{'18_to_20' if place else 'Adults'},\r\n" for place in range(number_of_kinds)
    )
    rows = rows.replace("Adults", "").replace("18_to_20", "18 to 20")
    answer = with_file(officer, f"Role,Hours,Workers,Band,Rate\r\n{rows}".encode())
    shown = entered(answer)
    assert [shown[f"labour-{place}-band"] for place in (0, 1)] == ["adult", "18_to_20"]
    assert officer.post(NEW, data=shown).status_code == 302
    row = world.session.scalars(select(PriceCheck)).one()
    assert len(row.inputs["labour"]) == number_of_kinds


def test_problems_of_a_file_are_told_with_their_lines_and_nothing_is_taken(
    world, officer, monkeypatch
) -> None:
    content = b"Role,Hours,Workers,Band,Rate\r\nCleaning,10000,,,\r\nCooking,many,,,\r\n,5,1.5,gold,\r\n"
    answer = with_file(officer, content)
    told = [one.get_text() for one in page(answer).select("main .govuk-inset-text li")]
    assert told[0] == "Line 3: Enter a number such as 12,500 or 12.71"
    assert told[1].startswith("Line 4: Write one of these as the lowest statutory rate")
    assert errors(answer) == {"#labour_file": told[0]}
    assert entered(answer)["labour-0-hours"] == ENTRIES["labour-0-hours"], "what was entered by hand stays"
    assert list(errors(officer.post(NEW, data=ENTRIES | {"read": "1"}))) == ["#labour_file"]
    assert "#labour_file" in errors(with_file(officer, b"%PDF-1.7", "labour.pdf"))
    monkeypatch.setattr(price_check_files, "MOST_BYTES", 100)
    assert "too large" in str(errors(with_file(officer, b"x" * 101)))
    assert world.session.scalars(select(PriceCheck)).all() == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_template_comes_back_as_it_was_given_out(officer, form, language, tmp_path) -> None:
    answer = officer.get(f"/officer/price-checks/labour.{form}", headers={"Accept-Language": language})
    assert answer.status_code == 200 and f".{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        assert "1 kind of labour" in words(with_file(officer, answer.data + b"Gofal,100,,,\r\n"))
    else:
        assert answer.data.startswith(b"PK")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_column_of_the_template_is_known_again_in_its_language(app, language, tmp_path) -> None:
    with app.test_request_context(), force_locale(language):
        content = price_check_files.template("csv")
    path = tmp_path / "labour.csv"
    path.write_bytes(content + b"Cleaning,100,2,,12.71\r\n")
    [row] = read_labour(path)
    assert all(value for name, value in row.cells.items() if name != "band")
