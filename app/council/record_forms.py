"""The forms of the records behind the statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    DateField,
    FloatField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.council import record_words
from app.council.forms import _LONG, _SHORT, _address, _day, _kept, _line, _not_later
from app.forms import Form
from app.services.annual import referrals, training, training_files
from app.services.annual.trackers import TrackerState
from models import Audience

_CONFIDENCE: Final = NumberRange(*training.CONFIDENCE, _l("Enter a number from 1 to 5, such as 3.4"))


def _confidence(label: Any) -> FloatField:
    return FloatField(
        label,
        [Optional(), _CONFIDENCE],
        invalid_value_message=_l("Enter a number from 1 to 5, such as 3.4"),  # type: ignore[call-arg]  # stubs are older
    )


def _whole(label: Any, least: int, most: int, message: Any) -> IntegerField:
    return IntegerField(
        label,
        [InputRequired(message), NumberRange(least, most, message)],
        invalid_value_message=message,  # type: ignore[call-arg]  # stubs are older
    )


class TrainingForm(Form):
    """One session: numbers, and no names."""

    held_on = _day(_l("Day of the session"), wanted=True)
    title = StringField(
        _l("Title"),
        [
            DataRequired(_l("Enter what the session was about")),
            Length(max=200, message=_l("Enter 200 characters or fewer")),
        ],
        filters=[_line],
    )
    audience = RadioField(_l("For whom it was"), [InputRequired(_l("Choose for whom it was"))])
    provider = StringField(_l("Provider (optional)"), [_SHORT], filters=[_line])
    attended = _whole(
        _l("How many took part"), 1, training.MOST_PEOPLE, _l("Enter a whole number from 1 to 100,000")
    )
    confidence_before = _confidence(_l("Mean confidence before, from 1 to 5 (optional)"))
    confidence_after = _confidence(_l("Mean confidence after, from 1 to 5 (optional)"))
    certificates_until = _day(_l("Certificates run out on (optional)"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today
        self.audience.choices = [(one.value, record_words.audience(one)) for one in Audience]

    def validate_held_on(self, field: DateField) -> None:
        """A session is noted after it was held."""
        _not_later(field, self._today)
        if field.data is not None and field.data < training.FIRST_DAY:
            raise ValidationError(_("Enter a day in 2015 or later"))

    def validate_certificates_until(self, field: DateField) -> None:
        """No certificate runs out before it was given."""
        if field.data is not None and self.held_on.data is not None and field.data < self.held_on.data:
            raise ValidationError(_("Certificates cannot run out before the session"))

    def details(self) -> training.Details:
        """The session, once the form is valid."""
        assert self.held_on.data is not None and self.attended.data is not None
        return training.Details(
            self.held_on.data,
            self.title.data or "",
            Audience(self.audience.data),
            self.provider.data or "",
            self.attended.data,
            self.confidence_before.data,
            self.confidence_after.data,
            self.certificates_until.data,
        )


def _people(label: Any) -> IntegerField:
    return _whole(label, 0, referrals.MOST, _l("Enter a whole number from 0 to 9,999"))


class ReferralForm(Form):
    """The totals of a quarter; to take them out, the quarter alone. What is held is never put into it."""

    quarter = SelectField(_l("Quarter"))
    referred_adults = _people(_l("Adults referred to the National Referral Mechanism"))
    referred_children = _people(_l("Children referred to the National Referral Mechanism"))
    notified_adults = _people(_l("Adults who did not consent: Duty to Notify reports"))
    take_out = SubmitField()

    def __init__(self, quarters: Sequence[date], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.quarter.choices = [(one.isoformat(), record_words.quarter(one)) for one in quarters]

    @property
    def takes_out(self) -> bool:
        """Whether the totals of the quarter are to be taken out."""
        return bool(self.take_out.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Numbers are only looked at where they are to be kept."""
        is_right = bool(super().validate(extra_validators))
        return not self.quarter.errors if self.takes_out else is_right

    def totals(self) -> referrals.Totals:
        """The totals, once the form is valid."""
        return referrals.Totals(
            self.referred_adults.data or 0, self.referred_children.data or 0, self.notified_adults.data or 0
        )


class TrackerForm(Form):
    """How far the council is with a commitment."""

    state = RadioField(_l("How far is the council?"), [InputRequired(_l("Choose how far the council is"))])
    words = TextAreaField(_l("In words"), [_LONG], filters=[_kept])
    evidence_url = _address(_l("Address of evidence (optional)"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = [(one.value, record_words.tracker_state(one)) for one in TrackerState]

    def validate_words(self, field: TextAreaField) -> None:
        """Only what has not started needs no words."""
        if self.state.data not in (None, TrackerState.NOT_STARTED.value) and not field.data:
            raise ValidationError(_("Say in words what was done, or why it does not apply"))


class TrainingFileForm(Form):
    """A table of sessions: a file to look at, or, once it was looked at, its sessions as CSV."""

    file = FileField(_l("File"))
    table = HiddenField()

    def validate_file(self, field: FileField) -> None:
        """There is a file, unless it was looked at before."""
        if not field.data and not self.table.data:
            raise ValidationError(_("Choose the file"))

    @property
    def confirmed(self) -> bool:
        """Whether this is the table that was looked at."""
        return not self.file.data

    def given(self) -> tuple[str, bytes]:
        """The name and the content of what is to be read."""
        if self.confirmed:
            return "sessions.csv", (self.table.data or "").encode()
        return self.file.data.filename or "", self.file.data.read(training_files.MOST_BYTES + 1)
