"""What the forms of every audience share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final

from email_validator import EmailNotValidError, validate_email
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.services.people import note_hints
from questionnaires.cleaning import clean


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form whose problems can be listed in an error summary.

    What is typed into it is made safe to keep (`questionnaires.cleaning`) before a field's own filters see
    it: a box of one line gives one line, whatever a program sends in a browser's name.
    """

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How the fields of the form are made."""

        def bind_field(self, form: FlaskForm, unbound_field: Any, options: dict[str, Any]) -> Any:
            """The field, with what makes its text safe to keep in front of its own filters."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, HiddenField):
                kept = _kept if issubclass(kind, TextAreaField) else _kept_on_one_line
                options["filters"] = [kept, *unbound_field.kwargs.get("filters", ())]
            return unbound_field.bind(form=form, **options)

    def first_errors(self) -> dict[str, str]:
        """Field id -> first message, in the order of the fields."""
        return {field.id: str(field.errors[0]) for field in self if field.errors}


def _kept(text: str | None) -> str | None:
    return text and clean(text)


def _kept_on_one_line(text: str | None) -> str | None:
    return text and clean(text).replace("\n", " ")


class HintedForm(Form):
    """A form whose words are looked through for data on people before they are kept.

    What looks like it is shown once, by `macros/look_again.html`; sent again as it is, it is kept: hints
    refuse nothing. Looked through are all texts of several lines, and the fields that `lines_watched` names.
    """

    hints = HiddenField()
    """The kinds of hints that the writer has been shown."""
    lines_watched: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.to_look_at: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether everything is as it must be, and the writer has seen the hints."""
        if not super().validate(extra_validators):
            return False
        written = [one.data or "" for one in self if isinstance(one, TextAreaField)]
        written += [self[name].data or "" for name in self.lines_watched]
        kinds = note_hints.found_in("\n".join(written))
        if set(kinds) <= set((self.hints.data or "").split()):
            return True
        self.hints.data = " ".join(kinds)
        self.to_look_at = [note_hints.words(kind) for kind in kinds]
        return False

    @property
    def look_again_id(self) -> str:
        """The id of the box with the hints."""
        return f"{self._prefix}look-again"

    def first_errors(self) -> dict[str, str]:
        """Field id -> first message, and where there are hints to look at."""
        told = _("Look at your words again, then save them as they are or mend them")
        return super().first_errors() | ({self.look_again_id: told} if self.to_look_at else {})


LONGEST_TO_ANSWER: Final = timedelta(days=366)
"""How far ahead an answer may be wanted: the link to the questionnaire works until then."""


def check_due_day(day: date | None, today: date) -> None:
    """Refuse a day on which an answer is wanted that has come already or is out of reach."""
    if day is None:
        return
    if day <= today:
        raise ValidationError(_("Enter a day after today"))
    if day > today + LONGEST_TO_ANSWER:
        last = format_date(today + LONGEST_TO_ANSWER, "d MMMM y")
        raise ValidationError(_("Enter a day up to %(day)s", day=last))


def is_email(form: FlaskForm, field: StringField) -> None:
    """Refuse what cannot be an e-mail address, and say what one looks like."""
    try:
        validate_email((field.data or "").strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(
            str(_l("Enter an e-mail address in the right form, like name@example.org"))
        ) from error
