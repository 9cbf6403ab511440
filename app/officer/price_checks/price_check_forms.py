"""The forms of price checks. Kinds of labour are lines that are added by a button, without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import wtforms
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, StopValidation, ValidationError

from app.forms import Form, HintedForm
from app.intake.labour import MOST_ROWS
from app.officer.forms import DATE_FORMATS
from app.officer.price_checks.price_check_views import age_label, conclusion_label
from app.services.deciding.price_checks import LONGEST_TEXT, Tender
from models import PriceConclusion, Supplier
from questionnaires import cleaning
from screening.price_check import Labour, Price
from screening.wage_floors import AgeBand, floors

FIRST_LINES: Final = 2
#: Up to this many are added by hand; a file may bring more.
MOST_LINES: Final = 12
MOST_FILE_LINES: Final = MOST_ROWS
_NUMBER: Final = re.compile(r"[0-9]{1,10}(\.[0-9]{1,2})?")


def _line(text: str | None) -> str:
    return cleaning.one_line(text or "")


def _text(text: str | None) -> str:
    return cleaning.clean(text or "")


def number(text: str | None) -> Decimal | None:
    """A number as people write it, "£12,000.50"; None if it is empty. ValueError for anything else."""
    plain = re.sub(r"[\s,£]", "", text or "")
    if not plain:
        return None
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"not a number: {plain}")
    return Decimal(plain)


def _is_number(form: wtforms.Form, field: StringField) -> None:
    try:
        number(field.data)
    except ValueError as error:
        raise StopValidation(_("Enter a number such as 12,500 or 12.71")) from error


def _day(label: Any) -> DateField:
    return DateField(
        label,
        [InputRequired(_l("Enter a day such as 14/12/2026"))],
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )


def _words(label: Any, missing: Any) -> TextAreaField:
    too_long = _l("Enter 4,000 characters or fewer")
    return TextAreaField(
        label, [DataRequired(missing), Length(max=LONGEST_TEXT, message=too_long)], filters=[_text]
    )


class LabourForm(wtforms.Form):
    """One kind of labour; a line without any entry is left out."""

    label = StringField(
        _l("Kind of work"),
        [Length(max=120, message=_l("Enter 120 characters or fewer"))],
        filters=[_line],
    )
    hours = StringField(_l("Hours of work a year"), [_is_number])
    workers = StringField(_l("How many workers share them (optional)"), [_is_number])
    band = SelectField(_l("Lowest statutory rate that applies"))
    rate = StringField(_l("Pay that the tender states, pounds an hour (optional)"), [_is_number])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.band.choices = [(band.value, age_label(band)) for band in AgeBand]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in this line."""
        return not any((one.data or "").strip() for one in (self.label, self.hours, self.workers, self.rate))

    def validate_label(self, field: StringField) -> None:
        """A line that is used has a name."""
        if not self.is_empty and not field.data:
            raise ValidationError(_("Say what kind of work it is"))

    def validate_hours(self, field: StringField) -> None:
        """A line that is used has hours."""
        if not self.is_empty and not number(field.data):
            raise ValidationError(_("Enter how many hours of work it is in a year"))

    def validate_workers(self, field: StringField) -> None:
        """Workers are whole people."""
        given = number(field.data)
        if given is not None and (given < 1 or given != int(given)):
            raise ValidationError(_("Enter a whole number of workers, 1 or more"))

    def labour(self) -> Labour:
        """What was entered; call it after validation."""
        workers = number(self.workers.data)
        return Labour(
            label=self.label.data or "",
            hours=number(self.hours.data) or Decimal(0),
            band=AgeBand(self.band.data),
            workers=None if workers is None else int(workers),
            rate=number(self.rate.data),
        )


