"""Makes the Word templates that we ship: `python -m app.documents.word.shipped`.

The files are in `templates/` and committed; a test makes them anew and compares. A council takes one as the
start of its own: styles, fonts, header and logo may be changed in Word, the placeholders stay.
"""

from __future__ import annotations

from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from app.documents.word.rendering import TEMPLATES

FONT: Final = "Arial"
INK: Final = RGBColor(0x0B, 0x0C, 0x0C)
GREY: Final = RGBColor(0x50, 0x5A, 0x5F)
_LIST: Final = 90
_LEVELS: Final = (
    ("Clause Heading", "decimal", "%1", 0, 851),
    ("Clause Text", "decimal", "%1.%2", 0, 851),
    ("Clause Item", "lowerLetter", "(%3)", 851, 567),
)
"""The levels of the numbering: style, format, text, indents of the number and of the text (twips)."""


def schedule() -> Document:
    """The schedule to a contract: definitions, clauses, indicators, the form of a remedial action plan."""
    document = _blank()
    _front(document, "{{ words.schedule }}")
    _terms(document)
    _indicators(document)
    _plan(document)
    return document


def tender_pack() -> Document:
    """What officers and lawyers need around the terms: permitted use, questions, why each clause is there."""
    document = _blank()
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


# --- The blank document -----------------------------------------------------------------------------------


def _blank() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _styles(document)
    _numbering(document)
    _header_and_footer(document)
    return document


def _font(style: Any, size: float, bold: bool = False, colour: RGBColor = INK) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def _space(style: Any, before: int, after: int, keep: bool = False) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
    style.paragraph_format.keep_with_next = keep


def _styles(document: Document) -> None:
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    _font(styles["Normal"], 11)
    _space(styles["Normal"], 0, 6)
    for name, size, before, after in (("Title", 24, 0, 6), ("Subtitle", 14, 0, 6)):
        _font(styles[name], size, name == "Title", INK if name == "Title" else GREY)
        _space(styles[name], before, after)
        for where, tag in (("get_or_add_pPr", "w:pBdr"), ("get_or_add_rPr", "w:spacing")):
            parent = getattr(styles[name].element, where)()
            for old in parent.findall(qn(tag)):
                parent.remove(old)
    for name, size, before in (("Heading 1", 16, 18), ("Heading 2", 13, 14), ("Heading 3", 11, 10)):
        _font(styles[name], size, True)
        _space(styles[name], before, 4, keep=True)
    for name, base, points in (
        ("Clause Heading", "Heading 2", 12),
        ("Clause Text", "Normal", 11),
        ("Clause Item", "Normal", 11),
        ("Definition", "Normal", 11),
        ("Note", "Normal", 10),
        ("Table Text", "Normal", 9.5),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.quick_style = styles[base], True
        _font(style, points, base != "Normal", GREY if name == "Note" else INK)
        _space(style, 10 if base != "Normal" else 0, 2 if name == "Table Text" else 6, base != "Normal")
    styles["Definition"].paragraph_format.left_indent = Cm(1.5)
    _font(styles["List Bullet"], 11)
    _space(styles["List Bullet"], 0, 3)


def _numbering(document: Document) -> None:
    """One list of three levels, each bound to its style, so that Word itself numbers and renumbers."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="{style.replace(" ", "")}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent + hanging}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
        for level, (style, form, text, indent, hanging) in enumerate(_LEVELS)
    )
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_LIST}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    numbering.insert(len(numbering.findall(qn("w:abstractNum"))), abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{_LIST}"><w:abstractNumId w:val="{_LIST}"/></w:num>')
    )
    for level, (name, *_rest) in enumerate(_LEVELS):
        properties = document.styles[name].element.get_or_add_pPr()
        number = properties.get_or_add_numPr()
        number.get_or_add_ilvl().val = level
        number.get_or_add_numId().val = _LIST


def _header_and_footer(document: Document) -> None:
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # a new page has all three
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph, left, right in (
        (header, "{{ council }}", "{{ status }}"),
        (footer, "{{ title }}, {{ date }}", "{{ words.page }} "),
    ):
        paragraph.paragraph_format.tab_stops.clear_all()
        paragraph.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(left)
        paragraph.add_run("\t")
        paragraph.add_run(right).bold = paragraph is header
    _field(footer, "PAGE")
    footer.add_run(" {{ words.of }} ")
    _field(footer, "NUMPAGES")
    for name in ("Header", "Footer"):
        _font(document.styles[name], 9, False, GREY)
        stops = document.styles[name].element.get_or_add_pPr().find(qn("w:tabs"))
        if stops is not None:
            stops.getparent().remove(stops)


def _field(paragraph: Paragraph, code: str) -> None:
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("value", "1"), ("end", "")):
        run = paragraph.add_run(text if kind == "value" else "")
        if kind == "":
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
        elif kind != "value":
            char = OxmlElement("w:fldChar")
            char.set(qn("w:fldCharType"), kind)
            run._r.append(char)


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
    for name, make in (("schedule", schedule), ("tender_pack", tender_pack)):
        document = make()
        document.core_properties.title = ""
        document.core_properties.author = "Fairhand"
        document.core_properties.comments = ""
        document.save(str(TEMPLATES / f"{name}.docx"))


if __name__ == "__main__":
    main()
