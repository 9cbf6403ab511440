"""Fill in a Word template and give the document its language, title and dates.

Every Word document of the product goes through `render`: a template that is a Word file with placeholders in
double braces, and a context of plain texts, lists and mappings. Texts are escaped; nothing of them is run.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2.exceptions import SecurityError, TemplateError, TemplateSyntaxError, UndefinedError
from lxml import etree

from app.documents.word.changes import Editor, track
from app.documents.word.packing import steady
from app.documents.word.safe import IN_ENGLISH, Environment, cleaned

TEMPLATES: Final = Path(__file__).with_name("templates")
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LANGUAGES: Final = {"en": "en-GB", "cy": "cy-GB"}


class Problem(StrEnum):
    """What may be wrong with a template."""

    UNREADABLE = "unreadable"
    SYNTAX = "syntax"
    NOT_ALLOWED = "not_allowed"
    UNKNOWN_NAME = "unknown_name"
    LACKS = "lacks"
    LEFT_OVER = "left_over"


class TemplateProblem(Exception):
    """A template that cannot be used; `detail` is the place or the name."""

    def __init__(self, kind: Problem, detail: str = "") -> None:
        super().__init__(f"{kind.value}: {detail}")
        self.kind = kind
        self.detail = detail


def shipped(name: str) -> bytes:
    """A template of ours by its name, such as "schedule"."""
    return (TEMPLATES / f"{name}.docx").read_bytes()


def render(
    template: bytes,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str,
    author: str,
    made: datetime,
    editors: Sequence[Editor] = (),
) -> bytes:
    """The filled-in document: the same bytes for the same arguments.

    Raises `TemplateProblem`; what is wrong with a placeholder is in its `detail`.

    `language` is "en" or "cy"; a text of the context that begins with `IN_ENGLISH` is tagged as English.
    `editors` are those whose changes the context's `Marked` texts bear: they become tracked changes.
    """
    document = _filled(template, cleaned(dict(context)))
    if language != "en":
        _tag_english(document)
    if editors:
        track(document, editors)
    _set_language(document, LANGUAGES[language])
    properties = document.core_properties
    properties.title, properties.author, properties.language = cleaned(title)[:250], author[:250], language
    properties.subject = properties.comments = properties.keywords = ""
    properties.created = properties.modified = made.replace(tzinfo=None)
    properties.last_modified_by, properties.revision = author[:250], 1
    out = io.BytesIO()
    document.save(out)
    return steady(out.getvalue())


def _filled(template: bytes, context: Mapping[str, Any]) -> Document:
    filler = DocxTemplate(io.BytesIO(template))
    try:
        filler.render(dict(context), Environment(), autoescape=True)
    except UndefinedError as error:
        raise TemplateProblem(Problem.UNKNOWN_NAME, error.message or "") from error
    except SecurityError as error:
        raise TemplateProblem(Problem.NOT_ALLOWED, error.message or "") from error
    except TemplateSyntaxError as error:
        raise TemplateProblem(Problem.SYNTAX, error.message or "") from error
    except (TemplateError, TypeError) as error:
        raise TemplateProblem(Problem.SYNTAX, str(error)) from error
    except (
        PackageNotFoundError,
        BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        etree.XMLSyntaxError,
    ) as error:
        raise TemplateProblem(Problem.UNREADABLE, type(error).__name__) from error
    document: Document = filler.docx
    return document


def _tag_english(document: Document) -> None:
    """Tag the runs that bear our mark as English and take the mark out; in headers and footers too."""
    parts = [one.target_part for one in document.part.rels.values() if not one.is_external]
    roots = [document.element, *(part.element for part in parts if isinstance(part, XmlPart))]
    for text in (one for root in roots for one in root.iter(qn("w:t"))):
        if IN_ENGLISH in (text.text or ""):
            text.text = text.text.replace(IN_ENGLISH, "")
            run = text.getparent()
            properties = run.find(qn("w:rPr"))
            if properties is None:
                properties = OxmlElement("w:rPr")
                run.insert(0, properties)
            for old in properties.findall(qn("w:lang")):
                properties.remove(old)
            properties.append(_lang("en-GB"))


def _lang(value: str) -> Any:
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), value)
    lang.set(qn("w:eastAsia"), value)
    return lang


def _set_language(document: Document, value: str) -> None:
    """The language of everything that is not tagged otherwise, for spelling and for screen readers."""
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), value)
    settings = document.settings.element
    theme = settings.find(qn("w:themeFontLang"))
    if theme is not None:
        theme.set(qn("w:val"), value)


_LEFT_OVER: Final = re.compile(r"\{\{|\}\}|\{%|%\}")


def all_text(content: bytes) -> str:
    """All text of a document with its headers, footers and notes, a line for each paragraph."""
    document = docx.Document(io.BytesIO(content))
    lines = []
    for part in document.part.package.iter_parts():
        if not str(part.partname).startswith("/word/") or not str(part.partname).endswith(".xml"):
            continue
        for paragraph in etree.fromstring(part.blob).iter(qn("w:p")):
            lines.append("".join(one.text or "" for one in paragraph.iter(qn("w:t"))))
    return "\n".join(lines)


def left_over(text: str) -> bool:
    """Whether there is a placeholder that nothing was put into."""
    return bool(_LEFT_OVER.search(text))
