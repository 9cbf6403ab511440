"""Invitations, responses and answers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app.store.sharing import may_read, only_updates
from models import Answer, Invitation, Response, ResponseStatus
from questionnaires import Setting

_FULL = Setting.POST_AWARD.value


def standing_invitation(session: Session, invitation_id: int) -> Invitation | None:
    """An invitation that was not revoked, with its answers. Who may see it is for the caller to ask."""
    query = (
        select(Invitation)
        .where(Invitation.id == invitation_id, Invitation.revoked_at.is_(None))
        .options(
            joinedload(Invitation.response, innerjoin=True).selectinload(Response.answers),
            joinedload(Invitation.council, innerjoin=True),
            joinedload(Invitation.supplier, innerjoin=True),
        )
    )
    return session.scalars(query).one_or_none()


def invitations_of_contact(session: Session, person_id: int) -> Sequence[Invitation]:
    """What this person was asked to answer, newest first."""
    query = select(Invitation).where(Invitation.contact_id == person_id, Invitation.revoked_at.is_(None))
    return session.scalars(query.order_by(Invitation.id.desc())).all()


def newest_invitation(session: Session, council_id: int, supplier_id: int) -> Invitation | None:
    """The council's newest invitation to this supplier that was not revoked.

    A draft that the supplier began by itself, to update its answers, is none: nobody asked for it.
    """
    query = (
        select(Invitation)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None), ~only_updates())
        .options(
            joinedload(Invitation.response).selectinload(Response.answers), joinedload(Invitation.contact)
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


def answer(session: Session, response_id: int, question_id: str) -> Answer | None:
    """The stored answer to one question, as it stands now."""
    query = select(Answer).where(Answer.response_id == response_id, Answer.question_id == question_id)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def hold_draft(session: Session, response_id: int) -> bool:
    """Hold a draft until the transaction ends: nobody else saves in it or submits it meanwhile.

    False if it is no draft any more. The row is written to without a change, so that writers queue on it (a
    row lock on PostgreSQL, the write lock on SQLite, which has no SELECT FOR UPDATE). What was read earlier
    in the transaction may be out of date. Hold the draft before the audit chain, never after it.
    """
    held = (
        update(Response)
        .where(Response.id == response_id, Response.status == ResponseStatus.DRAFT)
        .values(status=Response.status, updated_at=Response.updated_at)
        .returning(Response.id)
    )
    return session.execute(held, execution_options={"synchronize_session": False}).first() is not None


def submitted_by_supplier(session: Session, council_id: int) -> dict[int, Response]:
    """Supplier id -> the response by which this council judges it: see `_most_telling`.

    Only what the supplier shares with this council; so with `submitted_of_supplier`.
    """
    query = (
        select(Invitation)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, may_read())
        .where(Response.status == ResponseStatus.SUBMITTED)
        .options(joinedload(Invitation.response).selectinload(Response.answers))
        .options(joinedload(Invitation.response).selectinload(Response.evidence))
        .order_by(Response.submitted_at, Response.id)
    )
    found: dict[int, list[Response]] = {}
    for invitation in session.scalars(query):
        found.setdefault(invitation.supplier_id, []).append(invitation.response)
    return {supplier_id: _most_telling(given) for supplier_id, given in found.items()}


def submitted_of_supplier(session: Session, council_id: int, supplier_id: int) -> Response | None:
    """The submitted response by which this council judges one supplier: see `_most_telling`."""
    query = (
        select(Response)
        .join(Response.invitations)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(may_read(), Response.status == ResponseStatus.SUBMITTED)
        .options(selectinload(Response.answers), selectinload(Response.evidence))
        .order_by(Response.submitted_at, Response.id)
    )
    given = session.scalars(query).unique().all()
    return _most_telling(given) if given else None


def _most_telling(given: Sequence[Response]) -> Response:
    """The newest of some responses, oldest first, but one to all questions before one to a tender's few.

    Who answers a tender takes nothing back of what it said of its contracts.
    """
    full = [response for response in given if response.context.get("setting", _FULL) == _FULL]
    return (full or given)[-1]


def invitations_to_response(session: Session, response_id: int) -> Sequence[Invitation]:
    """Every council that asked for this response and has not withdrawn."""
    query = select(Invitation).where(Invitation.response_id == response_id, Invitation.revoked_at.is_(None))
    return session.scalars(query.order_by(Invitation.id)).all()


def readers_of(session: Session, response_id: int) -> Sequence[Invitation]:
    """The invitations through which councils read this response."""
    query = select(Invitation).where(Invitation.response_id == response_id, may_read())
    return session.scalars(query.order_by(Invitation.id)).all()
