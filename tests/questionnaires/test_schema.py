"""What one question must be in itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from questionnaires import Question, Questionnaire, QuestionType, Text
from questionnaires.schema import placeholders, texts

TEXT = Text(en="Yes", cy="Oes")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Yes"), ("cy", "Oes"), ("cy-GB", "Oes"), ("CY", "Oes"), ("fr", "Yes"), ("", "Yes")],
)
def test_a_text_is_welsh_for_welsh_and_english_for_all_others(language: str, words: str) -> None:
    assert TEXT.in_language(language) == words


def test_nothing_can_be_changed_after_loading(supplier: Questionnaire) -> None:
    for part, name in ((supplier, "minutes"), (supplier.questions[0], "text"), (TEXT, "en")):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(part, name, "other")
    assert hash(supplier) == hash(supplier.model_copy())


@pytest.mark.parametrize("words", ["", "  \n ", "x" * 2001])
def test_a_text_has_words_in_both_languages(words: str) -> None:
    with pytest.raises(ValidationError):
        Text(en=words, cy="Oes")
    with pytest.raises(ValidationError):
        Text(en="Yes", cy=words)


@pytest.mark.parametrize("kind", list(QuestionType))
def test_every_type_can_be_asked(ask: Callable[..., Question], kind: QuestionType) -> None:
    assert ask(kind).type is kind


def label(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": {"en": value, "cy": value}, **more}


@pytest.mark.parametrize(
    ("kind", "more", "what"),
    [
        ("radio", {"options": [label("a")]}, "needs two options"),
        ("radio", {"options": [label("a"), label("a")]}, "'a' is given twice"),
        ("radio", {"options": [label("a"), label("b", exclusive=True)]}, "Only checkboxes"),
        ("checkboxes", {"options": [label("a"), label("unknown")]}, "exclusive: true"),
        ("yes_no", {"options": [label("yes"), label("maybe")]}, "has the options yes and no"),
        ("yes_no", {"options": []}, "has the options yes and no"),
        ("country_list", {"options": [label("GB".lower())]}, "the option unknown and no other"),
        ("text", {"options": [label("a"), label("b")]}, "the option unknown and no other"),
        ("text", {"max_length": None}, "max_length"),
        ("url", {"max_length": 10}, "max_length"),
        ("date", {"minimum": 1}, "minimum and maximum"),
        ("whole_number", {"minimum": 2, "maximum": 1}, "Exchange the limits"),
        ("text", {"signal": "a.b"}, "Only yes_no"),
        ("radio", {"signal_if_not_asked": "not_applicable"}, "needs a signal"),
        ("radio", {"signal": "no_dot"}, "signal"),
        ("radio", {"required": False, "required_if": {"question": "x", "answered": True}}, "Both"),
        ("radio", {"messages": {}}, "no message for a missing answer"),
        ("radio", {"messages": {"mising": {"en": "a", "cy": "b"}}}, "mising"),
        ("radio", {"in_future": True}, "type date"),
        ("checkboxes", {"tells": "size"}, "Use the type radio"),
        ("radio", {"tells": "sectors"}, "Use the type checkboxes"),
        ("radio", {"tells": "countries"}, "sectors"),
        ("radio", {"settings": []}, "settings"),
        ("radio", {"settings": ["whenever"]}, "settings"),
        ("radio", {"options": [label("a", registry=["x"]), label("b")]}, "and not their list"),
        ("radio", {"colour": "red"}, "colour"),
        ("slider", {}, "type"),
        ("radio", {"evidence": {"what": {"en": "a", "cy": "b"}, "valid_for_months": 0}}, "valid_for_months"),
        ("radio", {"id": "Has Capitals"}, "id"),
    ],
)
def test_a_question_that_contradicts_itself_is_refused(
    ask: Callable[..., Question], kind: str, more: dict[str, Any], what: str
) -> None:
    with pytest.raises(ValidationError, match=what):
        ask(kind, **more)


def test_an_optional_question_needs_no_message_for_a_missing_answer(ask: Callable[..., Question]) -> None:
    assert ask("radio", required=False, messages={}).messages.missing is None


def test_questions_and_sections_are_found_by_id(supplier: Questionnaire) -> None:
    question = supplier.question("remedy_process")
    assert question in supplier.section_of("remedy_process").questions
    for find in (supplier.question, supplier.section_of):
        with pytest.raises(KeyError):
            find("nobody_asks_this")


def test_texts_are_found_wherever_they_stand(make: Callable[..., Questionnaire], write_question: Any) -> None:
    found = dict(texts(make([write_question("a", hint={"en": "Hint", "cy": "Awgrym"})])))
    assert found["sections", 0, "questions", 0, "hint"].cy == "Awgrym"
    assert found["sections", 0, "questions", 0, "options", 1, "label"].en == "Green"
    assert found["sections", 0, "questions", 0, "messages", "missing"].en == "Answer a"
    assert found[("title",)].en == "Small"


def test_the_welsh_is_checked_once_all_of_it_is(write: Any, write_question: Any) -> None:
    def checked(value: Any) -> Any:
        if isinstance(value, dict):
            inner = {key: checked(item) for key, item in value.items()}
            return inner | {"cy_checked": True} if "cy" in value else inner
        return [checked(item) for item in value] if isinstance(value, list) else value

    data = checked(write([write_question("a")]))
    assert Questionnaire.model_validate(data).welsh_checked
    data["title"]["cy_checked"] = False
    assert not Questionnaire.model_validate(data).welsh_checked


def test_placeholders() -> None:
    assert placeholders("No more than {limit} of {{these}}, now {length}") == {"limit", "length"}
    with pytest.raises(ValueError, match="expected"):
        placeholders("half {open")
