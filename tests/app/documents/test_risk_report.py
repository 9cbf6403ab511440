"""Risk reports as files: readable by screen readers, the same for the same report, safe for any text."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from app.documents.risk_report import RiskReport, report_docx, report_pdf, report_xlsx
from app.documents.risk_report.content import (
    Bar,
    Bullets,
    Chart,
    Column,
    Figure,
    Form,
    Pairs,
    Part,
    Table,
    Text,
    legible,
)
from app.documents.risk_report.pdf_file import chart_png
from app.documents.risk_report.xlsx_file import LONGEST_CELL
from support.naughty import NAUGHTY

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
POINTS = Figure(Decimal("36.4"), "+36.4", Form.SIGNED_POINTS)
CHART = Chart(
    "The score as bars",
    "Chart of two bars that end at 30.0.",
    (Bar("Sector", 0, 364, "+36.4", 300, 400), Bar("Policy", 364, 300, "\N{MINUS SIGN}6.4")),
)


def report(text: str = "Words.", language: str = "en") -> RiskReport:
    """A report in which every kind of part is there and says the same; names are as short as ours."""
    name = text[:300]
    table = Table(
        caption=f"Points: {name}",
        sheet="Points",
        columns=(Column(name), Column("Points", figures=True), Column("Day"), Column("Points", figures=True)),
        rows=((text, POINTS, Figure(date(2026, 11, 20), "20 November 2026", Form.DATE), POINTS),) * 2,
        total=(text, POINTS, "", POINTS),
    )
    pairs = Pairs(((text, text), ("Spend", Figure(Decimal(880000), "£880,000", Form.POUNDS))))
    return RiskReport(
        title=f"Risk report on {name}",
        language=language,
        made_at=NOW,
        standing=("This is advice, not a verdict.", text),
        head=name,
        foot=name,
        page="Page {page} of {pages}",
        summary="Summary",
        see_sheet="See the sheet “{sheet}”.",
        parts=(
            Part(f"In short: {name}", (pairs, Text(text), Text(text, apart=True), Bullets((text, text)))),
            Part("How", (CHART, table)),
        ),
    )


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """The elements of the structure tree, in the order of reading."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pdf_is_tagged_titled_and_in_its_language(language: str) -> None:
    with pikepdf.open(io.BytesIO(report_pdf(report(language=language)))) as file:
        assert file.Root.MarkInfo.Marked and str(file.Root.Lang) == f"{language}-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Risk report on Words."


def test_headings_of_the_pdf_go_down_one_step_at_a_time() -> None:
    with pikepdf.open(io.BytesIO(report_pdf(report()))) as file:
        kinds = [str(one.S) for one in elements(file.Root.StructTreeRoot.K)]
    levels = [int(kind[2:]) for kind in kinds if kind[1] == "H" and kind[2:].isdigit()]
    assert levels == [1, 2, 2]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_the_chart_of_the_pdf_is_told_in_words_and_its_table_has_headers() -> None:
    with pikepdf.open(io.BytesIO(report_pdf(report()))) as file:
        found = list(elements(file.Root.StructTreeRoot.K))
        figures = [one for one in found if str(one.S) == "/Figure"]
        assert [str(one.Alt) for one in figures] == [CHART.alternative]
        headers = [one for one in found if str(one.S) == "/TH"]
        assert len(headers) >= 4
        for header in headers[:4]:
            attributes = list(header.A) if isinstance(header.A, pikepdf.Array) else [header.A]
            assert "/Column" in [str(one.get("/Scope")) for one in attributes]


def test_the_picture_of_a_chart_is_a_picture() -> None:
    drawn = chart_png(CHART, "en")
    assert drawn.startswith(b"\x89PNG") and drawn == chart_png(CHART, "en")
    assert drawn != chart_png(Chart("", "", (Bar("Sector", 0, 100, "+10.0"),)), "en")


