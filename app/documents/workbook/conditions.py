"""Which questions a workbook holds, and when each is asked: in words for people, as a formula for Excel.

On the web the path shows the next question. A workbook has all that could come, so each says what calls for
it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from flask_babel import gettext as _

from app.documents.workbook import names
from app.documents.workbook.content import Asked
from questionnaires import UNKNOWN, Answer, Question, Questionnaire, QuestionType, Section, countries, path
from questionnaires.context import FACTS
from questionnaires.rules import JOINS, Operator, Rule, holds
from questionnaires.values import Value

Condition = bool | Rule
"""Settled one way or the other, or a rule over questions of the workbook."""

_OF_A_VALUE: Final = frozenset(
    {Operator.NOT_EQUALS, Operator.NOT_IN, Operator.CONTAINS_OTHER, Operator.ANSWERED}
)


def questions_that_may_come(
    questionnaire: Questionnaire, answers: Mapping[str, Answer], language: str
) -> tuple[Asked, ...]:
    """The questions that some answers can call for in the questionnaire's context, numbered in order."""
    on_path = {question.id for question in path.on_path(questionnaire, answers)}
    facts, found = questionnaire.context.facts(), []
    numbers: dict[str, int] = {}
    telling: dict[str, str] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            if questionnaire.context.setting not in question.settings or question.tells in facts:
                continue
            own = question.show_if is None or _settle(question.show_if, facts, telling, numbers)
            module = section.show_if is None or _settle(section.show_if, facts, telling, numbers)
            condition = _join(Operator.ALL, [module, own])
            if condition is False:
                continue
            numbers[question.id] = len(numbers) + 1
            if question.tells:
                telling[question.tells] = question.id
            found.append(
                Asked(
                    number=numbers[question.id],
                    section=section,
                    question=path.worded(questionnaire, answers, question),
                    section_when=_words(module, questionnaire, numbers, language),
                    when=_words(own, questionnaire, numbers, language),
                    formula=_formula(condition, questionnaire),
                    is_asked=question.id in on_path,
                )
            )
    return tuple(found)


def sections_of(asked: Sequence[Asked]) -> list[tuple[Section, list[Asked]]]:
    """The questions under their sections, in order."""
    found: list[tuple[Section, list[Asked]]] = []
    for one in asked:
        if not found or found[-1][0] is not one.section:
            found.append((one.section, []))
        found[-1][1].append(one)
    return found


def _settle(
    rule: Rule, facts: Mapping[str, Value], telling: Mapping[str, str], numbers: Mapping[str, int]
) -> Condition:
    """The rule with everything decided that the context decides."""
    if rule.operator in JOINS:
        return _join(rule.operator, [_settle(inner, facts, telling, numbers) for inner in rule.rules])
    if rule.context in FACTS and (rule.context in facts or rule.context not in telling):
        return holds(rule, {}, facts)
    asked = telling[rule.context] if rule.context else rule.question
    if asked not in numbers:
        return rule.operator is Operator.NOT_ANSWERED
    about = _rule(rule.operator, question=asked, operand=rule.operand)
    if not rule.context:
        return about
    # "I do not know" tells no fact, so it is no answer to a rule that reads the fact.
    unknown = _rule(Operator.UNKNOWN, question=asked)
    if rule.operator is Operator.NOT_ANSWERED:
        return _join(Operator.ANY, [about, unknown])
    if rule.operator not in _OF_A_VALUE:
        return about
    return _join(Operator.ALL, [about, _join(Operator.NOT, [unknown])])


def _rule(
    operator: Operator, question: str = "", operand: tuple[str, ...] = (), rules: tuple[Rule, ...] = ()
) -> Rule:
    return Rule.model_construct(
        operator=operator, question=question, context="", operand=operand, rules=rules
    )


def _join(operator: Operator, parts: Sequence[Condition]) -> Condition:
    """All, any or not of some conditions, as short as it goes."""
    if operator is Operator.NOT:
        inner = parts[0]
        return not inner if isinstance(inner, bool) else _rule(operator, rules=(inner,))
    decided = operator is Operator.ANY
    if any(part is decided for part in parts):
        return decided
    left = [part for part in parts if not isinstance(part, bool)]
    if not left:
        return not decided
    flat = [one for part in left for one in (part.rules if part.operator is operator else (part,))]
    return flat[0] if len(flat) == 1 else _rule(operator, rules=tuple(dict.fromkeys(flat)))


# -------------------------------------------------------------------------------------------------- words


def _words(
    condition: Condition, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str
) -> str:
    if isinstance(condition, bool):
        return ""
    return _("Only if %(condition)s.", condition=_said(condition, questionnaire, numbers, language))


def _said(rule: Rule, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str) -> str:
    def said(inner: Rule) -> str:
        words = _said(inner, questionnaire, numbers, language)
        return f"({words})" if inner.operator in (Operator.ALL, Operator.ANY) else words

    if rule.operator is Operator.ALL:
        return _(" and ").join(said(inner) for inner in rule.rules)
    if rule.operator is Operator.ANY:
        return _(", or ").join(said(inner) for inner in rule.rules)
    if rule.operator is Operator.NOT:
        inner = rule.rules[0]
        if inner.operator in JOINS:
            return _("it is not so that %(condition)s", condition=said(inner))
        return _comparison(inner, questionnaire, numbers, language, negated=True)
    return _comparison(rule, questionnaire, numbers, language)


