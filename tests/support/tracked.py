"""What a Word document says once all tracked changes are accepted, or rejected: as Word does it."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

_INS, _DEL = qn("w:ins"), qn("w:del")


def accepted(document: Any) -> list[str]:
    """The paragraphs that are not empty, with what was put in and without what was taken out."""
    return _paragraphs(document, _INS, _DEL)


def rejected(document: Any) -> list[str]:
    """The paragraphs that are not empty, as they were before."""
    return _paragraphs(document, _DEL, _INS)


def _paragraphs(document: Any, kept: str, gone: str) -> list[str]:
    found, begun = [], ""
    for paragraph in document.element.body.iter(qn("w:p")):
        for words in paragraph.iter(qn("w:t"), qn("w:delText")):
            if not any(one.tag == gone for one in words.iterancestors()):
                begun += words.text or ""
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{gone}") is None:
            found.append(begun)
            begun = ""
    assert kept != gone
    return [one for one in [*found, begun] if one]
