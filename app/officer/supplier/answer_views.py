"""The answers of a supplier as its officer's page shows them: which, since when, and what changed in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.extensions import clock
from app.officer import views
from app.officer.supplier import evidence_views
from app.services.answers import changes_of_answers, sharing, standard_part
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.answers.changes_of_answers import AnswerChange, ChangeKind, Changes
from app.services.inviting import promises
from app.store import responses
from models import Person, Response
from questionnaires import Answer, Question, path
from questionnaires import answers as answering


@dataclass(frozen=True, slots=True)
class AnswersShown:
    """The answers that the council judges by, section by section, and what changed since it last looked.

    `is_part`: they are the standard questions of a longer questionnaire, whose others it cannot read.
    """

    response: Response
    is_part: bool
    sections: list[dict[str, Any]]
    changes: ChangesShown | None


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """Changes in words; each list may be empty. `is_update`: there are older answers to compare with."""

    looked_on: date
    is_update: bool
    earlier: Response
    added: list[dict[str, str]]
    changed: list[dict[str, str]]
    taken_back: list[dict[str, str]]
    evidence: dict[ChangeKind, list[dict[str, str]]]


def opened(
    session: Session, officer: Person, council_id: int, supplier_id: int, now: datetime, today: date
) -> AnswersShown | None:
    """The answers for an officer who opens them, which is written down; None if the council may read none."""
    response = responses.submitted_of_supplier(session, council_id, supplier_id)
    if response is None:
        return None
    changes = changes_of_answers.since_last_look(session, council_id, supplier_id, response, today)
    shown = AnswersShown(
        response=response,
        is_part=standard_part.whole_of(session, response) is not None,
        sections=[one for one in answers_shown(response, supplier_id) if one["rows"]],
        changes=changes_shown(changes) if changes is not None and not changes.are_none else None,
    )
    sharing.record_look(session, officer, council_id, supplier_id, response.id, now)
    return shown


def changes_shown(changes: Changes) -> ChangesShown:
    """The changes in the language of the page."""
    language = str(get_locale())

    def of_kind(kind: ChangeKind) -> list[dict[str, str]]:
        return [_answer(one, language) for one in changes.answers if one.kind is kind]

    evidence: dict[ChangeKind, list[dict[str, str]]] = {}
    for one in changes.evidence:
        row = {"question": one.question.text.in_language(language), "name": one.name}
        evidence.setdefault(one.kind, []).append(row)
    return ChangesShown(
        looked_on=changes.looked_on,
        is_update=changes.earlier.id != changes.newest.id,
        earlier=changes.earlier,
        added=of_kind(ChangeKind.ADDED),
        changed=of_kind(ChangeKind.CHANGED),
        taken_back=of_kind(ChangeKind.TAKEN_BACK),
        evidence=evidence,
    )


def _answer(one: AnswerChange, language: str) -> dict[str, str]:
    return {
        "question": one.question.text.in_language(language),
        "before": _words(one.question_before, one.before, language),
        "after": _words(one.question, one.after, language),
    }


def _words(question: Question, answer: Answer | None, language: str) -> str:
    """The value in words; its evidence is told of by itself."""
    return views.answer_words(question, Answer(answer.value), language) if answer else ""


def answers_shown(response: Response | None, supplier_id: int) -> list[dict[str, Any]]:
    """The submitted answers with their files, section by section, as check-answers shows them."""
    if response is None:
        return []
    language = str(get_locale())
    files = evidence_views.by_question(response, supplier_id)
    questionnaire, given = questionnaire_of(response), answers_of(response)
    on_path = {question.id for question in path.on_path(questionnaire, given)}
    return [
        {
            "title": section.title.in_language(language),
            "rows": [
                {
                    "key": question.text.in_language(language),
                    "value": evidence_views.with_files(
                        _with_day(question, given.get(question.id), language), files.get(question.id, [])
                    ),
                }
                for question in section.questions
                if question.id in on_path
            ],
        }
        for section in questionnaire.sections
    ]


def _with_day(question: Question, answer: answering.Answer | None, language: str) -> str:
    """One answer as text; of a promised day also that it has passed."""
    words = views.answer_words(question, answer, language)
    value = answer.value if answer else ""
    if not (promises.is_promise(question) and isinstance(value, str) and value):
        return words
    if date.fromisoformat(value) >= clock.today():
        return words
    return words + ". " + _("This day has passed: ask whether it is there now.")
