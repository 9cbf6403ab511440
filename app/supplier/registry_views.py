"""What a supplier can copy to the statement registry, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from app.services.answers.registry_answers import Check, Line
from screening.registry_form import Kind


def shown(line: Line) -> dict[str, Any]:
    """One line for the page and the table. The registry's own words stay English, as its form is."""
    return {
        "asked": line.field.full_question,
        "chosen": line.chosen,
        "text": _day(line.text) if line.field.kind == Kind.DATE else line.text,
        "question": line.question.text.in_language(str(get_locale())),
        "check": _check(line.check),
    }


def _day(iso: str) -> str:
    """A day as the registry's form takes it: three boxes with numbers."""
    day = date.fromisoformat(iso)
    return f"{day.day} {day.month} {day.year}"


def _check(check: Check) -> str:
    return {
        Check.NOTHING: "",
        Check.PERIOD: _(
            "The registry asks about the period of your statement. Leave out what was not in it."
        ),
        Check.OTHER_DOCUMENT: _("Choose this only if the statement itself covers it, not another document."),
        Check.STATEMENT_SAYS: _("The registry asks what your statement says. Choose only what it mentions."),
        Check.NO_OPTION: _("None of the registry's options says what you answered, so leave it empty there."),
    }[check]
