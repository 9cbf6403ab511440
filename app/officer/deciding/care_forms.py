"""Forms about who looks after a supplier, decisions, absences and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.forms import Form, HintedForm
from app.officer.deciding.care_labels import called, kind_options, second_person_options
from app.officer.forms import DATE_FORMATS
from app.services.deciding.decisions import LONGEST_REASON
from app.services.people.notes import LONGEST
from models import DecisionKind, Person
from questionnaires import cleaning

NOBODY = "0"


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


_SHORT_ENOUGH = Length(max=LONGEST_REASON, message=_l("Enter 4,000 characters or fewer"))


def _day(label: Any, optional: bool) -> DateField:
    wanted = Optional() if optional else InputRequired(_l("Enter a day such as 14/12/2026"))
    return DateField(
        label,
        [wanted],
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )


def people_options(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Ids and names of people, for a list to choose from."""
    return [(str(one.id), called(one)) for one in people]


class CareForm(HintedForm):
    """Who looks after a supplier, what is to be done next, and until when."""

    lines_watched = ("next_step",)

    owner = SelectField(_l("Who looks after this supplier"))
    next_step = StringField(
        _l("Next step (optional)"),
        [Length(max=300, message=_l("Enter 300 characters or fewer"))],
        filters=[_kept],
    )
    due_on = _day(_l("Due by (optional)"), optional=True)

    def __init__(self, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.owner.choices = [(NOBODY, _("Nobody")), *people_options(people)]

    def chosen(self, people: Iterable[Person]) -> Person | None:
        """The owner that was chosen."""
        return next((one for one in people if str(one.id) == self.owner.data), None)


class DecideForm(HintedForm):
    """What the officer concludes, and why. `report` is what was shown."""

    kind = RadioField(_l("Your decision"), [InputRequired(_l("Choose a decision"))])
    review_on = _day(_l("If you accept: look at it again on"), optional=True)
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why. An auditor reads this in two years")), _SHORT_ENOUGH],
        filters=[_kept],
    )
    report = StringField()

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today
        self.kind.choices = kind_options()

    def validate(self, extra_validators: Any = None) -> bool:
        """An acceptance has a later day on which it is looked at again."""
        valid = bool(super().validate(extra_validators))
        if self.kind.data == DecisionKind.ACCEPT and not self.review_on.errors:
            if self.review_on.data is None:
                self.review_on.errors = [_("Enter the day on which you look at it again")]
                return False
            if self.review_on.data <= self._today:
                self.review_on.errors = [_("Enter a day after today")]
                return False
        return valid


class SecondForm(HintedForm):
    """What the second person says."""

    opinion = RadioField(_l("Your opinion"), [InputRequired(_l("Choose whether you agree"))])
    reason = TextAreaField(_l("Reason (needed if you do not agree)"), [_SHORT_ENOUGH], filters=[_kept])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.opinion.choices = [
            ("agreed", _("I agree: the decision counts")),
            ("declined", _("I do not agree")),
        ]

    def validate_reason(self, field: TextAreaField) -> None:
        """Who declines says why."""
        if self.opinion.data == "declined" and not field.data:
            raise ValidationError(_("Say why you do not agree"))


class SecondPersonForm(Form):
    """Which decisions take two people, and why."""

    marked = SelectMultipleField(_l("Decisions that take two people"))
    reason = TextAreaField(
        _l("Reason for the change"), [DataRequired(_l("Say why")), _SHORT_ENOUGH], filters=[_kept]
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.marked.choices = second_person_options()


class DeputyForm(Form):
    """Who is away, who stands in, and on which days."""

    person = SelectField(_l("Who is away"))
    deputy = SelectField(_l("Who stands in"), [InputRequired(_l("Choose who stands in"))])
    first_day = _day(_l("First day"), optional=False)
    last_day = _day(_l("Last day"), optional=False)

    def __init__(
        self, today: date, away: Sequence[Person], deputies: Sequence[Person], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._today = today
        self.person.choices = people_options(away)
        self.deputy.choices = people_options(deputies)

    def validate_deputy(self, field: SelectField) -> None:
        """Nobody stands in for themselves."""
        if field.data == self.person.data:
            raise ValidationError(_("Choose somebody else than the person who is away"))

    def validate_last_day(self, field: DateField) -> None:
        """The absence ends after it began, and is not over."""
        if field.data is None:
            return
        if field.data < self._today:
            raise ValidationError(_("Enter a day that is not over"))
        if self.first_day.data is not None and field.data < self.first_day.data:
            raise ValidationError(_("Enter a day on or after the first day"))


class NoteForm(HintedForm):
    """A note for colleagues."""

    text = TextAreaField(
        _l("Note"),
        [
            DataRequired(_l("Write the note")),
            Length(max=LONGEST, message=_l("Enter 4,000 characters or fewer")),
        ],
        filters=[_kept],
    )
    mentions = SelectMultipleField(_l("Who should read it (optional)"))

    def __init__(self, colleagues: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.mentions.choices = people_options(colleagues)
