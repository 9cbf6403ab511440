"""Made-up pairs for the model of pairs."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from screening.names import clean
from screening.training.synthetic import examples

NAMES = [
    "Northgate Cleaning Services Limited",
    "Pendlecroft Catering plc",
    "Stannerfold Construction Ltd",
    "Larkbeck Housing Association",
]


def test_as_many_of_each_kind_as_asked_for_and_always_the_same() -> None:
    made = examples(NAMES, 40, seed=1)
    assert [example.same for example in made] == [True] * 40 + [False] * 40
    assert made == examples(NAMES[::-1], 40, seed=1) != examples(NAMES, 40, seed=2)


def test_one_entity_is_a_slip_or_a_form_apart() -> None:
    for example in examples(NAMES, 60, seed=3)[:60]:
        assert OSA.distance(clean(example.left).flat, clean(example.right).flat) <= 2, example


def test_two_entities_differ_in_a_whole_word() -> None:
    for example in examples(NAMES, 60, seed=3)[60:]:
        assert OSA.distance(clean(example.left).flat, clean(example.right).flat) > 2, example


def test_too_few_names_make_no_pairs() -> None:
    assert examples([], 5, seed=1) == []
    assert examples(["Ab"], 5, seed=1) == []
