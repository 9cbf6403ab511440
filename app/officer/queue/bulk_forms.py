"""The form on which an officer confirms that many suppliers are to be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField
from wtforms.validators import InputRequired

from app.forms import Form, check_due_day
from app.officer.forms import DATE_FORMATS


class BulkAskForm(Form):
    """By when many suppliers are to answer."""

    due_on = DateField(
        _l("Answer wanted by"),
        [InputRequired(_l("Enter a day such as 14/12/2026"))],
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_due_on(self, field: DateField) -> None:
        """The day must be yet to come, and within reach."""
        check_due_day(field.data, self._today)
