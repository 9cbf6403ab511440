"""Makes the Word templates that we ship: `python -m app.documents.word.shipped`.

The files are in `templates/` and committed; a test makes them anew and compares. A council takes one as the
start of its own: styles, fonts, header and logo may be changed in Word, the placeholders stay.
"""

from __future__ import annotations

from typing import Final

from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from docx.table import Table

from app.documents.word.blank import blank, font, space
from app.documents.word.rendering import TEMPLATES


def schedule() -> Document:
    """The schedule to a contract: definitions, clauses, indicators, the form of a remedial action plan."""
    document = blank()
    _front(document, "{{ words.schedule }}")
    _terms(document)
    _indicators(document)
    _plan(document)
    return document


def tender_pack() -> Document:
    """What officers and lawyers need around the terms: permitted use, questions, why each clause is there."""
    document = blank()
    _front(document, "{{ words.tender_pack }}")
    _heading(document, "{{ words.about }}")
    _facts(document)
    _heading(document, "{{ words.permitted }}")
    _loop(document, "permitted", "{{ one }}", "Normal")
    _questions(document)
    _heading(document, "{{ words.terms }}")
    _terms(document)
    _indicators(document)
    _plan(document)
    _review(document)
    return document


def statement() -> Document:
    """A council's annual statement: its areas, its figures, who approved and signed it."""
    document = blank(footer="{{ title }}")
    font(document.styles["List Number"], 11)
    space(document.styles["List Number"], 0, 3)
    _heading(document, "{{ title }}")
    _line(document, "{{ council }}", "Subtitle")
    _if(document, "status", "", bold="{{ status }}")
    _line(document, "{%p for section in sections %}")
    _heading(document, "{{ section.title }}", 2)
    _if(document, "section.note", "{{ section.note }}", "Note")
    _line(document, "{%p for line in section.lines %}")
    for number, (kind, style) in enumerate(_LINES.items()):
        _line(document, f"{{%p {'elif' if number else 'if'} line.kind == '{kind}' %}}")
        _line(document, "{{ line.text }}", style)
    _line(document, "{%p else %}")
    _line(document, "{{ line.text }}")
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")
    _figures(document)
    _loop(document, "approval", "{{ one }}", "Normal")
    _line(document, "{{ rules }}", "Note")
    return document


_LINES: Final = {"heading": "Heading 3", "bullet": "List Bullet", "number": "List Number"}


def _figures(document: Document) -> None:
    _line(document, "{%p if figures %}")
    _heading(document, "{{ words.figures }}", 2)
    names = ("figure", "value", "before")
    _table(
        document,
        [f"{{{{ words.{name} }}}}" for name in names],
        "figures",
        ["{{ one.label }}", "{{ one.value }}", "{{ one.before }}"],
        (9.4, 3.5, 3.5),
        "{{ words.figures }}",
        "{{ words.figures }}",
    )
    _line(document, "{%p endif %}")


# --- Parts of a document ----------------------------------------------------------------------------------


def _line(document: Document, text: str, style: str = "Normal", bold: str = "") -> None:
    paragraph = document.add_paragraph(style=style)
    if bold:
        paragraph.add_run(bold).bold = True
    paragraph.add_run(text)


def _heading(document: Document, text: str, level: int = 1) -> None:
    document.add_heading(text, level)


def _loop(document: Document, name: str, text: str, style: str = "List Bullet") -> None:
    _line(document, f"{{%p for one in {name} %}}")
    _line(document, text, style)
    _line(document, "{%p endfor %}")


def _if(document: Document, name: str, text: str, style: str = "Normal", bold: str = "") -> None:
    _line(document, f"{{%p if {name} %}}")
    _line(document, text, style, bold)
    _line(document, "{%p endif %}")


def _front(document: Document, subtitle: str) -> None:
    _line(document, "{{ title }}", "Title")
    _line(document, subtitle, "Subtitle")
    _line(document, "{{ council }}. {{ date }}. {{ reference }}")
    _line(document, "", bold="{{ status }}. {{ words.review }}")
    _loop(document, "notes", "{{ one }}", "Note")


def _terms(document: Document) -> None:
    _line(document, "{{ words.definitions }}", "Clause Heading")
    _line(document, "{{ words.in_this_schedule }}", "Clause Text")
    _line(document, "{%p for one in definitions %}")
    _line(document, ": {{ one.text }}", "Definition", bold="{{ one.term }}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p for clause in clauses %}")
    _line(document, "{{ clause.title }}", "Clause Heading")
    _if(document, "clause.note", "{{ clause.note }}", "Note")
    _line(document, "{%p for line in clause.lines %}")
    _line(document, "{%p if line.level == 1 %}")
    _line(document, "{{ line.text }}", "Clause Text")
    _line(document, "{%p else %}")
    _line(document, "{{ line.text }}", "Clause Item")
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p endfor %}")


