"""The statement as Word: a template, ours or the council's, filled in with the texts and figures.

What a template may ask for is what `context` gives. Styles, headers, logo and the numbering of headings are
the template's own.
"""

from __future__ import annotations

import io
from copy import deepcopy
from datetime import datetime
from typing import Any, Final

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.documents.annual.blocks import Block, blocks
from app.documents.annual.labels import labels
from app.documents.annual.publication import Publication, PublishedSection
from app.documents.word import rendering
from app.documents.word.packing import steady
from app.documents.word.safe import IN_ENGLISH

NUMBERED: Final = "List Number"
"""The style of Word whose numbers begin anew with each list of a text."""


def statement_docx(pub: Publication, now: datetime, template: bytes | None = None) -> bytes:
    """The filled-in template, ours if none is given. Raises `rendering.TemplateProblem`."""
    made = rendering.render(
        template or rendering.shipped("statement"),
        context(pub),
        title=pub.title,
        language=pub.language,
        author=pub.council,
        made=now,
    )
    return _lists_begin_anew(made)


def context(pub: Publication) -> dict[str, Any]:
    """What a template is filled in with: plain texts, lists and mappings."""
    said = labels(pub.language)
    return {
        "title": pub.title,
        "council": pub.council,
        "status": said.draft if pub.is_draft else "",
        "language": pub.language,
        "words": {
            "figures": said.figures,
            "figure": said.figure,
            "value": said.value,
            "before": said.before,
            "page": said.page_word,
            "of": said.of_word,
            "rules": said.rules,
        },
        "sections": [
            {
                "title": one.title,
                "note": said.only_english if one.text and one.language != pub.language else "",
                "lines": [line for block in blocks(one.text or one.missing_because)
                          for line in _lines(block, _mark(pub, one))],
            }
            for one in pub.sections
        ],
        "figures": [
            {"label": one.label, "value": one.words, "before": one.before or said.none} for one in pub.figures
        ],
        "approval": list(pub.approval),
        "rules": f"{said.rules} {pub.rules}",
    }  # fmt: skip


def _mark(pub: Publication, section: PublishedSection) -> str:
    """What stands before a text that is English in a document of another language."""
    return IN_ENGLISH if section.language != pub.language and section.text else ""


def _lines(block: Block, mark: str) -> list[dict[str, str]]:
    """A block as lines, each "text", "heading", "bullet" or "number"."""
    if block.items:
        kind = "number" if block.kind == "ol" else "bullet"
        return [{"kind": kind, "text": mark + item} for item in block.items]
    return [{"kind": "heading" if block.kind == "h" else "text", "text": mark + block.text}]


def _lists_begin_anew(content: bytes) -> bytes:
    """Each numbered list with numbers of its own: Word would go on counting from the list before."""
    document = docx.Document(io.BytesIO(content))
    lists: list[list[Any]] = []
    before = None
    for paragraph in document.paragraphs:
        name = paragraph.style.name if paragraph.style is not None else ""
        if name == NUMBERED:
            if before != NUMBERED:
                lists.append([])
            lists[-1].append(paragraph)
        before = name
    if len(lists) < 2:
        return content
    for paragraphs in lists[1:]:
        number = _new_list(document)
        if number is None:
            return content
        for paragraph in paragraphs:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def _new_list(document: Document) -> int | None:
    """Another list that looks like that of the style and begins with 1; None where the style has none."""
    own = document.styles[NUMBERED].element.pPr
    own = own.numPr if own is not None else None
    if own is None or own.numId is None:
        return None
    numbering = document.part.numbering_part.element
    like = next((one for one in numbering.num_lst if one.numId == own.numId.val), None)
    if like is None:
        return None
    number = max(one.numId for one in numbering.num_lst) + 1
    made = deepcopy(like)
    made.set(qn("w:numId"), str(number))
    for old in made.findall(qn("w:lvlOverride")):
        made.remove(old)
    override, start = OxmlElement("w:lvlOverride"), OxmlElement("w:startOverride")
    override.set(qn("w:ilvl"), "0")
    start.set(qn("w:val"), "1")
    override.append(start)
    made.append(override)
    numbering.append(made)
    return int(number)
