"""The questionnaire of one response as an Excel workbook: to be filled in away from the web and read back.

`app.intake.answer_workbook` reads it; what both agree on stands in `app.workbook_layout`.
"""

from __future__ import annotations

import io
from typing import Final

import xlsxwriter
from flask_babel import gettext as _

from app.documents.workbook import readme
from app.documents.workbook.conditions import questions_that_may_come
from app.documents.workbook.content import About, Asked, Content, Standing, Wrong
from app.documents.workbook.lists import Lists
from app.documents.workbook.looks import Looks
from app.documents.workbook.sheet import QuestionSheet
from app.workbook_layout import LONGEST_CELL, MARKER_SHEET

__all__ = [
    "About",
    "Asked",
    "Content",
    "Standing",
    "Wrong",
    "answer_workbook",
    "questions_that_may_come",
]

_OPTIONS: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def answer_workbook(content: Content) -> bytes:
    """Render the workbook in the language of the request, which is that of `content`.

    Sheets: "Read me", the questions, and two that no menu shows, the lists and the marker.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        title = content.questionnaire.title.in_language(content.language)
        created = content.about.downloaded_at.replace(tzinfo=None)
        book.set_properties({"title": title, "subject": content.about.organisation, "created": created})
        book.set_custom_property("Language", "cy-GB" if content.language.startswith("cy") else "en-GB")
        book.set_size(2400, 1400)
        look = Looks(book)
        name = _("Questions")
        first = book.add_worksheet(_("Read me"))
        lists = Lists(book, content.language)
        sheet = QuestionSheet(book, look, lists, content, name).write()
        readme.write(first, look, content, name)
        _marker(book, content.marker)
        (sheet if content.wrong else first).activate()
    return target.getvalue()


def _marker(book: xlsxwriter.Workbook, marker: str) -> None:
    """The marker in as many cells of one column as it needs."""
    sheet = book.add_worksheet(MARKER_SHEET)
    sheet.very_hidden()
    for row, start in enumerate(range(0, len(marker), LONGEST_CELL)):
        sheet.write_string(row, 0, marker[start : start + LONGEST_CELL])
