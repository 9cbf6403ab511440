"""A risk report as an Excel workbook: a summary, and every table on a sheet of its own, with real numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import xlsxwriter

from app.documents.risk_report.content import (
    Bullets,
    Cell,
    Chart,
    Figure,
    Form,
    Pairs,
    RiskReport,
    Table,
    Text,
    legible,
    line_around,
    words_of,
)

LONGEST_CELL: Final = 32_767
"""Characters that Excel allows in a cell; XlsxWriter leaves out a longer text altogether."""
LONGEST_SHEET_NAME: Final = 31
_TOTAL_WIDTH: Final = 150
_SUMMARY_WIDTHS: Final = (38, 100)
_LINE: Final = 15
_TALLEST: Final = 400
"""Points of height of a line of text, and of the tallest row that Excel allows, or nearly."""
_A4: Final = 9


def report_xlsx(report: RiskReport) -> bytes:
    """The report as a workbook; the same report gives the same bytes."""
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        made_at = report.made_at.astimezone(UTC).replace(tzinfo=None)
        book.set_properties(
            {
                "title": legible(report.title)[:255],
                "created": made_at,
                "comments": legible(report.standing[0]),
            }
        )
        looks = _looks(book)
        _write_summary(book, report, looks)
        for number, (table, chart) in enumerate(report.tables(), start=1):
            _write_table(book, report, table, looks, number, chart)
    return target.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    top = {"valign": "top"}
    header = {"bold": True, "text_wrap": True, "bg_color": "#EEF5F4", "bottom": 1}
    return {
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": "#12504C"}),
        "heading": book.add_format({"bold": True, "font_size": 13, "font_color": "#12504C"}),
        "name": book.add_format({"bold": True, "text_wrap": True, **top}),
        "text": book.add_format({"text_wrap": True, **top}),
        "apart": book.add_format({"text_wrap": True, "bold": True, "bg_color": "#EEF5F4", **top}),
        "header": book.add_format({**header, **top}),
        "figures": book.add_format({**header, "align": "right", **top}),
        "total": book.add_format({"bold": True, "top": 1, **top}),
        **{
            f"{side} {form.value}": book.add_format(
                {"num_format": form.value, "align": side, "indent": side == "right", **top}
            )
            for form in Form
            for side in ("left", "right")
        },
    }


def _write_summary(book: Any, report: RiskReport, looks: dict[str, Any]) -> None:
    """Everything that is no table, in its order; a table is pointed to."""
    sheet = _sheet(book, report, report.summary)
    for place, width in enumerate(_SUMMARY_WIDTHS):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, legible(report.title), looks["title"])
    row = 1
    for line in report.standing:
        row = _line(sheet, row, "", line, looks["apart"], looks)
    for part in report.parts:
        row += 1
        sheet.write_string(row, 0, _clip(legible(part.heading)), looks["heading"])
        row += 1
        for block in part.blocks:
            match block:
                case Text():
                    row = _line(sheet, row, "", block.text, looks["apart" if block.apart else "text"], looks)
                case Bullets():
                    for item in block.items:
                        row = _line(sheet, row, "", item, looks["text"], looks)
                case Pairs():
                    for name, cell in block.rows:
                        row = _line(sheet, row, name, cell, looks["text"], looks)
                case Table():
                    pointer = report.see_sheet.replace("{sheet}", block.sheet)
                    row = _line(sheet, row, block.caption, pointer, looks["text"], looks)
                case Chart():
                    pass  # drawn beside its table


def _line(sheet: Any, row: int, name: str, cell: Cell, look: Any, looks: dict[str, Any]) -> int:
    if name:
        sheet.write_string(row, 0, _clip(legible(name)), looks["name"])
    _write(sheet, row, 1, cell, look, looks, side="left")
    sheet.set_row(row, _height((name, cell), _SUMMARY_WIDTHS))
    return row + 1


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> int:
    """How tall a row must be for its wrapped texts, in points: not every program works that out by itself."""
    lines = (-(-len(words_of(cell)) // int(width * 0.9)) for cell, width in zip(cells, widths, strict=True))
    return min(_LINE * max(1, *lines), _TALLEST)


def _write_table(
    book: Any, report: RiskReport, table: Table, looks: dict[str, Any], number: int, chart: Chart | None
) -> None:
    """A table from the first cell on, as Excel's own, so that a screen reader knows its headers."""
    sheet = _sheet(book, report, table.sheet)
    whole = sum(column.width for column in table.columns)
    widths = [max(11, round(_TOTAL_WIDTH * column.width / whole)) for column in table.columns]
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
    sheet.set_row(0, _height([column.title for column in table.columns], widths))
    last = max(len(table.rows), 1)
    sheet.add_table(
        0,
        0,
        last,
        len(table.columns) - 1,
        {
            "name": f"Table{number}",
            "style": "Table Style Light 1",
            "columns": [
                {"header": title, "header_format": looks["figures" if column.figures else "header"]}
                for title, column in zip(_headers(table), table.columns, strict=True)
            ],
        },
    )
    for row, cells in enumerate(table.rows, start=1):
        sheet.set_row(row, _height(cells, widths))
        for place, cell in enumerate(cells):
            _write(sheet, row, place, cell, looks["text"], looks)
    if table.total:
        for place, cell in enumerate(table.total):
            _write(sheet, last + 1, place, cell, looks["total"], looks)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    if chart is not None:
        _insert_chart(book, sheet, table, chart)