def _table(
    document: Document,
    heads: list[str],
    rows: str,
    cells: list[str],
    widths: tuple[float, ...],
    title: str,
    says: str,
) -> Table:
    """A table with a header row that is repeated, rows that do not break, and a description.

    `widths` are in centimetres; together they fill the 16.4 between the margins.
    """
    table = document.add_table(rows=4, cols=len(heads), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    properties = table._tbl.tblPr
    for name, value in (("w:tblCaption", title), ("w:tblDescription", says)):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        properties.append(element)
    lines = [heads, [f"{{%tr for one in {rows} %}}"], cells, ["{%tr endfor %}"]]
    for number, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
        keep = row._tr.get_or_add_trPr()
        keep.append(OxmlElement("w:cantSplit"))
        if number == 0:
            keep.append(OxmlElement("w:tblHeader"))
        for place, text in enumerate(line):
            row.cells[place].width = Cm(widths[place])
            paragraph = row.cells[place].paragraphs[0]
            paragraph.style = document.styles["Table Text"]
            paragraph.add_run(text).bold = True if number == 0 else None
    document.add_paragraph(style="Table Text")
    return table


def _indicators(document: Document) -> None:
    _line(document, "{%p if kpis %}")
    _heading(document, "{{ words.kpis }}")
    _if(document, "kpi_note", "{{ kpi_note }}", "Note")
    heads = ["title", "measure", "target", "frequency", "data"]
    _table(
        document,
        [f"{{{{ words.kpi_{name} }}}}" for name in heads],
        "kpis",
        ["{{ one.title }}", "{{ one.measure }} ({{ one.unit }})"]
        + [f"{{{{ one.{name} }}}}" for name in heads[2:]],
        (3.2, 5.2, 3.0, 2.0, 3.0),
        "{{ words.kpis }}",
        "{{ words.kpis_table }}",
    )
    _line(document, "{%p endif %}")


def _plan(document: Document) -> None:
    _line(document, "{%p if plan %}")
    _heading(document, "{{ words.plan }}")
    _line(document, "{{ plan.intro }}")
    _table(
        document,
        [f"{{{{ words.plan_{name} }}}}" for name in ("column", "help", "example", "not_here")],
        "plan.columns",
        [f"{{{{ one.{name} }}}}" for name in ("title", "help", "example", "not_here")],
        (2.8, 5.2, 4.8, 3.6),
        "{{ words.plan }}",
        "{{ words.plan_table }}",
    )
    _line(document, "{%p endif %}")


def _facts(document: Document) -> None:
    _line(document, "{%p for one in facts %}")
    _line(document, ": {{ one.value }}", bold="{{ one.label }}")
    _line(document, "{%p endfor %}")


def _questions(document: Document) -> None:
    _line(document, "{%p for stage in stages %}")
    _heading(document, "{{ stage.title }}")
    _loop(document, "stage.rules", "{{ one }}", "Note")
    _line(document, "{%p for one in stage.questions %}")
    _heading(document, "{{ one.text }}", 3)
    for name in ("evidence", "allowed", "s17", "small_supplier"):
        _line(document, f": {{{{ one.{name} }}}}", bold=f"{{{{ words.question_{name} }}}}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p if stage.refused %}")
    _heading(document, "{{ words.refused }}", 3)
    _loop(document, "stage.refused", "{{ one.text }} {{ one.not_allowed }}")
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")


def _review(document: Document) -> None:
    _heading(document, "{{ words.why }}")
    _line(document, "", bold="{{ words.take_out }}")
    _line(document, "{%p for clause in clauses %}")
    _heading(document, "{{ clause.number }}. {{ clause.title }} ({{ clause.id }}, {{ clause.version }})", 3)
    _loop(document, "clause.because", "{{ one }}")
    for name in ("purpose", "small_supplier"):
        _if(
            document,
            f"clause.{name}",
            f": {{{{ clause.{name} }}}}",
            bold=f"{{{{ words.clause_{name} }}}}",
        )
    _loop(document, "clause.legal_notes", "{{ one }}", "Note")
    _line(document, "{%p if clause.original %}")
    _line(document, "", bold="{{ words.changed }}")
    _loop(document, "clause.original", "{{ one }}", "Note")
    _line(document, "{%p endif %}")
    _line(document, "{%p endfor %}")
    for name in ("dropped", "considered"):
        _line(document, f"{{%p if {name} %}}")
        _heading(document, f"{{{{ words.{name} }}}}", 2)
        _loop(document, name, "{{ one.title }}: {{ one.why }}")
        _line(document, "{%p endif %}")


def main() -> None:
    """Write the templates beside this file."""
    TEMPLATES.mkdir(exist_ok=True)
    for name, make in (("schedule", schedule), ("tender_pack", tender_pack), ("statement", statement)):
        document = make()
        document.core_properties.title = ""
        document.core_properties.author = "Fairhand"
        document.core_properties.comments = ""
        document.save(str(TEMPLATES / f"{name}.docx"))


if __name__ == "__main__":
    main()
