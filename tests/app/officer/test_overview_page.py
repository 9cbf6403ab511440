"""The overview: every figure equals the one recomputed from the rows, and its link leads to as many rows."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup

from app.extensions import clock
from app.officer.queue import overview_views, queue_filters
from app.store import queue
from models import Supplier
from support.histories import draw
from support.rows_of_council import RowsOfCouncil

NUMBER = 1000


@pytest.fixture
def drawn(session, standing_clock):
    draw(session, 40, clock.today(), seed=1, results=10, council="other")
    found = draw(session, NUMBER, clock.today())
    session.add(Supplier(council_id=found.council.id, key="new", name="Not screened yet Ltd", spend=1000))
    session.commit()
    return found


@pytest.fixture
def rows(session, drawn) -> RowsOfCouncil:
    return RowsOfCouncil(session, drawn.council.id, clock.today())


@pytest.fixture
def shown(session, drawn, app):
    with app.test_request_context():
        yield overview_views.overview(session, drawn.council.id, clock.today())


def _linked(session, drawn, figure) -> int:
    wanted = queue_filters.queue_filter(queue_filters.arguments(figure.said), drawn.officers[0])
    return queue.count(session, drawn.council.id, wanted, clock.today())


def _every_figure(shown) -> list:
    figures = [*shown["bands"], shown["total"], shown["shared"], shown["late_action_suppliers"]]
    figures += [shown["late_steps"], shown["disputed"]]
    for name in ("sectors", "spend", "statements", "responses", "moved"):
        for line in shown[name]:
            figures += [line.total, *line.figures]
    return figures + [figure for _label, found in shown["endings"] for figure, _contracts in found]


def test_every_figure_leads_to_as_many_suppliers(session, drawn, shown) -> None:
    figures = _every_figure(shown)
    assert len(figures) > 100
    assert sum(figure.suppliers > 0 for figure in figures) > 60
    for figure in figures:
        assert _linked(session, drawn, figure) == figure.suppliers, figure


def test_sectors_bands_and_spend_are_those_of_the_rows(shown, rows) -> None:
    number, pence = Counter(), Counter()
    for key, report in rows.reports.items():
        spend = round(100 * (rows.suppliers[key].spend or Decimal(0)))
        for cell in ((report.sector, report.band), (report.sector, ""), ("", report.band), ("", "")):
            number[cell] += 1
            pence[cell] += spend
    assert shown["total"].suppliers == number["", ""] == NUMBER
    assert shown["total"].pence == pence["", ""]
    for lines in (shown["sectors"], shown["spend"]):
        assert {line.total.said["sector"] for line in lines} == {sector for sector, _band in number} - {""}
        for line in lines:
            for figure in (line.total, *line.figures):
                cell = figure.said["sector"], figure.said.get("band", "")
                assert (figure.suppliers, figure.pence) == (number[cell], pence[cell]), cell
    for figure in shown["bands"]:
        assert figure.suppliers == number["", figure.said["band"]]


def test_answers_statements_and_movement_are_those_of_the_rows(shown, rows) -> None:
    states = Counter(rows.response(key)[0] for key in rows.suppliers if key in rows.reports)
    assert {line.total.said["response"]: line.total.suppliers for line in shown["responses"]} == states
    assert shown["shared"].suppliers == sum(rows.response(key)[1] for key in rows.reports)
    statements = Counter(report.statement_status for report in rows.reports.values())
    assert {line.total.said["statement"]: line.total.suppliers for line in shown["statements"]} == statements
    moves = [rows.moved(key) for key in rows.reports]
    assert [line.total.suppliers for line in shown["moved"]] == [
        sum(move > 0 for move in moves),
        sum(move < 0 for move in moves),
    ]
    assert shown["stayed"] == moves.count(0)


def test_what_is_overdue_disputed_and_ends_is_that_of_the_rows(shown, rows) -> None:
    late = [len(rows.late(key)) for key in rows.reports]
    assert shown["late_actions"] == sum(late) > 0
    assert shown["late_action_suppliers"].suppliers == sum(map(bool, late))
    assert shown["late_steps"].suppliers == sum(rows.is_due(key, "overdue") for key in rows.reports) > 0
    assert shown["disputed"].suppliers == sum(rows.is_disputed(key) for key in rows.reports) > 0
    for (_label, found), months in zip(shown["endings"], overview_views.WINDOWS, strict=True):
        for figure, contracts in found:
            ending = [
                rows.ends(key, months)
                for key, report in rows.reports.items()
                if report.band == figure.said["band"]
            ]
            assert (figure.suppliers, contracts) == (sum(map(bool, ending)), sum(map(len, ending)))


def test_coverage_is_that_of_the_rows(shown, rows) -> None:
    suppliers, spend, placed = shown["coverage"]
    assert (suppliers["part"], suppliers["whole"]) == (NUMBER, NUMBER + 1)
    whole = sum(round(100 * (one.spend or Decimal(0))) for one in rows.suppliers.values())
    assert (spend["part"], spend["whole"]) == (whole - 100_000, whole)
    contracts = [one for key in rows.reports for one in rows.contracts.get(key, [])]
    known = sum(bool(one.delivery_countries or one.sourcing_countries) for one in contracts)
    assert (placed["part"], placed["whole"]) == (known, len(contracts))
    assert 0 < known < len(contracts)


def test_the_page_shows_a_table_beside_each_picture_and_no_inline_style(drawn, sign_in) -> None:
    html = sign_in(drawn.officers[0]).get("/officer/overview").get_data(as_text=True)
    page = BeautifulSoup(html, "html.parser")
    pictures = page.select("svg.fh-bars__picture")
    assert len(pictures) > 20
    for picture in pictures:
        assert picture["aria-hidden"] == "true"
        assert picture.find_parent("tr").select("td.govuk-table__cell--numeric")
        for part in picture.select("rect"):
            assert int(part["x"]) >= 0 and int(part["x"]) + int(part["width"]) <= 1002
    assert not page.select("[style]")
    assert all(table.caption for table in page.select("table"))
