"""Loading: every kind of mistake is told with its place and its remedy, and what was published stays."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import questionnaires
from questionnaires import loader, lock
from questionnaires.mistakes import Mistake, QuestionnaireError

Save = Callable[..., Path]


@pytest.fixture(scope="session")
def good(write: Any, write_question: Any) -> dict[str, Any]:
    """Questions of every sort, with a follow-up to a follow-up, and nothing wrong."""
    first = [
        write_question("agency", signal="workforce.agency"),
        write_question("licence", "yes_no", show_if={"question": "agency", "in": ["red", "unknown"]}),
        write_question("note", "text", show_if={"question": "licence", "equals": "no"}),
        write_question("drinks", "checkboxes"),
    ]
    second = [
        write_question("places", "country_list", signal="delivery.countries"),
        write_question("count", "whole_number"),
    ]
    data: dict[str, Any] = write(first, second)
    return data


def test_a_good_file_is_loaded_once(good: dict[str, Any], save: Save) -> None:
    root = save(good)
    loaded = loader.load(root, "small", 1)
    assert [question.id for question in loaded.questions] == [
        "agency",
        "licence",
        "note",
        "drinks",
        "places",
        "count",
    ]
    assert loader.load(root, "small", 1) is loaded


def change(data: dict[str, Any], place: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """A copy with one thing changed, or taken away if `value` is Ellipsis."""
    changed = copy.deepcopy(data)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    if value is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return changed


def mistakes(data: dict[str, Any], save: Save) -> list[Mistake]:
    with pytest.raises(QuestionnaireError) as caught:
        loader.load(save(data), "small", 1)
    return list(caught.value.mistakes)


AGENCY, LICENCE, NOTE, DRINKS = (("sections", 0, "questions", place) for place in range(4))
PLACES = ("sections", 1, "questions", 0)


@pytest.mark.parametrize(
    ("place", "value", "where", "what", "how"),
    [
        (("title",), ..., "title", "missing", "Add it"),
        (("titel",), {"en": "a", "cy": "b"}, "titel", "no such key", "spelling"),
        (("title", "cy"), ..., "title.cy", "missing", "Add it"),
        (("title", "cy"), "", "title.cy", "no text here", "Write something"),
        (("minutes",), "ten", "minutes", "whole number", "Write a value of that kind"),
        (("minutes",), "0", "minutes", "least is 1. It is '0'", "Write a value of that kind"),
        (("sections",), [], "sections", "list is too short", "Add an entry"),
        (("sections",), "none", "sections", "a list", "dash"),
        (("sections", 0), "none", "sections.0", "keys and values", "mapping"),
        ((*AGENCY, "id"), "Agency!", "question Agency!)", "pattern", "small letters"),
        (
            (*AGENCY, "type"),
            "slider",
            "type (section part_1, question agency)",
            "It is 'slider'",
            "Write a value of that kind",
        ),
        ((*AGENCY, "why"), ..., "why (section part_1, question agency)", "missing", "Add it"),
        ((*AGENCY, "options"), [], "(section part_1, question agency)", "two options", "Add options"),
        (
            (*AGENCY, "messages"),
            {},
            "(section part_1, question agency)",
            "no message for a missing answer",
            "Add messages",
        ),
        (
            (*LICENCE, "show_if"),
            {"question": "agency", "is": "red"},
            "show_if (section part_1, question licence)",
            "no operator 'is'",
            "Use one of",
        ),
        ((*LICENCE, "show_if"), {"not": {"question": "agency"}}, "show_if", "this one has 0", "Join several"),
        (
            (*LICENCE, "show_if", "question"),
            "agncy",
            "show_if (section part_1, question licence)",
            "no question 'agncy'",
            "Did you mean 'agency'?",
        ),
        (
            (*LICENCE, "show_if", "question"),
            "drinks",
            "show_if",
            "'drinks' does not come before",
            "earlier questions only",
        ),
        (
            (*LICENCE, "show_if", "question"),
            "licence",
            "show_if",
            "'licence' does not come before",
            "earlier questions only",
        ),
        ((*LICENCE, "show_if", "in"), ["rd"], "show_if", "no option 'rd'", "Did you mean 'red'?"),
        (
            (*LICENCE, "required_if"),
            {"question": "agency", "contains": "red"},
            "required_if",
            "single answer",
            "equals or in",
        ),
        (
            (*PLACES, "show_if"),
            {"question": "drinks", "equals": "tea"},
            "show_if",
            "several answers of 'drinks'",
            "contains",
        ),
        (
            (*PLACES, "show_if"),
            {"question": "note", "unknown": "true"},
            "show_if",
            "'note' has no option unknown",
            "Add the option",
        ),
        (
            (*AGENCY, "show_if"),
            {"question": "count", "answered": "true"},
            "show_if",
            "'count' does not come before",
            "earlier",
        ),
        ((*LICENCE, "id"), "agency", "id (section part_1, question agency)", "used twice", "Rename"),
        (("sections", 1, "id"), "part_1", "sections.1.id", "'part_1' is used twice", "Rename"),
        (
            (*LICENCE, "signal"),
            "workforce.agency",
            "signal (section part_1, question licence)",
            "given by two questions",
            "one question",
        ),
        (
            (*LICENCE, "messages", "not_an_option"),
            {"en": "Not {entrie}", "cy": "Nid {entry}"},
            "not_an_option.en",
            "no gap '{entrie}'",
            "can use: entry",
        ),
        (
            (*LICENCE, "messages", "missing"),
            {"en": "Say it", "cy": "{entry}"},
            "missing.cy",
            "no gap '{entry}'",
            "has no gaps",
        ),
        (
            (*LICENCE, "messages", "missing"),
            {"en": "Say {it", "cy": "b"},
            "missing.en",
            "has no twin",
            "other bracket",
        ),
        (("id",), "large", "id", "id is 'large', and the folder is 'small'", "the same"),
        (("version",), "2", "version", "version is 2, and the file is 1.yaml", "the same"),
    ],
)
def test_each_mistake_says_where_what_and_how(
    good: dict[str, Any],
    save: Save,
    place: tuple[str | int, ...],
    value: Any,
    where: str,
    what: str,
    how: str,
) -> None:
    found = mistakes(change(good, place, value), save)
    mistake = next(one for one in found if what in one.what)
    assert mistake.where.startswith("small/1.yaml, line ")
    assert where in mistake.where
    assert how in mistake.how


def test_the_line_is_the_line(good: dict[str, Any], save: Save) -> None:
    data = change(good, (*LICENCE, "show_if", "question"), "agncy")
    [mistake] = mistakes(data, save)
    lines = (save(data) / "small" / "1.yaml").read_text(encoding="utf-8").splitlines()
    number = int(mistake.where.split("line ")[1].split(",")[0])
    assert lines[number - 1].strip() == "show_if:"
    assert lines[number].strip() == "question: agncy"


def test_all_mistakes_are_told_at_once(good: dict[str, Any], save: Save) -> None:
    data = change(good, (*LICENCE, "show_if", "question"), "agncy")
    data = change(data, (*NOTE, "show_if", "question"), "licnce")
    data = change(data, ("sections", 1, "id"), "part_1")
    assert len(mistakes(data, save)) == 3


@pytest.mark.parametrize(
    "show_if",
    [
        {"all": [{"question": "agency", "equals": "red"}, {"question": "agency", "equals": "green"}]},
        {"all": [{"question": "agency", "equals": "green"}, {"question": "licence", "equals": "no"}]},
        {
            "not": {
                "any": [
                    {"question": "agency", "answered": True},
                    {"question": "agency", "not_answered": True},
                ]
            }
        },
        {"all": [{"question": "agency", "not_answered": True}, {"question": "agency", "not_equals": "red"}]},
    ],
)
def test_a_question_that_nobody_can_reach_is_a_mistake(
    good: dict[str, Any], save: Save, show_if: Any
) -> None:
    [mistake] = mistakes(change(good, (*NOTE, "show_if"), show_if), save)
    assert mistake.what == "No answers lead to the question 'note'."
    assert "Mend the rule" in mistake.how


@pytest.mark.parametrize(
    ("place", "show_if"),
    [
        (
            PLACES,
            {"all": [{"question": "drinks", "contains": "tea"}, {"question": "drinks", "contains": "milk"}]},
        ),
        (
            PLACES,
            {
                "all": [
                    {"question": "drinks", "contains": "tea"},
                    {"not": {"question": "drinks", "contains": "milk"}},
                ]
            },
        ),
        (PLACES, {"question": "drinks", "contains": "none"}),
        (PLACES, {"question": "note", "answered": True}),
        (("sections", 1, "questions", 1), {"question": "places", "contains_any": ["IN", "CN"]}),
        (("sections", 1, "questions", 1), {"question": "places", "unknown": True}),
        (("sections", 1, "questions", 1), {"not": {"question": "places", "contains": "GB"}}),
    ],
)
def test_a_question_that_some_answers_reach_is_none(
    good: dict[str, Any], save: Save, write_question: Any, place: tuple[str | int, ...], show_if: Any
) -> None:
    data = change(good, (*place, "show_if"), show_if)
    data["sections"][1]["questions"].append(write_question("always"))
    assert loader.load(save(data), "small", 1)


def test_a_section_cannot_be_empty_for_anybody(good: dict[str, Any], save: Save) -> None:
    rule = {"question": "agency", "equals": "red"}
    data = change(good, (*PLACES, "show_if"), rule)
    data = change(data, ("sections", 1, "questions", 1, "show_if"), rule)
    [mistake] = mistakes(data, save)
    assert "No question of the section 'part_2' is always asked" in mistake.what


def test_a_rule_that_reads_too_much_is_refused(write: Any, write_question: Any, save: Save) -> None:
    many = [write_question(f"q{number}") for number in range(8)]
    rule = {"any": [{"question": f"q{number}", "equals": "red"} for number in range(8)]}
    [mistake] = mistakes(write([*many, write_question("last", show_if=rule)]), save)
    assert "too many answers (65536 combinations)" in mistake.what
    assert mistake.how == "Make the rule read fewer questions."


def test_the_current_version_is_the_newest_published_one(good: dict[str, Any], save: Save) -> None:
    for version in (1, 2, 10):
        root = save(change(good, ("version",), version), version=version)
    with pytest.raises(LookupError, match="no version of the questionnaire 'small' is published"):
        loader.load_current(root, "small")
    lock.publish(root, "small", 1)
    lock.publish(root, "small", 2)
    assert loader.load_current(root, "small").version == 2
    assert loader.load(root, "small", 10).version == 10, "a draft can be looked at"
    assert loader.versions(root, "small") == (1, 2, 10)
    assert loader.ids(root) == ("small",)


@pytest.mark.parametrize(
    ("name", "version"), [("small", 2), ("large", 1), ("../small", 1), ("small", 0), ("small", -1), ("", 1)]
)
def test_there_is_no_such_version(good: dict[str, Any], save: Save, name: str, version: int) -> None:
    root = save(good)
    with pytest.raises(LookupError):
        loader.load(root, name, version)


def test_the_questionnaires_of_this_project_are_all_right() -> None:
    for questionnaire_id in loader.ids(questionnaires.ROOT):
        for version in loader.versions(questionnaires.ROOT, questionnaire_id):
            loaded = questionnaires.get(questionnaire_id, version)
            assert (loaded.id, loaded.version) == (questionnaire_id, version)
    assert questionnaires.current("supplier").id == "supplier"
