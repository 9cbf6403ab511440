"""The files of a statement: which there are, and the bytes of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.documents.annual import data, files, texts, word
from app.documents.annual.publication import Publication
from app.documents.word.rendering import TemplateProblem
from app.store import audit
from models import AnnualStatement, Person


@dataclass(frozen=True, slots=True)
class Format:
    """A form of a statement: the ending of its file, its media type, and how it is made from the publication,
    the moment that is written into it, and the statement's address."""

    ending: str
    media_type: str
    make: Callable[[Publication, datetime, str], bytes]


FORMATS: Final[Mapping[str, Format]] = {
    one.ending: one
    for one in (
        Format(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            lambda pub, now, _address: _word(pub, now),
        ),
        Format("pdf", "application/pdf", lambda pub, now, _address: files.statement_pdf(pub, now)),
        Format("html", "text/html", lambda pub, _now, _address: texts.html_page(pub).encode()),
        Format("part.html", "text/html", lambda pub, _now, _address: texts.html_fragment(pub, 2).encode()),
        Format("md", "text/markdown", lambda pub, _now, _address: texts.markdown(pub).encode()),
        Format("txt", "text/plain", lambda pub, _now, _address: texts.plain_text(pub).encode()),
        Format("csv", "text/csv", lambda pub, _now, _address: data.figures_csv(pub)),
        Format("json", "application/json", lambda pub, _now, _address: data.figures_json(pub).encode()),
        Format(
            "jsonld", "application/ld+json", lambda pub, _now, address: data.json_ld(pub, address).encode()
        ),
    )
}


def _word(pub: Publication, now: datetime) -> bytes:
    """On the council's template. Of a draft a template that fails is told (`TemplateProblem`); a statement
    that is out always has its Word file, then on ours."""
    try:
        return word.statement_docx(pub, now, pub.word_template)
    except TemplateProblem:
        if pub.is_draft or pub.word_template is None:
            raise
        return word.statement_docx(pub, now)


def made(pub: Publication, ending: str, address: str, now: datetime) -> bytes:
    """The bytes of a form. KeyError if there is no such form, `TemplateProblem` for a draft in Word on a
    template of the council's that fails.

    Of a frozen statement they are the same for ever: what is written into a file as its time is the end of
    its year, and not the moment of the download.
    """
    moment = now if pub.is_draft else datetime.combine(pub.year_end, time(12), ZoneInfo("Europe/London"))
    return FORMATS[ending].make(pub, moment, address)


def note_export(
    session: Session, person: Person, statement: AnnualStatement, ending: str, language: str, now: datetime
) -> None:
    """Note in the audit log that somebody took a form of a statement with them."""
    audit.record(
        session,
        person,
        "statement.exported",
        statement,
        now,
        statement.council_id,
        form=ending,
        language=language,
        sha256=statement.sha256,
    )
    session.commit()
