"""What is left to do before a council's own questionnaire can be published: in words, each with its page.

The checks tell a place as files have it ("sections.1.questions.2.text"). Whoever edits on pages is told the
section or question by its words, and is led there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import url_for
from flask_babel import gettext as _

from app.officer.own_questionnaires.mistake_words import what_and_how
from app.officer.own_questionnaires.own_questionnaire_views import said
from app.services.answers import own_questionnaires as service
from models import CouncilQuestionnaire
from questionnaires import editing
from questionnaires.mistakes import Mistake
from questionnaires.own import untranslated

_PLACE: Final = re.compile(r"sections\.(\d+)(?:\.questions\.(\d+))?")


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do: in which part ("" for the whole), what, and where."""

    part: str
    what: str
    address: str


def to_do(
    row: CouncilQuestionnaire, mistakes: Sequence[Mistake], welsh_is_needed: bool, language: str
) -> list[ToDo]:
    """Empty sections first, then what else is wrong, then the Welsh that is missing: one line for a part."""
    content = row.content
    empty = [one for one in editing.sections(content) if not one.get("questions")]
    places = {f"sections.{editing.sections(content).index(one) + 1}" for one in empty}
    found = [_without_question(row, one, language) for one in empty]
    found += [_mistake(row, one, language) for one in mistakes if one.where.partition(" ")[0] not in places]
    if welsh_is_needed:
        found += _welsh(row, language)
    return found


def _without_question(row: CouncilQuestionnaire, section: Mapping[str, Any], language: str) -> ToDo:
    address = url_for("officer.new_own_question", row_id=row.id, name=section["id"])
    return ToDo(said(section["title"], language), _("Add a question, or remove the section."), address)


def _mistake(row: CouncilQuestionnaire, mistake: Mistake, language: str) -> ToDo:
    """What a check found."""
    what = what_and_how(mistake)
    found = _PLACE.match(mistake.where)
    sections = editing.sections(row.content)
    if found is None or int(found[1]) > len(sections):
        return ToDo("", what, url_for("officer.questionnaire", row_id=row.id, _anchor="standard"))
    section = sections[int(found[1]) - 1]
    questions = section.get("questions") or []
    if found[2] and int(found[2]) <= len(questions):
        return ToDo(*_question(row, questions[int(found[2]) - 1], language, what))
    return ToDo(*_section(row, section, language, what))


def _welsh(row: CouncilQuestionnaire, language: str) -> Iterator[ToDo]:
    content = row.content
    if untranslated(content["title"]):
        yield ToDo("", _("Add the name in Welsh."), url_for("officer.own_title", row_id=row.id))
    for section in editing.sections(content):
        if what := _missing(section):
            yield ToDo(*_section(row, section, language, what))
        for question in section.get("questions") or []:
            if what := _missing(question):
                yield ToDo(*_question(row, question, language, what))
    standard = {one.id: one for one in service.base_of(row).questions}
    for name, note in (content.get("help") or {}).items():
        if untranslated(note):
            address = url_for("officer.standard_question", row_id=row.id, name=name)
            text = standard[name].text.in_language(language) if name in standard else ""
            yield ToDo(text, _("Add the Welsh of your note."), address)


def _missing(part: Mapping[str, Any]) -> str:
    """Which words of a section or a question have no Welsh; "" if none."""
    found = [words for name, words in _parts() if untranslated(part.get(name, {}))]
    return _("Add the Welsh of: %(parts)s.", parts=", ".join(found)) if found else ""


def _section(
    row: CouncilQuestionnaire, section: Mapping[str, Any], language: str, what: str
) -> tuple[str, str, str]:
    address = url_for("officer.own_section", row_id=row.id, name=section["id"])
    return said(section["title"], language), what, address


def _question(
    row: CouncilQuestionnaire, question: Mapping[str, Any], language: str, what: str
) -> tuple[str, str, str]:
    address = url_for("officer.own_question", row_id=row.id, name=question["id"])
    return said(question["text"], language), what, address


def _parts() -> list[tuple[str, str]]:
    return [
        ("title", _("the title")),
        ("who", _("who can answer")),
        ("text", _("the question")),
        ("hint", _("the hint")),
        ("why", _("why you ask")),
        ("example", _("the example")),
        ("options", _("the options")),
        ("evidence", _("the evidence")),
        ("messages", _("the messages")),
        ("plain", _("the plainer words")),
    ]
