"""The supplier's forms; the questions themselves are data and have none."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.forms import Form, is_email
from questionnaires.cleaning import clean


def _tidy(text: str | None) -> str:
    """Text as answers are kept: without what nobody sees, and what no database or e-mail takes."""
    return clean(text or "")


def _on_one_line(text: str | None) -> str:
    """The same for what goes into a heading or the subject of an e-mail."""
    return " ".join(_tidy(text).split())


class DeclarationForm(Form):
    """Who stands behind the answers."""

    declared_name = StringField(
        _l("Your full name"),
        [
            DataRequired(_l("Enter your full name")),
            Length(max=160, message=_l("Enter a name of 160 characters or fewer")),
        ],
        filters=[_on_one_line],
    )
    declared_role = StringField(
        _l("Your job title"),
        [
            DataRequired(_l("Enter your job title")),
            Length(max=160, message=_l("Enter a job title of 160 characters or fewer")),
        ],
        filters=[_on_one_line],
    )
    declared = BooleanField(
        _l(
            "I confirm that these answers are true as far as I know, and that I may give them "
            "for this organisation"
        ),
        [InputRequired(_l("Confirm that the answers are true as far as you know"))],
    )


class ColleagueForm(Form):
    """Whom to ask for help, and with what. The choices are the sections, set by the page."""

    #: The choice that is no section: check all answers and declare.
    DECLARATION = "declaration:"

    part = RadioField(
        _l("What should your colleague do?"),
        [InputRequired(_l("Choose what your colleague should do"))],
        validate_choice=True,
    )
    colleague_name = StringField(
        _l("Your colleague's name (optional)"),
        [Length(max=160, message=_l("Enter a name of 160 characters or fewer"))],
        filters=[_on_one_line],
    )
    email = StringField(_l("Your colleague's work e-mail address"), [is_email], filters=[_on_one_line])


class SendBackForm(Form):
    """Which section goes back, and why."""

    part = RadioField(_l("Which section?"), [InputRequired(_l("Choose a section"))])
    note = TextAreaField(
        _l("What should be changed?"),
        [
            DataRequired(_l("Say what should be changed")),
            Length(max=2000, message=_l("Write 2,000 characters or fewer")),
        ],
        filters=[_tidy],
    )
