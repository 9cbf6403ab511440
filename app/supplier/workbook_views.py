"""What the pages of the workbook say: of a file that was not read, of cells, and of two answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import format_datetime
from flask_babel import gettext as _

from app.documents.workbook import Wrong
from app.services.workbooks.workbook_choices import Undecided
from app.services.workbooks.workbook_loads import LARGEST, CellError, Loaded, Reason, Trouble
from app.supplier import views
from app.workbook_layout import NO, YES, Column, RowKey
from models import Person
from questionnaires import Questionnaire

_MOST_MARKED: Final = 200
_LONGEST_MARKED: Final = 1_000
_MOST_IN_SUMMARY: Final = 20


def trouble_words(trouble: Trouble) -> str:
    """Why a file was not read, and what to do instead. Nothing was changed by it."""
    return {
        Trouble.EMPTY: _("Choose a file that has something in it"),
        Trouble.TOO_LARGE: _(
            "The file is larger than %(megabytes)s MB. Choose the workbook that you downloaded here, without "
            "pictures in it.",
            megabytes=LARGEST // (1024 * 1024),
        ),
        Trouble.KIND: _(
            "The file is not an Excel workbook, whatever its name says. Save it as “Excel workbook (.xlsx)” "
            "and upload that."
        ),
        Trouble.MACROS: _(
            "The workbook contains macros (small programs). Save it as “Excel workbook (.xlsx)”, without "
            "macros, and upload that."
        ),
        Trouble.BROKEN: _(
            "The workbook cannot be opened: it is damaged, locked with a password, or not as spreadsheet "
            "programs write it. Open it, save it anew as “Excel workbook (.xlsx)” and upload that."
        ),
        Trouble.NO_QUESTIONS: _(
            "The workbook does not have the questions of this page. Upload the one that you downloaded here."
        ),
        Trouble.OTHER_RESPONSE: _(
            "The workbook belongs to other answers: of another organisation or of another year. Upload the "
            "one that you downloaded on this page."
        ),
        Trouble.OTHER_VERSION: _(
            "The workbook has another version of the questions. Download it anew and copy your answers over."
        ),
    }[trouble]


def error_words(error: CellError, language: str) -> str:
    """What to do about a cell."""
    if error.reason is None:
        return error.message
    return {
        Reason.NOT_YES_NO: _(
            "Choose “%(yes)s” if this applies; leave the cell empty or choose “%(no)s” if it does not",
            yes=YES.in_language(language),
            no=NO.in_language(language),
        ),
        Reason.TWICE: _(
            "The same question stands in two rows with different answers. The upper one was read; remove the "
            "other row, or answer on the web"
        ),
        Reason.NOT_ASKED: _("This cell belongs to no question. Write in the yellow cells only"),
        Reason.ESCAPED: _("This text cannot be read from a spreadsheet to the letter. Answer on the web"),
        Reason.NOT_YOURS: _("You were not asked to answer this section, so this was not read"),
        Reason.NO_ANSWER: _("Enter an answer, not only its evidence"),
    }[error.reason]


def errors_shown(loaded: Loaded, language: str) -> list[dict[str, str]]:
    """Each cell that was not taken: where it is, its question, what is in it, what to do."""
    return [
        {
            "id": f"cell-{number}",
            "cell": error.cell.address,
            "sheet": error.cell.sheet,
            "question": error.question.text.in_language(language) if error.question else "",
            "text": error.cell.shown,
            "words": error_words(error, language),
        }
        for number, error in enumerate(loaded.errors, start=1)
    ]


def summary_of(errors: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The first of them as the error summary shows them: id -> words."""
    return {
        error["id"]: _("Cell %(cell)s: %(words)s", cell=error["cell"], words=error["words"])
        for error in errors[:_MOST_IN_SUMMARY]
    }


def marks_of(loaded: Loaded, language: str) -> dict[tuple[RowKey, Column], Wrong]:
    """The cells to mark in a workbook with the mistakes shown, and those that were right beside them.

    Not those that no workbook of ours has.
    """
    right = {(cell.row, cell.column): Wrong(cell.text[:_LONGEST_MARKED], "") for cell in loaded.beside}
    return dict(list(right.items())[:_MOST_MARKED]) | {
        (error.cell.row, error.cell.column): Wrong(
            error.cell.text[:_LONGEST_MARKED], error_words(error, language)
        )
        for error in loaded.errors[:_MOST_MARKED]
        if error.reason in (None, Reason.NOT_YES_NO, Reason.NO_ANSWER)
    }


def texts_of(questionnaire: Questionnaire, question_ids: Sequence[str], language: str) -> list[str]:
    """The words of some questions."""
    return [questionnaire.question(name).text.in_language(language) for name in question_ids]


def undecided_shown(pairs: Sequence[Undecided], reader: Person, language: str) -> list[dict[str, Any]]:
    """Two answers to each question, side by side; nothing is chosen beforehand."""
    return [
        {
            "id": one.question.id,
            "text": one.question.text.in_language(language),
            "seen": f"{one.stored.revision}:{one.proposed.id}",
            "web": views.compared(one.question, one.web, language) | {"title": _web_title(one, reader)},
            "workbook": views.compared(one.question, one.in_workbook, language)
            | {"title": _workbook_title(one, reader)},
        }
        for one in pairs
    ]


def _web_title(one: Undecided, reader: Person) -> str:
    when = format_datetime(one.stored.answered_at, "d MMMM y, HH:mm")
    by = one.stored.answered_by
    if by is None:
        return _("On the web, saved on %(when)s", when=when)
    if by.id == reader.id:
        return _("On the web, saved by you on %(when)s", when=when)
    return _("On the web, saved by %(name)s on %(when)s", name=by.name or by.email, when=when)


def _workbook_title(one: Undecided, reader: Person) -> str:
    when = format_datetime(one.proposed.proposed_at, "d MMMM y, HH:mm")
    by, file = one.proposed.proposed_by, one.proposed.source_name
    if by is None or by.id == reader.id:
        return _("In the workbook “%(file)s”, uploaded by you on %(when)s", file=file, when=when)
    return _(
        "In the workbook “%(file)s”, uploaded by %(name)s on %(when)s",
        file=file,
        name=by.name or by.email,
        when=when,
    )
