"""The workbook of a questionnaire: what it holds, and that every answer comes back as it went in."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zipfile import ZipFile

import pytest
from flask import Flask
from flask_babel import Babel, force_locale
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook, SheetVisibleEnum

import questionnaires
from app.documents import workbook
from app.intake import answer_workbook
from app.workbook_layout import Column, RowKey, can_carry
from questionnaires import Answer, Context, Problems, Question, Questionnaire, QuestionType, Setting, answers
from support.questionnaire_of_all_types import questionnaire as all_types

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
ABOUT = workbook.About(
    "Northgate Cleaning Services Ltd", "Anytown Council", "FH-000001", date(2026, 12, 11), NOW, False
)


@pytest.fixture(autouse=True, scope="module")
def request_in_a_language() -> Iterator[None]:
    site = Flask("a site for words")
    Babel(site)
    with site.test_request_context():
        yield


def render(
    asked: Questionnaire, given_answers: dict[str, Answer], language: str = "en", **more: object
) -> bytes:
    with force_locale(language):
        may_come = workbook.questions_that_may_come(asked, given_answers, language)
        content = workbook.Content(
            asked,
            may_come,
            ABOUT,
            language,
            "the marker",
            given_answers,
            {},
            **more,  # type: ignore[arg-type]
        )
        return workbook.answer_workbook(content)


def read_back(content: bytes, asked: Questionnaire, language: str = "en") -> dict[str, Answer]:
    """The answers of all questions that have something in their cells."""
    read = answer_workbook.read_workbook(content, asked, language)
    assert read.marker == "the marker" and not read.strays
    found = {}
    for one in read.questions:
        if not one.is_blank:
            assert not one.faults
            answer = answers.parse(one.question, one.raw, language, required=False)
            assert isinstance(answer, Answer), (one.question.id, one.raw, answer)
            found[one.question.id] = answer
    return found


# ------------------------------------------------------------------------------------------- there and back

WEB_LETTERS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t=+-@<>&\"'_x0041"), max_size=300
)


def raw_values(question: Question) -> st.SearchStrategy[list[str]]:
    """What people could enter on the question's page, most of it valid."""
    listed = [option.value for option in question.options]
    days = st.dates(date(1900, 1, 1)).map(lambda day: [str(day.day), str(day.month), str(day.year)])
    by_type: dict[QuestionType, st.SearchStrategy[list[str]]] = {
        QuestionType.YES_NO: st.sampled_from(listed).map(lambda value: [value]),
        QuestionType.RADIO: st.sampled_from(listed).map(lambda value: [value]),
        QuestionType.CHECKBOXES: st.lists(st.sampled_from(listed), min_size=1, unique=True),
        QuestionType.COUNTRY_LIST: st.lists(
            st.sampled_from([code for code, _ in questionnaires.countries.choices("en")]),
            min_size=1, max_size=40, unique=True,
        ),
        QuestionType.TEXT: WEB_LETTERS.map(lambda text: [text]),
        QuestionType.URL: st.sampled_from(["https://a.example/b?c=d&e=%20", "http://xn--caf-dma.example/"]).map(
            lambda url: [url]
        ),
        QuestionType.DATE: days,
        QuestionType.WHOLE_NUMBER: st.integers(-5, 10**12).map(lambda number: [str(number)]),
    }  # fmt: skip
    return st.one_of(by_type[question.type], st.just(["unknown"]))


@st.composite
def valid_answers(draw: st.DrawFn) -> dict[str, Answer]:
    found = {}
    for question in all_types().questions:
        raw: dict[str, list[str]] = {"answer": draw(raw_values(question))}
        if draw(st.booleans()):
            day = draw(st.dates(date(1900, 1, 1)))
            raw |= {
                "evidence_url": ["https://evidence.example/?q=1&r=2"],
                "evidence_day": [str(day.day)],
                "evidence_month": [str(day.month)],
                "evidence_year": [str(day.year)],
            }
        answer = answers.parse(question, raw, "en", required=False)
        if isinstance(answer, Answer) and not answer.is_blank:
            found[question.id] = answer
    return found


@settings(max_examples=40, deadline=None)
@given(valid_answers(), st.sampled_from(["en", "cy"]))
def test_every_answer_comes_back_as_it_went_in(answered: dict[str, Answer], language: str) -> None:
    carried = {
        name: answer
        for name, answer in answered.items()
        if isinstance(answer.value, tuple) or can_carry(answer.value)
    }
    with_rest = dict(read_back(render(all_types(), carried, language), all_types(), language))
    assert with_rest == carried


def test_a_workbook_in_one_language_is_read_by_a_reader_of_the_other() -> None:
    given_answers = {
        "yes_no_1": Answer("no"),
        "radio_1": Answer("few"),
        "checkboxes_1": Answer(("two", "three")),
    }
    content = render(all_types(), given_answers, "cy")
    assert read_back(content, all_types(), "en") == given_answers


