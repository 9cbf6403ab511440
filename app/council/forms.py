"""The forms of annual statements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.council import words
from app.forms import Form
from models import PledgeState
from questionnaires import cleaning
from screening import annual

DATE_FORMATS: Final = [
    "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d",
]  # fmt: skip
LONGEST_TEXT: Final = 60_000
"""Characters of a section in one language: some 9,000 words."""
LONG, SHORT, ADDRESS = 4_000, 160, 1_024
MOST_MONTHS: Final = 24


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


def _line(text: str | None) -> str:
    return cleaning.one_line(text or "")


_TEXT = Length(max=LONGEST_TEXT, message=_l("Enter 60,000 characters or fewer"))
_LONG = Length(max=LONG, message=_l("Enter 4,000 characters or fewer"))
_SHORT = Length(max=SHORT, message=_l("Enter 160 characters or fewer"))


def _day(label: Any, wanted: bool = False) -> DateField:
    return DateField(
        label,
        [InputRequired(_l("Enter a day such as 14/12/2026")) if wanted else Optional()],
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )


def _is_address(form: Form, field: Field) -> None:
    """Refuse what is no address of the web: it becomes a link."""
    if field.data and not field.data.lower().startswith(("https://", "http://")):
        raise ValidationError(_("Enter an address that begins with https://"))


def _address(label: Any) -> StringField:
    longest = Length(max=ADDRESS, message=_l("Enter an address of 1,024 characters or fewer"))
    return StringField(label, [longest, _is_address], filters=[_line])


class BeginForm(Form):
    """Which year, and in which order the areas are written."""

    year_end = _day(_l("Last day of the year"), wanted=True)
    outline = RadioField(_l("Outline"), [InputRequired(_l("Choose an outline"))])

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today
        self.outline.choices = [(one.id, _(one.title)) for one in annual.outlines().values()]

    def validate_year_end(self, field: DateField) -> None:
        """A year for which rules are known, and that ends within a year from now."""
        if field.data is None:
            return
        if (field.data - self._today).days > 366:
            raise ValidationError(_("This year ends more than a year from now"))
        first = min(one.holds_from for one in annual.rule_sets())
        if field.data < first:
            raise ValidationError(_("No rules are known for a year that ended before 24 March 2025"))


class SectionForm(Form):
    """The texts of a section, and the revision from which the person began."""

    text = TextAreaField(_l("Text in English"), [_TEXT], filters=[_kept])
    text_cy = TextAreaField(_l("Text in Welsh"), [_TEXT], filters=[_kept])
    missing_because = TextAreaField(_l("If nothing was done in this area: why"), [_LONG], filters=[_kept])
    based_on = HiddenField()

    @property
    def revision(self) -> int:
        """The revision that was read; one that never was if the page sent none."""
        given = str(self.based_on.data or "")
        return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


class CommentForm(Form):
    """What somebody says of a section."""

    text = TextAreaField(_l("Your comment"), [DataRequired(_l("Write something")), _LONG], filters=[_kept])


class StepForm(Form):
    """Words with a step of the approval."""

    words = TextAreaField(_l("What you want to say with it"), [_LONG], filters=[_kept])


class ApprovalForm(Form):
    """Who approved and signed, and when; all of it can come later."""

    body = StringField(_l("Approved by"), [_SHORT], filters=[_line])
    approved_on = _day(_l("Day of the meeting"))
    signed_by = StringField(_l("Signed by"), [_SHORT], filters=[_line])
    signed_role = StringField(_l("Role of who signed"), [_SHORT], filters=[_line])
    signed_on = _day(_l("Day of the signature"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_approved_on(self, field: DateField) -> None:
        """What has not happened yet is not noted."""
        _not_later(field, self._today)

    def validate_signed_on(self, field: DateField) -> None:
        """What has not happened yet is not noted."""
        _not_later(field, self._today)


class PlacesForm(Form):
    """Where the statement stands, and when somebody saw the link to it."""

    published_url = _address(_l("Address at which the statement is published"))
    front_page_url = _address(_l("Address of our front page (optional)"))
    homepage_seen_on = _day(_l("I have seen the link on our front page on"))
    registry_url = _address(_l("Address of its entry in the government's registry"))

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_homepage_seen_on(self, field: DateField) -> None:
        """Nobody has seen anything on a day to come."""
        _not_later(field, self._today)


def _not_later(field: DateField, today: date) -> None:
    if field.data is not None and field.data > today:
        raise ValidationError(_("This day has not come yet"))


class PledgeForm(Form):
    """A promise for the ledger: its words, who answers for it, until when."""

    text = TextAreaField(
        _l("Promise"), [DataRequired(_l("Write down what was promised")), _LONG], filters=[_kept]
    )
    owner = StringField(_l("Who answers for it"), [_SHORT], filters=[_line])
    due_on = _day(_l("Until when"))


class SettleForm(Form):
    """What became of a promise."""

    state = RadioField(_l("What became of it?"), [InputRequired(_l("Choose what became of it"))])
    outcome = TextAreaField(_l("In words"), [_LONG], filters=[_kept])
    evidence_url = _address(_l("Address of evidence (optional)"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.state.choices = [(one.value, words.pledge_state(one)) for one in PledgeState]

    def validate_outcome(self, field: TextAreaField) -> None:
        """Only an open promise needs no words."""
        if self.state.data not in (None, PledgeState.OPEN.value) and not field.data:
            raise ValidationError(_("Say in words what became of it"))


class RulesForm(Form):
    """The council's own limit in months; the days of proposed rules are further fields (`rules_form`)."""

    months = IntegerField(
        _l("Months after the end of the year (optional)"),
        [
            Optional(),
            NumberRange(1, MOST_MONTHS, _l("Enter a whole number of months from 1 to 24")),
        ],
        invalid_value_message=_l("Enter a whole number of months from 1 to 24"),  # type: ignore[call-arg]  # stubs are older
    )

    def days(self) -> dict[str, date]:
        """The proposed rules that were given a day."""
        found = {name: self[f"from_{name}"].data for name in self.proposed}
        return {name: day for name, day in found.items() if day is not None}

    proposed: tuple[str, ...] = ()


def rules_form(proposed: Mapping[str, str], data: Mapping[str, Any]) -> RulesForm:
    """The form with a day for each proposed rule set; `proposed` maps their ids to their titles."""
    fields = {f"from_{name}": _day(title) for name, title in proposed.items()}
    made = type("RulesFormOfCouncil", (RulesForm,), {**fields, "proposed": tuple(proposed)})
    return made(data=dict(data))
