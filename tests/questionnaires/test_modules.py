"""Modules, settings and facts of the context: what an author may write, and how the path follows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from questionnaires import Answer, Context, Questionnaire, QuestionnaireError, Setting, answers, loader, path

WASTE = {"context": "sectors", "contains_any": ["waste"]}


@pytest.fixture
def modular(write: Any, write_question: Any) -> dict[str, Any]:
    """A section for all, then a module for waste with two questions, one of them after the award only."""
    size = write_question("size", tells="size")
    size["options"] = [
        {"value": value, "label": {"en": value.capitalize(), "cy": f"{value} cy"}}
        for value in ("micro", "large", "unknown")
    ]
    plain = {"text": {"en": "Short?", "cy": "Byr?"}}
    data: dict[str, Any] = write(
        [size, write_question("always", plain=plain)],
        [
            write_question("lines", signal="lines.checked", signal_if_not_asked="not_applicable"),
            write_question(
                "pay",
                signal="pay.checked",
                signal_if_not_asked="not_applicable",
                settings=["post_award"],
                show_if={"question": "lines", "equals": "red"},
            ),
        ],
    )
    data["sections"][1]["show_if"] = WASTE
    return data


def load(data: dict[str, Any], save: Callable[..., Path]) -> Questionnaire:
    return loader.load_file(save(data) / "small" / "1.yaml", "small", 1)


def ids(questionnaire: Questionnaire, context: Context, **said: str) -> list[str]:
    given = {name: Answer(value) for name, value in said.items()}
    return [question.id for question in path.on_path(questionnaire, given, context)]


def test_a_module_follows_the_context_and_the_setting(modular: Any, save: Any) -> None:
    questionnaire = load(modular, save)
    waste = Context(sectors=("waste", "legal"))
    assert ids(questionnaire, Context()) == ["size", "always"]
    assert ids(questionnaire, waste) == ["size", "always", "lines"]
    assert ids(questionnaire, waste, lines="red") == ["size", "always", "lines", "pay"]
    before = Context(setting=Setting.AT_EVALUATION, sectors=("waste",))
    assert ids(questionnaire, before, lines="red") == ["size", "always", "lines"]


def test_a_fact_that_is_known_is_not_asked_and_an_answer_stands_in_for_it(modular: Any, save: Any) -> None:
    questionnaire = load(modular, save)
    assert ids(questionnaire, Context(size="large")) == ["always"]
    always = questionnaire.question("always")
    assert path.worded(questionnaire, {}, always, Context(size="micro")).text.en == "Short?"
    assert path.worded(questionnaire, {"size": Answer("micro")}, always).text.en == "Short?"
    assert path.worded(questionnaire, {"size": Answer("unknown")}, always) == always
    told = path.known(questionnaire, {"size": Answer("micro")}, Context(size="large"))
    assert told.size == "large", "what the invitation knows is not overruled by an old answer"


def test_what_does_not_apply_is_told_from_what_may_not_be_asked(modular: Any, save: Any) -> None:
    questionnaire = load(modular, save)

    def given(context: Context, **said: str) -> dict[str, object]:
        found = answers.signals(questionnaire, {n: Answer(v) for n, v in said.items()}, context=context)
        return {name: signal.value for name, signal in found.items()}

    legal, waste = Context(sectors=("legal",)), Context(sectors=("waste",))
    assert given(legal) == {"lines.checked": "not_applicable", "pay.checked": "not_applicable"}
    assert given(waste) == {}
    assert given(waste, lines="green") == {"lines.checked": "green", "pay.checked": "not_applicable"}
    before = Context(setting=Setting.AT_EVALUATION, sectors=("waste",))
    assert given(before, lines="green") == {"lines.checked": "green"}
    assert given(Context()) == {}, "a trade that nobody knows is not a trade to which nothing applies"


@pytest.mark.parametrize(
    ("rule", "what", "how"),
    [
        ({"context": "sector", "contains": "waste"}, "has no 'sector'", "Did you mean 'sectors'"),
        ({"context": "size", "equals": "tiny"}, "'size' is never 'tiny'", "Use one of"),
        ({"context": "size", "contains": "micro"}, "single value", "equals or in"),
        ({"context": "sectors", "equals": "waste"}, "several values", "contains_any"),
        ({"context": "size", "unknown": True}, "never says", "not_answered"),
        ({"question": "lines", "equals": "red"}, "does not come before", "earlier questions only"),
    ],
)
def test_a_rule_that_misreads_the_context_is_a_mistake(
    modular: Any, save: Any, rule: Any, what: str, how: str
) -> None:
    modular["sections"][1]["show_if"] = rule
    with pytest.raises(QuestionnaireError) as caught:
        load(modular, save)
    mistake = next(one for one in caught.value.mistakes if what in one.what)
    assert "sections.1.show_if" in mistake.where and how in mistake.how


def test_a_section_that_nobody_may_be_asked_is_a_module_or_a_mistake(modular: Any, save: Any) -> None:
    modular["sections"][0]["questions"].pop(1)
    with pytest.raises(QuestionnaireError, match="No question of the section 'part_1' is always asked"):
        load(modular, save)


def test_what_is_always_asked_cannot_say_what_it_means_not_to_be(modular: Any, save: Any) -> None:
    del modular["sections"][1]["show_if"]
    with pytest.raises(QuestionnaireError, match="'lines' is always asked"):
        load(modular, save)


def test_a_module_that_nothing_leads_to_is_a_mistake(modular: Any, save: Any) -> None:
    modular["sections"][1]["show_if"] = {"all": [WASTE, {"not": copy.deepcopy(WASTE)}]}
    with pytest.raises(QuestionnaireError, match="No answers lead to the question 'lines'"):
        load(modular, save)


@pytest.mark.parametrize(
    ("registry", "option", "what"),
    [
        ("TrainingTypes", "OwnStaff", "The registry has no list 'TrainingTypes'"),
        ("TrainingTargetTypes", "OwnStaf", "The registry has no option 'OwnStaf'"),
    ],
)
def test_an_option_of_the_registry_is_one_that_it_has(
    modular: Any, save: Any, registry: str, option: str, what: str
) -> None:
    question = modular["sections"][0]["questions"][1]
    question["registry"] = registry
    question["options"][0]["registry"] = [option]
    with pytest.raises(QuestionnaireError, match=what):
        load(modular, save)
