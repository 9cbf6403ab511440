"""The form of an entry of the guidance library, and the forms of counted concerns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError

from app.council import guidance_words as words
from app.council.concern_words import route
from app.council.forms import _kept, _line
from app.forms import Form
from app.services.annual import concerns
from app.services.guidance.guidance import Details, Entry, Kind, Reader, topics
from app.services.outside.outside_addresses import Refused, checked
from models import ConcernRoute

_DATED: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NOTE: Final = Length(max=400, message=_l("Enter 400 characters or fewer"))
_TITLE: Final = Length(max=200, message=_l("Enter 200 characters or fewer"))


class EntryForm(Form):
    """An entry of the library."""

    title = StringField(_l("Title"), [DataRequired(_l("Enter what it is called")), _TITLE], filters=[_line])
    title_cy = StringField(_l("Title in Welsh (optional)"), [_TITLE], filters=[_line])
    kind = RadioField(_l("What it is"), [InputRequired(_l("Choose what it is"))])
    publisher = StringField(
        _l("Publisher"),
        [
            DataRequired(_l("Enter who publishes it")),
            Length(max=160, message=_l("Enter 160 characters or fewer")),
        ],
        filters=[_line],
    )
    url = StringField(_l("Address"), [DataRequired(_l("Enter its address"))], filters=[_line])
    dated = StringField(_l("Date of publication (optional)"), filters=[_line])
    note = TextAreaField(_l("What it is good for (optional)"), [_NOTE], filters=[_kept])
    note_cy = TextAreaField(_l("The same in Welsh (optional)"), [_NOTE], filters=[_kept])
    audiences = SelectMultipleField(_l("For whom it is"), [DataRequired(_l("Choose for whom it is"))])
    topics = SelectMultipleField(
        _l("Beside what it is shown"), [DataRequired(_l("Choose beside what it is shown"))]
    )

    def __init__(self, held: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(obj=held.details if held else None, **kwargs)
        self.kind.choices = [(one.value, words.kind(one)) for one in Kind]
        self.audiences.choices = [(one.value, words.reader(one)) for one in Reader]
        self.topics.choices = [(one, words.topic(one)) for group in topics().values() for one in group]

    def validate_url(self, field: StringField) -> None:
        """An address of the web with https that people and the link check can follow."""
        given = field.data or ""
        try:
            checked(given.partition("#")[0])
        except Refused as refused:
            raise ValidationError(
                _("Enter an address that begins with https://, without spaces or accents")
            ) from refused
        if len(given) > 1024 or not given.isascii():
            raise ValidationError(_("Enter an address of 1,024 characters or fewer"))

    def validate_dated(self, field: StringField) -> None:
        """A year, a month or a day that there is."""
        given = field.data or ""
        try:
            parts = [int(one) for one in given.split("-")] if _DATED.fullmatch(given) else [0]
            date(*(*parts, 1, 1)[:3])
        except ValueError as error:
            if given:
                raise ValidationError(
                    _("Enter a year, a month or a day, such as 2025, 2025-03 or 2025-03-24")
                ) from error

    def details(self) -> Details:
        """The entry, once the form is valid."""
        chosen = self.topics.data or []
        return Details(
            kind=Kind(self.kind.data),
            title=self.title.data or "",
            publisher=self.publisher.data or "",
            url=self.url.data or "",
            audiences=tuple(one for one in Reader if one.value in (self.audiences.data or [])),
            topics=tuple(one for group in topics().values() for one in group if one in chosen),
            title_cy=self.title_cy.data or "",
            dated=self.dated.data or "",
            note=self.note.data or "",
            note_cy=self.note_cy.data or "",
        )


class RouteForm(Form):
    """To whom a concern was passed on; there is no field for anything else."""

    route = RadioField(
        _l("To whom did you pass it on?"), [InputRequired(_l("Choose to whom you passed it on"))]
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.route.choices = [(one.value, route(one)) for one in ConcernRoute]


class TotalsForm(Form):
    """The totals of a month, to correct them. What is held is never put into it."""

    month = SelectField(_l("Month"))

    def __init__(self, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.month.choices = [(one.isoformat(), str(format_date(one, "MMMM y"))) for one in months]

    def numbers(self) -> list[tuple[ConcernRoute, IntegerField]]:
        """The fields of the totals, each with its route."""
        return [(one, self[one.value]) for one in ConcernRoute]

    def totals(self) -> dict[ConcernRoute, int]:
        """The totals, once the form is valid."""
        return {one: field.data or 0 for one, field in self.numbers()}


def _total(name: ConcernRoute) -> IntegerField:
    message = _l("Enter a whole number from 0 to 9,999")
    return IntegerField(
        _LABELS[name],
        [InputRequired(message), NumberRange(0, concerns.MOST, message)],
        invalid_value_message=message,  # type: ignore[call-arg]  # stubs are older
    )


_LABELS: Final = {
    ConcernRoute.EMERGENCY: _l("999"),
    ConcernRoute.SAFEGUARDING: _l("The council's safeguarding lead"),
    ConcernRoute.POLICE: _l("The police, 101"),
    ConcernRoute.HELPLINE: _l("The Modern Slavery Helpline"),
    ConcernRoute.LABOUR_ENFORCEMENT: _l("The body that enforces labour law"),
}
for _route in ConcernRoute:
    setattr(TotalsForm, _route.value, _total(_route))


class SafeguardingForm(Form):
    """Whom officers call about signs of exploitation."""

    contact = TextAreaField(
        _l("Whom officers call"),
        [Length(max=400, message=_l("Enter 400 characters or fewer"))],
        filters=[_line],
    )
