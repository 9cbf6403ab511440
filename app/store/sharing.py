"""Which councils may read which submitted responses, and who of them looked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, or_, select, update
from sqlalchemy.orm import Session, aliased, joinedload

from models import Invitation, Response, ResponseLook, ResponseStatus
from questionnaires import Setting

_USUAL = Setting.POST_AWARD.value


def may_read() -> ColumnElement[bool]:
    """The one condition under which a council reads through an invitation: `Invitation.is_shared` in SQL."""
    return and_(
        Invitation.agreed_at.is_not(None), Invitation.withdrawn_at.is_(None), Invitation.revoked_at.is_(None)
    )


def no_asking() -> ColumnElement[bool]:
    """An invitation that no council sent, to answers that the supplier began anew by itself, or to the
    standard part of such answers.

    Such a row bears the moment at which the council asked for the response from which these began. Asking
    again, which sets a new moment, makes it one that the council sent.
    """
    return Invitation.id.in_(_begun_anew())


def only_updates() -> ColumnElement[bool]:
    """The same, of drafts: a council goes on seeing the response from which the draft began."""
    return Invitation.id.in_(_begun_anew(ResponseStatus.DRAFT))


@cache
def _begun_anew(*statuses: ResponseStatus) -> Select[int]:
    own, anew, before = aliased(Invitation), aliased(Response), aliased(Invitation)
    whole, stood = aliased(Response), aliased(Response)
    is_next_part = and_(
        whole.questionnaire != anew.questionnaire,
        stood.questionnaire == anew.questionnaire,
        before.contact_id == own.contact_id,
        before.id < own.id,
    )
    return (
        select(own.id)
        .join(anew, anew.id == own.response_id)
        .join(before, (before.supplier_id == own.supplier_id) & (before.id != own.id))
        .join(stood, stood.id == before.response_id)
        .outerjoin(whole, whole.id == anew.earlier_id)
        .where(or_(before.response_id == anew.earlier_id, is_next_part))
        .where(anew.status.in_(statuses or tuple(ResponseStatus)), before.sent_at == own.sent_at)
        .where(before.revoked_at.is_(None))
    )


def is_asked_for(session: Session, invitation_id: int) -> bool:
    """Whether a council sent this invitation, so that its day for an answer means something."""
    return invitation_id in asked_for(session, [invitation_id])


def asked_for(session: Session, invitation_ids: Collection[int]) -> set[int]:
    """Those of these invitations that a council sent."""
    query = select(Invitation.id).where(Invitation.id.in_(invitation_ids), ~no_asking())
    return set(session.scalars(query))


def setting_of(response: Response) -> str:
    """The setting for which the response was asked."""
    return str(response.context.get("setting", _USUAL))


def asks_of(session: Session, response: Response, contact_id: int) -> Sequence[Invitation]:
    """Every asking of one contact for submitted answers like these, revoked ones included, newest answers
    first: of the same organisation, to the same questionnaire, in the same setting.
    """
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.contact_id == contact_id, Response.status == ResponseStatus.SUBMITTED)
        .where(Response.organisation_id == response.organisation_id)
        .where(Response.questionnaire == response.questionnaire)
        .options(joinedload(Invitation.response), joinedload(Invitation.council))
        .options(joinedload(Invitation.supplier))
        .order_by(Response.submitted_at.desc(), Response.id.desc(), Invitation.id)
    )
    found = session.scalars(query.execution_options(populate_existing=True))
    return [one for one in found if setting_of(one.response) == setting_of(response)]


def read_of_contact(session: Session, contact_id: int, organisations: Collection[int]) -> list[Invitation]:
    """Through what councils read answers of these organisations that this contact gave: of each council's
    record, questionnaire and setting the newest answers."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.contact_id == contact_id, may_read())
        .where(Response.organisation_id.in_(organisations), Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(Invitation.response), joinedload(Invitation.council))
        .order_by(Response.submitted_at, Response.id, Invitation.id)
    )
    found = session.scalars(query)
    newest = {(one.supplier_id, one.response.questionnaire, setting_of(one.response)): one for one in found}
    return list(newest.values())


