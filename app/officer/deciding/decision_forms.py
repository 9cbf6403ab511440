"""Forms by which officers decide: bands, exclusion grounds, weights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, FloatField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forms import Form, HintedForm
from app.officer.forms import DATE_FORMATS
from app.services.deciding.exclusion_list import concerns, grounds, self_cleaning_matters
from models import ExclusionOutcome
from screening.types import Band
from screening.weights import bounds, shipped

LONG = 4000


def _filled(message: Any) -> Callable[[Form, Field], None]:
    """Refuse a text of nothing but blanks."""

    def check(form: Form, field: Field) -> None:
        if not (field.data or "").strip():
            raise ValidationError(str(message))

    return check


_SHORT_ENOUGH = Length(max=LONG, message=_l("Enter 4,000 characters or fewer"))


def _day(label: Any, optional: bool = False) -> DateField:
    wanted = Optional() if optional else InputRequired(_l("Enter a day such as 14/12/2026"))
    return DateField(
        label,
        [wanted],
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )


def _text(label: Any, message: Any) -> TextAreaField:
    return TextAreaField(label, [_filled(message), _SHORT_ENOUGH])


class BandForm(HintedForm):
    """Confirm the advised band, or put another in its place with a reason. `report` is what was shown."""

    band = RadioField(_l("Your band"), [InputRequired(_l("Choose a band"))])
    reason = TextAreaField(_l("Reason"), [_SHORT_ENOUGH])
    report = StringField()

    def __init__(self, advised: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._advised = advised
        names = {
            "high": _("High"),
            "medium": _("Medium"),
            "low": _("Low"),
            "not_enough_known": _("Not enough known"),
        }
        self.band.choices = [(band.value, names[band.value]) for band in Band]

    def validate_reason(self, field: TextAreaField) -> None:
        """Another band than the advised one needs a reason."""
        if self.band.data not in (None, self._advised) and not (field.data or "").strip():
            raise ValidationError(_("Say why another band than the advised one is right"))


class WeightForm(Form):
    """A new value of one weight, and why."""

    value = FloatField(
        _l("New value"),
        [InputRequired(_l("Enter a number"))],
        invalid_value_message=_l("Enter a number"),  # type: ignore[call-arg]  # stubs are older
    )
    reason = _text(_l("Reason for the change"), _l("Say why the council changes this weight"))

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._lowest, self._highest = bounds()[name]
        self._shipped = shipped(name)

    def validate_value(self, field: FloatField) -> None:
        """The value lies within the bounds."""
        if field.data is None or not self._lowest <= field.data <= self._highest:
            raise ValidationError(
                _(
                    "Enter a number from %(lowest)s to %(highest)s",
                    lowest=f"{self._lowest:g}",
                    highest=f"{self._highest:g}",
                )
            )


class ReasonForm(HintedForm):
    """Why something is done."""

    reason = _text(_l("Reason"), _l("Enter a reason"))


class ExclusionForm(HintedForm):
    """A ground that may apply, with its basis and where the evidence is kept."""

    ground = RadioField(_l("Ground"), [InputRequired(_l("Choose a ground"))])
    concerned = RadioField(_l("Whom it is about"), [InputRequired(_l("Choose whom it is about"))])
    event_on = _day(_l("Day of the conviction, order, conduct or entry in the list"))
    ends_on = _day(
        _l("Day on which the entry in the debarment list is expected to end (optional)"), optional=True
    )
    basis = _text(_l("Why the ground may apply"), _l("Say why the ground may apply"))
    evidence = _text(_l("Where the evidence is kept"), _l("Say where the evidence is kept"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today
        self.ground.choices = [(one.id, _(one.label)) for one in grounds().values()]
        self.concerned.choices = [(name, _(label)) for name, label in concerns().items()]

    def validate_event_on(self, field: DateField) -> None:
        """It has happened."""
        if field.data is not None and field.data > self._today:
            raise ValidationError(_("Enter a day that is not after today"))


class AskToExplainForm(Form):
    """By when the supplier may reply."""

    reply_due = _day(_l("Reply wanted by"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_reply_due(self, field: DateField) -> None:
        """The supplier has time to reply."""
        if field.data is not None and field.data <= self._today:
            raise ValidationError(_("Enter a day after today"))


class ReplyForm(HintedForm):
    """What the supplier explained."""

    replied_on = _day(_l("Day of the reply"))
    explanation = _text(_l("What the supplier explained"), _l("Say what the supplier explained"))


class SelfCleaningForm(HintedForm):
    """What was found for each matter of section 58."""

    taken_seriously = TextAreaField()
    prevention = TextAreaField()
    commitments = TextAreaField()
    time = TextAreaField()
    other = TextAreaField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for name, label in self_cleaning_matters().items():
            self[name].label.text = _(label)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every matter says what was found."""
        valid = bool(super().validate(extra_validators))
        for name in self_cleaning_matters():
            if not (self[name].data or "").strip():
                self[name].errors = [_("Say what was found, or that nothing was given")]
                valid = False
        return valid

    def found(self) -> dict[str, str]:
        """What was entered by matter."""
        return {name: self[name].data for name in self_cleaning_matters()}


class DecisionForm(HintedForm):
    """What a person decides of a ground."""

    outcome = RadioField(_l("Decision"), [InputRequired(_l("Choose a decision"))])
    continuing = RadioField(
        _l("Do the circumstances continue, or are they likely to occur again?"),
        [InputRequired(_l("Choose yes or no"))],
    )
    reasons = _text(_l("Reasons"), _l("Give the reasons of the decision"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [
            (ExclusionOutcome.EXCLUDED.value, _("Treat as excluded or excludable")),
            (ExclusionOutcome.NOT_EXCLUDED.value, _("Do not exclude")),
        ]
        self.continuing.choices = [("yes", _("Yes")), ("no", _("No"))]