def _comparison(
    rule: Rule, questionnaire: Questionnaire, numbers: Mapping[str, int], language: str, negated: bool = False
) -> str:
    question = questionnaire.question(rule.question)
    number = numbers[rule.question]
    operand = (UNKNOWN,) if rule.operator is Operator.UNKNOWN else rule.operand
    answers = _(" or ").join(_quoted(question, value, language) for value in operand if _has(question, value))
    other = rule.operator in (Operator.NOT_EQUALS, Operator.NOT_IN, Operator.CONTAINS_OTHER)
    if rule.operator in (Operator.ANSWERED, Operator.NOT_ANSWERED):
        if (rule.operator is Operator.ANSWERED) is negated:
            return _("question %(number)s is not answered", number=number)
        return _("question %(number)s is answered", number=number)
    fills = {"number": number, "answers": answers}
    if other and negated:
        return _("the answer to question %(number)s is no other than %(answers)s", **fills)
    if other:
        return _("the answer to question %(number)s is other than %(answers)s", **fills)
    if negated:
        return _("the answer to question %(number)s is not %(answers)s", **fills)
    if question.type.is_multiple:
        return _("the answers to question %(number)s include %(answers)s", **fills)
    return _("the answer to question %(number)s is %(answers)s", **fills)


def _has(question: Question, value: str) -> bool:
    """A rule may name kinds of work that the question does not offer; nobody can have chosen those."""
    return question.type is not QuestionType.CHECKBOXES or question.option(value) is not None


def _quoted(question: Question, value: str, language: str) -> str:
    option = question.option(value)
    if option is not None:
        return f"“{option.label.in_language(language)}”"
    return countries.name(value, language) if question.type is QuestionType.COUNTRY_LIST else f"“{value}”"


# ------------------------------------------------------------------------------------------------ formulas


def _formula(condition: Condition, questionnaire: Questionnaire) -> str:
    """1 or 0 by the answers in the workbook, for the hidden column by which rows are greyed."""
    if isinstance(condition, bool):
        return ""
    return f"=IF({_test(condition, questionnaire)},1,0)"


def _test(rule: Rule, questionnaire: Questionnaire) -> str:
    if rule.operator in (Operator.ALL, Operator.ANY):
        word = "AND" if rule.operator is Operator.ALL else "OR"
        return f"{word}({','.join(_test(inner, questionnaire) for inner in rule.rules)})"
    if rule.operator is Operator.NOT:
        return f"NOT({_test(rule.rules[0], questionnaire)})"
    question = questionnaire.question(rule.question)
    asked = f"{names.asked(question)}=1"
    if rule.operator is Operator.NOT_ANSWERED:
        return f"NOT(AND({asked},{_is_answered(question)}))"
    if rule.operator is Operator.ANSWERED:
        return f"AND({asked},{_is_answered(question)})"
    if rule.operator in (Operator.NOT_EQUALS, Operator.NOT_IN):
        return f"AND({asked},{_is_answered(question)},{_compared(rule, question)})"
    return f"AND({asked},{_compared(rule, question)})"


def _compared(rule: Rule, question: Question) -> str:
    operand = (UNKNOWN,) if rule.operator is Operator.UNKNOWN else rule.operand
    operand = tuple(value for value in operand if _has(question, value))
    if rule.operator is Operator.CONTAINS_OTHER:
        return _has_other(question, operand)
    chosen = [_is_chosen(question, value) for value in operand]
    test = f"OR({','.join(chosen)})" if chosen else "FALSE"
    return f"NOT({test})" if rule.operator in (Operator.NOT_EQUALS, Operator.NOT_IN) else test


def _is_chosen(question: Question, value: str) -> str:
    if question.type is QuestionType.CHECKBOXES:
        return f"{names.option(question, value)}={names.YES}"
    return f"{_count(question, value)}>0"


def _has_other(question: Question, operand: tuple[str, ...]) -> str:
    if question.type is QuestionType.CHECKBOXES:
        others = [option.value for option in question.options if option.value not in operand]
        return f"OR({','.join(_is_chosen(question, value) for value in others)})" if others else "FALSE"
    named = "".join(f"-{_count(question, value)}" for value in operand)
    return f"COUNTA({names.answer(question)}){named}>0"


def _count(question: Question, value: str) -> str:
    """In how many cells of the answer a value stands. COUNTIF would take a question mark for any letter."""
    named = f'"{value}"'
    if question.option(value) is not None:
        named = names.label(question, value)
    elif question.type is QuestionType.COUNTRY_LIST:
        named = names.country(value)
    return f"SUMPRODUCT(--({names.answer(question)}={named}))"


def _is_answered(question: Question) -> str:
    if question.type is QuestionType.CHECKBOXES:
        return f"OR({','.join(_is_chosen(question, option.value) for option in question.options)})"
    return f"COUNTA({names.answer(question)})>0"
