"""The forms by which a supplier says that something is wrong."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.council_view import Line
from app.forms import Form
from app.labels import about_label, claim_label
from app.services.deciding.corrections import LONGEST_TEXT
from models import CorrectionAbout, StatementClaim
from questionnaires import cleaning, links
from questionnaires.faults import Fault

LONGEST_LINK = 1024


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


def _kept_line(text: str | None) -> str:
    return cleaning.one_line(text or "")


_SHORT_ENOUGH = Length(max=LONGEST_TEXT, message=_l("Write 4,000 characters or fewer"))


class CorrectionForm(Form):
    """What is wrong with a line, and what would be right. `report` is the report that was shown."""

    about = RadioField(_l("What is wrong?"), [InputRequired(_l("Choose what is wrong"))])
    claim = RadioField(_l("What is right?"), [Optional()])
    organisation = StringField(
        _l("Name of the organisation whose statement it is"),
        [Length(max=300, message=_l("Enter a name of 300 characters or fewer"))],
        filters=[_kept_line],
    )
    link = StringField(
        _l("Link to the statement, or to what shows that you are right (optional)"), filters=[_kept_line]
    )
    text = TextAreaField(_l("What is wrong, and what would be right?"), [_SHORT_ENOUGH], filters=[_kept])
    report = StringField()

    def __init__(self, line: Line, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_about_statement = line.about[0] is CorrectionAbout.STATEMENT_MATCH
        self.about.choices = [(one.value, about_label(one.value)) for one in line.about]
        self.claim.choices = [(one.value, claim_label(one.value)) for one in StatementClaim]
        if len(line.about) == 1:
            self.about.data = line.about[0].value

    @property
    def claimed(self) -> StatementClaim | None:
        """What is said of a statement; None where the correction is not about one."""
        if not self.is_about_statement or self.about.data != CorrectionAbout.STATEMENT_MATCH:
            return None
        return next((one for one in StatementClaim if one.value == self.claim.data), None)

    def validate_organisation(self, field: StringField) -> None:
        """A parent's statement is found by the parent's name."""
        if self.claimed is StatementClaim.PARENTS and not field.data:
            raise ValidationError(_("Enter the name of the parent or group whose statement covers you"))

    def validate_link(self, field: StringField) -> None:
        """An address of the public web, kept in one form; it is never fetched."""
        if not field.data:
            if self.claimed is StatementClaim.OURS:
                raise ValidationError(_("Enter the link to your statement"))
            return
        read = links.read(field.data)
        if isinstance(read, Fault) or len(read) > LONGEST_LINK:
            raise ValidationError(_("Enter a link such as https://www.example.org/statement"))
        field.data = read

    def validate_text(self, field: TextAreaField) -> None:
        """Words are needed, unless a choice about a statement says it all."""
        if not field.data and self.claimed is None:
            raise ValidationError(_("Say what is wrong, and what would be right"))


class AnswerForm(Form):
    """The supplier's answer to the council's reply."""

    text = TextAreaField(
        _l("Your answer to the reply"),
        [DataRequired(_l("Write your answer")), _SHORT_ENOUGH],
        filters=[_kept],
    )
