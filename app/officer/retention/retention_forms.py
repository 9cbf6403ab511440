"""Forms of leads about what is kept, and about erasing."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.forms import Form, HintedForm, is_email
from app.services.retention.kinds import LIMITS, LONGEST, Kind

KEEP, REMOVE = "keep", "remove"


def _reason(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(_l("Say why. An auditor reads this in two years")),
            Length(max=1_000, message=_l("Enter 1,000 characters or fewer")),
        ],
    )


class PeriodForm(HintedForm):
    """How long a kind of data is kept, and why."""

    what = RadioField(_l("What happens to it"), [InputRequired(_l("Choose what happens to it"))])
    months = StringField(_l("Months for which it is kept"))
    reason = _reason(_l("Reason"))

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._limits = LIMITS[kind]
        self.what.choices = [(KEEP, _("Keep it; remove nothing")), (REMOVE, _("Remove it after some months"))]

    def validate_months(self, field: StringField) -> None:
        """Where something is removed, a number of months within the bounds of the kind."""
        if self.what.data != REMOVE:
            return
        typed = (field.data or "").strip()
        number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 0
        if not self._limits.least <= number <= LONGEST:
            raise ValidationError(
                _(
                    "Enter a number of months from %(least)s to %(longest)s",
                    least=self._limits.least,
                    longest=LONGEST,
                )
            )

    @property
    def chosen(self) -> int | None:
        """The months that were entered; None for keeping."""
        return int((self.months.data or "").strip()) if self.what.data == REMOVE else None


class HoldForm(HintedForm):
    """Why nothing of a supplier is removed."""

    reason = _reason(_l("Why nothing may be removed"))


class EndHoldForm(HintedForm):
    """Why a hold ends."""

    why = _reason(_l("Why the hold ends"))


class FindPersonForm(Form):
    """Whose data is looked for."""

    email = StringField(_l("E-mail address of the person"), [is_email])


class EraseForm(HintedForm):
    """Why something is erased, and its name typed again: erasing cannot be taken back."""

    typed = StringField(_l("Type it to confirm"))
    reason = _reason(_l("Reason"))

    def __init__(self, wanted: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._wanted = wanted

    def validate_typed(self, field: StringField) -> None:
        """It must be what is to be erased."""
        if (field.data or "").strip().casefold() != self._wanted.casefold():
            raise ValidationError(_("Type it exactly: %(wanted)s", wanted=self._wanted))
