"""Forms about duplicates: why two suppliers are merged, or are not the same."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.forms import Form
from questionnaires import cleaning

LONGEST_REASON = 2_000
_SHORT_ENOUGH = Length(max=LONGEST_REASON, message=_l("Enter 2,000 characters or fewer"))


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


class MergeForm(Form):
    """Why the two are one organisation; and, where both have one, that both questionnaires stay open."""

    both = SelectMultipleField(_l("Two questionnaires are open"))
    reason = TextAreaField(
        _l("Why they are the same organisation"),
        [DataRequired(_l("Say how you know. An auditor reads this in two years")), _SHORT_ENOUGH],
        filters=[_kept],
    )

    def __init__(self, asked: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._asked = asked
        self.both.choices = [("yes", _("Both stay open, and I shall tell the two people of each other"))]

    def validate(self, extra_validators: Any = None) -> bool:
        """With two open questionnaires the officer says that both stay open."""
        valid = bool(super().validate(extra_validators))
        if self._asked and not self.both.data:
            self.both.errors = [_("Say that both stay open, or go back and do not merge the two now")]
            return False
        return valid


class ReasonForm(Form):
    """Why the two are not the same, or why a merge is undone; may be left empty."""

    reason = TextAreaField(_l("Reason (optional)"), [_SHORT_ENOUGH], filters=[_kept])
