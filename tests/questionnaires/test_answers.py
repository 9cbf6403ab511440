"""Answers: parsed with their evidence, shown, checked as a whole, turned into signals."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from questionnaires import Answer, Problems, Question, Questionnaire, SignalValue, answers

Ask = Callable[..., Question]
EVIDENCE = {"what": {"en": "A link", "cy": "Dolen"}, "valid_for_months": 12}
AS_AT = date(2026, 11, 21)


def form(
    *entries: str, url: str = "", day: str = "", month: str = "", year: str = ""
) -> dict[str, list[str]]:
    return {
        "answer": list(entries),
        "evidence_url": [url],
        "evidence_day": [day],
        "evidence_month": [month],
        "evidence_year": [year],
    }


def test_an_answer_without_evidence(ask: Ask) -> None:
    assert answers.parse(ask("radio"), form("red"), "en") == Answer("red")
    assert answers.parse(ask("radio"), {"answer": ["red"], "csrf_token": ["x"]}, "en") == Answer("red")


def test_evidence_is_a_link_and_its_date(ask: Ask) -> None:
    raw = form("red", url="www.example.org/x", day="31", month="3", year="2026")
    parsed = answers.parse(ask("radio", evidence=EVIDENCE), raw, "en", as_at=AS_AT)
    assert parsed == Answer("red", "https://www.example.org/x", date(2026, 3, 31))
    assert answers.parse(ask("radio"), raw, "en") == Answer("red"), "this question asks for no evidence"
    assert answers.parse(ask("radio", evidence=EVIDENCE), form("red"), "en") == Answer("red")


@pytest.mark.parametrize(
    ("raw", "fields", "words"),
    [
        (form(), ["answer"], "Answer asked"),
        (form("blue"), ["answer"], "“blue” is not one of them"),
        (form("red", url="example"), ["evidence_url", "evidence_date"], "full web address"),
        (form("red", url="https://example.org"), ["evidence_date"], "Enter the date of the document"),
        (form("red", day="1", month="3", year="2026"), ["evidence_url"], "web address of the document"),
        (form("red", url="example.org", day="1", year="2026"), ["evidence_date"], "Add the month"),
        (form("red", url="example.org", day="1", month="3", year="26"), ["evidence_date"], "4 figures"),
        (form("red", url="example.org", day="22", month="11", year="2026"), ["evidence_date"], "in the past"),
        (form("blue", url="x", day="x"), ["answer", "evidence_url", "evidence_date"], "“blue”"),
    ],
)
def test_each_field_has_its_own_message(
    ask: Ask, raw: dict[str, list[str]], fields: list[str], words: str
) -> None:
    english, welsh = (
        answers.parse(ask("radio", evidence=EVIDENCE), raw, language, as_at=AS_AT)
        for language in ("en", "cy")
    )
    assert isinstance(english, Problems) and isinstance(welsh, Problems)
    assert list(english.messages) == list(welsh.messages) == fields
    assert words in english.first
    assert english.first != welsh.first


def test_a_misspelt_country_is_offered_the_nearest_name(ask: Ask) -> None:
    question = ask("country_list")
    english, welsh = (answers.parse(question, form("France\nGermny"), language) for language in ("en", "cy"))
    assert isinstance(english, Problems) and isinstance(welsh, Problems)
    assert english.first == "Check the spelling of “Germny”. Did you mean Germany?"
    assert "Ai Yr Almaen" in welsh.first


def test_whether_an_answer_is_needed(ask: Ask) -> None:
    optional = ask("checkboxes", required=False)
    depends = ask("radio", required_if={"question": "other", "answered": True})
    assert answers.parse(optional, form(), "en") == Answer(())
    assert answers.parse(depends, form(), "en") == Answer("")
    assert isinstance(answers.parse(depends, form(), "en", required=True), Problems)
    assert answers.parse(ask("radio"), form(), "en", required=False) == Answer("")


@pytest.mark.parametrize(
    ("kind", "value", "english", "welsh"),
    [
        ("radio", "red", "Red", "Red (cy)"),
        ("checkboxes", ("tea", "milk"), ["Tea", "Milk"], ["Tea (cy)", "Milk (cy)"]),
        ("country_list", ("GB", "XK"), ["United Kingdom", "Kosovo"], ["Y Deyrnas Unedig", "Kosovo"]),
        ("country_list", ("unknown",), ["Unknown"], ["Unknown (cy)"]),
        ("date", "2026-03-01", "1 March 2026", "1 Mawrth 2026"),
        ("date", "not a date", "not a date", "not a date"),
        ("whole_number", "12", "12", "12"),
        ("text", "", "Not provided", "Heb ei ddarparu"),
        ("checkboxes", (), "Not provided", "Heb ei ddarparu"),
        ("radio", "an option of old", "an option of old", "an option of old"),
    ],
)
def test_answers_in_words(ask: Ask, kind: str, value: Any, english: Any, welsh: Any) -> None:
    assert answers.display(ask(kind), Answer(value), "en") == english
    assert answers.display(ask(kind), Answer(value), "cy") == welsh


@pytest.mark.parametrize(
    "answer",
    [
        Answer("yes"),
        Answer(""),
        Answer(("GB", "IN")),
        Answer((), "https://example.org", date(2026, 3, 31)),
        Answer("Siân 👩\u200d🌾"),
    ],
)
def test_answers_can_be_stored_as_json(answer: Answer) -> None:
    assert Answer.from_json(json.loads(json.dumps(answer.to_json()))) == answer


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {},
        {"value": 1},
        {"value": [1]},
        {"value": None},
        {"value": "a", "evidence_url": None},
        {"value": "a", "evidence_date": "soon"},
        {"value": "a", "evidence_date": 3},
    ],
)
def test_anything_else_in_storage_is_refused(stored: object) -> None:
    with pytest.raises(ValueError, match=r"stored answer|isoformat"):
        Answer.from_json(stored)


@pytest.fixture(scope="session")
def branching(make: Callable[..., Questionnaire], write_question: Any) -> Questionnaire:
    licence = write_question(
        "licence",
        "yes_no",
        show_if={"question": "agency", "in": ["red", "unknown"]},
        signal="providers.licence_checks",
        signal_if_not_asked="not_applicable",
        evidence=EVIDENCE,
    )
    return make(
        [write_question("agency", signal="workforce.agency"), licence],
        [
            write_question("drinks", "checkboxes", signal="training.given", required=False),
            write_question("places", "country_list", signal="delivery.countries"),
            write_question("count", "whole_number", required_if={"question": "agency", "equals": "red"}),
        ],
    )


def test_a_whole_response_is_checked_again(branching: Questionnaire) -> None:
    good = {"agency": Answer("green"), "places": Answer(("GB",))}
    assert answers.validate(branching, good, "en") == {}
    assert answers.validate(branching, {}, "en") == {"agency": "Answer agency", "places": "Answer places"}
    assert answers.validate(branching, good | {"agency": Answer("red")}, "cy") == {
        "licence": "Answer licence (cy)",
        "count": "Answer count (cy)",
    }


@pytest.mark.parametrize(
    ("question_id", "stored", "words"),
    [
        ("agency", Answer("blue"), "not one of them"),
        ("agency", Answer(""), "Answer agency"),
        ("agency", Answer(("red",)), "again"),
        ("places", Answer("GB"), "again"),
        ("places", Answer(("GB", "GB")), "again"),
        ("places", Answer(("ZZ",)), "ZZ"),
        ("drinks", Answer(("milk", "tea")), "again"),
        ("drinks", Answer(("none", "tea")), "not both"),
        ("agency", Answer("green", "https://example.org", date(2026, 1, 1)), "again"),
    ],
)
def test_storage_is_trusted_in_nothing(
    branching: Questionnaire, question_id: str, stored: Answer, words: str
) -> None:
    good = {"agency": Answer("green"), "places": Answer(("GB",))}
    problems = answers.validate(branching, good | {question_id: stored}, "en")
    assert list(problems) == [question_id]
    assert words in problems[question_id]


def test_what_is_off_the_path_is_not_checked(branching: Questionnaire) -> None:
    stored = {"agency": Answer("green"), "places": Answer(("GB",)), "licence": Answer("nonsense")}
    assert answers.validate(branching, stored, "en") == {}


def test_signals(branching: Questionnaire) -> None:
    given = {"agency": Answer("red"), "drinks": Answer(("none",)), "places": Answer(("unknown",))}
    assert answers.signals(branching, given) == {
        "workforce.agency": SignalValue("red"),
        "training.given": SignalValue(("none",)),
        "delivery.countries": SignalValue("unknown"),
    }
    assert answers.signals(branching, {}) == {}
    assert answers.signals(branching, {"drinks": Answer(())}) == {}, "passed over is not answered"
    assert answers.signals_given(branching) == {
        "workforce.agency", "providers.licence_checks", "training.given", "delivery.countries",
    }  # fmt: skip


def test_not_applicable_is_told_apart_from_not_answered(branching: Questionnaire) -> None:
    def licence(**given: str) -> SignalValue | None:
        found = answers.signals(branching, {name: Answer(value) for name, value in given.items()})
        return found.get("providers.licence_checks")

    assert licence() is None, "agency is not answered yet"
    assert licence(agency="green") == SignalValue("not_applicable")
    assert licence(agency="green", licence="yes") == SignalValue("not_applicable"), "an answer off the path"
    assert licence(agency="red") is None, "asked and not answered"
    assert licence(agency="red", licence="no") == SignalValue("no")


@pytest.mark.parametrize(
    ("answer", "as_at", "level"),
    [
        (Answer("yes", "https://example.org", date(2025, 11, 21)), None, "documented"),
        (Answer("yes", "https://example.org", date(2025, 11, 21)), AS_AT, "documented"),
        (Answer("yes", "https://example.org", date(2025, 11, 20)), AS_AT, "said"),
        (Answer("yes", "https://example.org", date(2026, 11, 22)), AS_AT, "said"),
        (Answer("yes", "https://example.org"), None, "said"),
        (Answer("yes", "", date(2026, 1, 1)), None, "said"),
        (Answer("unknown", "https://example.org", date(2026, 1, 1)), None, "said"),
        (Answer("yes"), None, "said"),
    ],
)
def test_a_dated_valid_link_documents_an_answer(
    branching: Questionnaire, answer: Answer, as_at: date | None, level: str
) -> None:
    given = {"agency": Answer("red"), "licence": answer}
    signal = answers.signals(branching, given, as_at=as_at)["providers.licence_checks"]
    assert signal.evidence == level
    assert signal.evidence_date == (answer.evidence_date if level == "documented" else None)


def test_the_page_shows_what_was_entered(ask: Ask) -> None:
    question = ask("country_list", evidence=EVIDENCE)
    answer = Answer(("GB", "CI"), "https://example.org/x", date(2026, 3, 1))
    assert answers.to_raw(question, answer, "en") == form(
        "United Kingdom", "Côte d'Ivoire", url="https://example.org/x", day="1", month="3", year="2026"
    )
    for language in ("en", "cy"):
        assert answers.parse(question, answers.to_raw(question, answer, language), language) == answer
    assert answers.to_raw(ask("text"), Answer("x")) == {"answer": ["x"]}
