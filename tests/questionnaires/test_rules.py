"""Rules: what each operator says, and that no answer is neither yes nor no."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from questionnaires.rules import Operator, Rule, comparisons, facts_read, holds, questions_read
from questionnaires.values import Value


def rule(written: Any) -> Rule:
    return Rule.model_validate(written)


ONE, MANY, NOTHING = "some", ("tea", "milk"), None
TABLE: list[tuple[dict[str, Any], Value | None, bool]] = [
    ({"equals": "some"}, ONE, True),
    ({"equals": "most"}, ONE, False),
    ({"equals": "some"}, NOTHING, False),
    ({"not_equals": "most"}, ONE, True),
    ({"not_equals": "some"}, ONE, False),
    ({"not_equals": "some"}, NOTHING, False),
    ({"not_equals": "some"}, "unknown", True),
    ({"in": ["some", "most"]}, ONE, True),
    ({"in": ["none"]}, ONE, False),
    ({"in": ["some"]}, NOTHING, False),
    ({"not_in": ["none", "most"]}, ONE, True),
    ({"not_in": ["some"]}, ONE, False),
    ({"not_in": ["some"]}, NOTHING, False),
    ({"contains": "tea"}, MANY, True),
    ({"contains": "wine"}, MANY, False),
    ({"contains": "tea"}, NOTHING, False),
    ({"contains": "e"}, "tea", False),
    ({"contains_any": ["wine", "milk"]}, MANY, True),
    ({"contains_any": ["wine"]}, MANY, False),
    ({"contains_any": ["wine"]}, NOTHING, False),
    ({"contains_other": ["tea"]}, MANY, True),
    ({"contains_other": ["tea", "milk", "wine"]}, MANY, False),
    ({"contains_other": ["tea"]}, "milk", False),
    ({"contains_other": ["tea"]}, NOTHING, False),
    ({"answered": True}, ONE, True),
    ({"answered": True}, MANY, True),
    ({"answered": True}, "unknown", True),
    ({"answered": True}, NOTHING, False),
    ({"not_answered": True}, NOTHING, True),
    ({"not_answered": True}, "", True),
    ({"not_answered": True}, (), True),
    ({"not_answered": True}, ONE, False),
    ({"unknown": True}, "unknown", True),
    ({"unknown": True}, ("unknown",), True),
    ({"unknown": True}, ONE, False),
    ({"unknown": True}, NOTHING, False),
]


@pytest.mark.parametrize(("written", "value", "expected"), TABLE)
def test_each_operator(written: dict[str, Any], value: Value | None, expected: bool) -> None:
    values = {} if value is None else {"q": value}
    assert holds(rule({"question": "q", **written}), values) is expected


def test_the_table_has_every_operator() -> None:
    assert {name for written, _, _ in TABLE for name in written} | {"all", "any", "not"} == set(Operator)


A, B = {"question": "a", "equals": "yes"}, {"question": "b", "equals": "yes"}


@pytest.mark.parametrize(
    ("written", "for_neither", "for_a", "for_both"),
    [
        ({"all": [A, B]}, False, False, True),
        ({"any": [A, B]}, False, True, True),
        ({"not": A}, True, False, False),
        ({"not": {"any": [A, B]}}, True, False, False),
        ({"all": [A, {"not": B}]}, False, True, False),
    ],
)
def test_rules_are_joined(written: Any, for_neither: bool, for_a: bool, for_both: bool) -> None:
    read = rule(written)
    assert holds(read, {}) is for_neither
    assert holds(read, {"a": "yes", "b": "no"}) is for_a
    assert holds(read, {"a": "yes", "b": "yes"}) is for_both


def test_what_a_rule_reads() -> None:
    read = rule({"any": [A, {"not": {"all": [B, {"question": "a", "answered": True}]}}]})
    assert questions_read(read) == {"a", "b"}
    assert [inner.operator for inner in comparisons(read)] == ["equals", "equals", "answered"]


@pytest.mark.parametrize(
    ("written", "what", "how"),
    [
        ("a == b", "must be a mapping", "{question: some_question"),
        ({}, "this one has 0", "Join several rules"),
        ({"question": "q"}, "this one has 0", "Join several rules"),
        ({"question": "q", "equals": "a", "in": ["b"]}, "this one has 2", "all, any or not"),
        ({"question": "q", "equal": "a"}, "no operator 'equal'", "Did you mean 'equals'"),
        ({"question": "q", "eval": "a"}, "no operator 'eval'", "Use one of"),
        ({"equals": "a"}, "does not say which question", "Add 'question"),
        ({"question": ["q"], "equals": "a"}, "does not say which question", "Add 'question"),
        ({"question": "q", "equals": ["a"]}, "takes one value", "operator for a list"),
        ({"question": "q", "equals": ""}, "takes one value", "Write one value"),
        ({"question": "q", "in": "a"}, "needs a list", "square brackets"),
        ({"question": "q", "in": []}, "needs a list", "square brackets"),
        ({"question": "q", "answered": "no"}, "only the value true", "opposite operator"),
        ({"question": "q", "all": [A]}, "joins rules and takes no question", "Move the question"),
        ({"context": "size", "any": [A]}, "joins rules and takes no context", "Move the context"),
        ({"question": "q", "context": "size", "equals": "a"}, "a question and at the context", "Join two"),
        ({"all": A}, "needs a list of rules", "dash"),
        ({"any": []}, "needs a list of rules", "dash"),
        ({"not": "a"}, "must be a mapping", "Write for example"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(written: Any, what: str, how: str) -> None:
    with pytest.raises(ValidationError) as caught:
        rule(written)
    [error] = caught.value.errors()
    assert what in error["ctx"]["what"]
    assert how in error["ctx"]["how"]


def test_a_rule_may_read_a_fact_of_the_context_in_place_of_an_answer() -> None:
    both = rule({"all": [A, {"context": "sectors", "contains_any": ["cleaning", "waste"]}]})
    assert questions_read(both) == {"a"} and facts_read(both) == {"sectors"}
    assert holds(both, {"a": "yes"}, {"sectors": ("waste",)})
    assert not holds(both, {"a": "yes"}, {"sectors": ("legal",)})
    assert not holds(both, {"a": "yes", "sectors": ("waste",)}), "an answer is no fact of the context"
    unknown = rule({"context": "size", "not_answered": True})
    assert holds(unknown, {}) and not holds(unknown, {}, {"size": "micro"})


ids = st.sampled_from(["a", "b", "c"])
words = st.sampled_from(["yes", "no", "unknown", "x"])
comparing: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.builds(
        lambda q, o, v: {"question": q, o: v},
        ids,
        st.sampled_from(["equals", "not_equals", "contains"]),
        words,
    ),
    st.builds(
        lambda q, o, v: {"question": q, o: v},
        ids,
        st.sampled_from(["in", "not_in", "contains_any"]),
        st.lists(words, min_size=1),
    ),
    st.builds(
        lambda q, o: {"question": q, o: True}, ids, st.sampled_from(["answered", "not_answered", "unknown"])
    ),
)
rules = st.recursive(
    comparing,
    lambda inner: st.one_of(
        st.builds(
            lambda o, r: {o: r}, st.sampled_from(["all", "any"]), st.lists(inner, min_size=1, max_size=3)
        ),
        st.builds(lambda r: {"not": r}, inner),
    ),
    max_leaves=6,
)
answered = st.dictionaries(ids, words | st.lists(words, unique=True).map(tuple))


@given(rules, answered)
def test_every_rule_holds_or_does_not(written: dict[str, Any], values: dict[str, Value]) -> None:
    read = rule(written)
    assert holds(read, values) is not holds(rule({"not": written}), values)
    assert rule(read) == read
    assert questions_read(read) <= {"a", "b", "c"}


@given(st.lists(rules, min_size=1, max_size=3), answered)
def test_de_morgan(written: list[dict[str, Any]], values: dict[str, Value]) -> None:
    none_of_them = {"not": {"any": written}}
    each_not = {"all": [{"not": inner} for inner in written]}
    assert holds(rule(none_of_them), values) is holds(rule(each_not), values)


@given(comparing, answered)
def test_without_an_answer_only_not_answered_holds(written: dict[str, Any], values: dict[str, Value]) -> None:
    without = {question: value for question, value in values.items() if question != written["question"]}
    assert holds(rule(written), without) is ("not_answered" in written)