@pytest.mark.parametrize("text", ["a\ufffeb", "_x005F_x0041_", "\uffff"])
def test_a_text_that_no_cell_can_hold_is_left_empty_and_said_to_be_so(text: str) -> None:
    answered = {"text_1": Answer(text)}
    standing = {"text_1": workbook.Standing("Ann", NOW)}
    with force_locale("en"):
        may_come = workbook.questions_that_may_come(all_types(), answered, "en")
        made = workbook.answer_workbook(
            workbook.Content(all_types(), may_come, ABOUT, "en", "the marker", answered, standing)
        )
    assert read_back(made, all_types()) == {}
    assert any("no spreadsheet can hold" in cell for row in cells(made, "Questions") for cell in row)


# ------------------------------------------------------------------------------------------- what it holds


def cells(content: bytes, sheet: str) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        [str(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    ]


def parts(content: bytes) -> dict[str, str]:
    with ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


@pytest.fixture(scope="module")
def supplier_workbook() -> bytes:
    return render(questionnaires.current("supplier"), {"organisation_size": Answer("large")})


def test_the_lists_and_the_marker_are_shown_by_no_menu(supplier_workbook: bytes) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(supplier_workbook))
    seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    hidden = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.VeryHidden]
    assert seen == ["Read me", "Questions"] and sorted(hidden) == ["fairhand", "lists"]


def test_every_question_has_its_words_its_why_and_its_example(supplier_workbook: bytes) -> None:
    shown = {cell for row in cells(supplier_workbook, "Questions") for cell in row}
    everything = "\n".join(shown)
    for question in questionnaires.current("supplier").questions:
        worded = question.for_size("large")
        assert worded.text.en in everything and question.why.en in shown and question.example.en in shown


def test_everything_but_the_answers_is_locked_without_a_password(supplier_workbook: bytes) -> None:
    sheet = parts(supplier_workbook)["xl/worksheets/sheet3.xml"]
    protection = re.search("<sheetProtection[^>]*>", sheet)
    assert protection and "password" not in protection[0] and "mergeCell" not in sheet


def test_choices_are_lists_and_none_of_them_stands_in_the_cell_itself(supplier_workbook: bytes) -> None:
    sheet = parts(supplier_workbook)["xl/worksheets/sheet3.xml"]
    sources = re.findall(r'type="list"[^>]*>\s*<formula1>([^<]*)', sheet)
    assert len(sources) > 55 and all(re.fullmatch(r"lists!\$[A-Z]+\$1:\$[A-Z]+\$\d+", one) for one in sources)


def test_nothing_that_people_wrote_becomes_a_formula() -> None:
    content = render(all_types(), {"text_1": Answer("=HYPERLINK(1)")})
    formulas = re.findall(r"<f>([^<]*)", parts(content)["xl/worksheets/sheet3.xml"])
    assert formulas and all(re.match(r"(IF\(|asked_)", one) for one in formulas)


def test_a_question_that_the_context_rules_out_is_not_in_it() -> None:
    asked = questionnaires.current("supplier").asked_in(
        Context(setting=Setting.AT_EVALUATION, sectors=("cleaning",), size="micro")
    )
    ids = {one.question.id for one in workbook.questions_that_may_come(asked, {}, "en")}
    assert "organisation_size" not in ids and "kinds_of_work" not in ids
    assert "workers_agency" not in ids and "gap_policies" not in ids and "statement_published" in ids


def test_each_conditional_question_says_when_it_is_asked() -> None:
    may_come = workbook.questions_that_may_come(questionnaires.current("supplier"), {}, "en")
    by_id = {one.question.id: one for one in may_come}
    assert by_id["statement_published"].when == (
        "Only if the answer to question 3 is “Yes” or “I do not know”."
    )
    assert by_id["sites_visited"].section_when == (
        "Only if the answers to question 2 include “Cleaning, laundry, security or facilities”."
    )
    assert by_id["policy_published"].when == by_id["policy_published"].section_when == ""


def test_wrong_cells_hold_what_was_typed_with_a_note() -> None:
    wrong = {
        (RowKey("radio_1"), Column.ANSWER): workbook.Wrong("Perhaps", "Choose one"),
        (RowKey("date_1"), Column.EVIDENCE_DATE): workbook.Wrong("soon", "Enter a date"),
    }
    made = render(all_types(), {}, wrong=wrong)
    read = answer_workbook.read_workbook(made, all_types(), "en")
    by_id = {one.question.id: one for one in read.questions}
    assert by_id["radio_1"].of(Column.ANSWER)[0].text == "Perhaps"
    problems = answers.parse(by_id["date_1"].question, by_id["date_1"].raw, "en", required=False)
    assert isinstance(problems, Problems) and "evidence_date" in problems.messages
    notes = next(text for name, text in parts(made).items() if name.startswith("xl/comments"))
    assert "Choose one" in notes and "Enter a date" in notes
