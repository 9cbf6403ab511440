"""The form by which an officer replies to a supplier that says that something is wrong."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.forms import HintedForm
from app.services.deciding.corrections import LONGEST_TEXT
from models import CorrectionState
from questionnaires import cleaning


def _kept(text: str | None) -> str:
    return cleaning.clean(text or "")


_SHORT_ENOUGH = Length(max=LONGEST_TEXT, message=_l("Enter 4,000 characters or fewer"))


class CorrectionReplyForm(HintedForm):
    """What the council decides of a disputed line, why, and what was mended."""

    outcome = RadioField(_l("Decision"), [InputRequired(_l("Choose a decision"))])
    done = TextAreaField(_l("What you mended, and where"), [_SHORT_ENOUGH], filters=[_kept])
    reason = TextAreaField(
        _l("Reply to the supplier, with your reasons"),
        [DataRequired(_l("Give the supplier your reasons")), _SHORT_ENOUGH],
        filters=[_kept],
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.outcome.choices = [
            (CorrectionState.ACCEPTED.value, _("Accept: the supplier is right")),
            (CorrectionState.PARTLY.value, _("Accept in part")),
            (CorrectionState.DECLINED.value, _("Decline: the report is right")),
        ]

    def validate_done(self, field: TextAreaField) -> None:
        """Nothing is accepted without being mended."""
        if self.outcome.data in (CorrectionState.ACCEPTED, CorrectionState.PARTLY) and not field.data:
            raise ValidationError(_("Mend it first, then say what you mended and where"))
