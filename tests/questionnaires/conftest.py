"""Small questionnaires, made of dictionaries that look as the YAML does."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import questionnaires
from questionnaires import Question, Questionnaire

Written = dict[str, Any]


def in_both(words: str) -> Written:
    return {"en": words, "cy": f"{words} (cy)"}


def options(*values: str, exclusive: tuple[str, ...] = ()) -> list[Written]:
    return [
        {"value": value, "label": in_both(value.capitalize())}
        | ({"exclusive": True} if value in exclusive else {})
        for value in values
    ]


def written_question(question_id: str, kind: str = "radio", **more: Any) -> Written:
    """A question of any type as an author would write it, with what its type needs."""
    needed: Mapping[str, Written] = {
        "yes_no": {"options": options("yes", "no", "unknown")},
        "radio": {"options": options("red", "green", "unknown")},
        "checkboxes": {"options": options("tea", "milk", "none", "unknown", exclusive=("none", "unknown"))},
        "country_list": {"options": options("unknown")},
        "text": {"max_length": 100},
    }
    return {
        "id": question_id,
        "type": kind,
        "text": in_both(f"What about {question_id}?"),
        "why": in_both("It helps."),
        "example": in_both("As it is."),
        "messages": {"missing": in_both(f"Answer {question_id}")},
        **copy.deepcopy(needed.get(kind, {})),
        **more,
    }


def written(*sections: list[Written], **more: Any) -> Written:
    """A questionnaire as an author would write it, with one section for each list of questions."""
    return {
        "id": "small",
        "version": 1,
        "title": in_both("Small"),
        "introduction": in_both("A few questions."),
        "minutes": 1,
        "sections": [
            {
                "id": f"part_{number}",
                "title": in_both(f"Tell us part {number}"),
                "who": in_both("Anybody"),
                "questions": list(questions),
            }
            for number, questions in enumerate(sections, start=1)
        ],
        **more,
    }


@pytest.fixture(scope="session")
def write_question() -> Callable[..., Written]:
    return written_question


@pytest.fixture(scope="session")
def write() -> Callable[..., Written]:
    return written


@pytest.fixture(scope="session")
def make() -> Callable[..., Questionnaire]:
    """A questionnaire of sections, each a list of written questions."""

    def build(*sections: list[Written]) -> Questionnaire:
        return Questionnaire.model_validate(written(*sections))

    return build


@pytest.fixture(scope="session")
def ask() -> Callable[..., Question]:
    """One question of a type."""

    def build(kind: str, **more: Any) -> Question:
        return Question.model_validate(written_question("asked", kind, **more))

    return build


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Write a questionnaire file below a root folder, and return the root."""

    def store(data: Written | str, questionnaire_id: str = "small", version: int = 1) -> Path:
        path = tmp_path / questionnaire_id / f"{version}.yaml"
        path.parent.mkdir(exist_ok=True)
        text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return store


@pytest.fixture(scope="session")
def supplier() -> Questionnaire:
    return questionnaires.get("supplier", 1)
