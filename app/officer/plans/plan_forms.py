"""The forms of plans of action for officers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.forms import HintedForm
from app.officer.forms import DATE_FORMATS
from app.plan_view import side_label
from app.services.plans.action_plans import LONGEST_STEP, LONGEST_TEXT, PlanWords, StepWords
from models import ActionSide, Person
from questionnaires import cleaning

NOBODY = ""


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


def _kept_line(text: str | None) -> str:
    return cleaning.one_line(text or "")


_SHORT_ENOUGH = Length(max=LONGEST_TEXT, message=_l("Enter 4,000 characters or fewer"))


def _area(label: Any) -> TextAreaField:
    return TextAreaField(label, [_SHORT_ENOUGH], filters=[_kept])


def _day(label: Any) -> DateField:
    return DateField(
        label,
        [InputRequired(_l("Enter a day such as 14/12/2026"))],
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )


class PlanForm(HintedForm):
    """What a plan says beside its steps."""

    title = StringField(
        _l("Name of the plan"),
        [
            DataRequired(_l("Give the plan a name")),
            Length(max=200, message=_l("Enter a name of 200 characters or fewer")),
        ],
        filters=[_kept_line],
    )
    root_cause = _area(_l("Root cause"))
    remedy = _area(_l("Remedy for those harmed"))
    workers_heard = _area(_l("How workers were heard"))
    if_nothing = _area(_l("What follows if nothing happens"))

    def words(self) -> PlanWords:
        """What was entered."""
        return PlanWords(
            **{
                name: self[name].data or ""
                for name in ("title", "root_cause", "remedy", "workers_heard", "if_nothing")
            }
        )


class StepForm(HintedForm):
    """A step of a plan: what, by whom, and what would show that it is done."""

    what = TextAreaField(
        _l("What will be different"),
        [
            DataRequired(_l("Say what is to be done")),
            Length(max=LONGEST_STEP, message=_l("Enter 1,000 characters or fewer")),
        ],
        filters=[_kept],
    )
    person = SelectField(_l("Officer who does it"), default=NOBODY)
    owner_words = StringField(
        _l("Who at the supplier does it"),
        [Length(max=160, message=_l("Enter 160 characters or fewer"))],
        filters=[_kept_line],
    )
    evidence_wanted = StringField(
        _l("What will show that it is done"),
        [Length(max=400, message=_l("Enter 400 characters or fewer"))],
        filters=[_kept_line],
    )

    lines_watched = ("owner_words", "evidence_wanted")

    def __init__(self, officers: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._officers = {str(one.id): one for one in officers}
        self.person.choices = [
            (NOBODY, _("Nobody yet")),
            *((key, one.name or one.email) for key, one in self._officers.items()),
        ]

    def words(self, side: ActionSide, finding: str = "") -> StepWords:
        """What was entered, for a step of this side."""
        return StepWords(
            what=self.what.data or "",
            side=side,
            person=self._officers.get(self.person.data or ""),
            owner_words=self.owner_words.data or "",
            evidence_wanted=self.evidence_wanted.data or "",
            finding=finding,
        )


class NewStepForm(StepForm):
    """A step that is added to a plan."""

    side = RadioField(_l("Whose step is it?"), [InputRequired(_l("Choose whose step it is"))])
    finding = SelectField(_l("Finding that it answers"), default="")
    due_on = _day(_l("To be done by"))

    def __init__(
        self, officers: Sequence[Person], findings: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(officers, **kwargs)
        self._today = today
        self.finding.choices = [("", _("None in particular")), *findings]
        self.side.choices = [(side.value, side_label(side)) for side in reversed(ActionSide)]

    def validate_due_on(self, field: DateField) -> None:
        """The day has not passed."""
        _not_over(field, self._today)


class WordsForm(HintedForm):
    """Why a step is settled, returned or opened again."""

    words = TextAreaField(
        _l("Your words"), [DataRequired(_l("Say it in words")), _SHORT_ENOUGH], filters=[_kept]
    )

    def __init__(self, label: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words.label.text = label


class DateForm(HintedForm):
    """Another due date, and why."""

    due_on = _day(_l("New date"))
    reason = TextAreaField(
        _l("Reason for the new date"),
        [DataRequired(_l("Say why the date changes")), _SHORT_ENOUGH],
        filters=[_kept],
    )

    def __init__(self, today: date, stands: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today, self._stands = today, stands

    def validate_due_on(self, field: DateField) -> None:
        """Another day that has not passed."""
        _not_over(field, self._today)
        if field.data == self._stands:
            raise ValidationError(_("Enter another day than the one that stands"))


class AnswerDateForm(HintedForm):
    """The answer to a supplier that asks for another date."""

    answer = RadioField(_l("Your answer"), [InputRequired(_l("Choose an answer"))])
    words = TextAreaField(_l("Your words to the supplier"), [_SHORT_ENOUGH], filters=[_kept])

    def __init__(self, wanted: str, stands: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.answer.choices = [
            ("yes", _("Agree: the new date is %(day)s", day=wanted)),
            ("no", _("Decline: the date stays %(day)s", day=stands)),
        ]

    def validate_words(self, field: TextAreaField) -> None:
        """A refusal has a reason."""
        if self.answer.data == "no" and not field.data:
            raise ValidationError(_("Say why the date cannot be changed"))


def _not_over(field: DateField, today: date) -> None:
    if field.data is not None and field.data < today:
        raise ValidationError(_("Enter today or a later day"))
