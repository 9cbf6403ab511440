"""What is no YAML is told in plain words, on its line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import source, yaml_faults
from questionnaires.mistakes import QuestionnaireError, Said


@pytest.mark.parametrize(
    ("text", "line", "what", "how"),
    [
        ("a: 1\nb: c: d\n", 2, "a colon where none can be", "quotation marks"),
        ("a:\n\t- b\n", 2, "indented with a tab", "spaces only"),
        ("a: @b\n", 1, "a character that it cannot begin with", "quotation marks"),
        ("a: 1\nb\nc: 2\n", 3, "no colon after it", "Write a colon"),
        ("a: [1, 2\n", 2, "a bracket is not closed", "Close the bracket"),
        ("a: {b: 1\n", 2, "a bracket is not closed", "Close the bracket"),
        ('a: "b\n', 2, "a quotation mark is not closed", "other quotation mark"),
        ('a: "b\\q"\n', 1, "a backslash", "single quotation marks"),
        ("a: 1\n  b: 2\n", 2, "a colon where none can be", "indentation"),
        ("a:\n  - 1\n - 2\n", 3, "does not fit in", "below each other"),
        ("a: 1\n---\nb: 2\n", 2, "more than one document", "Keep one"),
        ("a: *b\n", 1, "*b is used", "Write the text out"),
        ("a: & b\n", 1, "& and *", "quotation marks"),
        ("a: 1\nb: \x07\n", 2, "number 7", "Remove the character"),
    ],
)
def test_each_fault_says_where_what_and_how(text, line, what, how) -> None:
    with pytest.raises(QuestionnaireError) as raised:
        source.parse(text, "x.yaml")
    [mistake] = raised.value.mistakes
    assert mistake.where == f"x.yaml, line {line}"
    assert what in mistake.what and how in mistake.how


@given(st.text(alphabet="ab:-[]{}'\"&*!%@\\\n\t #|>?,\x07", max_size=30))
def test_whatever_is_no_yaml_is_told_in_our_words_and_not_in_the_readers(text) -> None:
    try:
        source.parse(text, "x.yaml")
    except QuestionnaireError as error:
        for one in error.mistakes:
            assert isinstance(one.what, Said) and isinstance(one.how, Said)
            assert "while scanning" not in one.what and "expected" not in one.what


def test_a_fault_that_nobody_thought_of_is_told_too() -> None:
    what, how = yaml_faults.told(yaml.MarkedYAMLError(problem="something new"))
    assert "cannot be made out" in what and how
    assert yaml_faults.line_of(yaml.YAMLError(), "") == 1
