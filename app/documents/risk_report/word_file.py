"""A risk report as a Word file that people can go on working with.

Headings, lists and captions are Word's own styles; header rows repeat and are marked as such; charts have
alternative text; the language and the title are those of the report.
"""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any, Final

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from app.documents.risk_report.content import (
    Block,
    Bullets,
    Cell,
    Chart,
    Pairs,
    RiskReport,
    Table,
    Text,
    legible,
    line_around,
    words_of,
)
from app.documents.risk_report.pdf_file import chart_png
from app.documents.word.packing import steady

_BRAND: Final = RGBColor(0x12, 0x50, 0x4C)
_FONT: Final = "Arial"
_WIDTH: Final = Mm(166)
_SIZES: Final = {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Normal": 10.5}
#: The styles of cells, with figures and without.
_CELLS: Final = {False: "Cell", True: "Cell with figures"}


def report_docx(report: RiskReport) -> bytes:
    """The report as a Word file; the same report gives the same bytes."""
    word = Document()
    _set_up(word, report)
    word.add_paragraph(legible(report.title), style="Title")
    for line in report.standing:
        word.add_paragraph(legible(line), style="Intense Quote")
    for part in report.parts:
        word.add_heading(legible(part.heading), level=1)
        for block in part.blocks:
            _add(word, block, report.language)
    written = io.BytesIO()
    word.save(written)
    return steady(written.getvalue())


def _set_up(word: WordDocument, report: RiskReport) -> None:
    """Page, styles, language, properties, and the lines at the head and the foot."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin = page.bottom_margin = Mm(24)
    _set_styles(word, report.language)
    told = word.core_properties
    made_at = report.made_at.astimezone(UTC).replace(tzinfo=None)  # python-docx wants UTC without a zone
    told.title, told.author, told.comments = legible(report.title)[:255], "", ""
    told.language = f"{report.language}-GB"
    told.created = told.modified = made_at
    page.header.paragraphs[0].text = line_around(report.head)
    foot = page.footer.paragraphs[0]
    foot.add_run(f"{line_around(report.foot)}. ")
    _add_page_line(foot, report.page)


def _set_styles(word: WordDocument, language: str) -> None:
    styles: Any = word.styles
    for name, size in _SIZES.items():
        style = styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        properties = style.element.get_or_add_rPr()
        fonts = properties.get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name != "Normal":
            style.font.color.rgb, style.font.bold = _BRAND, True
    quote = styles["Intense Quote"]
    quote.font.name, quote.font.italic, quote.font.color.rgb = _FONT, False, RGBColor(0x0B, 0x0C, 0x0C)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Mm(4)
    quote.paragraph_format.space_before = quote.paragraph_format.space_after = Pt(4)
    styles["Caption"].font.size, styles["Caption"].font.color.rgb = Pt(10), RGBColor(0x0B, 0x0C, 0x0C)
    for name in _CELLS.values():
        cell = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        cell.base_style, cell.font.size = styles["Normal"], Pt(9)
        cell.paragraph_format.space_after, cell.paragraph_format.line_spacing = Pt(0), 1.0
    styles[_CELLS[True]].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    properties = styles["Normal"].element.get_or_add_rPr()
    spoken = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia", "w:bidi"):
        spoken.set(qn(name), f"{language}-GB")
    properties.append(spoken)
    defaults = styles.element.find(".//" + qn("w:rPrDefault") + "//" + qn("w:lang"))
    if defaults is not None:
        defaults.set(qn("w:val"), f"{language}-GB")


def _add_page_line(paragraph: Any, pattern: str) -> None:
    """The page and the number of pages, as fields that Word fills in."""
    before, _, rest = pattern.partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _add_field(paragraph, "PAGE")
    paragraph.add_run(between)
    _add_field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _add_field(paragraph: Any, what: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _add(word: WordDocument, block: Block, language: str) -> None:
    match block:
        case Text():
            word.add_paragraph(legible(block.text), style="Intense Quote" if block.apart else "Normal")
        case Bullets():
            for item in block.items:
                word.add_paragraph(legible(item), style="List Bullet")
        case Pairs():
            for name, cell in block.rows:
                paragraph = word.add_paragraph()
                paragraph.paragraph_format.space_after = Pt(2)
                paragraph.add_run(f"{legible(name)}: ").bold = True
                paragraph.add_run(words_of(cell))
        case Table():
            _add_table(word, block)
        case Chart():
            _add_chart(word, block, language)


def _caption(word: WordDocument, text: str) -> None:
    caption = word.add_paragraph(legible(text), style="Caption")
    caption.paragraph_format.keep_with_next = True


def _add_table(word: WordDocument, given: Table) -> None:
    _caption(word, given.caption)
    rows: list[tuple[Cell, ...]] = [*given.rows, *([given.total] if given.total else [])]
    table: Any = word.add_table(rows=1 + len(rows), cols=len(given.columns), style="Normal Table")
    table.autofit = False
    whole = sum(column.width for column in given.columns)
    widths = [int(_WIDTH * column.width / whole) for column in given.columns]
    styles = {figures: word.styles[name].style_id for figures, name in _CELLS.items()}
    _dress_table(table)
    _describe_table(table, given.caption)
    # Cell by cell through the rows: looking a cell up by its place is slow in python-docx.
    for number, row in enumerate(table.rows):
        cells = rows[number - 1] if number else tuple(column.title for column in given.columns)
        bold = not number or (bool(given.total) and number == len(rows))
        _set_row(row, header=not number)
        for place, (cell, told) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph._p.style = styles[given.columns[place].figures]
            run = paragraph.add_run(words_of(told))
            if bold:
                run.bold = True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    word.add_paragraph().paragraph_format.space_after = Pt(2)


def _dress_table(table: Any) -> None:
    """Thin lines under the rows, and little room beside the text, so that words need not be broken."""
    properties = table._tbl.tblPr
    borders, margins = OxmlElement("w:tblBorders"), OxmlElement("w:tblCellMar")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "B1B4B6")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    for side, width in (("top", 40), ("left", 70), ("bottom", 40), ("right", 70)):
        room = OxmlElement(f"w:{side}")
        room.set(qn("w:w"), str(width))
        room.set(qn("w:type"), "dxa")
        margins.append(room)
    # The schema wants them in this order, before the look.
    look = properties.find(qn("w:tblLook"))
    layout = properties.find(qn("w:tblLayout"))
    for element in (borders, layout, margins, look):
        if element is not None:
            properties.append(element)


def _describe_table(table: Any, caption: str) -> None:
    """What the table is, for screen readers: its title, and that the first row and column are headers."""
    properties = table._tbl.tblPr
    for name, value in (("w:tblCaption", legible(caption)), ("w:tblDescription", legible(caption))):
        told = OxmlElement(name)
        told.set(qn("w:val"), value)
        properties.append(told)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")


def _set_row(row: Any, *, header: bool) -> None:
    """A row is not torn apart by the end of a page; the header is repeated on every page."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _add_chart(word: WordDocument, chart: Chart, language: str) -> None:
    _caption(word, chart.caption)
    shape = word.add_picture(io.BytesIO(chart_png(chart, language)), width=_WIDTH)
    told = shape._inline.docPr
    told.set("descr", legible(chart.alternative))
    told.set("title", legible(chart.caption))
