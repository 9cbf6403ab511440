"""For which stage of a procurement a supplier was asked, in words."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.officer.labels import setting_options
from app.services.answers.answering import questionnaire_of
from app.store import audit
from models import Invitation
from questionnaires import Context, Setting


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The stage, what may therefore not be asked (""), why a stage before tenders was allowed (""), and the
    name of the questionnaire."""

    stage: str
    limit: str
    allowed_by: str
    questionnaire: str


def asked_for(session: Session, invitation: Invitation, language: str) -> AskedFor:
    """What the invitation asks for, as it was recorded when it was sent last."""
    setting = Context.from_json(invitation.response.context).setting
    limits = {
        Setting.AT_EVALUATION: _(
            "Only what may count when tenders are compared was asked, so nothing of workers' terms or of "
            "places (Local Government Act 1988 s.17)."
        ),
        Setting.PRE_QUALIFICATION: _("Only the few questions of a stage that narrows the field were asked."),
    }
    return AskedFor(
        stage=dict(setting_options())[setting.value],
        limit=limits.get(setting, ""),
        allowed_by=_allowed_by(session, invitation) if setting is Setting.PRE_QUALIFICATION else "",
        questionnaire=questionnaire_of(invitation.response).title.in_language(language),
    )


def _allowed_by(session: Session, invitation: Invitation) -> str:
    """Why questions before the tenders were allowed (Procurement Act 2023 s.85)."""
    sent = audit.of_action(session, invitation, "invitation.sent")
    told = sent[-1].detail if sent else {}
    if told.get("above_threshold"):
        return _("The procurement is above the threshold, so such a stage is allowed.")
    if reason := told.get("exception"):
        return _("Below the threshold; the exception that the council relies on: %(reason)s", reason=reason)
    return _("Why such a stage is allowed was not recorded.")
