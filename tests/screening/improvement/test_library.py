"""The library of recommendations: whole, bilingual, fair, and an answer for every gap."""

from __future__ import annotations

import copy
import re
from typing import Any

import pytest

import questionnaires
from questionnaires import Question, QuestionType
from screening.improvement import library
from screening.improvement.library import NOT_APPLICABLE, Text, answers_without_advice, read
from screening.reference import load_yaml
from screening.signals import signal_values
from screening.weights import controls

#: Words that are said of nobody.
NEVER = re.compile(
    r"non-?compliant|\bcompliant|slavery-free|blacklist|suspicious|\bfailed\b|\bscores?\b", re.I
)
CHECKED_LISTS = (QuestionType.COUNTRY_LIST,)


def _texts() -> list[tuple[str, Text]]:
    found = [(f"strength {one.signal}", one.text) for one in library().strengths]
    for one in library().recommendations:
        whole = (one.title, one.why, one.find_out, one.evidence, *one.how, *one.small, *one.who)
        found += [(one.id, text) for text in whole]
    return found


def _best(question: Question) -> set[str]:
    """The answers than which none is worth more."""
    control = controls().get(question.signal or "")
    values = [option.value for option in question.options]
    if control is None:
        return set()
    worth = {value: control.answers.get(value, 0.0) for value in values}
    return {value for value in values if worth[value] == max(worth.values())}


@pytest.mark.parametrize("version", [1, 2])
def test_every_answer_that_is_not_the_best_has_advice_or_a_reason(version: int) -> None:
    told = library()
    for question in questionnaires.get("supplier", version).questions:
        if question.signal is None or question.type in CHECKED_LISTS:
            continue
        for value in {option.value for option in question.options} - _best(question):
            one = frozenset({value})
            advised = any(each.is_called_by(question.signal, one) for each in told.recommendations)
            settled = any(
                each.signal == question.signal and value in each.values
                for each in (*told.without, *told.strengths)
            )
            assert advised or settled or value == NOT_APPLICABLE, (question.id, value)


def test_an_honest_i_do_not_know_always_gets_a_first_step() -> None:
    for signal in signal_values():
        advised = [
            one for one in library().recommendations if one.is_called_by(signal, frozenset({"unknown"}))
        ]
        assert advised, signal


def test_a_reason_is_given_for_every_answer_left_without() -> None:
    for one in library().without:
        assert len(one.reason) > 20, one.signal
        assert not any(
            each.is_called_by(one.signal, frozenset({value}))
            for each in library().recommendations
            for value in one.values
        ), one.signal


def test_no_strength_is_a_gap_as_well() -> None:
    for one in library().strengths:
        if signal_values()[one.signal].kind == "several":
            continue
        for value in one.values:
            called = [
                each.id
                for each in library().recommendations
                if each.is_called_by(one.signal, frozenset({value}))
            ]
            assert called == [], (one.signal, value)


def test_every_control_has_a_strength_of_its_own() -> None:
    assert {one.signal for one in library().strengths} >= set(controls())


def test_texts_are_bilingual_plain_and_not_too_long() -> None:
    for place, text in _texts():
        assert text.en != text.cy, place
        for words in (text.en, text.cy):
            assert len(words) < 260, (place, words)
            assert not NEVER.search(words), (place, words)
            assert "  " not in words and words == words.strip(), (place, words)


def test_steps_are_few_and_fewer_for_small_organisations() -> None:
    for one in library().recommendations:
        assert 3 <= len(one.how) <= 5, one.id
        assert 1 <= len(one.small) <= 3, one.id
        efforts = ("hours", "days", "weeks")
        assert efforts.index(one.small_effort) <= efforts.index(one.effort), one.id
        assert one.small_effort != "weeks", one.id
        assert one.guidance and one.who, one.id


def test_guidance_has_an_address_and_no_day_that_nobody_looked() -> None:
    found = {each.id: each for one in library().recommendations for each in one.guidance}
    assert len(found) == len(load_yaml("improvements.yaml")["guidance"]), "guidance that nothing uses"
    for one in found.values():
        assert one.address.startswith("https://") and one.publisher and one.title
        assert one.checked is None, "whoever opens the address enters the day, and changes this line"


def test_workers_come_before_paper() -> None:
    groups = load_yaml("improvements.yaml")["groups"]
    factors = [groups[name]["factor"] for name in ("people", "practice", "knowledge", "paper")]
    assert factors == sorted(factors, reverse=True)


@pytest.fixture
def data() -> dict[str, Any]:
    return copy.deepcopy(load_yaml("improvements.yaml"))


def _first(data: dict[str, Any]) -> dict[str, Any]:
    return data["recommendations"]["fees_never"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: _first(data)["calls"].update({"no.signal": ["no"]}), "no signal is called"),
        (lambda data: _first(data)["calls"].update({"remedy.process": ["perhaps"]}), "perhaps"),
        (lambda data: _first(data).update(calls={}), "no answer calls for it"),
        (lambda data: _first(data)["why"].pop("cy"), "in English and in Welsh"),
        (lambda data: _first(data).update(how=[]), "at least one step"),
        (lambda data: _first(data).update(effort="years"), "hours, days, weeks"),
        (lambda data: data["guidance"]["acas"].update(address="http://x"), "https://"),
        (lambda data: data["strengths"][0].update(values=[]), "nothing"),
    ],
)
def test_a_mistake_in_the_file_is_refused(data: dict[str, Any], spoil: Any, words: str) -> None:
    spoil(data)
    with pytest.raises(ValueError, match=re.escape(words)):
        read(data)


@pytest.mark.parametrize("name", ["who", "guidance", "group"])
def test_a_name_that_is_nowhere_is_refused(data: dict[str, Any], name: str) -> None:
    _first(data)[name] = "nobody" if name == "group" else ["nobody"]
    with pytest.raises(KeyError):
        read(data)


def test_an_answer_that_nothing_covers_is_found(data: dict[str, Any]) -> None:
    del data["recommendations"]["documents_own"]
    assert list(answers_without_advice(read(data))) == [
        ("documents.kept_by_workers", "no"),
        ("documents.kept_by_workers", "unknown"),
    ]
