"""Entries of the guidance library as pages show them, and where they stand beside other things.

Every template can ask for entries by `guidance_for`; `macros/guidance.html` prints them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.council import beside
from app.council import guidance_words as words
from app.council.routes import blueprint
from app.extensions import db
from app.pages import council_in_view
from app.services.guidance import guidance
from app.services.guidance.guidance import Line, Reader

MOST_BESIDE: Final = 6
"""Entries beside a section of the statement; the library has the rest."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry in the reader's language. `language` and `note_language` are "" for the page's own.

    `source` is its publisher and day; `flags` are pairs of words and a colour.
    """

    id: str
    title: str
    language: str
    url: str
    source: str
    note: str
    note_language: str
    readers: str
    topics: list[str]
    flags: list[tuple[str, str]]
    moved_to: str
    last_check: str
    last_reading: str
    line: Line


def shown(line: Line) -> Shown:
    """An entry in words."""
    details = line.entry.details
    title, language = words.in_language(details.title, details.title_cy)
    note, note_language = words.in_language(details.note, details.note_cy)
    dated = words.published(details.dated)
    return Shown(
        line.entry.id,
        title,
        language,
        details.url,
        f"{details.publisher}, {dated}" if dated else details.publisher,
        note,
        note_language,
        "; ".join(words.reader(one) for one in details.audiences),
        [words.topic(one) for one in details.topics],
        words.flags(line),
        line.check.moved_to if line.check is not None and line.is_moved else "",
        words.last_check(line),
        words.last_reading(line),
        line,
    )


@blueprint.app_template_global()
def guidance_for(
    topics: str | Sequence[str], reader: str = "", most: int | None = 3, council_id: int | None = None
) -> list[Shown]:
    """Entries for topics ("page:decide"), for templates. Without a council there is no library."""
    council = council_id or getattr(council_in_view(), "id", None)
    if council is None:
        return []
    wanted = [topics] if isinstance(topics, str) else topics
    return [shown(one) for one in guidance.for_topics(db.session(), council, wanted, reader, most)]


@blueprint.app_template_global()
def guidance_for_action(finding: str, reader: str = "", most: int | None = 3) -> list[Shown]:
    """Entries for a step of a plan that answers a finding of the report, or none of them ("")."""
    return guidance_for(guidance.action_topics(finding), reader, most)


@blueprint.app_template_global()
def guidance_for_question(question_id: str, council_id: int, most: int = 2) -> list[Shown]:
    """Entries for suppliers beside a question of the standard questionnaire; an own question has none."""
    return guidance_for(guidance.question_topics(question_id), Reader.SUPPLIERS, most, council_id)


@beside.register
def beside_section(session: Session, council_id: int, area: str) -> list[beside.Link]:
    """The library's links beside a section of the statement."""
    topic = f"area:{area}"
    found = [shown(one) for one in guidance.for_topics(session, council_id, [topic])]
    links = [
        beside.Link(one.title, one.url, "; ".join([one.source, *(told for told, _colour in one.flags)]))
        for one in found[:MOST_BESIDE]
    ]
    if found:
        every = url_for("council.guidance", topic=topic)
        links.append(beside.Link(_("All guidance for this section"), every, str(len(found))))
    return links
