"""The report on all suppliers as a page: every number of suppliers leads to exactly these, and its files."""

from __future__ import annotations

from collections import Counter

import pytest
from bs4 import BeautifulSoup

from app import tasks
from app.extensions import clock
from app.officer.queue import queue_filters
from app.risk_reports import portfolio as words
from app.services.reports import portfolio, portfolio_files
from app.store import queue
from models import Council, Decision, Person, ReportFile, Role
from support.histories import draw
from support.rows_of_council import RowsOfCouncil

NUMBER = 1000


@pytest.fixture
def drawn(session, standing_clock):
    draw(session, 40, clock.today(), seed=1, results=10, council="other")
    return draw(session, NUMBER, clock.today())


def rows_of(report) -> list[tuple[str, list]]:
    """Every row of every block of a report, with a name for a failure."""
    found = []
    for part in report.parts:
        for block in part.blocks:
            rows = getattr(block, "rows", ())
            found += [
                (part.heading, list(row)) for row in (*rows, *filter(None, [getattr(block, "total", ())]))
            ]
    return found


def test_every_number_of_suppliers_leads_to_exactly_these(session, drawn, app) -> None:
    facts = portfolio.gather(session, drawn.council, 10, clock.now(), clock.today())
    linked = 0
    with app.test_request_context():
        for heading, row in rows_of(words.told(facts)):
            for cell in row:
                if getattr(cell, "rows", None) is None:
                    continue
                linked += cell.value > 0
                said = dict(cell.rows)
                assert queue_filters.arguments(said) == said, "the queue knows each part of the filter"
                wanted = queue_filters.queue_filter(said, drawn.officers[0])
                there = queue.count(session, drawn.council.id, wanted, clock.today())
                assert there == cell.value, (heading, row, said)
    assert linked > 40


def test_the_figures_are_those_of_the_rows(session, drawn) -> None:
    facts = portfolio.gather(session, drawn.council, 10, clock.now(), clock.today())
    rows = RowsOfCouncil(session, drawn.council.id, clock.today())
    bands = Counter(report.band for report in rows.reports.values())
    assert {band: group.suppliers for band, group in facts.bands.items() if group.suppliers} == bands
    assert facts.responses == Counter(rows.response(key)[0] for key in rows.reports)
    decisions = Counter(rows.decision(key) for key in rows.reports)
    assert {**facts.decisions, "none": decisions["none"]} == decisions
    moves = [rows.moved(key) for key in rows.reports]
    assert facts.moved == (sum(one > 0 for one in moves), sum(one < 0 for one in moves), moves.count(0))
    statements = Counter(report.statement_status for report in rows.reports.values())
    assert {key: group.suppliers for key, group in facts.statements.items() if group.suppliers} == statements
    late = sum(len(rows.late(key)) for key in rows.reports)
    assert facts.actions["overdue"] == late > 0
    waiting = [
        one
        for found in rows.decisions.values()
        for one in found
        if one.needs_second and one.second_opinion is None and one.withdrawn_at is None
    ]
    assert facts.waiting_for_second == len(waiting) > 0
    corrections = [one for found in rows.corrections.values() for one in found if one.state == "open"]
    assert facts.open_corrections == len(corrections) > 0
    assert session.query(Decision).count() > len(rows.decisions), "some suppliers have several"


def test_the_page_links_its_figures(drawn, sign_in) -> None:
    client = sign_in(drawn.officers[0])
    page = BeautifulSoup(client.get("/officer/portfolio").text, "html.parser")
    links = [one["href"] for one in page.select("main td a, main dd a") if "suppliers" in one["href"]]
    assert len(links) > 40 and "/officer/suppliers?band=high" in links
    [whole] = {one.get_text() for one in page.select("main dd a[href='/officer/suppliers']")}
    assert whole == f"{NUMBER:,}"
    shown = BeautifulSoup(client.get("/officer/suppliers?band=high").text, "html.parser")
    linked = page.select_one("main a[href='/officer/suppliers?band=high']").get_text()
    assert linked in shown.select_one("main").get_text()


def test_the_names_of_suppliers_lead_to_their_pages(world, sign_in) -> None:
    world.screen_all()
    client = sign_in(world.officer)
    page = BeautifulSoup(client.get("/officer/portfolio?top=2").text, "html.parser")
    table = page.find("caption", string="At the head of the queue, in its order").parent
    names = {one.get_text(): one["href"] for one in table.select("tbody th a")}
    assert names == {one.name: f"/officer/suppliers/{one.id}" for one in (world.cleaner, world.builder)}
    for name, address in names.items():
        assert name in BeautifulSoup(client.get(address).text, "html.parser").find("h1").get_text()


# --- Files ------------------------------------------------------------------------------------------------


@pytest.fixture
def many(monkeypatch) -> None:
    """As if the council had more suppliers than an officer waits for."""
    monkeypatch.setattr(portfolio_files, "AT_ONCE", 1)


def make(file: ReportFile) -> None:
    tasks.make_report_file(file.id)


def test_few_suppliers_wait_for_nothing(world, sign_in) -> None:
    world.screen_all()
    client = sign_in(world.officer)
    page = client.get("/officer/portfolio?top=2").text
    assert "/officer/portfolio.pdf?top=2" in page and "/officer/portfolio/files" not in page
    assert client.get("/officer/portfolio.pdf?top=2").data.startswith(b"%PDF")


def test_for_many_a_worker_makes_the_file_while_its_page_tells(world, sign_in, many) -> None:
    world.screen_all()
    client = sign_in(world.officer)
    assert client.get("/officer/portfolio.pdf").location == "/officer/portfolio?top=10"
    assert client.post("/officer/portfolio/files", data={"form": "exe"}).status_code == 404
    sent = client.post("/officer/portfolio/files", data={"form": "xlsx", "top": "2"})
    page = client.get(sent.location)
    assert page.headers["Refresh"] and "Waiting for its turn" in page.text
    assert "Refresh" not in client.get(f"{sent.location}?still=1").headers
    assert client.get(f"{sent.location}/download").status_code == 404
    file = world.session.query(ReportFile).one()
    make(file)
    world.session.refresh(file)
    page = client.get(sent.location)
    assert "Refresh" not in page.headers and "Ann Example" in page.text and file.model_version in page.text
    assert "27 November 2026" in page.text, "until when it is kept"
    answer = client.get(f"{sent.location}/download")
    assert answer.data.startswith(b"PK") and "filename=" in answer.headers["Content-Disposition"]
    assert sent.location in client.get("/officer/portfolio").text, "it is listed with the report"


def test_files_are_the_councils_own(world, sign_in, many) -> None:
    world.screen_all()
    file = portfolio_files.ask(world.session, world.officer, world.council, "pdf", "en", 2, clock.now())
    make(file)
    other = Council(slug="othertown", name="Othertown Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="o@other.example", name="O", role=Role.LEAD, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    client = sign_in(stranger)
    for end in ("", "/download"):
        assert client.get(f"/officer/portfolio/files/{file.id}{end}").status_code == 404