class PriceForm(Form):
    """A tender's price and the labour in it. `lines` is a separate form for each kind of labour."""

    tenderer = StringField(
        _l("Who tenders"),
        [
            DataRequired(_l("Enter the name of the tenderer")),
            Length(max=300, message=_l("Enter 300 characters or fewer")),
        ],
        filters=[_line],
    )
    procurement = StringField(
        _l("Procurement and lot"),
        [
            DataRequired(_l("Say for which procurement")),
            Length(max=300, message=_l("Enter 300 characters or fewer")),
        ],
        filters=[_line],
    )
    pounds = StringField(_l("Price in pounds, without VAT"), [_is_number])
    start = _day(_l("First day that the price is for"))
    end = _day(_l("Last day that the price is for"))
    other_costs = StringField(_l("Other costs that the tender states, in pounds (optional)"), [_is_number])

    def __init__(self, sent: Any, lines: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lines = [LabourForm(sent, prefix=f"labour-{place}-") for place in range(lines)]

    def validate_pounds(self, field: StringField) -> None:
        """There is a price."""
        if number(field.data) is None:
            raise ValidationError(_("Enter the price"))

    def validate_start(self, field: DateField) -> None:
        """Rates are known for the first day."""
        oldest = floors()[0].holds_from
        if field.data is not None and field.data < oldest:
            raise ValidationError(_("Rates are known from %(day)s on", day=oldest.strftime("%d/%m/%Y")))

    def validate_end(self, field: DateField) -> None:
        """The period ends after it begins, and is no misprint of a century."""
        if self.start.data is None or field.data is None:
            return
        if field.data < self.start.data:
            raise ValidationError(_("Enter a day that is not before the first day"))
        if field.data.year > self.start.data.year + 30:
            raise ValidationError(_("Enter a period of 30 years or less"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The form and every line of it."""
        is_valid = bool(super().validate(extra_validators))
        for line in self.lines:
            is_valid = line.validate() and is_valid
        if all(line.is_empty for line in self.lines):
            self.lines[0].label.errors = [_("Enter at least one kind of labour")]
            return False
        return is_valid

    def first_errors(self) -> dict[str, str]:
        """Field id -> first message, those of the lines last."""
        fields = [field for line in self.lines for field in line]
        of_lines = {field.id: str(field.errors[0]) for field in fields if field.errors}
        return super().first_errors() | of_lines

    def tender(self, supplier: Supplier | None) -> Tender:
        """Whose tender it is."""
        return Tender(self.tenderer.data or "", self.procurement.data or "", supplier)

    def price(self) -> Price:
        """What was entered; call it after validation."""
        return Price(
            pounds=number(self.pounds.data) or Decimal(0),
            start=self.start.data or date.min,
            end=self.end.data or date.min,
            labour=tuple(line.labour() for line in self.lines if not line.is_empty),
            other_costs=number(self.other_costs.data),
        )


class AskForm(HintedForm):
    """That the tenderer was told, and until when it may explain."""

    asked_on = _day(_l("Day on which the tenderer was told"))
    explain_by = _day(_l("Last day to explain"))
    words = _words(_l("What was written to the tenderer"), _l("Enter what was written"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_asked_on(self, field: DateField) -> None:
        """It has happened."""
        if field.data is not None and field.data > self._today:
            raise ValidationError(_("Enter today or an earlier day"))

    def validate_explain_by(self, field: DateField) -> None:
        """There is time to explain."""
        if field.data is not None and self.asked_on.data is not None and field.data <= self.asked_on.data:
            raise ValidationError(_("Enter a day after the one on which the tenderer was told"))
        if field.data is not None and field.data < self._today:
            raise ValidationError(
                _("Enter today or a later day: the chance to explain is recorded while there still is one")
            )


class MoreTimeForm(HintedForm):
    """A later last day, and why."""

    explain_by = _day(_l("New last day to explain"))
    reason = _words(_l("Reason for more time"), _l("Say why there is more time"))

    def __init__(self, stands: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._stands = stands

    def validate_explain_by(self, field: DateField) -> None:
        """Later than the one that stands."""
        if field.data is not None and field.data <= self._stands:
            raise ValidationError(_("Enter a day later than the one that stands"))


class ReceivedForm(HintedForm):
    """What the tenderer explained."""

    received_on = _day(_l("Day on which the explanation came"))
    summary = _words(_l("What the tenderer explains, in short"), _l("Enter what the tenderer explains"))

    def __init__(self, asked_on: date, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asked_on, self._today = asked_on, today

    def validate_received_on(self, field: DateField) -> None:
        """After the question, and by today."""
        if field.data is not None and not self._asked_on <= field.data <= self._today:
            raise ValidationError(_("Enter a day from the one on which the tenderer was told up to today"))


class ConcludeForm(HintedForm):
    """What is concluded of the price, of what may be concluded now, and why."""

    conclusion = RadioField(_l("What do you conclude?"), [InputRequired(_l("Choose what you conclude"))])
    reason = _words(_l("Your reasons"), _l("Give your reasons"))

    def __init__(self, allowed: Sequence[PriceConclusion], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.conclusion.choices = [(one.value, conclusion_label(one)) for one in allowed]


class ReasonForm(HintedForm):
    """Why a conclusion is taken back."""

    reason = _words(_l("Why you take it back"), _l("Give your reasons"))
