"""Whether a question can be reached: by trying the answers and facts that the rules on the way look at."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from questionnaires import path
from questionnaires.context import FOR_ONE, Context
from questionnaires.rules import Rule, comparisons, facts_read, questions_read
from questionnaires.schema import Question, Questionnaire
from questionnaires.values import UNKNOWN, Answer, Value

MOST_TRIALS: Final = 20_000
_ANOTHER: Final = "ZZ"
"""A country or a kind of work that no rule mentions."""


def trials(questionnaire: Questionnaire, question_id: str) -> int:
    """How many combinations of answers and facts decide whether the question is asked, at most."""
    return math.prod(len(values) for values in _ways(questionnaire, question_id))


def find(questionnaire: Questionnaire, question_id: str) -> tuple[dict[str, Answer], Context] | None:
    """Answers and a context that lead to the question, None if nothing does. Raises `KeyError`."""
    read = _all_read(questionnaire, question_id)
    for values in itertools.product(*_ways(questionnaire, question_id)):
        answers = {earlier.id: Answer(value) for earlier, value in zip(read, values, strict=False)}
        setting, sectors, countries, size = values[len(read) :]
        context = Context.from_json(
            {"setting": setting, "sectors": sectors, "countries": countries, "size": size}
        )
        if path.is_on_path(questionnaire, answers, question_id, context):
            return answers, context
    return None


def _ways(questionnaire: Questionnaire, question_id: str) -> list[Sequence[Value]]:
    """What to try: the values of each question read, then those of each fact of the context."""
    question = questionnaire.question(question_id)
    read = _all_read(questionnaire, question_id)
    rules = [rule for one in (*read, question) for rule in _deciding(questionnaire, one)]
    values = [_values_to_try(questionnaire, earlier) for earlier in read]
    return [*values, _settings_to_try((question, *read), rules), *_facts_to_try(rules)]


def _deciding(questionnaire: Questionnaire, question: Question) -> list[Rule]:
    section = questionnaire.section_of(question.id)
    return [rule for rule in (section.show_if, question.show_if) if rule is not None]


def _all_read(questionnaire: Questionnaire, question_id: str) -> list[Question]:
    """The questions that decide whether this one is asked, directly or through each other, in order."""
    wanted = _read_by(questionnaire, questionnaire.question(question_id))
    for earlier in reversed(questionnaire.questions):
        if earlier.id in wanted:
            wanted |= _read_by(questionnaire, earlier)
    return [earlier for earlier in questionnaire.questions if earlier.id in wanted]


def _read_by(questionnaire: Questionnaire, question: Question) -> set[str]:
    return {name for rule in _deciding(questionnaire, question) for name in questions_read(rule)}


def _settings_to_try(questions: Sequence[Question], rules: Sequence[Rule]) -> list[Value]:
    """The settings of the first question; one of them is enough where nothing on the way depends on it."""
    settings: list[Value] = [each.value for each in questions[0].settings]
    depends = any("setting" in facts_read(rule) for rule in rules)
    return settings if depends or len({one.settings for one in questions}) > 1 else settings[:1]


def _facts_to_try(rules: Sequence[Rule]) -> list[Sequence[Value]]:
    """Sectors, countries and size: not known first, then what the rules tell apart."""
    read = {name for rule in rules for name in facts_read(rule)}
    mentioned: dict[str, list[str]] = {"sectors": [], "countries": []}
    for rule in rules:
        for comparison in comparisons(rule):
            if comparison.context in mentioned:
                mentioned[comparison.context].append(comparison.operand[0] if comparison.operand else "")
    many: list[Sequence[Value]] = [
        [(), *((value,) for value in dict.fromkeys([*values, _ANOTHER]) if value)] if name in read else [()]
        for name, values in mentioned.items()
    ]
    sizes: list[Value] = ["", *FOR_ONE["size"]] if "size" in read else [""]
    return [*many, sizes]


def _values_to_try(questionnaire: Questionnaire, question: Question) -> list[Value]:
    """Values that tell all rules on this question apart; the empty one stands for no answer."""
    if question.type.is_single_choice:
        return ["", *(option.value for option in question.options)]
    mentioned = sorted({value for rule in _all_rules(questionnaire) for value in _operands(rule, question)})
    if not question.type.is_multiple:
        return ["", "1", UNKNOWN, *mentioned]
    alone = {option.value for option in question.options if option.exclusive or option.value == UNKNOWN}
    others = [value for value in mentioned if value not in alone]
    others += [option.value for option in question.options if option.value not in alone | set(others)][:1]
    if not any(option.value not in alone for option in question.options):
        others.append(_ANOTHER)
    together = [chosen for size in range(len(others) + 1) for chosen in itertools.combinations(others, size)]
    return [*together, *((value,) for value in sorted(alone))]


def _all_rules(questionnaire: Questionnaire) -> Iterable[Rule]:
    for section in questionnaire.sections:
        for rule in (
            section.show_if,
            *(each for q in section.questions for each in (q.show_if, q.required_if)),
        ):
            if rule is not None:
                yield rule


def _operands(rule: Rule, question: Question) -> Mapping[str, None]:
    return {
        value: None
        for comparison in comparisons(rule)
        if comparison.question == question.id
        for value in comparison.operand
    }
