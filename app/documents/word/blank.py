"""The blank page of the Word templates that we ship: its styles, its numbering, header and footer."""

from __future__ import annotations

from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

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


def blank(footer: str = "{{ title }}, {{ date }}") -> Document:
    """An empty document with our styles; `footer` is what stands beside the number of the page."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    _styles(document)
    _numbering(document)
    _header_and_footer(document, footer)
    return document


def font(style: Any, size: float, bold: bool = False, colour: RGBColor = INK) -> None:
    """Set the font of a style, for all scripts."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)


def space(style: Any, before: int, after: int, keep: bool = False) -> None:
    """Set the space around the paragraphs of a style, in points."""
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.line_spacing = 1.15
    style.paragraph_format.keep_with_next = keep


def _styles(document: Document) -> None:
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "en-GB")
    font(styles["Normal"], 11)
    space(styles["Normal"], 0, 6)
    for name, size, before, after in (("Title", 24, 0, 6), ("Subtitle", 14, 0, 6)):
        font(styles[name], size, name == "Title", INK if name == "Title" else GREY)
        space(styles[name], before, after)
        for where, tag in (("get_or_add_pPr", "w:pBdr"), ("get_or_add_rPr", "w:spacing")):
            parent = getattr(styles[name].element, where)()
            for old in parent.findall(qn(tag)):
                parent.remove(old)
    for name, size, before in (("Heading 1", 16, 18), ("Heading 2", 13, 14), ("Heading 3", 11, 10)):
        font(styles[name], size, True)
        space(styles[name], before, 4, keep=True)
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
        font(style, points, base != "Normal", GREY if name == "Note" else INK)
        space(style, 10 if base != "Normal" else 0, 2 if name == "Table Text" else 6, base != "Normal")
    styles["Definition"].paragraph_format.left_indent = Cm(1.5)
    font(styles["List Bullet"], 11)
    space(styles["List Bullet"], 0, 3)


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


def _header_and_footer(document: Document, foot: str) -> None:
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin  # type: ignore[operator]  # a new page has all three
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph, left, right in (
        (header, "{{ council }}", "{{ status }}"),
        (footer, foot, "{{ words.page }} "),
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
        font(document.styles[name], 9, False, GREY)
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