def _headers(table: Table) -> list[str]:
    """The headers, of which Excel allows none twice."""
    titles: list[str] = []
    for column in table.columns:
        title = legible(column.title)[:255]
        titles.append(title if title not in titles else f"{title} ({len(titles)})")
    return titles


def _insert_chart(book: Any, sheet: Any, table: Table, chart: Chart) -> None:
    """Bars of the column with the first figures, described in words."""
    if not table.rows:
        return
    place = next(number for number, column in enumerate(table.columns) if column.figures)
    drawn = book.add_chart({"type": "bar"})
    name = sheet.get_name()
    drawn.add_series(
        {
            "name": legible(chart.caption)[:255],
            "categories": [name, 1, 0, len(table.rows), 0],
            "values": [name, 1, place, len(table.rows), place],
            "fill": {"color": "#1D5F9C"},
            "invert_if_negative": True,
            "invert_if_negative_color": "#FFFFFF",
            "border": {"color": "#1D5F9C"},
        }
    )
    drawn.set_title({"name": legible(chart.caption)[:255], "overlay": False})
    drawn.set_legend({"none": True})
    drawn.set_y_axis({"reverse": True, "label_position": "low"})
    drawn.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#B1B4B6"}}})
    drawn.set_size({"width": 760, "height": 120 + 24 * min(len(table.rows), 40)})
    sheet.insert_chart(
        len(table.rows) + 4, 0, drawn, {"description": legible(chart.alternative), "object_position": 1}
    )


def _sheet(book: Any, report: RiskReport, name: str) -> Any:
    sheet = book.add_worksheet(name[:LONGEST_SHEET_NAME])
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    # Excel allows 255 characters at the head and the foot; "&" begins a code there.
    sheet.set_header("&L" + line_around(report.head).replace("&", "&&"))
    sheet.set_footer("&L" + line_around(report.foot).replace("&", "&&") + "&R&P / &N")
    return sheet


def _write(
    sheet: Any, row: int, place: int, cell: Cell, look: Any, looks: dict[str, Any], *, side: str = "right"
) -> None:
    """A figure as a number or a date with its form, everything else as text."""
    if not isinstance(cell, Figure):
        if cell:
            sheet.write_string(row, place, _clip(legible(cell)), look)
        return
    form = looks[f"{'left' if cell.form is Form.DATE else side} {cell.form.value}"]
    if isinstance(cell.value, date):
        sheet.write_datetime(row, place, datetime(cell.value.year, cell.value.month, cell.value.day), form)
    else:
        sheet.write_number(row, place, cell.value, form)


def _clip(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
