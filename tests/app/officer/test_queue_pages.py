"""The queue's page as an officer uses it: filters, saved views, files of what is shown, the empty states."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask, g
from flask_babel import gettext
from markupsafe import escape
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.extensions import clock
from app.officer.queue import queue_filters
from app.services.people import care
from models import Contract, Council, Person, Role, SavedView
from support.histories import draw


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _names(page: BeautifulSoup) -> list[str]:
    return [heading.get_text(strip=True) for heading in page.select(".fh-queue__name")]


def _words(tag) -> str:
    return " ".join(tag.get_text(" ", strip=True).split())


def _as(client):
    """Who is signed in is kept beside the application, which the tests share; so ask anew who it is."""
    g.pop("_login_user", None)
    g.pop("council", None)
    return client


def _csv(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline="")))


@pytest.fixture
def colleague(world):
    person = Person(
        email="bo@anytown.example", name="Bo Example", role=Role.OFFICER, council_id=world.council.id
    )
    world.session.add(person)
    world.session.commit()
    return person


def test_a_row_says_who_looks_after_it_until_when_and_what_is_next(world, officer) -> None:
    day = clock.today() - timedelta(days=2)
    care.assign(
        world.session,
        world.officer,
        world.council.id,
        [world.cleaner.id],
        world.officer,
        day,
        "Ring their contract manager",
        clock.now(),
    )
    [row] = _page(officer.get("/officer/suppliers?owner=me&due=overdue")).select(".fh-queue__row")
    told = _words(row.select_one(".fh-queue__next"))
    assert "Next: Ring their contract manager" in told
    assert "Owner: Ann Example, was due 18 Nov 2026" in told
    assert row.select_one(".fh-queue__next a.govuk-button")["href"].startswith("/officer/suppliers/")
    nobodys = _page(officer.get("/officer/suppliers?owner=nobody"))
    assert "Northgate Cleaning Services Ltd" not in _names(nobodys)


def test_a_row_says_contracts_with_value_and_next_end(world, officer) -> None:
    world.cleaner.contracts[0].end = date(2027, 5, 31)
    ended = Contract(council_id=world.council.id, title="Windows", value=20_000, end=date(2026, 1, 31))
    world.cleaner.contracts.append(ended)
    world.session.commit()
    found = _words(_page(officer.get("/officer/suppliers?q=northgate")).select_one(".fh-queue__row"))
    assert "2 contracts, £900,000, next ends May 2027" in found


def test_the_button_is_the_next_step(world, invitation, officer, standing_clock) -> None:
    standing_clock.pass_by(days=33)
    page = _page(officer.get("/officer/suppliers?response=overdue"))
    [button] = page.select(".fh-queue__next a.govuk-button")
    assert _words(button).startswith("Remind or phone")
    assert button["href"] == f"/officer/suppliers/{world.cleaner.id}/ask"


def test_filters_are_shown_as_chips_that_can_be_removed_one_by_one(officer) -> None:
    page = _page(officer.get("/officer/suppliers?q=northgate&spend=25000&ends=6&sort=spend"))
    chips = {_words(chip).split(" Remove")[0]: chip.a["href"] for chip in page.select(".fh-chips__chip")}
    assert list(chips) == [
        "Any name or number: northgate",
        "Spend: £25,000 or more",
        "A contract ends: Within 6 months",
    ]
    left = dict(part.split("=") for part in urlsplit(chips["Spend: £25,000 or more"]).query.split("&"))
    assert left == {"q": "northgate", "ends": "6", "sort": "spend"}
    assert page.select_one("#filter-spend option[selected]")["value"] == "25000"


def test_a_filter_to_nothing_offers_to_take_each_part_back(officer) -> None:
    page = _page(officer.get("/officer/suppliers?q=northgate&band=low&moved=up"))
    assert not _names(page)
    ways = [link["href"] for link in page.select(".fh-empty li a")]
    assert len(ways) == 3
    assert all("page" not in way for way in ways)
    assert "No supplier matches these filters" in page.get_text()


def test_a_page_that_does_not_exist_leads_to_the_first(officer) -> None:
    page = _page(officer.get("/officer/suppliers?page=99&band=high"))
    assert "There is no such page" in page.get_text()


@pytest.mark.parametrize(
    "query",
    [
        "spend=-1&ends=x&sort=nonsense&owner=%27&due=never&moved=sideways&decision=?",
        "q=%00%25_\\'&sector=%F0%9F%A6%8A",
        "spend=" + "9" * 300,
        "ends=" + "9" * 30 + "&owner=" + "9" * 30,
        "page=99999999999999999999",
    ],
)
def test_what_nobody_would_type_does_no_harm(officer, query: str) -> None:
    assert officer.get(f"/officer/suppliers?{query}").status_code == 200
    assert officer.get(f"/officer/suppliers.csv?{query}").status_code == 200


def test_the_first_day_teaches_how_to_begin(world, sign_in) -> None:
    client = sign_in(world.officer)
    for path in ("suppliers", "overview", "worklist", "portfolio"):
        begin = _page(client.get(f"/officer/{path}"))
        assert begin.select_one(".fh-empty a.govuk-button")["href"] == "/officer/files/add"
        assert "<code>" not in str(begin.select_one("main"))
    assert "No supplier has been screened yet" in _page(client.get("/officer/overview")).get_text()
    assert "No view has been saved yet" in _page(client.get("/officer/views")).get_text()
    assert "Nothing yet" in _page(client.get("/officer/bulk")).get_text()


def test_a_view_is_saved_counted_shared_and_removed(world, officer, colleague, sign_in) -> None:
    form = {"query": "band=high&owner=nobody&page=3&evil=1", "name": "  Mine \n first ", "shared": "1"}
    assert (
        _as(officer).post("/officer/views", data=form).location == "/officer/suppliers?band=high&owner=nobody"
    )
    _as(officer).post("/officer/views", data={"query": "q=northgate", "name": "Only mine"})
    other = sign_in(colleague)
    assert [
        link.get_text() for link in _page(_as(other).get("/officer/suppliers")).select("[data-views] a")
    ] == ["Mine first"]
    high = len(_names(_page(_as(officer).get("/officer/suppliers?band=high"))))
    views = {one.name: one for one in world.session.scalars(select(SavedView))}
    assert _as(officer).get("/officer/views.json").get_json() == {
        str(views["Mine first"].id): high,
        str(views["Only mine"].id): 1,
    }
    assert "Owner: Nobody" in _page(_as(other).get("/officer/views")).get_text()
    assert _as(other).post(f"/officer/views/{views['Mine first'].id}/remove").status_code == 403
    assert _as(other).post(f"/officer/views/{views['Only mine'].id}/remove").status_code == 404
    assert _as(officer).post(f"/officer/views/{views['Mine first'].id}/remove").status_code == 302
    colleague.role = Role.LEAD
    world.session.commit()
    assert _as(other).get("/officer/views.json").get_json() == {}
    assert _as(officer).post("/officer/views", data={"query": "", "name": " "}).status_code == 302
    assert world.session.query(SavedView).count() == 1


def test_a_lead_removes_the_shared_view_of_another(world, officer, colleague, sign_in) -> None:
    _as(officer).post("/officer/views", data={"query": "band=high", "name": "High", "shared": "1"})
    [view] = world.session.scalars(select(SavedView))
    colleague.role = Role.LEAD
    world.session.commit()
    assert _as(sign_in(colleague)).post(f"/officer/views/{view.id}/remove").status_code == 302
    assert world.session.query(SavedView).count() == 0


def test_views_of_another_council_are_neither_seen_nor_removed(world, officer, sign_in) -> None:
    _as(officer).post("/officer/views", data={"query": "band=high", "name": "High", "shared": "1"})
    [view] = world.session.scalars(select(SavedView))
    council = Council(slug="elsewhere", name="Elsewhere")
    world.session.add(council)
    world.session.flush()
    stranger = Person(email="sam@elsewhere.example", name="Sam", role=Role.LEAD, council_id=council.id)
    world.session.add(stranger)
    world.session.commit()
    client = sign_in(stranger)
    assert _as(client).get("/officer/views.json").get_json() == {}
    assert _as(client).post(f"/officer/views/{view.id}/remove").status_code == 404


QUERIES = ["", "?sort=spend", "?band=high&sort=name", "?response=overdue&sort=due", "?q=amber&sort=movement"]


@pytest.fixture
def many(session, standing_clock, sign_in):
    drawn = draw(session, 120, clock.today(), results=40)
    return sign_in(drawn.officers[0])


@pytest.mark.parametrize("query", QUERIES)
def test_the_file_has_exactly_the_rows_of_all_pages_in_their_order(many, query: str) -> None:
    shown: list[tuple[str, ...]] = []
    page_number = 1
    while True:
        joined = f"{query}{'&' if query else '?'}page={page_number}"
        page = _page(many.get(f"/officer/suppliers{joined}"))
        rows = page.select(".fh-queue__row")
        if not rows:
            break
        shown += [_as_shown(row) for row in rows]
        page_number += 1
    told = _csv(many.get(f"/officer/suppliers.csv{query}"))
    assert shown
    assert [(row["place"], row["supplier"]) for row in told] == [row[:2] for row in shown]
    for row, cells in zip(told, shown, strict=True):
        texts = (row["band"], row["statement"], row["questionnaire"], row["next_step"], row["sector"])
        for text in (*texts, row["decision"], row["owner"], row["reasons"], f"{row['points']}"):
            assert " ".join(text.split()) in cells[2], (text, cells[2])


def _as_shown(row) -> tuple[str, str, str]:
    rank = row.select_one(".fh-queue__rank").get_text(" ", strip=True).split()[-1]
    return rank, row.select_one(".fh-queue__name").get_text(strip=True), _words(row)


def test_the_workbook_has_the_rows_of_the_csv_and_says_the_filter(many, standing_clock) -> None:
    answer = many.get("/officer/suppliers.xlsx?band=high&sort=spend")
    assert "suppliers-2026-11-20.xlsx" in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    header, *rows = book.get_sheet_by_name("Queue").to_python()
    told = _csv(many.get("/officer/suppliers.csv?band=high&sort=spend"))
    assert len(rows) == len(told) > 0
    names = [row[header.index("supplier")] for row in rows]
    assert names == [row["supplier"] for row in told]
    spends = [row[header.index("spend")] for row in rows]
    assert [float(row["spend"] or 0) for row in told] == [float(spend or 0) for spend in spends]
    notes = dict(row[:2] for row in book.get_sheet_by_name("Notes").to_python())
    assert notes["Band"] == "High"
    assert notes["As shown on"] == "20 November 2026"


def test_a_formula_in_a_name_is_no_formula_in_the_file(world, officer) -> None:
    world.cleaner.name = '=HYPERLINK("http://evil.example")'
    world.session.commit()
    world.screen_all()
    [row] = _csv(officer.get("/officer/suppliers.csv?q=hyperlink"))
    assert row["supplier"].startswith("'=")


def test_a_list_of_the_filter_is_drawn_in_the_language_of_its_reader(app: Flask) -> None:
    drawn = {}
    for language in ("en", "cy", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            field = next(one for one in queue_filters.fields({"band": "high"}, {}, ()) if one.name == "band")
            shown = escape(field)
            assert drawn.setdefault(language, shown) == shown
            assert f'<option value="high" selected>{gettext("High")}</option>' in shown
    assert drawn["en"] != drawn["cy"]
