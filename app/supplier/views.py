"""From the questionnaire and the answers to what the supplier's templates show."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from models import ProposedAnswer
from questionnaires import Question, Questionnaire, Section, State, Text, path
from questionnaires import answers as answering

Given = Mapping[str, answering.Answer]
Raw = dict[str, list[str]]

_EVIDENCE_BOXES = ("evidence_day", "evidence_month", "evidence_year")


def raw_from_form(form: MultiDict[str, str]) -> Raw:
    """The fields of the question's page, each as a list of strings."""
    return {name: form.getlist(name) for name in ("answer", "evidence_url", "evidence_date")}


def to_parse(question: Question, raw: Raw) -> Raw:
    """The fields under the names that the questionnaire engine reads."""
    parts = [*raw.get("evidence_date", []), "", "", ""][:3]
    boxes = {box: [part] for box, part in zip(_EVIDENCE_BOXES, parts, strict=True)}
    return {"answer": raw.get("answer", []), "evidence_url": raw.get("evidence_url", []), **boxes}


def raw_of(question: Question, answer: answering.Answer | None, language: str) -> Raw:
    """The fields as the page shows them when a person comes back to an answer."""
    if answer is None:
        return {}
    stored = answering.to_raw(question, answer, language)
    parts = [part for box in _EVIDENCE_BOXES for part in stored.get(box, [])]
    return {
        "answer": stored["answer"],
        "evidence_url": stored.get("evidence_url", []),
        "evidence_date": parts if any(parts) else [],
    }


def question_shown(question: Question, language: str) -> dict[str, Any]:
    """A question in plain strings of one language."""

    def said(text: Text | None) -> str:
        return text.in_language(language) if text else ""

    evidence = question.evidence
    return {
        "id": question.id,
        "type": question.type.value,
        "text": said(question.text),
        "hint": said(question.hint),
        "why": said(question.why),
        "example": said(question.example),
        "options": [
            {
                "value": option.value,
                "label": said(option.label),
                "hint": said(option.hint),
                "exclusive": option.exclusive,
            }
            for option in question.options
        ],
        "evidence": {"what": said(evidence.what), "valid_for_months": evidence.valid_for_months}
        if evidence
        else None,
    }


def section_of(questionnaire: Questionnaire, question: Question) -> Section:
    """The section in which a question stands."""
    return next(section for section in questionnaire.sections if question in section.questions)


def section_titles(questionnaire: Questionnaire, language: str) -> dict[str, str]:
    """Section id -> title."""
    return {section.id: section.title.in_language(language) for section in questionnaire.sections}


def section_shown(
    questionnaire: Questionnaire, question: Question, given: Given, language: str
) -> dict[str, str]:
    """The section's name and its place among those asked, such as "Section 2 of 5"."""
    return {
        "title": section_of(questionnaire, question).title.in_language(language),
        "progress": path.progress(questionnaire, question.id, given).in_language(language),
    }


def task_rows(
    invitation_id: int,
    questionnaire: Questionnaire,
    given: Given,
    language: str,
    answers: Callable[[str], bool] = lambda section_id: True,
    to_look_at: Collection[str] = (),
) -> list[dict[str, Any]]:
    """One row a section: its name, where its link leads, and how far it is. `answers` tells by a section's id
    whether the reader is to answer it. The link leads to the first question without an answer or in
    `to_look_at`.
    """
    rows = []
    for state in path.section_states(questionnaire, given):
        if not answers(state.section.id):
            continue
        on_path = [
            question for question in path.on_path(questionnaire, given) if question in state.section.questions
        ]
        waiting = [one for one in on_path if one.id not in given or one.id in to_look_at]
        target = (waiting or on_path or list(state.section.questions))[0]
        rows.append(
            {
                "id": state.section.id,
                "title": state.section.title.in_language(language),
                "who": state.section.who.in_language(language),
                "href": url_for("supplier.question", invitation_id=invitation_id, question_id=target.id),
                "status": state_words(state.state),
                "is_completed": state.state is State.COMPLETED,
            }
        )
    return rows


def state_words(state: State) -> str:
    """How far a section is, in words. "Completed" means saved, not sent, so the page says that too."""
    return {
        State.NOT_STARTED: _("Not started"),
        State.IN_PROGRESS: _("In progress"),
        State.COMPLETED: _("Completed"),
    }[state]


def remaining(
    questionnaire: Questionnaire, given: Given, proposed: Mapping[str, ProposedAnswer] | None = None
) -> int:
    """How many questions on the path are still without an answer, if all that is proposed is confirmed."""
    likely = {name: answering.Answer.from_json(row.content) for name, row in (proposed or {}).items()}
    asked = path.on_path(questionnaire, likely | dict(given))
    return sum(question.id not in given for question in asked)


def check_sections(
    invitation_id: int,
    questionnaire: Questionnaire,
    given: Given,
    language: str,
    can_change: bool = True,
    files: Mapping[str, list[dict[str, Any]]] | None = None,
) -> list[dict[str, Any]]:
    """All questions on the path with their answers and files, section by section."""
    on_path = path.on_path(questionnaire, given)
    sections = []
    for section in questionnaire.sections:
        rows = [
            _check_row(
                invitation_id,
                path.worded(questionnaire, given, question),
                given.get(question.id),
                language,
                can_change,
            )
            | {"files": (files or {}).get(question.id, [])}
            for question in section.questions
            if question in on_path
        ]
        if rows:
            sections.append({"id": section.id, "title": section.title.in_language(language), "rows": rows})
    return sections


def _check_row(
    invitation_id: int,
    question: Question,
    answer: answering.Answer | None,
    language: str,
    can_change: bool,
) -> dict[str, Any]:
    text = question.text.in_language(language)
    value = answering.display(question, answer, language) if answer else _("Not answered yet")
    row: dict[str, Any] = {
        "id": f"row-{question.id}",
        "key": text,
        "values": [value] if isinstance(value, str) else list(value),
        "evidence_url": answer.evidence_url if answer else "",
        "evidence_date": answer.evidence_date if answer else None,
        "href": "",
        "change": text,
    }
    if can_change:
        row["href"] = url_for(
            "supplier.question", invitation_id=invitation_id, question_id=question.id, returning="check"
        )
    return row


def compared(question: Question, answer: answering.Answer, language: str) -> dict[str, Any]:
    """One of two answers that stand against each other: its values and its evidence in words."""
    value = answering.display(question, answer, language)
    return {
        "values": [value] if isinstance(value, str) else list(value),
        "evidence_url": answer.evidence_url,
        "evidence_date": answer.evidence_date,
    }


def errors_of(problems: answering.Problems) -> dict[str, str]:
    """Field name -> message, in the order of the page."""
    return dict(problems.messages)
