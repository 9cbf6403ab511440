"""Forms about the people of a council."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app.forms import Form, is_email
from app.officer.deciding.care_forms import people_options
from models import Person, Role
from questionnaires import cleaning

NOBODY = ""


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


def role_words(role: str) -> str:
    """What somebody of a council is."""
    return {
        Role.LEAD.value: _("Lead"),
        Role.COUNCILLOR.value: _("Councillor"),
    }.get(role, _("Officer"))


class PersonForm(Form):
    """Name and role of somebody of the council."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Enter a name")),
            Length(max=160, message=_l("Enter a name of 160 characters or fewer")),
        ],
        filters=[_kept],
    )
    role = RadioField(_l("Role"), [InputRequired(_l("Choose a role"))])

    def __init__(self, *, roles: Sequence[Role] = (Role.OFFICER, Role.LEAD), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.role.choices = [(role.value, role_words(role)) for role in roles]


class NewPersonForm(PersonForm):
    """Somebody new, with the address to which sign-in links go."""

    email = StringField(_l("E-mail address"), [is_email])


class LeavingForm(Form):
    """Who takes over from somebody who leaves."""

    successor = SelectField(_l("Who takes over"))

    def __init__(self, people: Sequence[Person], must: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        first = [] if must else [(NOBODY, _("Nobody: nothing is open"))]
        self.successor.choices = [*first, *people_options(people)]
