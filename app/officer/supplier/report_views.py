"""What the pages of the report on all suppliers show of its files, in words."""

from __future__ import annotations

from flask_babel import format_date
from flask_babel import gettext as _

from app.downloads import size_words
from app.services.reports import portfolio_files
from models import ReportFile, WorkState


def form_words(form: str) -> str:
    """What a form of file is good for."""
    return dict(form_options())[form]


def form_options() -> list[tuple[str, str]]:
    """The forms in the order in which they are offered."""
    return [
        ("pdf", _("PDF file, for reading and for screen readers")),
        ("docx", _("Word file, for working on")),
        ("xlsx", _("Excel file, for counting")),
    ]


def progress_words(file: ReportFile) -> str:
    """How far the making of a file is, in a sentence."""
    if file.state == WorkState.QUEUED:
        return _("Waiting for its turn.")
    return _("Writing the file.") if file.progress else _("Gathering the figures.")


def facts(file: ReportFile) -> list[dict[str, str]]:
    """Who asked for a file and what it is made of, for a summary list."""
    language = {"en": _("English"), "cy": _("Welsh")}[file.language]
    removed = portfolio_files.removed_on(file)
    rows = [
        (_("Asked for by"), file.person.name or file.person.email),
        (_("Language"), language),
        (_("Suppliers it tells of"), str(file.top)),
        (_("Screened as at"), format_date(file.as_at, "d MMMM y") if file.as_at else ""),
        (_("Model version"), file.model_version),
        (_("Size"), size_words(file.size) if file.size else ""),
        (_("Kept until"), format_date(removed, "d MMMM y") if removed and file.size else ""),
    ]
    return [{"key": name, "value": value} for name, value in rows if value]


def problem_words(file: ReportFile) -> str:
    """Why a file could not be made."""
    if file.problem == portfolio_files.NOT_SCREENED:
        return _("No screening of all suppliers has been finished, so there is nothing to report.")
    return _("Something went wrong while the file was being made. Ask for it again.")