@pytest.mark.parametrize("language", ["en", "cy"])
def test_word_has_styles_language_title_and_described_tables_and_charts(language: str) -> None:
    word = docx.Document(io.BytesIO(report_docx(report(language=language))))
    styles = [(paragraph.style.name, paragraph.text) for paragraph in word.paragraphs]
    assert ("Title", "Risk report on Words.") in styles
    assert [text for name, text in styles if name == "Heading 1"] == ["In short: Words.", "How"]
    assert [text for name, text in styles if name == "List Bullet"] == ["Words.", "Words."]
    assert word.core_properties.title == "Risk report on Words."
    assert word.core_properties.language == f"{language}-GB"
    assert word.core_properties.author == ""
    spoken = word.styles["Normal"].element.find(".//" + qn("w:lang"))
    assert spoken.get(qn("w:val")) == f"{language}-GB"
    (table,) = word.tables
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Points: Words."
    rows = table._tbl.findall(qn("w:tr"))
    marked = [row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in rows]
    assert marked == [True, False, False, False]
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == CHART.alternative


def test_word_says_its_pages_at_the_foot() -> None:
    word = docx.Document(io.BytesIO(report_docx(report())))
    foot = word.sections[0].footer.paragraphs[0]._p
    fields = [field.get(qn("w:instr")) for field in foot.findall(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_excel_has_a_summary_and_a_sheet_for_each_table() -> None:
    made = report_xlsx(report())
    book = CalamineWorkbook.from_filelike(io.BytesIO(made))
    assert book.sheet_names == ["Summary", "Points"]
    rows = book.get_sheet_by_name("Points").to_python()
    assert rows[0] == ["Words.", "Points", "Day", "Points (3)"]
    assert rows[1] == ["Words.", 36.4, date(2026, 11, 20), 36.4]
    assert rows[3] == ["Words.", 36.4, "", 36.4]
    summary = book.get_sheet_by_name("Summary").to_python()
    assert ["Spend", 880000] in [row[:2] for row in summary]
    assert ["Points: Words.", "See the sheet “Points”."] in [row[:2] for row in summary]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert CHART.alternative in archive.read("xl/drawings/drawing1.xml").decode()
        assert 'totalsRowShown="0"' in archive.read("xl/tables/table1.xml").decode()


@pytest.mark.parametrize("write", [report_pdf, report_docx, report_xlsx])
def test_the_same_report_gives_the_same_bytes(write: Any) -> None:
    assert write(report()) == write(report())
    assert write(report()) != write(report("Other words."))


@pytest.mark.parametrize("text", NAUGHTY.values(), ids=NAUGHTY.keys())
def test_naughty_text_is_shown_as_text_in_every_file(text: str) -> None:
    given = report(text)
    assert report_pdf(given).startswith(b"%PDF-1.7")
    word = docx.Document(io.BytesIO(report_docx(given)))
    assert legible(text) in [paragraph.text for paragraph in word.paragraphs]
    made = report_xlsx(given)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(archive.read(name))
        sheets = [archive.read(f"xl/worksheets/sheet{number}.xml") for number in (1, 2)]
        assert all(b"<f>" not in sheet for sheet in sheets)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("Points").to_python()
    assert rows[1][0].strip() in (legible(text), legible(text)[: LONGEST_CELL - 1] + "…")


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_text_can_be_written(text: str) -> None:
    given_report = report(text)
    assert report_pdf(given_report).startswith(b"%PDF-1.7")
    docx.Document(io.BytesIO(report_docx(given_report)))
    CalamineWorkbook.from_filelike(io.BytesIO(report_xlsx(given_report))).get_sheet_by_name(
        "Points"
    ).to_python()


def test_legible_text_has_nothing_that_hides_or_turns_words() -> None:
    assert legible("a\x00b \u202egnp.exe\u202c\n c\ufffe") == "ab gnp.exe c"
    assert legible("\ud83d half") == "\N{REPLACEMENT CHARACTER} half"
    assert legible("Llŷn £5 “x” 👩\u200d👧") == "Llŷn £5 “x” 👩\u200d👧"
