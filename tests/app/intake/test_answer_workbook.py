"""Reading a workbook of answers: whatever stands in its cells, and whatever calls itself a workbook."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import workbook
from app.intake import answer_workbook, office_archives
from app.intake.answer_workbook import NoQuestions, Unreadable, Why, read_workbook
from questionnaires import Answer, Problems, answers
from questionnaires.cleaning import clean
from support import workbooks
from support.questionnaire_of_all_types import questionnaire

ASKED = questionnaire()
_NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def blank() -> Iterator[bytes]:
    site = Flask("a site for words")
    Babel(site)
    about = workbook.About("Northgate", "Anytown", "FH-1", date(2026, 12, 11), _NOW, False)
    with site.test_request_context():
        may_come = workbook.questions_that_may_come(ASKED, {}, "en")
        yield workbook.answer_workbook(workbook.Content(ASKED, may_come, about, "en", "a marker", {}, {}))


def taken(content: bytes, question_id: str, language: str = "en") -> Answer | Problems:
    """What the questionnaire says to the cells of one question."""
    read = read_workbook(content, ASKED, language)
    one = next(one for one in read.questions if one.question.id == question_id)
    assert not one.faults
    return answers.parse(one.question, one.raw, "en", required=True, as_at=date(2026, 11, 20))


def value(content: bytes, question_id: str, language: str = "en") -> object:
    answer = taken(content, question_id, language)
    assert isinstance(answer, Answer), answer
    return answer.value


# ------------------------------------------------------------------------------------ what people type


@pytest.mark.parametrize(
    ("question", "typed", "meant"),
    [
        ("yes_no_1", "Yes", "yes"),
        ("yes_no_1", "  YES ", "yes"),
        ("yes_no_1", "nac oes", "no"),
        ("yes_no_1", "unknown", "unknown"),
        ("yes_no_1", "i do not know.", "unknown"),
        ("radio_1", "fewer than 10", "few"),
        ("radio_1", "Llai na 10", "few"),
        ("radio_1", "Same words (twin)", "twin"),
        ("whole_number_1", 12, "12"),
        ("whole_number_1", 12.0, "12"),
        ("whole_number_1", "1,200", "1200"),
        ("whole_number_1", "I do not know", "unknown"),
        ("date_1", date(2026, 3, 31), "2026-03-31"),
        ("date_1", "31/3/2026", "2026-03-31"),
        ("date_1", "31 March 2026", "2026-03-31"),
        ("date_1", "31 Mawrth 2026", "2026-03-31"),
        ("date_1", date(1900, 3, 1), "1900-03-01"),
        ("text_1", 7, "7"),
        ("text_1", "007", "007"),
        ("text_1", "two\nlines", "two\nlines"),
        ("text_1", True, "TRUE"),
        ("url_1", "https://a.example/", "https://a.example/"),
    ],
)
def test_what_people_type(blank: bytes, question: str, typed: workbooks.Value, meant: str) -> None:
    assert value(workbooks.filled(blank, {question: typed}), question) == meant


@pytest.mark.parametrize("yes", ["Yes", "yes ", "Ie", "x", "✓", True, 1])
def test_ways_of_choosing_an_option(blank: bytes, yes: workbooks.Value) -> None:
    content = workbooks.filled(
        blank,
        {"option:checkboxes_1:one": yes, "option:checkboxes_1:two": "No", "option:checkboxes_1:three": " "},
    )
    assert value(content, "checkboxes_1") == ("one",)


def test_countries_in_rows_of_their_own_or_several_in_one(blank: bytes) -> None:
    content = workbooks.filled(
        blank,
        {
            "entry:country_list_1:1": "Côte d'Ivoire",
            "entry:country_list_1:4": "Bosnia and Herzegovina, Kenya; Ffrainc",
        },
    )
    assert value(content, "country_list_1") == ("CI", "BA", "KE", "FR")


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("yes_no_1", "perhaps"),
        ("radio_1", 10),
        ("whole_number_1", 3.5),
        ("whole_number_1", "=2"),
        ("whole_number_1", 1e300),
        ("date_1", 99_999_999),
        ("date_1", -1),
        ("date_1", "31/31/2026"),
        ("date_1", "soon"),
        ("url_1", "javascript:alert(1)"),
        ("text_1", "x" * 4001),
        ("text_1", "x" * 40_000),
    ],
)
def test_what_the_questionnaire_does_not_take(blank: bytes, question: str, typed: workbooks.Value) -> None:
    content = workbooks.filled(blank, {question: typed})
    read = read_workbook(content, ASKED, "en")
    one = next(one for one in read.questions if one.question.id == question)
    problems = taken(content, question)
    assert isinstance(problems, Problems) and set(problems.messages) == {"answer"}
    assert (
        one.of(answer_workbook.Column.ANSWER)[0].address
        == workbooks.places(blank)[f"question:{question}", "answer"]
    )


def test_evidence_is_read_from_its_two_cells(blank: bytes) -> None:
    link = {"radio_1": "https://a.example/policy"}
    for day in (date(2026, 3, 31), "31/3/2026", "2026-03-31"):
        content = workbooks.filled(blank, {"radio_1": "Fewer than 10"}, link, {"radio_1": day})
        assert taken(content, "radio_1") == Answer("few", "https://a.example/policy", date(2026, 3, 31))
    for wrong in ("soon", 46_000.5 * 1000, "March 2026", date(2026, 11, 21)):
        content = workbooks.filled(blank, {"radio_1": "Fewer than 10"}, link, {"radio_1": wrong})
        problems = taken(content, "radio_1")
        assert isinstance(problems, Problems) and set(problems.messages) == {"evidence_date"}, wrong
    problems = taken(workbooks.filled(blank, {"radio_1": "Fewer than 10"}, link), "radio_1")
    assert isinstance(problems, Problems) and set(problems.messages) == {"evidence_date"}


def test_the_value_of_a_formula_is_read_and_never_the_formula(blank: bytes) -> None:
    content = workbooks.with_formula(blank, "question:text_1", 'CONCATENATE("a","b")', "ab")
    assert value(content, "text_1") == "ab"


def test_days_counted_from_1904_are_read_as_those_days(blank: bytes) -> None:
    def from_1904(xml: bytes) -> bytes:
        assert b"<workbookPr " in xml
        return xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" ')

    day = date(2026, 3, 31)
    before = workbooks.filled(blank, {"date_1": (day - date(1904, 1, 1)).days})
    assert value(workbooks.changed(before, "xl/workbook.xml", from_1904), "date_1") == "2026-03-31"


def test_an_option_that_is_neither_chosen_nor_not_is_a_fault_of_its_cell(blank: bytes) -> None:
    read = read_workbook(workbooks.filled(blank, {"option:checkboxes_1:one": "perhaps"}), ASKED, "en")
    faults = [fault for one in read.questions for fault in one.faults]
    assert [(fault.why, str(fault.cell.row)) for fault in faults] == [
        (Why.NOT_YES_NO, "option:checkboxes_1:one")
    ]


def test_what_is_written_into_a_locked_cell_is_told(blank: bytes) -> None:
    read = read_workbook(workbooks.filled(blank, {"question:checkboxes_1": "all of them"}), ASKED, "en")
    assert [(stray.why, stray.cell.text) for stray in read.strays] == [(Why.NOT_ASKED, "all of them")]


NAUGHTY = [
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "<script>alert(1)</script>", "' OR 1=1 --",
    "\u202eevil",
    "a\u0000b", "\u0008", "\x1f", "_x0041_", "\ud800", "\ufffe", "\uffff", "😀" * 50, "ﷺ", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "x" * 40_000, "\u3000", "\ufeff", "1e400", "NaN", "#REF!", "{{7*7}}", "%s%n", "../../etc/passwd",
    "\r\n\r\n",
]  # fmt: skip


@pytest.mark.parametrize("naughty", NAUGHTY, ids=range(len(NAUGHTY)))
def test_any_text_in_every_cell_is_kept_exactly_or_told(blank: bytes, naughty: str) -> None:
    every = {row: naughty for (row, column) in workbooks.places(blank) if column == "answer"}
    evidence = {question.id: naughty for question in ASKED.questions}
    content = workbooks.filled(blank, every, evidence, evidence)
    read = read_workbook(content, ASKED, "en")
    assert len(read.questions) == len(ASKED.questions)
    for one in read.questions:
        result = answers.parse(one.question, one.raw, "en", required=True)
        assert one.faults or isinstance(result, Problems | Answer)
    kept = next(one for one in read.questions if one.question.id == "text_1")
    text = answers.parse(kept.question, {"answer": kept.raw["answer"]}, "en", required=False)
    carried = clean(workbooks.escaped(naughty)) == clean(naughty) or "_x0041_" in naughty
    if carried and len(naughty) <= 4000:
        assert isinstance(text, Answer) and text.value == clean(naughty)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.integers(0, 400),
        st.one_of(st.text(max_size=60), st.floats(allow_nan=False), st.booleans()),
        max_size=30,
    )
)
def test_no_cell_makes_the_reader_stumble(blank: bytes, wanted: dict[int, workbooks.Value]) -> None:
    rows = [row for row, column in workbooks.places(blank) if column == "answer"]
    content = workbooks.filled(blank, {rows[number % len(rows)]: one for number, one in wanted.items()})
    try:
        read = read_workbook(content, ASKED, "en")
    except Unreadable:  # numbers that are no day, in cells for days
        assert any(isinstance(one, float) and abs(one) > 1e9 for one in wanted.values())
        return
    for one in read.questions:
        assert isinstance(answers.parse(one.question, one.raw, "en"), Problems | Answer)


def test_a_day_beyond_all_days_does_not_bring_the_reader_down(blank: bytes, capfd) -> None:
    with pytest.raises(Unreadable):
        read_workbook(workbooks.filled(blank, {"date_1": -1e300}), ASKED, "en")
    capfd.readouterr()


# --------------------------------------------------------------------------- what calls itself a workbook


def archive(**named: bytes) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for name, data in named.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()


def test_a_workbook_without_the_marks_has_no_questions(blank: bytes) -> None:
    def unmarked(xml: bytes) -> bytes:
        return xml.replace(b"fairhand:key", b"something else")

    with pytest.raises(NoQuestions):
        read_workbook(workbooks.changed(blank, "xl/sharedStrings.xml", unmarked), ASKED, "en")


def test_a_workbook_without_its_marker_is_read_all_the_same(blank: bytes) -> None:
    content = workbooks.without_sheet(workbooks.filled(blank, {"yes_no_1": "Yes"}), "fairhand")
    read = read_workbook(content, ASKED, "en")
    assert read.marker == "" and value(content, "yes_no_1") == "yes"


@pytest.mark.parametrize("length", [0, 4, 30, 500, 5_000, 15_000])
def test_a_file_that_was_cut_short_cannot_be_read(blank: bytes, length: int) -> None:
    with pytest.raises(Unreadable):
        read_workbook(blank[:length], ASKED, "en")


def test_a_file_with_bytes_changed_is_read_or_refused(blank: bytes) -> None:
    for place in range(0, len(blank), 997):
        broken = blank[:place] + bytes([blank[place] ^ 0xFF]) + blank[place + 1 :]
        try:
            read_workbook(broken, ASKED, "en")
        except (Unreadable, NoQuestions):
            continue


def test_what_unpacks_to_too_much_is_not_unpacked(blank: bytes) -> None:
    bomb = workbooks.changed(blank, "xl/sharedStrings.xml", lambda xml: xml + b" " * 60_000_000)
    assert len(bomb) < 200_000
    with pytest.raises(Unreadable, match="too large"):
        read_workbook(bomb, ASKED, "en")


def test_a_size_that_is_a_lie_is_found_out(blank: bytes) -> None:
    """The directory of the archive says that a part is small; the part is not."""
    bomb = workbooks.changed(blank, "xl/sharedStrings.xml", lambda xml: xml + b" " * 60_000_000)
    with ZipFile(io.BytesIO(bomb)) as opened:
        size = opened.getinfo("xl/sharedStrings.xml").file_size
    lying = bomb.replace(struct.pack("<I", size), struct.pack("<I", 1000))
    assert lying != bomb
    with pytest.raises(Unreadable):
        read_workbook(lying, ASKED, "en")


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="99999999999999999999"><c><v>1</v></c></row>',
        b'<row><c r="zz1"><v>1</v></c></row>',
        b"<row r='30000'/>",
    ],
)
def test_cells_far_apart_are_not_laid_out(blank: bytes, cells: bytes) -> None:
    spread = workbooks.changed(
        blank, "xl/worksheets/sheet3.xml", lambda xml: xml.replace(b"</sheetData>", cells + b"</sheetData>")
    )
    with pytest.raises(Unreadable):
        read_workbook(spread, ASKED, "en")


def test_a_document_type_in_a_sheet_is_refused(blank: bytes) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    declared = workbooks.changed(
        blank,
        "xl/worksheets/sheet3.xml",
        lambda xml: xml.replace(b"<worksheet", laughs + b"<worksheet", 1),
    )
    with pytest.raises(Unreadable, match="document type"):
        read_workbook(declared, ASKED, "en")


def test_two_parts_of_one_name_are_refused(blank: bytes) -> None:
    target = io.BytesIO(blank)
    with pytest.warns(UserWarning, match="Duplicate"), ZipFile(target, "a") as made:
        made.writestr("xl/workbook.xml", b"<workbook/>")
    with pytest.raises(office_archives.Unsafe):
        office_archives.check(target.getvalue())


def test_other_archives_are_refused() -> None:
    for content in (archive(hello_xml=b"<a/>"), archive(xl__workbook_xml=b"not xml"), zlib.compress(b"x")):
        with pytest.raises(Unreadable):
            read_workbook(content, ASKED, "en")
