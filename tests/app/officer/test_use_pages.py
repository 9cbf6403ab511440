"""What a supplier's result may be used for, what is left out at evaluation, and why the supplier moved."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

from app.documents.queue_csv import queue_csv
from app.documents.queue_rows import queue_row
from app.documents.queue_xlsx import queue_xlsx
from app.documents.report_html import report_html
from app.documents.run_facts import RunFacts, ScreenedSupplier
from app.extensions import clock
from app.officer.supplier.use_views import as_used
from app.services.answers import answering
from app.store import screenings
from models import Contract, ReportText, StoredReport
from screening import MODEL_VERSION, codec, contracts
from screening.types import Case, Report, Signal, Use
from support.world import answer_everything


def _page(answer) -> BeautifulSoup:
    assert answer.status_code == 200, answer.status
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def _text(page: BeautifulSoup) -> str:
    return " ".join(page.get_text(" ").split())


def _tenths(text: str) -> int:
    plain = text.strip().replace("\N{MINUS SIGN}", "-").replace("+", "")
    return int((Decimal(plain) * 10).to_integral_exact())


@pytest.fixture
def client(world, sign_in):
    """An officer of a council whose cleaner has three contracts of two kinds, one at work abroad."""
    world.cleaner.contracts += [
        Contract(
            council_id=world.council.id, reference="V1-B", title="Cleaning of libraries", cpv=["90919200"],
            value=Decimal(40_000), delivery_countries=["GB"],
        ),
        Contract(
            council_id=world.council.id, reference="V1-C", title="Protective gloves", cpv=["18424300"],
            value=Decimal(90_000), delivery_countries=["GB"], sourcing_countries=["MY"], agency_labour="most",
            migrant_workers="some", health_service_england=True,
        ),
    ]  # fmt: skip
    world.session.commit()
    world.screen_all()
    return sign_in(world.officer)


def _stored(world) -> StoredReport:
    stored = screenings.current_report(world.session, world.council.id, world.cleaner.id)
    assert stored is not None
    return stored


def _home(world) -> str:
    return f"/officer/suppliers/{world.cleaner.id}"


def _risk(world) -> str:
    return f"{_home(world)}/risk"


# --- What it may be used for ----------------------------------------------------------------------


def test_the_supplier_page_says_what_its_result_may_be_used_for(client, world) -> None:
    text = _text(_page(client.get(_risk(world))))
    uses = "managing existing contracts; preparing a procurement; the council's annual statement"
    assert f"It may be used for: {uses}." in text
    assert "Not for approving a sub-contractor or ending a contract" in text
    assert "it must not be used to evaluate tenders" in text


def test_one_can_switch_between_the_uses_without_a_script(client, world) -> None:
    page = _page(client.get(_risk(world)))
    switch = page.select_one('nav[aria-label="What the result is for"]')
    assert switch.select_one("[aria-current=page]").get_text() == "For managing contracts"
    other = _page(client.get(switch.a["href"]))
    back = other.select_one('nav[aria-label="What the result is for"]')
    assert back.select_one("[aria-current=page]").get_text() == "As it may be seen at evaluation"
    assert back.a["href"] == _risk(world)


def test_every_contract_is_shown_by_itself_and_the_roll_up_explained(client, world) -> None:
    page = _page(client.get(_risk(world)))
    rows = page.select("#by-contract ~ div tbody tr")
    report = codec.load_report(_stored(world).text.report_json)
    assert len(rows) == 3
    for row, result in zip(rows, report.contracts, strict=True):
        cells = [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])]
        assert cells[0] == result.label
        assert _tenths(cells[3]) == result.residual <= report.residual
        assert [_tenths(end) for end in cells[4].split(" to ")] == [result.low, result.high]
    assert "a second kind 0.4 of it, a third 0.16" in _text(page)
    assert "There are 2 kinds of work." in _text(page)


# --- As it may be seen at evaluation --------------------------------------------------------------

PLACES = (
    "Malaysia",
    "United Kingdom",
    "In which countries",
    "Goods from",
    "Work in ",
    "recruited from abroad",
)


def test_the_evaluation_page_names_what_is_left_out_with_the_law(client, world) -> None:
    page = _page(client.get(f"{_home(world)}/evaluation"))
    left_out = _text(page.select_one("#left-out").parent)
    for factor in ("Where the work is done", "Where goods come from", "Agency workers", "Low pay"):
        assert factor in left_out
    assert "Local Government Act 1988 s.17(5)(e)" in left_out
    assert "There is no ranked list for evaluation." in _text(page)
    assert "Neither a criterion nor a mark nor a ground for exclusion" in _text(page)


def test_the_evaluation_page_names_no_place_outside_the_list_of_what_was_left_out(client, world) -> None:
    page = _page(client.get(f"{_home(world)}/evaluation"))
    page.select_one("#left-out").parent.decompose()
    text = _text(page.select_one("main"))
    assert [place for place in PLACES if place in text] == []
    assert "Place 1 of" not in text


def test_the_figures_of_the_evaluation_page_are_those_of_the_judgement_for_that_use(client, world) -> None:
    _case, report = as_used(_stored(world), Use.EVALUATION)
    page = _page(client.get(f"{_home(world)}/evaluation"))
    *points, total = [_tenths(cell.get_text()) for cell in page.select("td.fh-waterfall__points")]
    assert (sum(points), total) == (report.residual, report.residual)
    assert report.permitted_use == ("evaluation",)
    assert len(page.select("#by-contract ~ div tbody tr")) == 3


def _with_other_places(case: Case) -> Case:
    """The same case with every fact changed that section 17 keeps from an evaluation."""
    changed = {
        "delivery_countries": ("BD",), "sourcing_countries": ("CN", "TM"), "agency_labour": "none",
        "migrant_workers": "most", "workforce_skill": "low",
    }  # fmt: skip
    told = {
        "delivery.countries": Signal(("CN",)), "sourcing.countries": Signal("unknown"),
        "workforce.agency": Signal("most"), "workforce.low_paid": Signal("most"),
        "workforce.accommodation": Signal("yes"), "voice.grievance": Signal("no"),
        "training.given": Signal(("none",)),
    }  # fmt: skip
    moved = tuple(replace(one, **changed) for one in case.contracts)  # type: ignore[arg-type]
    return replace(case, contracts=moved, signals={**case.signals, **told})


@pytest.mark.parametrize("path", ["evaluation", "lines.csv?use=evaluation"])
def test_nothing_of_an_evaluation_depends_on_places_or_terms_of_employment(client, world, path) -> None:
    def shown() -> str:
        text = client.get(f"{_home(world)}/{path}").get_data(as_text=True)
        return re.sub(r'nonce-?[="][^"]*|name="csrf_token" value="[^"]*"', "", text)

    before = shown()
    text = world.session.get_one(ReportText, _stored(world).text.id)
    stored = codec.load_case(text.case_json)
    assert any(one.sourcing_countries == ("MY",) for one in stored.contracts)
    text.case_json = codec.dump_case(_with_other_places(stored)).decode()
    world.session.commit()
    assert shown() == before
    ordinary = client.get(f"{_home(world)}/lines.csv").get_data(as_text=True)
    assert "Turkmenistan" in ordinary or "China" in ordinary


def test_a_use_that_does_not_exist_is_not_there(client, world) -> None:
    assert client.get(f"{_home(world)}/lines.csv?use=ranking").status_code == 404


def test_a_supplier_without_a_result_has_no_evaluation_page(world, sign_in) -> None:
    assert sign_in(world.officer).get(f"{_home(world)}/evaluation").status_code == 404


# --- The same figures everywhere ------------------------------------------------------------------


@pytest.mark.parametrize("use", [Use.CONTRACT_MANAGEMENT, Use.EVALUATION])
def test_page_html_csv_and_workbook_show_the_same_figures(client, world, use) -> None:
    case, report = as_used(_stored(world), use)
    figures = (report.low, report.residual, report.high)
    page = _page(client.get(_home(world) + ("/evaluation" if use is Use.EVALUATION else "")))
    score = page.select_one("main .fh-score__points").get_text()
    assert _tenths(score) == report.residual
    assert figures == _in_lines(client, f"{_home(world)}/lines.csv?use={use.value}")
    one = ScreenedSupplier(1, case, report)
    facts = RunFacts(
        as_at=case.as_at, model_version=MODEL_VERSION, references={}, inputs=(), options={}, use=use
    )
    row = queue_row(case, report, 1)
    [cells] = csv.DictReader(io.StringIO(queue_csv([row]).decode("utf-8-sig")))
    assert figures == tuple(_tenths(cells[name]) for name in ("low", "residual", "high"))
    book = CalamineWorkbook.from_filelike(io.BytesIO(queue_xlsx([row], [one], facts)))
    header, values = book.get_sheet_by_name("Queue").to_python()
    by_name = dict(zip(header, values, strict=True))
    assert figures == tuple(round(10 * float(by_name[name])) for name in ("low", "residual", "high"))
    document = _text(BeautifulSoup(report_html([one], facts, title="anytown.csv"), "html.parser"))
    low, residual, high = (f"{tenths // 10}.{tenths % 10}" for tenths in figures)
    assert f"{residual} of 100 points ({low} to {high} with what is unknown)" in document
    parts = contracts.lines(case, report)
    assert figures == (
        sum(part.low for part in parts), sum(part.points for part in parts), sum(part.high for part in parts)
    )  # fmt: skip


def _in_lines(client, address: str) -> tuple[int, int, int]:
    answer = client.get(address)
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    low, points, high = (sum(_tenths(row[name]) for row in rows) for name in ("low", "points", "high"))
    return low, points, high


# --- Why it moved ---------------------------------------------------------------------------------


def test_why_it_moved_is_told_factor_by_factor_and_adds_up(client, world, invitation) -> None:
    before: Report = codec.load_report(_stored(world).text.report_json)
    answer_everything(world, invitation)
    answering.submit(
        world.session, invitation.contact, invitation, "Con Tact", "Director", clock.now(), clock.today()
    )
    world.do_queued_work()
    after = codec.load_report(_stored(world).text.report_json)
    section = _page(client.get(_risk(world))).select_one("#moved").parent
    told = [item.get_text() for item in section.select("li")]
    moved = sum(_tenths(re.search(r": ([+-]\d+\.\d) points\.", text)[1]) for text in told)
    assert moved == after.residual - before.residual != 0
    sign = "+" if moved > 0 else "\N{MINUS SIGN}"
    size = f"{sign}{abs(moved) // 10}.{abs(moved) % 10} points"
    assert f"Together {size}." in _text(section)
    row = _page(client.get("/officer/suppliers?q=northgate")).select_one(".fh-queue__row")
    assert size in _text(row.select_one(".fh-queue__score"))
    assert f"Moved because: {told[0]}" in _text(row)


def test_a_supplier_whose_place_only_others_changed_is_told_so(client, world) -> None:
    text = client.get("/officer/suppliers").get_data(as_text=True)
    assert "others did" not in text
    for contract in world.lawyer.contracts:
        contract.cpv, contract.title, contract.value = ["45000000"], "New hospital", Decimal(30_000_000)
    world.session.commit()
    world.screen_all()
    rows = _page(client.get("/officer/suppliers")).select(".fh-queue__row")
    told = {row.h2.get_text(): _text(row) for row in rows}
    assert "others did" not in told["Quill & Partners LLP"]
    fallen = [name for name, words in told.items() if "down" in words]
    assert fallen
    assert all("Its own points did not move: others did." in told[name] for name in fallen)
