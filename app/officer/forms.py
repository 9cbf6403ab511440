"""The officer's forms."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import Length, ValidationError

from app.forms import Form, is_email

DATE_FORMATS = ["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]


class AskForm(Form):
    """Whom to ask, and by when the answer is wanted."""

    email = StringField(_l("E-mail address of the supplier's contact"), [is_email])
    contact_name = StringField(
        _l("Contact's name (optional)"),
        [Length(max=160, message=_l("Enter a name of 160 characters or fewer"))],
    )
    due_on = DateField(
        _l("Answer wanted by"),
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_due_on(self, field: DateField) -> None:
        """The day must be yet to come."""
        if field.data is not None and field.data <= self._today:
            raise ValidationError(_l("Enter a day after today"))
