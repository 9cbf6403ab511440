"""What the pages of a council's own questionnaires show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from app.officer.labels import setting_options
from app.officer.own_questionnaires import own_conditions
from app.officer.own_questionnaires.own_questionnaire_forms import type_options
from app.services.answers.own_questionnaires import Effect
from models import CouncilQuestionnaire, QuestionnaireState
from questionnaires import Question, Questionnaire, editing, own
from questionnaires.advice import LONG, MANY, Advice, advice


@dataclass(frozen=True, slots=True)
class Listed:
    """One version in the list."""

    row: CouncilQuestionnaire
    title: str
    state: str
    questions: int


@dataclass(frozen=True, slots=True)
class StandardShown:
    """A standard question in the editor, and what the council does about it."""

    id: str
    text: str
    note: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class OwnShown:
    """An own question in the editor: what it asks, when, and what to look at twice."""

    id: str
    text: str
    kind: str
    when: str
    english_only: bool
    advice: tuple[str, ...]


def listed(row: CouncilQuestionnaire, language: str) -> Listed:
    """A version with its name, its state in words and its number of own questions."""
    number = sum(len(one.get("questions") or []) for one in editing.sections(row.content))
    return Listed(row, title(row, language), state_words(row.state), number)


def title(row: CouncilQuestionnaire, language: str) -> str:
    """The name in a language, English where there is no Welsh one."""
    return said(row.content["title"], language)


def said(text: Mapping[str, str], language: str) -> str:
    """Written words in a language, English where there is no Welsh."""
    return (text.get("cy") if language.startswith("cy") else None) or text["en"]


def state_words(state: str) -> str:
    """A state in words."""
    return {
        QuestionnaireState.DRAFT.value: _("Draft"),
        QuestionnaireState.PUBLISHED.value: _("Published: suppliers are asked"),
        QuestionnaireState.RETIRED.value: _("Retired: asked no longer"),
    }[str(state)]


def standard_sections(
    base: Questionnaire, row: CouncilQuestionnaire, language: str
) -> list[tuple[str, list[StandardShown]]]:
    """The standard sections with their questions."""
    notes, off = row.content.get("help") or {}, row.content.get("switched_off") or []
    return [
        (
            section.title.in_language(language),
            [
                StandardShown(
                    id=one.id,
                    text=one.text.in_language(language),
                    note=said(notes[one.id], language) if one.id in notes else "",
                    is_asked=one.id not in off,
                )
                for one in section.questions
            ],
        )
        for section in base.sections
    ]


def own_sections(
    row: CouncilQuestionnaire, built: Questionnaire | None, language: str
) -> list[tuple[dict[str, Any], list[OwnShown]]]:
    """The own sections as written, with their questions. Without `built` nothing is told of conditions."""
    looked: dict[str, list[str]] = {}
    for name, what in advice(built) if built else ():
        looked.setdefault(name, []).append(advice_words(what))
    return [
        (
            {"id": section["id"], "title": said(section["title"], language)},
            [
                _own_question(written, built, language, looked.get(written["id"], []))
                for written in section.get("questions") or []
            ],
        )
        for section in editing.sections(row.content)
    ]


def _own_question(
    written: Mapping[str, Any], built: Questionnaire | None, language: str, looked: Sequence[str]
) -> OwnShown:
    return OwnShown(
        id=written["id"],
        text=said(written["text"], language),
        kind=dict(type_options()).get(written["type"], written["type"]),
        when=when_words(built, written["id"], language) if built else "",
        english_only=bool(own.untranslated(written)),
        advice=tuple(looked),
    )


def when_words(questionnaire: Questionnaire, question_id: str, language: str) -> str:
    """When a question is asked; nothing where it always is."""
    rule = questionnaire.question(question_id).show_if
    return own_conditions.in_words(questionnaire, rule, language) if rule else ""


def advice_words(what: Advice) -> str:
    """What to look at, and what to do about it."""
    return {
        Advice.PERSON: _(
            "This seems to ask about a person, or about somebody who was harmed. Ask about what the supplier "
            "does, and never for names or stories: answers are not a safe place for them."
        ),
        Advice.ORIGIN: _(
            "With a tender this seems to ask for countries or places. Section 17 of the Local Government Act "
            "1988 keeps them out of who is invited and who wins. Ask it while a contract is managed."
        ),
        Advice.WORKFORCE: _(
            "With a tender this seems to ask for workers' terms, training or make-up. Section 17 of the "
            "Local Government Act 1988 keeps most of that out. Ask your lawyers, or ask it while a "
            "contract is managed."
        ),
        Advice.DOUBLE: _("This seems to ask two things at once. Make it two questions, or leave one out."),
        Advice.NO_UNKNOWN: _(
            "It must be answered and offers no “I do not know”. Somebody who does not know will guess."
        ),
        Advice.LONG: _("The question has more than %(words)s words. Shorten it.", words=LONG),
        Advice.MANY: _(
            "There are more than %(number)s own questions. Suppliers will put the questionnaire aside, with "
            "the standard questions in it.",
            number=MANY,
        ),
    }[what]


def about_all(built: Questionnaire | None) -> list[str]:
    """What to look at in all own questions together."""
    return [advice_words(what) for name, what in advice(built) if not name] if built else []


@dataclass(frozen=True, slots=True)
class EffectShown:
    """What publishing means, ready to be read."""

    stages: list[tuple[str, int, int, int, int]]
    """Stage, questions and minutes before, questions and minutes after."""
    own_questions: int
    own_minutes: int
    new: list[str]
    changed: list[str]
    reworded: list[str]
    gone: list[str]
    advice: list[tuple[str, str]]


def effect_shown(effect: Effect, language: str) -> EffectShown:
    """The effect with questions by their words."""

    def texts(questionnaire: Questionnaire, names: Sequence[str]) -> list[str]:
        return [questionnaire.question(name).text.in_language(language) for name in names]

    compared = effect.compared
    stages = []
    for stage, label in setting_options():
        setting = next(one for one in effect.before if one.value == stage)
        before, after = effect.before[setting], effect.after[setting]
        stages.append((str(label), before.questions, before.minutes, after.questions, after.minutes))
    return EffectShown(
        stages=stages,
        own_questions=effect.own_questions,
        own_minutes=effect.own_minutes,
        new=texts(effect.draft, compared.new),
        changed=texts(effect.draft, compared.changed),
        reworded=texts(effect.draft, compared.reworded),
        gone=texts(effect.earlier, compared.gone),
        advice=[
            (effect.draft.question(name).text.in_language(language) if name else "", advice_words(what))
            for name, what in effect.advice
        ],
    )


def question_shown(question: Question, language: str) -> dict[str, Any]:
    """A question in plain strings of one language, as the template of a question's page reads it."""

    def words(text: Any) -> str:
        return text.in_language(language) if text else ""

    evidence = question.evidence
    return {
        "id": question.id,
        "type": question.type.value,
        "text": words(question.text),
        "hint": words(question.hint),
        "why": words(question.why),
        "example": words(question.example),
        "options": [
            {
                "value": option.value,
                "label": words(option.label),
                "hint": words(option.hint),
                "exclusive": option.exclusive,
            }
            for option in question.options
        ],
        "evidence": evidence
        and {"what": words(evidence.what), "valid_for_months": evidence.valid_for_months},
    }
