"""Additions as files, and the hash that freezes them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import QuestionnaireError, own, own_files

PLAIN = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@given(
    st.dictionaries(
        PLAIN.map(lambda key: f"k{key}"), PLAIN | st.lists(PLAIN, max_size=3), min_size=1, max_size=5
    )
)
def test_a_file_reads_back_as_it_was(content: dict[str, Any]) -> None:
    kept = own.normal(content)
    read, _source = own_files.from_yaml(own_files.to_yaml(kept).encode(), "mine.yaml")
    assert read == kept


def test_words_that_look_like_something_else_stay_words() -> None:
    content = {"a": "no", "b": "12", "c": "true", "d": "null", "required": False, "maximum": 3, "e": "x: y"}
    assert own_files.from_yaml(own_files.to_yaml(content).encode(), "f")[0] == content


@pytest.mark.parametrize(
    ("sent", "what"),
    [
        (b"", "is empty"),
        (b"- a", "does not hold keys"),
        (b"\xff\xfe", "not UTF-8"),
        (b"a: &x 1\nb: *x", "alias"),
        (b"a: 1\na: 2", "given twice"),
        (b"a: [", "not YAML"),
        (b"[" * 5000, "nested too deep"),
        (b"a" * (own_files.LARGEST + 1), "more than 200000"),
    ],
)
def test_what_is_no_such_file_is_refused_with_its_name(sent: bytes, what: str) -> None:
    with pytest.raises(QuestionnaireError) as refused:
        own_files.from_yaml(sent, "mine.yaml")
    [mistake] = refused.value.mistakes
    assert what in mistake.what and mistake.where.startswith("mine.yaml") and mistake.how


def test_the_hash_is_of_content_id_and_version_and_not_of_the_order_of_keys() -> None:
    content = {"a": "1", "b": ["2"]}
    first = own_files.digest(content, "council_1_local", 1)
    assert own_files.digest({"b": ["2"], "a": "1"}, "council_1_local", 1) == first
    others = [
        own_files.digest({"a": "1", "b": ["3"]}, "council_1_local", 1),
        own_files.digest(content, "council_2_local", 1),
        own_files.digest(content, "council_1_local", 2),
    ]
    assert len({first, *others}) == 4
