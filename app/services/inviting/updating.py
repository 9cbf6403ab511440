"""Answering anew what was submitted: an update for those who read it, or other answers for one council.

What was submitted stays as it is and goes on counting until the new answers are submitted. A contact has at
most one draft for an organisation, questionnaire and setting, so there are never two updates at once.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.answers import proposing, questionnaires_in_use
from app.services.answers.sharing import asked_alike
from app.services.inviting import asking
from app.store import audit, responses
from app.store import sharing as store
from models import Invitation, Person, Response, ResponseStatus
from questionnaires import Context


class NotSubmitted(Exception):
    """Only what was submitted is updated; a draft is simply changed."""


def newest_like(session: Session, invitation: Invitation) -> Invitation:
    """The invitation of the newest submitted answers like these: the same if there are none newer.

    Of several councils that asked for the newest, the one that this invitation is from, if it did.
    """
    asked = store.asks_of(session, invitation.response, invitation.contact_id)
    standing = [one for one in asked if one.revoked_at is None]
    if not standing:
        return invitation
    newest = [one for one in standing if one.response_id == standing[0].response_id]
    own = (one for one in newest if one.council_id == invitation.council_id)
    return next(own, newest[0])


def under_way(session: Session, invitation: Invitation) -> Invitation | None:
    """The draft in which its owner answers anew, as that owner gets to it; None if there is none."""
    draft = store.draft_like(session, invitation.contact_id, invitation.response)
    if draft is None:
        return None
    return _way_in(session, draft, invitation)


def start_update(session: Session, owner: Person, invitation: Invitation, now: datetime) -> Invitation:
    """Begin new answers from the newest submitted ones, or go on with those begun; returns the way in.

    Every council that reads the submitted ones is asked about again before the new ones are submitted.
    """
    if invitation.response.status != ResponseStatus.SUBMITTED:
        raise NotSubmitted
    newest = newest_like(session, invitation)
    draft = _draft(session, owner, newest, now)
    readers = responses.readers_of(session, newest.response_id)
    for one in readers or [newest]:
        asked_alike(session, one, draft)
    session.commit()
    return _way_in(session, draft, newest)


def answer_anew(
    session: Session, owner: Person, invitation: Invitation, now: datetime, today: date
) -> Invitation:
    """Begin new answers for one council that asked for submitted ones; what it was offered stays unread."""
    if invitation.response.status != ResponseStatus.SUBMITTED:
        raise NotSubmitted
    draft = _draft(session, owner, invitation, now)
    setting = Context.from_json(draft.context).setting
    draft.context = asking.widened(draft, asking.context_for(invitation.supplier, setting, today)).to_json()
    way_in = asked_alike(session, invitation, draft)
    session.commit()
    return way_in


def _draft(session: Session, owner: Person, invitation: Invitation, now: datetime) -> Response:
    """The owner's draft, with the submitted answers proposed in it; a new one if there is none."""
    earlier = invitation.response
    store.hold(session, earlier.id)  # of two presses at one moment the second finds the first's draft
    draft = store.draft_like(session, invitation.contact_id, earlier)
    if draft is None:
        newest = questionnaires_in_use.newest(session, earlier.questionnaire)
        draft = Response(
            organisation_id=earlier.organisation_id,
            questionnaire=newest.id,
            version=newest.version,
            context=dict(earlier.context),
            status=ResponseStatus.DRAFT,
        )
        session.add(draft)
        session.flush()
        audit.record(session, owner, "response.begun_anew", draft, now, earlier=earlier.id)
    proposing.start_from(session, draft, earlier, owner, now)
    return draft


def _way_in(session: Session, draft: Response, invitation: Invitation) -> Invitation:
    """The draft's invitation from the same council, else from another that asked the same contact."""
    asked = responses.invitations_to_response(session, draft.id)
    own = [one for one in asked if one.contact_id == invitation.contact_id]
    return next((one for one in own if one.council_id == invitation.council_id), own[0])
