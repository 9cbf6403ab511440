"""The fill-in sheet as an Excel workbook."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any, Final

import xlsxwriter

from app.documents.registry_sheet.content import Line, Part, Sheet

_WIDTHS: Final = (42, 28, 42, 46, 10, 10, 27)
_LINE: Final = 15
_CHARACTERS: Final = 1.1
"""Points of height of a line, and characters of a text that fit into one of width."""
_A4: Final = 9
_ANSWER: Final = 3


def sheet_xlsx(sheet: Sheet, made_at: datetime) -> bytes:
    """A workbook to fill in: a row for each question or option, the council's answers in a column of their
    own, which warns of what is longer than the form takes. The same sheet gives the same bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"title": sheet.title[:255], "created": made_at.astimezone(UTC).replace(tzinfo=None)}
        )
        page = book.add_worksheet("Registry")
        page.set_landscape()
        page.set_paper(_A4)
        page.fit_to_pages(1, 0)
        looks = _looks(book)
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        row = _head(page, sheet, looks)
        for part in sheet.parts:
            row = _part(page, row, part, sheet, looks)
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    plain = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#B1B4B6"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "note": book.add_format({"valign": "top", "text_wrap": True}),
        "head": book.add_format({**plain, "bold": True, "bg_color": "#EEF5F4"}),
        "part": book.add_format({"bold": True, "font_size": 13, "valign": "vcenter", "bottom": 2}),
        "cell": book.add_format(plain),
        "fill": book.add_format({**plain, "bg_color": "#FFF7D6", "num_format": "@"}),
        "quiet": book.add_format({**plain, "font_color": "#505A5F"}),
        "count": book.add_format({**plain, "align": "right"}),
    }


def _head(page: Any, sheet: Sheet, looks: dict[str, Any]) -> int:
    page.write_string(0, 0, sheet.title, looks["title"])
    page.write_string(1, 0, sheet.council)
    row = 2
    for note in filter(None, (sheet.status, *sheet.notes)):
        page.merge_range(row, 0, row, len(_WIDTHS) - 1, note, looks["note"])
        page.set_row(row, _LINE * 1.3)
        row += 1
    said = sheet.words
    names = (said.question, said.how, said.options, said.answer, said.used, said.longest, said.column)
    for column, name in enumerate(names):
        page.write_string(row, column, name, looks["head"])
    page.set_row(row, _LINE * 2.2)
    page.freeze_panes(row + 1, 0)
    page.repeat_rows(row)
    return row + 1


def _part(page: Any, row: int, part: Part, sheet: Sheet, looks: dict[str, Any]) -> int:
    page.write_string(row, 0, f"{part.title} ({part.needed.lower()})", looks["part"])
    page.set_row(row, _LINE * 1.8)
    row += 1
    if part.intro:
        page.merge_range(row, 0, row, len(_WIDTHS) - 1, part.intro, looks["note"])
        row += 1
    for line in part.lines:
        row = _options(page, row, line, sheet, looks) if line.options else _text(page, row, line, looks)
    return row


def _question(page: Any, row: int, line: Line, looks: dict[str, Any]) -> None:
    how = "\n".join(filter(None, (line.hint, f"{line.how}." if line.how else "", line.condition)))
    page.write_string(row, 0, line.question + (" †" if line.question_is_ours else ""), looks["cell"])
    page.write_string(row, 1, how, looks["quiet"])
    page.write_string(row, 6, line.column, looks["quiet"])


def _text(page: Any, row: int, line: Line, looks: dict[str, Any]) -> int:
    _question(page, row, line, looks)
    page.write_blank(row, 2, None, looks["cell"])
    answer = "\n".join(line.answer)
    page.write_string(row, _ANSWER, answer, looks["fill"])
    if line.longest:
        page.write_formula(row, 4, f"=LEN(D{row + 1})", looks["count"], line.used)
        page.write_number(row, 5, line.longest, looks["count"])
        page.data_validation(
            row, _ANSWER, row, _ANSWER,
            {"validate": "length", "criteria": "<=", "value": line.longest, "error_type": "warning"},
        )  # fmt: skip
    else:
        page.write_blank(row, 4, None, looks["cell"])
        page.write_blank(row, 5, None, looks["cell"])
    page.set_row(row, _height(line, answer))
    return row + 1


def _options(page: Any, row: int, line: Line, sheet: Sheet, looks: dict[str, Any]) -> int:
    """A row for each option, to be ticked; the question stands beside the first."""
    for number, option in enumerate(line.options):
        if number:
            for column in (0, 1, 6):
                page.write_blank(row, column, None, looks["cell"])
            page.set_row(row, _LINE * _lines(option.words, _WIDTHS[2]))
        else:
            _question(page, row, line, looks)
            page.set_row(row, max(_height(line, ""), _LINE * _lines(option.words, _WIDTHS[2])))
        page.write_string(row, 2, option.words, looks["cell"])
        page.write_string(row, _ANSWER, sheet.words.ticked if option.ticked else "", looks["fill"])
        page.data_validation(row, _ANSWER, row, _ANSWER, {"validate": "list", "source": [sheet.words.ticked]})
        page.write_blank(row, 4, None, looks["cell"])
        page.write_blank(row, 5, None, looks["cell"])
        row += 1
    return row


def _height(line: Line, answer: str) -> float:
    how = "\n".join(filter(None, (line.hint, line.how, line.condition)))
    lines = max(
        _lines(line.question + " †", _WIDTHS[0]), _lines(how, _WIDTHS[1]), _lines(answer, _WIDTHS[_ANSWER])
    )
    return min(_LINE * lines, 400.0)


def _lines(text: str, width: int) -> int:
    return sum(max(1, -(-len(line) // int(width * _CHARACTERS * 0.9))) for line in text.split("\n"))
