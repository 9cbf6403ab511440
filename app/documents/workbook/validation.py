"""What a spreadsheet program checks while people type, and what it says beside the cell.

It is a help only: what was pasted or typed elsewhere is read by the questionnaire's own rules on upload.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask_babel import gettext as _

from questionnaires import Question, QuestionType

_TITLE: Final = 32
_MESSAGE: Final = 255
_LARGEST: Final = 10**15 - 1


def limits_of_question(question: Question, number: int, offered: str, language: str) -> dict[str, Any]:
    """The check of an answer's cell. `offered` is where the list of its entries stands, if it has one."""
    title = _("Question %(number)s", number=number)
    unknown = question.options[0].label.in_language(language) if question.options else ""
    if question.type.is_single_choice:
        return _said(_listed(offered, "stop"), title, _("Choose one answer from the list."), _not_listed())
    if question.type is QuestionType.COUNTRY_LIST:
        hint = _("Choose a country from the list, or type its name.")
        return _said(_listed(offered, "information"), title, hint, _("This is not a country of the list."))
    if question.type is QuestionType.DATE:
        return limits_of_date(title, unknown)
    if question.type is QuestionType.WHOLE_NUMBER:
        return _number(question, title, unknown)
    if question.type is QuestionType.TEXT and not unknown:
        most = question.max_length or 1
        hint = _("Up to %(most)s characters. Do not name or describe any worker.", most=most)
        rule = {"validate": "length", "criteria": "<=", "value": most}
        return _said(rule, title, hint, _("This is longer than %(most)s characters.", most=most))
    if question.type is QuestionType.URL:
        return _said({"validate": "any"}, title, _("A web address that starts with https://."), "")
    return _said({"validate": "any"}, title, _or_unknown("", unknown), "")


def limits_of_date(title: str, unknown: str) -> dict[str, Any]:
    """The check of a cell for a day."""
    hint = _("A date, for example 31/3/2026.")
    rule: dict[str, Any] = {
        "validate": "date", "criteria": "between",
        "minimum": date(1900, 3, 1), "maximum": date(9999, 12, 31), "error_type": "warning",
    }  # fmt: skip
    return _said(rule, title, _or_unknown(hint, unknown), _("Enter a date, for example 31/3/2026."))


def limits_of_yes(number: int, offered: str) -> dict[str, Any]:
    """The check of a cell beside an option."""
    title = _("Question %(number)s", number=number)
    hint = _("Choose Yes if this applies. Empty means that it does not.")
    return _said(_listed(offered, "stop"), title, hint, _not_listed())


def _number(question: Question, title: str, unknown: str) -> dict[str, Any]:
    least = -_LARGEST if question.minimum is None else question.minimum
    most = _LARGEST if question.maximum is None else question.maximum
    rule: dict[str, Any] = {
        "validate": "integer", "criteria": "between", "minimum": least, "maximum": most,
        "error_type": "warning",
    }  # fmt: skip
    if question.minimum is not None and question.maximum is not None:
        hint = _("A whole number from %(least)s to %(most)s.", least=least, most=most)
    elif question.minimum is not None:
        hint = _("A whole number, %(least)s or more.", least=least)
    else:
        hint = _("A whole number.")
    return _said(rule, title, _or_unknown(hint, unknown), hint)


def _listed(offered: str, error_type: str) -> dict[str, Any]:
    return {"validate": "list", "source": offered, "error_type": error_type}


def _said(rule: dict[str, Any], title: str, hint: str, wrong: str) -> dict[str, Any]:
    said = {**rule, "input_title": title[:_TITLE]}
    if hint:
        said["input_message"] = hint[:_MESSAGE]
    if wrong:
        said |= {"error_title": title[:_TITLE], "error_message": wrong[:_MESSAGE]}
    return said


def _or_unknown(hint: str, unknown: str) -> str:
    return " ".join(filter(None, [hint, _("Or write: %(unknown)s", unknown=unknown) if unknown else ""]))


def _not_listed() -> str:
    return _("Choose an answer from the list, or press Delete to empty the cell.")
