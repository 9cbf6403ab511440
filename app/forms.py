"""What the forms of every audience share."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form whose problems can be listed in an error summary."""

    def first_errors(self) -> dict[str, str]:
        """Field id -> first message, in the order of the fields."""
        return {field.id: str(field.errors[0]) for field in self if field.errors}


def is_email(form: FlaskForm, field: StringField) -> None:
    """Refuse what cannot be an e-mail address, and say what one looks like."""
    try:
        validate_email((field.data or "").strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValidationError(
            str(_l("Enter an e-mail address in the right form, like name@example.org"))
        ) from error
