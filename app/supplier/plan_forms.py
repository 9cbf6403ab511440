"""The forms by which a supplier says that a step of a plan is done, or asks for another date."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.forms import HintedForm
from app.services.plans.action_plans import LONGEST_TEXT
from app.services.plans.plan_steps import Proof
from questionnaires import cleaning, links
from questionnaires.faults import Fault

DATE_FORMATS = ["%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
LONGEST_LINK = 1024


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


def _kept_line(text: str | None) -> str:
    return cleaning.one_line(text or "")


_SHORT_ENOUGH = Length(max=LONGEST_TEXT, message=_l("Write 4,000 characters or fewer"))
_A_DAY = _l("Enter a day such as 14/12/2026")


class DoneForm(HintedForm):
    """What was done, with where a document is and what day it bears."""

    words = TextAreaField(
        _l("What was done, and what is different now"),
        [DataRequired(_l("Say what was done")), _SHORT_ENOUGH],
        filters=[_kept],
    )
    link = StringField(_l("Link to a document that shows it (optional)"), filters=[_kept_line])
    document_on = DateField(
        _l("Date of the document (optional)"),
        [Optional()],
        format=DATE_FORMATS,
        invalid_value_message=_A_DAY,  # type: ignore[call-arg]  # stubs are older
    )

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_link(self, field: StringField) -> None:
        """An address of the public web, kept in one form; it is never fetched."""
        if not field.data:
            return
        read = links.read(field.data)
        if isinstance(read, Fault) or len(read) > LONGEST_LINK:
            raise ValidationError(_("Enter a link such as https://www.example.org/record"))
        field.data = read

    def validate_document_on(self, field: DateField) -> None:
        """A document has been made already, and is named."""
        if field.data is not None and field.data > self._today:
            raise ValidationError(_("Enter a day that is not after today"))

    def proof(self) -> Proof:
        """The document that was named."""
        return Proof(self.link.data or "", self.document_on.data)


class AskDateForm(HintedForm):
    """Another date, and why."""

    wanted = DateField(
        _l("The date you ask for"),
        [InputRequired(_A_DAY)],
        format=DATE_FORMATS,
        invalid_value_message=_A_DAY,  # type: ignore[call-arg]  # stubs are older
    )
    reason = TextAreaField(
        _l("What stands in the way"),
        [DataRequired(_l("Say what stands in the way")), _SHORT_ENOUGH],
        filters=[_kept],
    )

    def __init__(self, today: date, stands: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._after = max(today, stands)

    def validate_wanted(self, field: DateField) -> None:
        """Later than the day that stands, and than today."""
        if field.data is not None and field.data <= self._after:
            raise ValidationError(_("Enter a day after today, and after the date that stands"))