def draft_like(
    session: Session, contact_id: int, response: Response, questionnaire: str = ""
) -> Response | None:
    """The newest draft that this contact was asked for, of the same organisation and setting, and of the same
    questionnaire or the one that is named.
    """
    query = (
        select(Response)
        .where(Response.status == ResponseStatus.DRAFT, Response.organisation_id == response.organisation_id)
        .where(Response.questionnaire == (questionnaire or response.questionnaire))
        .where(
            Response.invitations.any((Invitation.contact_id == contact_id) & Invitation.revoked_at.is_(None))
        )
        .order_by(Response.id.desc())
    )
    found = session.scalars(query.execution_options(populate_existing=True))
    return next((one for one in found if setting_of(one) == setting_of(response)), None)


def asking(session: Session, supplier_id: int, response_id: int) -> Invitation | None:
    """The asking of a council's supplier for a response, revoked or not."""
    query = select(Invitation).where(
        Invitation.supplier_id == supplier_id, Invitation.response_id == response_id
    )
    return session.scalars(query).one_or_none()


def pending(session: Session, response_id: int) -> Sequence[Invitation]:
    """The askings for a response about which the supplier has not said anything yet."""
    query = select(Invitation).where(
        Invitation.response_id == response_id,
        Invitation.agreed_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.revoked_at.is_(None),
    )
    return session.scalars(query.order_by(Invitation.id)).all()


def hold(session: Session, response_id: int) -> None:
    """Hold a response until the transaction ends, so that two who begin anew from it queue."""
    held = update(Response).where(Response.id == response_id).values(updated_at=Response.updated_at)
    session.execute(held, execution_options={"synchronize_session": False})


def set_agreed(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Let the council read; False if it may already, or asks no longer."""
    shut = or_(Invitation.agreed_at.is_(None), Invitation.withdrawn_at.is_not(None))
    changed = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.revoked_at.is_(None), shut)
        .values(agreed_at=now, withdrawn_at=None)
        .returning(Invitation.id)
    ).first()
    session.expire(invitation)
    return changed is not None


def set_withdrawn(session: Session, invitation: Invitation, now: datetime) -> bool:
    """Let the council read no longer; False if it may not anyway."""
    changed = session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, may_read())
        .values(withdrawn_at=now)
        .returning(Invitation.id)
    ).first()
    session.expire(invitation)
    return changed is not None


def readable(session: Session, council_id: int, supplier_id: int, response_id: int) -> Invitation | None:
    """The invitation through which a council reads a submitted response, None if it may not."""
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.response_id == response_id, may_read())
        .where(Response.status == ResponseStatus.SUBMITTED)
    )
    return session.scalars(query).one_or_none()


def has_looked(session: Session, invitation_id: int, person_id: int, day: date) -> bool:
    """Whether the look of this person on this day is written down."""
    query = select(ResponseLook.id).where(
        ResponseLook.invitation_id == invitation_id,
        ResponseLook.person_id == person_id,
        ResponseLook.looked_on == day,
    )
    return session.scalars(query).first() is not None


def looks(session: Session, invitation_ids: Sequence[int]) -> Sequence[ResponseLook]:
    """All looks through these invitations, newest first."""
    query = select(ResponseLook).where(ResponseLook.invitation_id.in_(invitation_ids))
    return session.scalars(query.order_by(ResponseLook.looked_at.desc(), ResponseLook.id.desc())).all()


def looks_of_council(session: Session, council_id: int, supplier_id: int) -> Sequence[ResponseLook]:
    """The looks of this council at what it may still read of a supplier, newest first."""
    query = (
        select(ResponseLook)
        .join(ResponseLook.invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id, may_read())
        .where(Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(ResponseLook.invitation).joinedload(Invitation.response))
        .order_by(ResponseLook.looked_at.desc(), ResponseLook.id.desc())
    )
    return session.scalars(query).all()
