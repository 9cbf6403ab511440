"""Every figure of the stored report stands in the PDF, in Word, in Excel and on the page, and is the same."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections import Counter
from decimal import Decimal
from typing import Any

import docx
import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import force_locale
from python_calamine import CalamineWorkbook

from app.documents import words
from app.documents.explanation import lines_of
from app.documents.risk_report import RiskReport, report_docx, report_pdf, report_xlsx
from app.documents.risk_report.content import Chart, Figure, Pairs, Table
from app.extensions import clock
from app.risk_reports import portfolio as portfolio_words
from app.risk_reports import supplier as supplier_words
from app.services.reports import portfolio, supplier_reports
from models import Invitation, StoredReport
from screening import codec
from screening.types import Report, Use
from support.risk_reports import everything_happened
from support.site import SignIn
from support.world import World


@pytest.fixture
def stored(world: World, invitation: Invitation) -> StoredReport:
    return everything_happened(world, invitation)


@pytest.fixture
def report(stored: StoredReport) -> Report:
    return codec.load_report(stored.text.report_json)


def told(world: World, use: Use = Use.CONTRACT_MANAGEMENT) -> RiskReport:
    facts = supplier_reports.gather(
        world.session, world.council, world.cleaner, use, clock.now(), clock.today()
    )
    return supplier_words.told(facts)


@pytest.fixture(params=["en", "cy"])
def language(request: pytest.FixtureRequest, app: Flask) -> Any:
    with app.test_request_context(), force_locale(request.param):
        yield request.param


def cells_of(docx_file: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in docx.Document(io.BytesIO(docx_file)).tables
    ]


def sheets_of(xlsx_file: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def text_of(pdf_file: bytes) -> str:
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext of poppler-utils")
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf_file, capture_output=True, check=True)
    return done.stdout.decode()


def numbers_in(text: str) -> Counter[str]:
    """Figures with one decimal, as they are written for people."""
    return Counter(re.findall(r"(?<![\d.])[+\N{MINUS SIGN}]?\d+\.\d(?![\d.])", text))


def points_of(report: Report) -> Counter[str]:
    """Every figure in points that the report on a supplier must tell, by its text."""
    signed = Counter(
        words.signed_points(figure)
        for line in lines_of(report)
        for figure in (line.points, line.least, line.most)
    )
    plain = [report.residual, report.low, report.high, report.inherent, report.controls]
    plain += [figure for one in report.contracts for figure in (one.residual, one.low, one.high)]
    plain += [unknown.gain for unknown in report.unknowns]
    return signed + Counter(words.points(figure) for figure in plain)


def test_word_has_every_table_of_the_report(world: World, stored: StoredReport, language: str) -> None:
    given = told(world)
    found = cells_of(report_docx(given))
    tables = [table for table, _chart in given.tables()]
    assert len(found) == len(tables)
    for cells, table in zip(found, tables, strict=True):
        assert cells[0] == [column.title for column in table.columns]
        rows = [*table.rows, *([table.total] if table.total else [])]
        assert cells[1:] == [[cell if isinstance(cell, str) else cell.text for cell in row] for row in rows]


def test_excel_has_every_figure_as_a_number(world: World, stored: StoredReport, language: str) -> None:
    given = told(world)
    sheets = sheets_of(report_xlsx(given))
    for table, _chart in given.tables():
        rows = sheets[table.sheet]
        assert rows[0][: len(table.columns)] == [column.title for column in table.columns]
        for cells, row in zip(rows[1:], table.rows, strict=False):
            for cell, wanted in zip(cells, row, strict=False):
                if not isinstance(wanted, Figure):
                    assert cell == wanted
                elif isinstance(wanted.value, int | Decimal):
                    assert Decimal(str(cell)) == wanted.value
                else:
                    assert cell == wanted.value


def test_the_chart_has_a_bar_for_each_row_that_changes_the_score(
    world: World, stored: StoredReport, report: Report, language: str
) -> None:
    (chart,) = [block for part in told(world).parts for block in part.blocks if isinstance(block, Chart)]
    *rows, total = chart.bars
    moving = [line.points for line in lines_of(report) if line.points]
    assert 0 < len(moving) < len(lines_of(report))
    assert [bar.end - bar.start for bar in rows] == moving
    assert rows[-1].end == total.end == report.residual and total.start == 0
    assert re.search(rf"\b{len(moving)}\b", chart.alternative)


def test_points_add_up_to_the_score_in_excel(world: World, stored: StoredReport, report: Report) -> None:
    with force_locale("en"):
        sheets = sheets_of(report_xlsx(told(world)))
    header, *rows = sheets["Points"]
    place = header.index("Points")
    *lines, total = [Decimal(str(row[place])) for row in rows if row[place] != ""]
    assert sum(lines) == total == Decimal(report.residual) / 10


def test_the_pdf_has_every_figure_of_the_stored_report(
    world: World, stored: StoredReport, report: Report, language: str
) -> None:
    found = numbers_in(text_of(report_pdf(told(world))))
    missing = points_of(report) - found
    assert not missing, f"in the report and not in the PDF: {missing}"


def test_the_page_has_the_figures_of_the_files(
    world: World, stored: StoredReport, report: Report, sign_in: SignIn
) -> None:
    page = sign_in(world.officer).get(f"/officer/suppliers/{world.cleaner.id}/risk").get_data(as_text=True)
    text = " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())
    with force_locale("en"):
        table = next(table for table, _chart in told(world).tables() if table.sheet == "Points")
    shown = numbers_in(text)
    for row in table.rows:
        figures = [cell.text for cell in row if isinstance(cell, Figure) and "." in cell.text]
        assert not Counter(figures[:1]) - shown, row[0]
    for figure in (report.residual, report.inherent, report.controls):
        assert words.points(figure) in shown


def test_facts_are_those_of_the_stored_report(
    world: World, stored: StoredReport, report: Report, language: str
) -> None:
    given = told(world)
    facts = {name: cell for part in given.parts for block in part.blocks if isinstance(block, Pairs)
             for name, cell in block.rows}  # fmt: skip
    values = [cell.value for cell in facts.values() if isinstance(cell, Figure)]
    for figure in (report.residual, report.low, report.high, report.inherent, report.controls):
        assert Decimal(figure) / 10 in values
    assert report.case_sha256 in facts.values() and report.model_version in facts.values()
    assert report.statement.copy_date in values and report.as_at in values


def test_nobody_is_named(world: World, stored: StoredReport, language: str) -> None:
    given = told(world)
    for text in (
        text_of(report_pdf(given)),
        str(cells_of(report_docx(given))),
        str(sheets_of(report_xlsx(given))),
    ):
        for name in ("Ann Example", "Con Tact", "Lea Secret", "anytown.example", "Contact@Northgate"):
            assert name.casefold() not in text.casefold()


def test_what_people_did_is_told(world: World, stored: StoredReport) -> None:
    with force_locale("en"):
        text = " ".join(text_of(report_pdf(told(world))).split())
    assert "The band Medium was confirmed by an officer on 20 November 2026" in text
    assert "a lead officer agreed as the second person" in text
    assert "Too early." not in text, "a decision that was taken back"
    assert "Ask every agency who pays its fees (0)" in text and "Overdue" in text
    assert "pays its fees (2)" not in text, "an action that is done"
    assert "Sector: Cleaning." in text and "Declined" in text


def test_every_file_says_that_it_is_advice_for_which_use_and_of_which_day(
    world: World, stored: StoredReport
) -> None:
    with force_locale("en"):
        given = told(world)
        whole = " ".join(text_of(report_pdf(given)).split())
        pages = report_pdf(given).count(b"/Type /Page\n") or whole.count("Page 1 of")
        word = docx.Document(io.BytesIO(report_docx(given)))
        excel = sheets_of(report_xlsx(given))
    texts = [paragraph.text for paragraph in word.paragraphs]
    foot = word.sections[0].footer.paragraphs[0].text
    for said in ("advice, not a verdict", "It may be used for: managing existing contracts"):
        assert said in whole and said in " ".join(texts) and said in str(excel["Summary"])
    assert pages and foot.startswith("Advice, not a verdict. As at 20 November 2026, model ")
    assert whole.count("Advice, not a verdict. As at 20 November 2026") >= 5, "on every page"


EVALUATION_LACKS = (
    *("Place in the queue:", "Vendor id", "Answers to the questionnaire", "What was decided"),
    *("Actions that are not done", "Why it moved", "What the supplier says is wrong"),
)


def test_at_evaluation_only_what_may_be_seen_is_in_the_files(world: World, stored: StoredReport) -> None:
    with force_locale("en"):
        given = told(world, Use.EVALUATION)
        text = " ".join(text_of(report_pdf(given)).split())
        facts = supplier_reports.gather(
            world.session, world.council, world.cleaner, Use.EVALUATION, clock.now(), clock.today()
        )
    sheets = sheets_of(report_xlsx(given))
    for heading in EVALUATION_LACKS:
        assert heading not in text
    assert {"Answers", "Decisions", "Actions", "Corrections"} & set(sheets) == set()
    assert facts.report.left_out and all(line.channel.value != "place" for line in facts.report.contributions)
    assert "they could tell of places or of terms of employment" in text
    assert "It may be used for: reading tenders." in text
    assert "Neither a criterion nor a mark nor a ground for exclusion" in text
    assert not points_of(facts.report) - numbers_in(text)


def test_the_files_of_all_suppliers_have_the_same_figures(
    world: World, stored: StoredReport, language: str
) -> None:
    facts = portfolio.gather(world.session, world.council, 10, clock.now(), clock.today())
    given = portfolio_words.told(facts)
    text = " ".join(text_of(report_pdf(given)).split())
    found, sheets = cells_of(report_docx(given)), sheets_of(report_xlsx(given))
    for (table, _chart), cells in zip(given.tables(), found, strict=True):
        rows = [*table.rows, *([table.total] if table.total else [])]
        assert cells[1:] == [[cell if isinstance(cell, str) else cell.text for cell in row] for row in rows]
        for cells_of_row, row in zip(sheets[table.sheet][1:], table.rows, strict=False):
            for cell, wanted in zip(cells_of_row, row, strict=False):
                if isinstance(wanted, Figure) and isinstance(wanted.value, int | Decimal):
                    assert Decimal(str(cell)) == wanted.value
    for supplier in (world.cleaner, world.lawyer, world.builder):
        assert supplier.name in text


def test_a_report_without_a_screening_is_refused(world: World) -> None:
    with pytest.raises(supplier_reports.NotScreened):
        told(world)
    with pytest.raises(portfolio.NotScreened):
        portfolio.gather(world.session, world.council, 10, clock.now(), clock.today())


@pytest.mark.parametrize("use", [Use.PRE_MARKET, Use.ANNUAL_STATEMENT])
def test_other_uses_have_no_report_on_one_supplier(world: World, stored: StoredReport, use: Use) -> None:
    with pytest.raises(ValueError, match="no report on one supplier"):
        told(world, use)


def test_tables_have_sheets_of_their_own(world: World, stored: StoredReport, language: str) -> None:
    for given in (told(world), told(world, Use.EVALUATION)):
        names = [table.sheet for table, _chart in given.tables()]
        assert len(set(names)) == len(names) and given.summary not in names
        assert all(len(name) <= 31 for name in names)
        assert all(isinstance(table, Table) for table, _chart in given.tables())
