"""The supplier's forms; the questions themselves are data and have none."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from app.forms import Form


def _strip(text: str | None) -> str:
    return (text or "").strip()


class DeclarationForm(Form):
    """Who stands behind the answers."""

    declared_name = StringField(
        _l("Your full name"),
        [
            InputRequired(_l("Enter your full name")),
            Length(max=160, message=_l("Enter a name of 160 characters or fewer")),
        ],
        filters=[_strip],
    )
    declared_role = StringField(
        _l("Your job title"),
        [
            InputRequired(_l("Enter your job title")),
            Length(max=160, message=_l("Enter a job title of 160 characters or fewer")),
        ],
        filters=[_strip],
    )
    declared = BooleanField(
        _l(
            "I confirm that these answers are true as far as I know, and that I may give them "
            "for this organisation"
        ),
        [InputRequired(_l("Confirm that the answers are true as far as you know"))],
    )
