"""The forms by which a contact asks for more time, or says that it is not the right person."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.forms import Form, is_email
from app.services.inviting.contact_requests import NotMine, TimeReason, last_day
from app.supplier.plan_forms import DATE_FORMATS
from questionnaires import cleaning

_A_DAY = _l("Enter a day such as 14/12/2026")

_TIME_REASONS: Final = {
    TimeReason.COLLEAGUES: _l("Colleagues or suppliers of ours have to find things out first"),
    TimeReason.AWAY: _l("Whoever can answer is away"),
    TimeReason.LONGER: _l("It takes longer than we thought"),
    TimeReason.HELP: _l("We need help, or the questions in another form"),
}
_NOT_MINE: Final = {
    NotMine.ROLE: _l("I work there, and do not know who should answer"),
    NotMine.LEFT: _l("I no longer work there"),
    NotMine.STRANGER: _l("I have nothing to do with this organisation"),
    NotMine.ENDED: _l("We no longer supply this council"),
}


def time_reason(value: str) -> str:
    """A reason for more time, in words."""
    return str(_TIME_REASONS[TimeReason(value)])


def _line(text: str | None) -> str:
    return cleaning.one_line(text or "")


class MoreTimeForm(Form):
    """Until when, and why."""

    until = DateField(
        _l("Until which day do you need?"),
        [InputRequired(_A_DAY)],
        format=DATE_FORMATS,
        invalid_value_message=_A_DAY,  # type: ignore[call-arg]  # stubs are older
    )
    why = RadioField(_l("Why do you need more time?"), [InputRequired(_l("Choose a reason"))])

    def __init__(self, today: date, stands: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today, self._after = today, max(today, stands)
        self.why.choices = [(one.value, str(words)) for one, words in _TIME_REASONS.items()]

    def validate_until(self, field: DateField) -> None:
        """Later than the day that stands, and within reach."""
        if field.data is None:
            return
        if field.data <= self._after:
            raise ValidationError(_("Enter a day after %(day)s", day=format_date(self._after, "d MMMM y")))
        if field.data > last_day(self._today):
            raise ValidationError(
                _("Enter a day up to %(day)s", day=format_date(last_day(self._today), "d MMMM y"))
            )


class NotMeForm(Form):
    """Who answers instead, or why nobody here does. The name and address matter for a colleague only."""

    #: The choice with which the questionnaire is passed on.
    COLLEAGUE = "colleague"

    which = RadioField(_l("What is right?"), [InputRequired(_l("Choose what is right"))])
    colleague_name = StringField(
        _l("Your colleague's name (optional)"),
        [Length(max=160, message=_l("Enter a name of 160 characters or fewer"))],
        filters=[_line],
    )
    email = StringField(_l("Your colleague's work e-mail address"), filters=[_line])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        reasons = [(one.value, str(words)) for one, words in _NOT_MINE.items()]
        self.which.choices = [(self.COLLEAGUE, ""), *reasons]

    def validate_email(self, field: StringField) -> None:
        """Needed to pass it on, and for nothing else."""
        if self.passes_on:
            is_email(self, field)

    @property
    def passes_on(self) -> bool:
        """Whether a colleague is to answer."""
        return bool(self.which.data == self.COLLEAGUE)
