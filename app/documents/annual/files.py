"""The statement as PDF (PDF/UA) and as Word."""

from __future__ import annotations

import io
from datetime import datetime

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.documents import pdf
from app.documents.annual.blocks import blocks
from app.documents.annual.labels import labels
from app.documents.annual.publication import Publication


def statement_pdf(pub: Publication, now: datetime) -> bytes:
    """An accessible PDF. A draft says at the foot of every page that it is one."""
    said = labels(pub.language)
    data = {
        "draft": said.draft if pub.is_draft else "",
        "sections": [
            {
                "title": one.title,
                "note": said.only_english if one.text and one.language != pub.language else "",
                "language": one.language,
                "blocks": [
                    {"kind": block.kind, "text": block.text, "items": block.items}
                    for block in blocks(one.text or one.missing_because)
                ],
            }
            for one in pub.sections
        ],
        "figures": said.figures,
        "columns": [said.figure, said.value, said.before],
        "rows": [[one.label, one.words, one.before or said.none] for one in pub.figures],
        "approval": [*pub.approval, f"{said.rules} {pub.rules}"],
    }
    cover = pdf.Cover(
        title=pub.title,
        heading=pub.council,
        foot=said.draft if pub.is_draft else pub.sha256[:16],
        page=said.page,
    )
    return pdf.render("statement", data, cover=cover, language=pub.language, now=now)


def statement_docx(pub: Publication, now: datetime) -> bytes:
    """A Word document with headings, lists, a table with a header row, its language and its title."""
    said = labels(pub.language)
    document = docx.Document()
    _language(document, pub.language)
    about = document.core_properties
    about.title, about.author, about.language = pub.title, pub.council, f"{pub.language}-GB"
    about.created = about.modified = now.replace(tzinfo=None)
    if pub.is_draft:
        document.sections[0].header.paragraphs[0].text = said.draft
    document.add_heading(pub.title, level=1)
    document.add_paragraph(pub.council)
    for section in pub.sections:
        document.add_heading(section.title, level=2)
        if section.text and section.language != pub.language:
            document.add_paragraph(said.only_english)
        for block in blocks(section.text or section.missing_because):
            if block.kind == "h":
                document.add_heading(block.text, level=3)
            elif block.items:
                style = "List Number" if block.kind == "ol" else "List Bullet"
                for item in block.items:
                    document.add_paragraph(item, style=style)
            else:
                document.add_paragraph(block.text)
    if pub.figures:
        document.add_heading(said.figures, level=2)
        _figures_table(document, pub)
    for line in (*pub.approval, f"{said.rules} {pub.rules}"):
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _language(document: Document, language: str) -> None:
    """The language of the text, for screen readers and spelling."""
    style = document.styles["Normal"].element.get_or_add_rPr()
    mark = OxmlElement("w:lang")
    mark.set(qn("w:val"), f"{language}-GB")
    style.append(mark)


def _figures_table(document: Document, pub: Publication) -> None:
    said = labels(pub.language)
    table = document.add_table(rows=1, cols=3)
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, (said.figure, said.value, said.before), strict=True):
        cell.text = name
    header = OxmlElement("w:tblHeader")
    header.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for one in pub.figures:
        for cell, words in zip(
            table.add_row().cells, (one.label, one.words, one.before or said.none), strict=True
        ):
            cell.text = words
