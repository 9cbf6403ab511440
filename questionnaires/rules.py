"""Rules over answers, as data: when is a question shown, when must it be answered.

A rule is written in YAML as one operator on one earlier question, or as rules joined together:

    show_if: {question: workers_agency, in: [some, most, unknown]}
    show_if:
      all:
        - {question: statement_in_scope, not_equals: "no"}
        - not: {question: policy_published, unknown: true}

A comparison may read a fact of the context (`context.py`) in place of an answer:

    show_if: {context: sectors, contains_any: [cleaning, security]}

Every operator that looks at a value is false while the question has no answer, `not_equals` and `not_in`
included: no answer is neither yes nor no. Only `not_answered` and `not` can be true then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from questionnaires.mistakes import did_you_mean, say, wrong
from questionnaires.values import UNKNOWN, Value


class Operator(StrEnum):
    """All that a rule can say."""

    EQUALS = "equals"
    NOT_EQUALS = "not_equals"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains_any"
    CONTAINS_OTHER = "contains_other"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    UNKNOWN = "unknown"
    ALL = "all"
    ANY = "any"
    NOT = "not"


JOINS = frozenset({Operator.ALL, Operator.ANY, Operator.NOT})
FLAGS = frozenset({Operator.ANSWERED, Operator.NOT_ANSWERED, Operator.UNKNOWN})
LISTS = frozenset({Operator.IN, Operator.NOT_IN, Operator.CONTAINS_ANY, Operator.CONTAINS_OTHER})
FOR_ONE = frozenset({Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN})
FOR_MANY = frozenset({Operator.CONTAINS, Operator.CONTAINS_ANY, Operator.CONTAINS_OTHER})

_TESTS: Mapping[Operator, Callable[[Value, tuple[str, ...]], bool]] = {
    Operator.EQUALS: lambda value, operand: value == operand[0],
    Operator.NOT_EQUALS: lambda value, operand: value != operand[0],
    Operator.IN: lambda value, operand: value in operand,
    Operator.NOT_IN: lambda value, operand: value not in operand,
    Operator.CONTAINS: lambda value, operand: isinstance(value, tuple) and operand[0] in value,
    Operator.CONTAINS_ANY: lambda value, operand: (
        isinstance(value, tuple) and not set(operand).isdisjoint(value)
    ),
    Operator.CONTAINS_OTHER: lambda value, operand: (
        isinstance(value, tuple) and not set(value).issubset(operand)
    ),
    Operator.ANSWERED: lambda value, operand: True,
    Operator.UNKNOWN: lambda value, operand: value in (UNKNOWN, (UNKNOWN,)),
}


class Rule(BaseModel):
    """One rule. Filled is `question` or `context` (and `operand`), or `rules`, as the operator needs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    operator: Operator
    question: str = ""
    context: str = ""
    operand: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, written: Any) -> Any:
        """Turn the form that people write into the fields above."""
        if not isinstance(written, dict):
            raise wrong(
                say("A rule must be a mapping."),
                say("Write for example {{question: some_question, equals: some_answer}}."),
            )
        names = [key for key in written if key not in ("question", "context")]
        if len(names) != 1:
            raise wrong(
                say("A rule has one operator, and this one has {value}.", value=len(names)),
                say("Join several rules with all, any or not."),
            )
        if names[0] not in set(Operator):
            raise wrong(
                say("There is no operator '{value}'.", value=names[0]), did_you_mean(names[0], set(Operator))
            )
        operator = Operator(names[0])
        return _joined(operator, written) if operator in JOINS else _comparing(operator, written)


def _joined(operator: Operator, written: dict[str, Any]) -> dict[str, Any]:
    for key in ("question", "context"):
        if key in written:
            raise wrong(
                say("'{operator}' joins rules and takes no {key}.", operator=operator, key=key),
                say("Move the {key} into the rules below it.", key=key),
            )
    inner = written[operator]
    if operator is Operator.NOT:
        inner = [inner]
    if not isinstance(inner, list) or not inner:
        raise wrong(
            say("'{operator}' needs a list of rules.", operator=operator),
            say("Put each rule on a line that starts with a dash."),
        )
    return {"operator": operator, "rules": inner}


def _comparing(operator: Operator, written: dict[str, Any]) -> dict[str, Any]:
    question, context, operand = written.get("question", ""), written.get("context", ""), written[operator]
    if not isinstance(question, str) or not isinstance(context, str) or not (question or context):
        raise wrong(
            say("'{operator}' does not say which question it looks at.", operator=operator),
            say("Add 'question: its_id'."),
        )
    if question and context:
        raise wrong(
            say("'{operator}' looks at a question and at the context.", operator=operator),
            say("Join two rules with all or any."),
        )
    if operator in FLAGS:
        if operand not in ("true", True):
            raise wrong(
                say("'{operator}' takes only the value true.", operator=operator),
                say("Use the opposite operator, or join it with 'not'."),
            )
        operand = []
    elif operator in LISTS:
        if not isinstance(operand, list) or not operand:
            raise wrong(
                say("'{operator}' needs a list of values.", operator=operator),
                say("Write the values in square brackets."),
            )
    elif isinstance(operand, str) and operand:
        operand = [operand]
    else:
        raise wrong(
            say("'{operator}' takes one value.", operator=operator),
            say("Write one value, or use the operator for a list of them."),
        )
    return {"operator": operator, "question": question, "context": context, "operand": operand}


_NO_FACTS: Mapping[str, Value] = {}


def holds(rule: Rule, values: Mapping[str, Value], facts: Mapping[str, Value] = _NO_FACTS) -> bool:
    """Whether `rule` is true of `values` (question id -> value) and `facts` (fact of the context -> value).

    No value, or an empty one, is no answer.
    """
    if rule.operator is Operator.ALL:
        return all(holds(inner, values, facts) for inner in rule.rules)
    if rule.operator is Operator.ANY:
        return any(holds(inner, values, facts) for inner in rule.rules)
    if rule.operator is Operator.NOT:
        return not holds(rule.rules[0], values, facts)
    value = facts.get(rule.context) if rule.context else values.get(rule.question)
    if rule.operator is Operator.NOT_ANSWERED:
        return not value
    return bool(value) and _TESTS[rule.operator](value or "", rule.operand)


def comparisons(rule: Rule) -> Iterator[Rule]:
    """The rules inside `rule` (or itself) that look at a question or at a fact of the context."""
    if rule.operator in JOINS:
        for inner in rule.rules:
            yield from comparisons(inner)
    else:
        yield rule


def questions_read(rule: Rule) -> frozenset[str]:
    """The ids of the questions whose answers decide the rule."""
    return frozenset(comparison.question for comparison in comparisons(rule) if comparison.question)


def facts_read(rule: Rule) -> frozenset[str]:
    """The facts of the context that decide the rule."""
    return frozenset(comparison.context for comparison in comparisons(rule) if comparison.context)
