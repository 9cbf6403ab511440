"""The fill-in sheet for the registry: its content, and the workbook and the PDF read back."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from pikepdf import Pdf
from python_calamine import CalamineWorkbook

from app.documents.registry_sheet import content, pdf_file, xlsx_file
from screening.registry_form import Entry, Kind, fields, steps
from support.registry_entries import WHOLE, entries
from support.world import NOW


def sheet_of(app: Flask, entry: Entry, language: str = "en") -> content.Sheet:
    with app.test_request_context():
        return content.sheet(entry, "Anytown Council", "anytown", date(2026, 3, 31), "Draft", language)


def cells_of(data: bytes) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[str(cell) for cell in row] for row in book.get_sheet_by_name("Registry").to_python()]


def read_back(cells: list[list[str]], sheet: content.Sheet) -> dict[str, tuple[str, ...]]:
    """The answers that a workbook holds, by column of the download or question."""
    found: dict[str, tuple[str, ...]] = {}
    head = next(n for n, row in enumerate(cells) if row[0] == sheet.words.question)
    lines = [line for part in sheet.parts for line in part.lines]
    rows = [row for row in cells[head + 1 :] if row[2] or row[6] or row[1]]
    for line in lines:
        taken = rows[: max(1, len(line.options))]
        del rows[: len(taken)]
        assert taken[0][0].removesuffix(" †") == line.question
        if line.options:
            assert [row[2] for row in taken] == [one.words for one in line.options]
            found[line.field] = tuple(row[2] for row in taken if row[3] == sheet.words.ticked)
        else:
            found[line.field] = tuple(taken[0][3].split("\n")) if taken[0][3] else ()
    assert not rows
    return found


def test_the_sheet_has_every_question_in_the_order_of_the_form(app: Flask) -> None:
    sheet = sheet_of(app, WHOLE)
    lines = [line for part in sheet.parts for line in part.lines]
    assert [line.field for line in lines] == list(fields())
    assert [part.title for part in sheet.parts] == [one.title for one in steps()]
    of = {line.field: line for line in lines}
    assert of["policies"].chosen == ("Freedom of association", "Other")
    assert of["period_end"].answer == ("31/3/2026",)
    assert of["progress"].how == "At most 500 characters" and of["progress"].used == 24
    assert of["statement_url"].how.endswith("At most 1,024 characters")
    assert of["no_structure"].condition.endswith("is “No”") and not of["no_structure"].is_asked
    assert of["remediation"].condition.startswith("Not if") and of["remediation"].is_asked
    assert not any(line.is_open for line in lines)


def test_what_is_needed_and_not_given_is_marked(app: Flask) -> None:
    sheet = sheet_of(app, Entry({}))
    still_open = [line.field for part in sheet.parts for line in part.lines if line.is_open]
    assert still_open[:2] == ["organisation_name", "sector_type"] and "progress" not in still_open
    assert "statement_url" in still_open and "email" not in still_open


def test_the_registry_s_words_stay_english_on_a_welsh_sheet(app: Flask) -> None:
    english, welsh = sheet_of(app, WHOLE), sheet_of(app, WHOLE, "cy")
    assert [line.question for part in welsh.parts for line in part.lines] == [
        line.question for part in english.parts for line in part.lines
    ]
    assert welsh.parts[0].title == english.parts[0].title and welsh.language == "cy"
    assert welsh.file_stem == "registry-sheet-anytown-2026-cy"


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_workbook_is_read_back_as_it_was_written(app: Flask, language: str) -> None:
    sheet = sheet_of(app, WHOLE, language)
    data = xlsx_file.sheet_xlsx(sheet, NOW)
    assert data == xlsx_file.sheet_xlsx(sheet, NOW)
    found = read_back(cells_of(data), sheet)
    for name, one in fields().items():
        given = WHOLE.given(name)
        if one.options:
            assert found[name] == tuple(words for key, words in one.options.items() if key in given)
        elif one.kind != Kind.DATE:
            assert "\n".join(found[name]) == "\n".join(given)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(entries())
def test_any_entry_makes_a_workbook_that_holds_it(app: Flask, entry: Entry) -> None:
    sheet = sheet_of(app, entry)
    found = read_back(cells_of(xlsx_file.sheet_xlsx(sheet, NOW)), sheet)
    for name, one in fields().items():
        if one.options:
            assert len(found[name]) == len(entry.given(name))


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(entries())
def test_any_entry_makes_a_pdf(app: Flask, entry: Entry) -> None:
    assert pdf_file.sheet_pdf(sheet_of(app, entry), NOW).startswith(b"%PDF")


def test_the_pdf_is_tagged_has_its_language_and_is_the_same_each_time(app: Flask) -> None:
    sheet = sheet_of(app, WHOLE, "cy")
    data = pdf_file.sheet_pdf(sheet, NOW)
    assert data == pdf_file.sheet_pdf(sheet, NOW)
    with Pdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang).startswith("cy") and pdf.Root.MarkInfo.Marked
        assert pdf.docinfo["/Title"] == sheet.title


def test_where_there_is_no_answer_it_is_said_whether_one_is_needed(app: Flask) -> None:
    sheet = sheet_of(app, Entry({}))
    of = {line.field: line for part in sheet.parts for line in part.lines}
    assert pdf_file.without_answer(of["turnover"], sheet) == "To be answered"
    assert pdf_file.without_answer(of["progress"], sheet) == "No answer"
    assert replace(of["progress"], answer=("x",)).chosen == ("x",)
