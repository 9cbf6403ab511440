"""The sheet of questions: a band for each section, a row for each question, and rows for its options."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from flask_babel import format_datetime
from flask_babel import gettext as _
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from app.documents.workbook import names
from app.documents.workbook.conditions import sections_of
from app.documents.workbook.content import Asked, Content, Wrong
from app.documents.workbook.lists import Lists
from app.documents.workbook.looks import WIDTHS, Looks, height
from app.documents.workbook.validation import limits_of_date, limits_of_question, limits_of_yes
from app.workbook_layout import FILLED_IN, YES, Column, RowKey, can_carry, labels
from questionnaires import UNKNOWN, Answer, Question, QuestionType, Section, Text, countries

COLUMNS: Final = tuple(Column)
_PLACE: Final = {column: place for place, column in enumerate(COLUMNS)}
_PRINTED: Final = _PLACE[Column.WHEN]
_MARKS, _HEADER, _FIRST = 0, 1, 2
_FEWEST_ENTRIES: Final = 6
_SPARE_ENTRIES: Final = 3
_MOST_ENTRIES: Final = 40
#: The first days of 1900 stand for other days in some spreadsheet programs.
EARLIEST: Final = date(1900, 3, 1)


class QuestionSheet:
    """Writes the sheet, row by row."""

    def __init__(self, book: Any, look: Looks, lists: Lists, content: Content, name: str) -> None:
        self._book, self._look, self._lists, self._content = book, look, lists, content
        self._name = name
        self._sheet = book.add_worksheet(name)
        self._row = _FIRST

    def write(self) -> Any:
        """Write everything; returns the sheet."""
        self._headings()
        for number, (section, asked) in enumerate(sections_of(self._content.asked), start=1):
            self._band(number, section, asked[0].section_when)
            for one in asked:
                self._question(one)
        self._finish()
        return self._sheet

    # --------------------------------------------------------------------------------------- the frame

    def _headings(self) -> None:
        words = _headings()
        for place, column in enumerate(COLUMNS):
            hidden = {"hidden": True} if column in (Column.KEY, Column.ASKED) else {}
            self._sheet.set_column(place, place, WIDTHS[column], None, hidden)
            self._sheet.write_string(_MARKS, place, column.mark)
            self._sheet.write_string(_HEADER, place, words[column], self._look["header"])
        self._sheet.set_row(_MARKS, None, None, {"hidden": True})
        self._sheet.set_row(_HEADER, height((words[column], WIDTHS[column]) for column in COLUMNS))

    def _band(self, number: int, section: Section, when: str) -> None:
        title = section.title.in_language(self._content.language)
        for place in range(1, len(COLUMNS) - 1):
            self._sheet.write_blank(self._row, place, None, self._look["band_words"])
        self._sheet.write_string(self._row, _PLACE[Column.NUMBER], "", self._look["band"])
        text = _("Section %(number)s: %(title)s", number=number, title=title)
        place, look = _PLACE[Column.QUESTION], self._look
        if when:
            self._sheet.write_rich_string(
                self._row, place, look["band_title"], text, f"\n{when}", look["band_words"]
            )
        else:
            self._sheet.write_string(self._row, place, text, look["band"])
        high = height([(text, WIDTHS[Column.QUESTION] * 0.8)]) + 8
        self._sheet.set_row(self._row, high + (height([(when, WIDTHS[Column.QUESTION])]) if when else 0))
        self._row += 1

    def _finish(self) -> None:
        sheet, last = self._sheet, max(self._row - 1, _FIRST)
        sheet.conditional_format(
            _FIRST,
            1,
            last,
            len(COLUMNS) - 2,
            {
                "type": "formula",
                "criteria": f'=AND(${xl_rowcol_to_cell(_FIRST, _PLACE[Column.ASKED])}<>"",'
                f"${xl_rowcol_to_cell(_FIRST, _PLACE[Column.ASKED])}=0)",
                "format": self._look["grey"],
            },
        )
        sheet.freeze_panes(_FIRST, _PLACE[Column.ANSWER])
        sheet.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEADER)
        sheet.print_area(_HEADER, 1, last, _PRINTED)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        organisation = self._content.about.organisation.replace("&", "&&")[:100]
        sheet.set_footer(f"&L{organisation}&R&P / &N")
        sheet.set_selection(_FIRST + 1, _PLACE[Column.ANSWER], _FIRST + 1, _PLACE[Column.ANSWER])

    # ----------------------------------------------------------------------------------- one question

    def _question(self, one: Asked) -> None:
        question, row = one.question, self._row
        answer = self._content.answers.get(question.id)
        self._texts(one, answer)
        if question.evidence is not None:
            self._evidence(one, answer)
        else:
            for column in (Column.EVIDENCE_URL, Column.EVIDENCE_DATE):
                self._locked(row, column)
        self._call_for(one)
        self._row += 1
        if question.type is QuestionType.CHECKBOXES:
            self._locked(row, Column.ANSWER)
            self._options(one, answer)
        elif question.type is QuestionType.COUNTRY_LIST:
            self._locked(row, Column.ANSWER)
            self._entries(one, answer)
        else:
            key = RowKey(question.id)
            self._input(row, key, question, self._shown(question, answer), one.number)
            self._define(names.answer(question), row, row)

    def _texts(self, one: Asked, answer: Answer | None) -> None:
        question, row, said = one.question, self._row, self._said
        texts = {
            Column.WHEN: one.when or (_("As the whole section.") if one.section_when else ""),
            Column.WHY: said(question.why),
            Column.EXAMPLE: said(question.example),
            Column.EVIDENCE: self._evidence_words(question),
            Column.WHO: said(one.section.who),
            Column.EARLIER: self._content.earlier.get(question.id, ""),
            Column.STATE: self._state(question, answer),
        }
        self._sheet.write_string(row, _PLACE[Column.KEY], str(RowKey(question.id)))
        self._sheet.write_number(row, _PLACE[Column.NUMBER], one.number, self._look["number"])
        text, hint = said(question.text), self._hint(question)
        self._titled(row, text, hint)
        for column, words in texts.items():
            self._sheet.write_string(row, _PLACE[column], words[:32_000], self._look["help"])
        standing = answer.value if answer and isinstance(answer.value, str) else ""
        high = [(f"{text}\n{hint}" if hint else text, WIDTHS[Column.QUESTION] * 0.94)]
        high += [(words, WIDTHS[column] * 0.94) for column, words in texts.items()]
        high += [(standing, WIDTHS[Column.ANSWER]), (answer.evidence_url if answer else "", 28)]
        self._sheet.set_row(row, height(high))

    def _hint(self, question: Question) -> str:
        """The question's hint, and where its answers go if it has rows of its own for them."""
        hints = [self._said(question.hint)] if question.hint else []
        if question.type is QuestionType.CHECKBOXES:
            hints.append(_("Choose “%(yes)s” below beside each that applies.", yes=self._said(YES)))
        elif question.type is QuestionType.COUNTRY_LIST:
            hints.append(_("Choose one country in each row below."))
        return " ".join(hints)

    def _titled(self, row: int, text: str, hint: str) -> None:
        """A text in bold and its hint below it, in one cell."""
        place, look = _PLACE[Column.QUESTION], self._look
        if hint:
            parts = (look["bold"], text, look["hint"], f"\n{hint}")
            self._sheet.write_rich_string(row, place, *parts, look["text"])
        else:
            self._sheet.write_rich_string(row, place, look["bold"], text, " ", look["text"])

    def _evidence_words(self, question: Question) -> str:
        if question.evidence is None:
            return ""
        what = self._said(question.evidence.what)
        months = question.evidence.valid_for_months
        return f"{what} " + _("It counts for %(months)s months from its date.", months=months)

    def _state(self, question: Question, answer: Answer | None) -> str:
        standing = self._content.standing.get(question.id)
        if standing is None or answer is None:
            return _("Not answered yet")
        when = format_datetime(standing.at, "d MMMM y, HH:mm")
        words = _("Answered on the web on %(when)s", when=when)
        if standing.by:
            words = _("Answered on the web by %(name)s on %(when)s", name=standing.by, when=when)
        if not all(can_carry(text) for text in (answer.value, answer.evidence_url) if isinstance(text, str)):
            words += ". " + _(
                "This answer has signs that no spreadsheet can hold. It stays on the web; change it there."
            )
        return words

    def _evidence(self, one: Asked, answer: Answer | None) -> None:
        row, key = self._row, RowKey(one.question.id)
        wrong = self._content.wrong.get((key, Column.EVIDENCE_URL))
        link = answer.evidence_url if answer else ""
        look = _look(wrong)
        self._put(row, Column.EVIDENCE_URL, wrong.text if wrong else link, look, wrong)
        self._sheet.data_validation(
            row,
            _PLACE[Column.EVIDENCE_URL],
            row,
            _PLACE[Column.EVIDENCE_URL],
            {
                "validate": "any",
                "input_title": _("Link to the evidence"),
                "input_message": _("A web address that starts with https://, if there is one."),
            },
        )
        wrong = self._content.wrong.get((key, Column.EVIDENCE_DATE))
        day: str | date | None = wrong.text if wrong else answer.evidence_date if answer else None
        self._put(row, Column.EVIDENCE_DATE, day or "", f"{_look(wrong)}_day", wrong)
        place = _PLACE[Column.EVIDENCE_DATE]
        self._sheet.data_validation(row, place, row, place, limits_of_date(_("Date of the evidence"), ""))

    def _options(self, one: Asked, answer: Answer | None) -> None:
        question = one.question
        self._lists.of(question)
        chosen = answer.value if answer and isinstance(answer.value, tuple) else ()
        first = self._row
        for option in question.options:
            key = RowKey(question.id, option=option.value)
            notes = [self._said(option.hint)] if option.hint else []
            notes += [_("On its own, not together with others.")] if option.exclusive else []
            self._part(one, key, self._said(option.label), " ".join(notes))
            self._cell(
                key,
                self._said(YES) if option.value in chosen else "",
                limits_of_yes(one.number, self._lists.yes_no),
            )
            self._define(names.option(question, option.value), self._row, self._row)
            self._row += 1
        self._define(names.answer(question), first, self._row - 1)

    def _entries(self, one: Asked, answer: Answer | None) -> None:
        question, first = one.question, self._row
        language = self._content.language
        listed: list[str] = []
        if answer and isinstance(answer.value, tuple):
            listed = [self._entry(question, code, language) for code in answer.value]
        rows = min(_MOST_ENTRIES, max(_FEWEST_ENTRIES, len(listed) + _SPARE_ENTRIES))
        limits = limits_of_question(question, one.number, self._lists.of(question), language)
        for number in range(1, max(rows, len(listed)) + 1):
            key = RowKey(question.id, entry=number)
            note = _("For more, write several in one cell, with commas between.")
            self._part(one, key, _("Country %(number)s", number=number), note if number == rows else "")
            self._cell(key, listed[number - 1] if number <= len(listed) else "", limits)
            self._row += 1
        self._define(names.answer(question), first, self._row - 1)

    def _part(self, one: Asked, key: RowKey, label: str, note: str) -> None:
        """The locked cells of a row below a question."""
        text = f"{label}\n{note}" if note else label
        self._sheet.write_string(self._row, _PLACE[Column.KEY], str(key))
        self._sheet.write_string(self._row, _PLACE[Column.NUMBER], "", self._look["text"])
        self._sheet.write_string(self._row, _PLACE[Column.QUESTION], text, self._look["option"])
        for column in COLUMNS[_PLACE[Column.EVIDENCE_URL] : _PLACE[Column.ASKED]]:
            look = "locked" if column in FILLED_IN else "help"
            self._sheet.write_blank(self._row, _PLACE[column], None, self._look[look])
        self._sheet.write_formula(
            self._row, _PLACE[Column.ASKED], f"={names.asked(one.question)}", None, int(one.is_asked)
        )
        self._sheet.set_row(self._row, height([(text, WIDTHS[Column.QUESTION] - 4)]))

    # ---------------------------------------------------------------------------------------- one cell

    def _input(self, row: int, key: RowKey, question: Question, value: str | date, number: int) -> None:
        kind = {QuestionType.DATE: "_day", QuestionType.WHOLE_NUMBER: "_number"}.get(question.type, "")
        wrong = self._content.wrong.get((key, Column.ANSWER))
        look = _look(wrong) + kind
        self._put(row, Column.ANSWER, wrong.text if wrong else value, look, wrong)
        limits = limits_of_question(question, number, self._lists.of(question), self._content.language)
        self._sheet.data_validation(row, _PLACE[Column.ANSWER], row, _PLACE[Column.ANSWER], limits)

    def _cell(self, key: RowKey, value: str, limits: dict[str, Any]) -> None:
        """An answer cell of a row below a question."""
        wrong = self._content.wrong.get((key, Column.ANSWER))
        look, row, place = _look(wrong), self._row, _PLACE[Column.ANSWER]
        self._put(row, Column.ANSWER, wrong.text if wrong else value, look, wrong)
        self._sheet.data_validation(row, place, row, place, limits)

    def _put(self, row: int, column: Column, value: str | date, look: str, wrong: Wrong | None) -> None:
        """A cell that people fill in; with a note if what stood in it was wrong."""
        place, cell_look = _PLACE[column], self._look[look]
        if isinstance(value, date) and value >= EARLIEST:
            self._sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), cell_look)
        elif isinstance(value, date):
            self._sheet.write_string(row, place, value.isoformat(), cell_look)
        elif not value:
            self._sheet.write_blank(row, place, None, cell_look)
        elif can_carry(value):
            if look == "input_number" and value.lstrip("-").isdecimal():
                self._sheet.write_number(row, place, int(value), cell_look)
            else:
                self._sheet.write_string(row, place, value, cell_look)
        else:
            self._sheet.write_blank(row, place, None, cell_look)
        if wrong is not None and wrong.note:
            self._sheet.write_comment(row, place, wrong.note[:1000], {"author": "Fairhand", "x_scale": 2.2})
            # Before the rule for grey rows, which would hide the mark.
            marked = {
                "type": "formula",
                "criteria": "=TRUE",
                "format": self._look["marked"],
                "stop_if_true": True,
            }
            self._sheet.conditional_format(row, place, row, place, marked)

    def _locked(self, row: int, column: Column) -> None:
        self._sheet.write_blank(row, _PLACE[column], None, self._look["locked"])

    def _call_for(self, one: Asked) -> None:
        """The hidden cell that says whether the answers so far call for the question."""
        place = _PLACE[Column.ASKED]
        if one.formula:
            self._sheet.write_formula(self._row, place, one.formula, None, int(one.is_asked))
        else:
            self._sheet.write_number(self._row, place, int(one.is_asked))
        self._book.define_name(names.asked(one.question), f"='{self._name}'!{self._abs(self._row, place)}")

    def _define(self, name: str, first: int, last: int) -> None:
        place = _PLACE[Column.ANSWER]
        cells = xl_range_abs(first, place, last, place) if last > first else self._abs(first, place)
        self._book.define_name(name, f"='{self._name}'!{cells}")

    @staticmethod
    def _abs(row: int, column: int) -> str:
        return str(xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))

    # ------------------------------------------------------------------------------------------- words

    def _said(self, text: Text) -> str:
        return text.in_language(self._content.language)

    def _shown(self, question: Question, answer: Answer | None) -> str | date:
        """What stands in the one cell of an answer."""
        if answer is None or not isinstance(answer.value, str):
            return ""
        option = question.option(answer.value)
        if option is not None:
            return self._label(question, answer.value)
        if question.type is QuestionType.DATE and answer.value:
            return date.fromisoformat(answer.value)
        return answer.value

    def _label(self, question: Question, value: str) -> str:
        offered = labels(question, self._content.language).items()
        return next(label for label, option in offered if option.value == value)

    def _entry(self, question: Question, code: str, language: str) -> str:
        return self._label(question, code) if code == UNKNOWN else countries.name(code, language)


def _look(wrong: Wrong | None) -> str:
    return "wrong" if wrong is not None and wrong.note else "input"


def _headings() -> dict[Column, str]:
    return {
        Column.KEY: "",
        Column.NUMBER: _("No."),
        Column.QUESTION: _("Question"),
        Column.ANSWER: _("Your answer"),
        Column.EVIDENCE_URL: _("Link to evidence (if you have any)"),
        Column.EVIDENCE_DATE: _("Date of the evidence"),
        Column.WHEN: _("When to answer (empty: always)"),
        Column.WHY: _("Why we ask"),
        Column.EXAMPLE: _("Example of a good answer"),
        Column.EVIDENCE: _("What counts as evidence"),
        Column.WHO: _("Who can usually answer"),
        Column.EARLIER: _("From your earlier answers (for information)"),
        Column.STATE: _("On the web when this was downloaded"),
        Column.ASKED: "",
    }
