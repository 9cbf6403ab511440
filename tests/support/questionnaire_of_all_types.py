"""A questionnaire with a question of every type, each with evidence and with "I do not know"."""

from __future__ import annotations

from typing import Any

from questionnaires import Questionnaire, QuestionType


def _text(words: str) -> dict[str, str]:
    return {"en": words, "cy": f"{words} (Cymraeg)"}


UNKNOWN = {"value": "unknown", "label": {"en": "I do not know", "cy": "Nid wyf yn gwybod"}}


def _options(question_type: QuestionType) -> list[dict[str, Any]]:
    if question_type is QuestionType.YES_NO:
        named = {"yes": ("Yes", "Oes"), "no": ("No", "Nac oes")}
    elif question_type is QuestionType.RADIO:
        named = {
            "few": ("Fewer than 10", "Llai na 10"),
            "same": ("Same words", "Yr un"),
            "twin": ("Same words", "Yr un"),
        }
    elif question_type is QuestionType.CHECKBOXES:
        named = {"one": ("=1+1", "=1+1"), "two": ("Two, and “more”", "Dau"), "three": ("Yes", "Ie")}
    else:
        named = {}
    options: list[dict[str, Any]] = [
        {"value": value, "label": {"en": en, "cy": cy}} for value, (en, cy) in named.items()
    ]
    exclusive = {"exclusive": True} if question_type is QuestionType.CHECKBOXES else {}
    return [*options, {**UNKNOWN, **exclusive}]


def _question(question_type: QuestionType, number: int, required: bool) -> dict[str, Any]:
    limits: dict[str, Any] = {}
    if question_type is QuestionType.TEXT:
        limits["max_length"] = 4000
    if question_type is QuestionType.WHOLE_NUMBER:
        limits |= {"minimum": -5, "maximum": 10**12}
    return {
        "id": f"{question_type.value}_{number}",
        "type": question_type.value,
        "text": _text(f"Question of the type {question_type.value}?"),
        "hint": _text("A hint & more"),
        "why": _text("<b>Because</b>"),
        "example": _text("=An example"),
        "options": _options(question_type),
        "required": required,
        "evidence": {"what": _text("A document"), "valid_for_months": 12},
        "messages": {"missing": _text("Answer this")},
        **limits,
    }


def questionnaire() -> Questionnaire:
    """Eight questions that must be answered and eight that need not, in two sections."""
    return Questionnaire.model_validate(
        {
            "id": "all_types",
            "version": 1,
            "title": _text("All types"),
            "introduction": _text("Introduction"),
            "minutes": 5,
            "sections": [
                {
                    "id": f"section_{number}",
                    "title": _text(f"Section {number}"),
                    "who": _text("Anybody"),
                    "questions": [_question(one, number, number == 1) for one in QuestionType],
                }
                for number in (1, 2)
            ],
        }
    )
