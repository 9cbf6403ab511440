"""A plan of action as a Word document to give to the supplier, who may fill in what is missing.

It has the styles, header and footer of the product's other Word documents, a table with a header row that is
repeated on each page, a title and a language.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from app.documents.word.rendering import render, shipped

#: The columns of the table of steps, each with its width in centimetres.
COLUMNS: Final = {
    "number": 1.1,
    "finding": 3.6,
    "action": 7.2,
    "owner": 3.6,
    "due": 2.8,
    "evidence": 4.2,
    "state": 2.6,
}


def plan_docx(shown: Mapping[str, Any], language: str, made: datetime) -> bytes:
    """The document of a plan as `app.plan_view.as_document` gives it; `language` is "en" or "cy"."""
    return render(
        _template(),
        shown,
        title=f"{shown['words']['kind']}: {shown['title']}",
        language=language,
        author=shown["council"],
        made=made,
    )


@cache
def _template() -> bytes:
    """Our schedule with another body, on its side so that the table has room."""
    document = docx.Document(io.BytesIO(shipped("schedule")))
    body = document.element.body
    for part in list(body):
        if part.tag != qn("w:sectPr"):
            body.remove(part)
    _turn(document)
    _line(document, "{{ title }}", "Title")
    _line(document, "{{ words.kind }}: {{ words.between }}", "Subtitle")
    _line(document, "{{ date }}. {{ status }}")
    _loop(document, "notes", "{{ one }}", "Note")
    _heading(document, "{{ words.steps }}")
    _steps(document)
    _line(document, "{%p for part in parts %}")
    _heading(document, "{{ part.title }}")
    _loop(document, "part.lines", "{{ one }}", "Normal")
    _line(document, "{%p endfor %}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _turn(document: Document) -> None:
    """Landscape; the words at the right of header and footer move with the edge."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # a new page has all three
    for paragraph in (section.header.paragraphs[0], section.footer.paragraphs[0]):
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)


def _line(document: Document, text: str, style: str = "Normal") -> None:
    document.add_paragraph(text, style=style)


def _heading(document: Document, text: str) -> None:
    document.add_heading(text, 1)


def _loop(document: Document, name: str, text: str, style: str) -> None:
    _line(document, f"{{%p for one in {name} %}}")
    _line(document, text, style)
    _line(document, "{%p endfor %}")


def _steps(document: Document) -> None:
    table = document.add_table(rows=4, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, COLUMNS.values(), strict=True):
        column.width = Cm(width)
    for name, value in (("w:tblCaption", "{{ words.steps }}"), ("w:tblDescription", "{{ words.table }}")):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        table._tbl.tblPr.append(element)
    lines = [
        [f"{{{{ words.{name} }}}}" for name in COLUMNS],
        ["{%tr for one in steps %}"],
        [f"{{{{ one.{name} }}}}" for name in COLUMNS],
        ["{%tr endfor %}"],
    ]
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell, width in zip(row.cells, COLUMNS.values(), strict=True):
            cell.width = Cm(width)
        for cell, text in zip(row.cells, line, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.style = document.styles["Table Text"]
            paragraph.add_run(text).bold = True if number == 0 else None
