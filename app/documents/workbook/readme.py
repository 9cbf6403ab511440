"""The first sheet: what the workbook is, how to fill it in, and what happens when it is uploaded."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

from app.documents.workbook.content import Content
from app.documents.workbook.looks import Looks, height
from app.workbook_layout import NO, YES

_LABELS, _WORDS = 30, 80


def write(sheet: Any, look: Looks, content: Content, questions: str) -> None:
    """Write the sheet; `questions` is the name of the sheet of questions."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _LABELS)
    sheet.set_column(1, 1, _WORDS)
    row = _line(sheet, look, 0, content.questionnaire.title.in_language(content.language), "title", 34)
    for label, value in _facts(content):
        sheet.write_string(row, 0, label, look["header"])
        sheet.write_string(row, 1, value[:32_000], look["text"])
        sheet.set_row(row, height([(label, _LABELS), (value, _WORDS)]))
        row += 1
    for heading, lines in _advice(content, questions):
        row = _line(sheet, look, row + 1, heading, "heading", 22)
        for line in lines:
            sheet.write_string(row, 1, line, look["words"])
            sheet.set_row(row, height([(line, _WORDS)]))
            row += 1
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row, 1)
    sheet.set_selection(0, 0, 0, 0)


def _line(sheet: Any, look: Looks, row: int, text: str, name: str, high: float) -> int:
    """A heading; it runs over the empty cell beside it. Returns the next row."""
    sheet.write_string(row, 0, text, look[name])
    sheet.set_row(row, high)
    return row + 1


def _facts(content: Content) -> list[tuple[str, str]]:
    about, questionnaire = content.about, content.questionnaire
    facts = [
        (_("Organisation"), about.organisation),
        (_("Asked by"), about.council),
        (_("Answers wanted by"), format_date(about.due_on, "d MMMM y")),
        (_("Reference"), about.reference),
        (_("Version of the questions"), str(questionnaire.version)),
        (_("Downloaded"), format_datetime(about.downloaded_at, "d MMMM y, HH:mm")),
        (_("Questions"), str(len(content.asked))),
    ]
    if about.is_part:
        titles = dict.fromkeys(one.section.title.in_language(content.language) for one in content.asked)
        facts.append((_("Your sections"), "; ".join(titles)))
    return facts


def _advice(content: Content, questions: str) -> list[tuple[str, list[str]]]:
    yes, no = (word.in_language(content.language) for word in (YES, NO))
    return [
        (
            _("What this is"),
            [
                _("The questions of the website, to be answered here, away from the web, and handed round."),
                _(
                    "Nothing is sent by filling it in. Upload it on the page where you downloaded it; you "
                    "can do that as often as you like."
                ),
                _("Do not name or describe any worker, in any answer."),
                _(
                    "If somebody may be exploited, call 999 in danger, or the Modern Slavery Helpline on "
                    "08000 121 700."
                ),
            ],
        ),
        (
            _("How to fill it in"),
            [
                _(
                    "Go to the sheet “%(sheet)s”. Answer in the yellow cells; all other cells are locked, "
                    "without a password, so that nothing is overwritten by mistake.",
                    sheet=questions,
                ),
                _(
                    "Most cells have a list: press Alt and the down arrow, or click the arrow beside the "
                    "cell."
                ),
                _(
                    "Where several answers can apply, each has a row of its own: choose “%(yes)s” beside "
                    "those that do. Empty or “%(no)s” means that it does not apply.",
                    yes=yes,
                    no=no,
                ),
                _(
                    "A grey question is not called for by the answers so far. Leave it empty, unless an "
                    "answer above it takes the grey away."
                ),
                _("“I do not know” is a fair answer where it is offered, and better than a guess."),
                _("A link to evidence needs its date beside it. Files are attached on the web."),
                _(
                    "Do not change the hidden sheets, rows and columns: by these we know which answer "
                    "belongs where."
                ),
            ],
        ),
        (
            _("What happens when you upload it"),
            [
                _(
                    "Every cell is checked by the same rules as on the web. What is right is saved; what is "
                    "not is listed by its cell, with what to do, and nothing else is held up by it."
                ),
                _("What you did not change is left alone. An empty cell takes nothing away from the web."),
                _(
                    "If somebody changed an answer on the web after you downloaded this, nothing is "
                    "overwritten: you see both and choose."
                ),
                _("Uploading does not submit the answers. That is done on the web, after the declaration."),
            ],
        ),
    ]
