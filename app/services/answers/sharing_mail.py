"""Messages about sharing: an offer to the supplier's contact, and news for the councils concerned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.messages import mail
from app.settings import Settings
from models import Council, Invitation


def offer(session: Session, settings: Settings, invitation: Invitation, link: str, now: datetime) -> None:
    """Tell the contact that answers given before can be shared with one more council."""
    council = invitation.council
    mail.queue_message(
        session,
        settings,
        invitation.contact.email,
        mail.bilingual_subject(
            lambda: _("%(council)s asks for answers that you have already given", council=_name(council))
        ),
        mail.bilingual(lambda: _offer_text(invitation, link)),
        now,
    )


def _offer_text(invitation: Invitation, link: str) -> str:
    answered = invitation.response.submitted_at or invitation.sent_at
    return "\n\n".join(
        [
            _(
                "%(council)s buys from %(supplier)s and asks about modern slavery in your business and "
                "supply chain. You answered the same questionnaire on %(day)s.",
                council=_name(invitation.council),
                supplier=invitation.supplier.name,
                day=format_date(answered, "d MMMM y"),
            ),
            _(
                "You can share those answers with one press, or answer anew. The council sees nothing until "
                "you have decided:"
            ),
            link,
            _("Please decide by %(due)s.", due=format_date(invitation.due_on, "d MMMM y")),
            _("The link is for you. Do not pass it on."),
        ]
    )


def shared(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    """Tell the council that it may read answers now, if it has an address for that."""

    def text() -> str:
        return "\n\n".join(
            [
                _(
                    "%(supplier)s has shared its answers to the questionnaire about modern slavery with you. "
                    "The reference is %(reference)s, and they were submitted on %(day)s.",
                    supplier=invitation.supplier.name,
                    reference=invitation.response.reference or "",
                    day=format_date(invitation.response.submitted_at, "d MMMM y"),
                ),
                _("The supplier is being screened again. Sign in to read the answers:"),
                _page(settings, invitation),
            ]
        )

    _tell_council(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s has shared its answers", supplier=invitation.supplier.name),
        text,
        now,
    )


def withdrawn(session: Session, settings: Settings, invitation: Invitation, now: datetime) -> None:
    """Tell the council that it may read the answers no longer, if it has an address for that."""

    def text() -> str:
        return "\n\n".join(
            [
                _(
                    "%(supplier)s has withdrawn the answers to the questionnaire about modern slavery that "
                    "it shared with you.",
                    supplier=invitation.supplier.name,
                ),
                _(
                    "They are no longer shown, and the supplier is being screened again without them. What "
                    "you have already decided or exported stays as it is. You may ask the supplier again:"
                ),
                _page(settings, invitation),
            ]
        )

    _tell_council(
        session,
        settings,
        invitation,
        lambda: _("%(supplier)s has withdrawn its answers", supplier=invitation.supplier.name),
        text,
        now,
    )


def _tell_council(
    session: Session,
    settings: Settings,
    invitation: Invitation,
    subject: Callable[[], str],
    text: Callable[[], str],
    now: datetime,
) -> None:
    address = invitation.council.contact_email
    if address:
        mail.queue_message(
            session, settings, address, mail.bilingual_subject(subject), mail.bilingual(text), now
        )


def _page(settings: Settings, invitation: Invitation) -> str:
    return f"{settings.base_url.rstrip('/')}/officer/suppliers/{invitation.supplier_id}/answers"


def _name(council: Council) -> str:
    return council.name_in(str(get_locale()))
