"""Rows removed, or emptied where other rows refer to them; the caller commits.

What is removed here is found by ids that a caller has looked at. Contents of files are not touched: their
hashes are returned, to be removed from the store once the transaction is safe.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models import (
    AccessLink,
    ActionFile,
    Answer,
    ApiWrite,
    AuditEvent,
    Base,
    ContactTakeover,
    Delegation,
    EvidenceFile,
    Invitation,
    OutboxMessage,
    Person,
    ProposedAnswer,
    Response,
    ResponseLook,
    ResponseStatus,
    SectionReturn,
    Upload,
)
from models.people import ERASED_DOMAIN

_QUIET = {"synchronize_session": False}
REMOVED_WHOLE: tuple[type[Base], ...] = (
    ProposedAnswer, ResponseLook, Upload, OutboxMessage, AccessLink, ApiWrite, ActionFile
)  # fmt: skip
"""Tables to whose rows nothing refers, so that a row can simply go."""


def remove(session: Session, table: type[Base], ids: Sequence[int]) -> int:
    """Remove rows of one of `REMOVED_WHOLE`; how many there were."""
    if table not in REMOVED_WHOLE:
        raise ValueError(f"other rows may refer to {table.__tablename__}")
    gone = delete(table).where(table.id.in_(ids)).returning(table.id)
    return len(session.scalars(gone, execution_options=_QUIET).all())


def hashes_of_action_files(session: Session, ids: Sequence[int]) -> list[str]:
    """The contents of these files."""
    return list(session.scalars(select(ActionFile.sha256).where(ActionFile.id.in_(ids)).distinct()))


def release(session: Session, invitation_id: int, now: datetime) -> Invitation | None:
    """Note that a council keeps these answers no longer; None if that was noted before."""
    released = session.scalars(
        update(Invitation)
        .where(Invitation.id == invitation_id, Invitation.released_at.is_(None))
        .values(released_at=now)
        .returning(Invitation.id),
        execution_options=_QUIET,
    ).one_or_none()
    if released is None:
        return None
    invitation = session.get_one(Invitation, invitation_id, populate_existing=True)
    invitation.revoked_at = invitation.revoked_at or now
    session.execute(delete(AccessLink).where(AccessLink.invitation_id == invitation_id))
    session.flush()
    return invitation


def empty_response(session: Session, response: Response, now: datetime) -> list[str]:
    """Take everything out of a response but its reference and days; the hashes of its files.

    The row stays because invitations, corrections and the audit log refer to it. Nobody is invited to it any
    more, and no later response began from it.
    """
    asked = select(Invitation.id).where(Invitation.response_id == response.id)
    parts = select(Delegation.id).where(Delegation.invitation_id.in_(asked))
    files = select(EvidenceFile.id).where(EvidenceFile.response_id == response.id)
    hashes = list(
        session.scalars(select(EvidenceFile.sha256).where(EvidenceFile.response_id == response.id).distinct())
    )
    for statement in (
        update(EvidenceFile).where(EvidenceFile.reused_from_id.in_(files)).values(reused_from_id=None),
        delete(EvidenceFile).where(EvidenceFile.response_id == response.id),
        delete(Answer).where(Answer.response_id == response.id),
        delete(ProposedAnswer).where(ProposedAnswer.response_id == response.id),
        delete(SectionReturn).where(SectionReturn.response_id == response.id),
        delete(AccessLink).where(
            or_(AccessLink.delegation_id.in_(parts), AccessLink.invitation_id.in_(asked))
        ),
        delete(Delegation).where(Delegation.invitation_id.in_(asked)),
        update(Response).where(Response.earlier_id == response.id).values(earlier_id=None),
        update(Invitation)
        .where(Invitation.response_id == response.id, Invitation.revoked_at.is_(None))
        .values(revoked_at=now),
        update(Invitation)
        .where(Invitation.response_id == response.id, Invitation.released_at.is_(None))
        .values(released_at=now),
        update(Response)
        .where(Response.id == response.id)
        .values(status=ResponseStatus.ERASED, declared_name="", declared_role="", context={}),
    ):
        session.execute(statement, execution_options=_QUIET)
    session.expire_all()
    return hashes


def declared_by(session: Session, person: Person) -> Sequence[Response]:
    """The submitted responses that this person declared: sent in by them, or under their very name.

    A response of standard answers that was copied out of such a one bears the same name.
    """
    submitted = select(AuditEvent.subject_id).where(
        AuditEvent.actor == f"{person.role}:{person.id}",
        AuditEvent.action.in_(("response.submitted", "response.not_shared")),
        AuditEvent.subject == "invitation",
    )
    sent = select(Invitation.response_id).where(Invitation.id.in_(submitted))
    helped = select(Delegation.invitation_id).where(Delegation.person_id == person.id)
    part = select(Invitation.response_id).where(
        or_(Invitation.contact_id == person.id, Invitation.id.in_(helped))
    )
    query = select(Response).where(Response.declared_name != "").order_by(Response.id)
    found = list(session.scalars(query.where(Response.id.in_(sent))))
    named = session.scalars(query.where(Response.id.in_(part))) if person.name else ()
    own = person.name.casefold().strip()
    found += [one for one in named if one.declared_name.casefold().strip() == own and one not in found]
    for one in tuple(found):
        copies = session.scalars(query.where(Response.earlier_id == one.id)).all()
        found += [copy for copy in copies if copy.declared_name == one.declared_name and copy not in found]
    return found


def empty_person(session: Session, person: Person, called: str, today: date, now: datetime) -> None:
    """Leave of a person a row that says when they were erased; what they did refers to it.

    Their links and the messages to them go. Drafts wait for another contact: their invitations end.
    """
    address = person.email
    drafts = select(Response.id).where(Response.status == ResponseStatus.DRAFT)
    asked = select(Invitation.id).where(Invitation.contact_id == person.id)
    for statement in (
        delete(AccessLink).where(AccessLink.person_id == person.id),
        delete(OutboxMessage).where(OutboxMessage.to == address),
        update(Delegation)
        .where(Delegation.person_id == person.id, Delegation.revoked_at.is_(None))
        .values(revoked_at=now),
        update(Invitation)
        .where(Invitation.contact_id == person.id, Invitation.revoked_at.is_(None))
        .where(Invitation.response_id.in_(drafts))
        .values(revoked_at=now),
        update(ContactTakeover)
        .where(ContactTakeover.invitation_id.in_(asked))
        .values(name=called[:160], role=""),
        update(Person)
        .where(Person.id == person.id)
        .values(
            email=f"erased-{person.id}@{ERASED_DOMAIN}",
            name=called[:160],
            active=False,
            last_signed_in_at=None,
            weekly_digest=False,
            digest_on=None,
            erased_on=today,
        ),
    ):
        session.execute(statement, execution_options=_QUIET)
    session.expire_all()
