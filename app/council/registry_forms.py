"""Reading the pages of the registry entry: what a browser sends, as answers to the registry's form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField

from app.council.forms import DATE_FORMATS, _day, _not_later
from app.forms import Form
from questionnaires import cleaning, countries
from screening.registry_form import Field, Kind, Step, Value

LONGEST_SENT = 20_000
"""Characters of one field that are looked at: more than any page lets through."""


def read(step: Step, sent: MultiDict[str, str]) -> dict[str, Value]:
    """The answers to the questions of a step. A day or a country that is not one stays as it was typed: the
    check names it."""
    return {
        one.id: _value(one, [text[:LONGEST_SENT] for text in sent.getlist(one.id)]) for one in step.fields
    }


def _value(field: Field, given: list[str]) -> Value:
    if field.is_chosen:
        chosen = set(given)
        known = tuple(key for key in field.options if key in chosen)
        return known + tuple(sorted(text for text in chosen - set(field.options) if text))
    text = given[0] if given else ""
    if field.kind in (Kind.LINES, Kind.COUNTRIES):
        lines = [cleaning.one_line(line) for line in cleaning.clean(text).split("\n")]
        entries = [_country(line) if field.kind == Kind.COUNTRIES else line for line in lines if line]
        return tuple(dict.fromkeys(entries))
    clean = cleaning.clean(text) if field.kind == Kind.LONG_TEXT else cleaning.one_line(text)
    if field.kind == Kind.DATE:
        clean = iso_day(clean)
    return (clean,) if clean else ()


def iso_day(text: str) -> str:
    """A day as people write it, as ISO 8601; the text itself if it is no day."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return text


def _country(text: str) -> str:
    found = countries.find(text)
    return countries.name(found, "en") if isinstance(found, str) else text


def unknown_countries(step: Step, values: Mapping[str, Value]) -> dict[str, str]:
    """The first entry of each field of countries that is not the name of one, by field."""
    found: dict[str, str] = {}
    for field in step.fields:
        if field.kind == Kind.COUNTRIES:
            for entry in values.get(field.id, ()):
                if not isinstance(countries.find(entry), str):
                    found.setdefault(field.id, entry)
    return found


def shown(field: Field, value: Value) -> str:
    """An answer as it stands in a field of the page."""
    if field.kind == Kind.DATE and value:
        try:
            day = date.fromisoformat(value[0])
        except ValueError:
            return value[0]
        return f"{day.day}/{day.month}/{day.year}"
    return "\n".join(value)


class EnteredForm(Form):
    """The day on which the answers were entered in the registry."""

    entered_on = _day(_l("Day on which you entered it in the registry"), wanted=True)

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_entered_on(self, field: DateField) -> None:
        """What has not happened yet is not noted."""
        _not_later(field, self._today)
