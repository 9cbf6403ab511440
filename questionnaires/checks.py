"""What the parts of a questionnaire must be to each other. Run once, when a file is loaded."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from questionnaires import path
from questionnaires.messages import gaps
from questionnaires.mistakes import Place, did_you_mean
from questionnaires.rules import FOR_MANY, FOR_ONE, Operator, Rule, comparisons, questions_read
from questionnaires.schema import Question, Questionnaire, QuestionType, placeholders, texts
from questionnaires.values import UNKNOWN, Answer, Value

Finding = tuple[Place, str, str]
"""A place in the file, what is wrong there, how to mend it."""

MOST_TRIALS: Final = 20_000


def findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Every mistake. Reachability is tried only once all references are right."""
    found = [
        *_repeated_ids(questionnaire),
        *_repeated_signals(questionnaire),
        *_sections_that_may_be_empty(questionnaire),
        *_wrong_references(questionnaire),
        *_wrong_placeholders(questionnaire),
    ]
    yield from found
    if not found:
        yield from _unreachable(questionnaire)


def _placed(questionnaire: Questionnaire) -> Iterator[tuple[Place, Question]]:
    for section_place, section in enumerate(questionnaire.sections):
        for question_place, question in enumerate(section.questions):
            yield ("sections", section_place, "questions", question_place), question


def _repeated_ids(questionnaire: Questionnaire) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, section in enumerate(questionnaire.sections):
        if section.id in seen:
            yield (
                ("sections", place, "id"),
                f"The section id '{section.id}' is used twice.",
                "Rename one of them.",
            )
        seen.add(section.id)
    seen = set()
    for way, question in _placed(questionnaire):
        if question.id in seen:
            yield (*way, "id"), f"The question id '{question.id}' is used twice.", "Rename one of them."
        seen.add(question.id)


def _repeated_signals(questionnaire: Questionnaire) -> Iterator[Finding]:
    seen: set[str] = set()
    for way, question in _placed(questionnaire):
        if question.signal in seen:
            what = f"The signal '{question.signal}' is given by two questions."
            yield (*way, "signal"), what, "Let one question give it."
        if question.signal:
            seen.add(question.signal)


def _sections_that_may_be_empty(questionnaire: Questionnaire) -> Iterator[Finding]:
    """A section without questions would shift "Section 2 of 5" under the respondent's eyes."""
    for place, section in enumerate(questionnaire.sections):
        if all(question.show_if is not None for question in section.questions):
            what = f"No question of the section '{section.id}' is always asked."
            yield ("sections", place), what, "Give it a question without show_if."


def _wrong_references(questionnaire: Questionnaire) -> Iterator[Finding]:
    every = {question.id for question in questionnaire.questions}
    earlier: dict[str, Question] = {}
    for way, question in _placed(questionnaire):
        for key, rule in (("show_if", question.show_if), ("required_if", question.required_if)):
            for comparison in comparisons(rule) if rule else ():
                what, how = _wrong_reference(comparison, every, earlier)
                if what:
                    yield (*way, key), what, how
        earlier[question.id] = question


def _wrong_reference(comparison: Rule, every: set[str], earlier: dict[str, Question]) -> tuple[str, str]:
    """What is wrong with one comparison and how to mend it; two empty strings if nothing is."""
    name = comparison.question
    if name not in every:
        return f"There is no question '{name}'.", did_you_mean(name, earlier)
    if name not in earlier:
        return (
            f"The question '{name}' does not come before this one.",
            "A rule can read earlier questions only.",
        )
    question = earlier[name]
    operator = comparison.operator
    if operator is Operator.UNKNOWN and not question.offers_unknown:
        return f"The question '{name}' has no option unknown.", "Add the option or use another operator."
    if operator in FOR_ONE and question.type.is_multiple:
        return (
            f"'{operator}' cannot look into the several answers of '{name}'.",
            "Use contains or contains_any.",
        )
    if operator in FOR_MANY and not question.type.is_multiple:
        return f"The question '{name}' has a single answer, '{operator}' needs several.", "Use equals or in."
    if question.options and question.type is not QuestionType.COUNTRY_LIST:
        known = [option.value for option in question.options]
        for value in comparison.operand:
            if value not in known:
                return f"The question '{name}' has no option '{value}'.", did_you_mean(value, known)
    return "", ""


def _wrong_placeholders(questionnaire: Questionnaire) -> Iterator[Finding]:
    for way, question in _placed(questionnaire):
        for inner, text in texts(question.messages):
            allowed = gaps(str(inner[0]))
            for language, words in (("en", text.en), ("cy", text.cy)):
                place = (*way, "messages", *inner, language)
                try:
                    used = placeholders(words)
                except ValueError:
                    yield place, "A curly bracket has no twin.", "Add the other bracket or remove this one."
                    continue
                for name in sorted(used - allowed):
                    known = ", ".join(sorted(allowed)) or "none"
                    yield place, f"There is no gap '{{{name}}}'.", f"This message can use: {known}."


def _unreachable(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Questions that no answers lead to: found by trying the answers that the rules on the way look at."""
    for way, question in _placed(questionnaire):
        if question.show_if is None:
            continue
        read = _all_read(questionnaire, question)
        candidates = [_values_to_try(questionnaire, earlier) for earlier in read]
        trials = 1
        for values in candidates:
            trials *= len(values)
        if trials > MOST_TRIALS:
            what = (
                f"Whether '{question.id}' can be reached depends on too many answers ({trials} combinations)."
            )
            yield (*way, "show_if"), what, "Make the rule read fewer questions."
        elif not _is_reached(questionnaire, question, read, candidates):
            what = f"No answers lead to the question '{question.id}'."
            yield (*way, "show_if"), what, "Mend the rule, or the rules of the questions that it reads."


def _all_read(questionnaire: Questionnaire, question: Question) -> list[Question]:
    """The questions that decide whether `question` is asked, directly or through each other, in order."""
    wanted = set(questions_read(question.show_if)) if question.show_if else set()
    for earlier in reversed(questionnaire.questions):
        if earlier.id in wanted and earlier.show_if:
            wanted |= questions_read(earlier.show_if)
    return [earlier for earlier in questionnaire.questions if earlier.id in wanted]


def _values_to_try(questionnaire: Questionnaire, question: Question) -> list[Value]:
    """Values that tell all rules on this question apart; the empty one stands for no answer."""
    if question.type.is_single_choice:
        return ["", *(option.value for option in question.options)]
    mentioned = sorted(
        {
            value
            for other in questionnaire.questions
            for rule in (other.show_if, other.required_if)
            for comparison in (comparisons(rule) if rule else ())
            if comparison.question == question.id
            for value in comparison.operand
        }
    )
    if not question.type.is_multiple:
        return ["", "1", UNKNOWN, *mentioned]
    alone = {option.value for option in question.options if option.exclusive or option.value == UNKNOWN}
    others = [value for value in mentioned if value not in alone]
    others += [option.value for option in question.options if option.value not in alone | set(others)][:1]
    together = [chosen for size in range(len(others) + 1) for chosen in itertools.combinations(others, size)]
    return [*together, *((value,) for value in sorted(alone))]


def _is_reached(
    questionnaire: Questionnaire,
    question: Question,
    read: Sequence[Question],
    candidates: Sequence[Sequence[Value]],
) -> bool:
    for values in itertools.product(*candidates):
        trial = {earlier.id: Answer(value) for earlier, value in zip(read, values, strict=True)}
        if path.is_on_path(questionnaire, trial, question.id):
            return True
    return False
