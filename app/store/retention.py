"""Periods, holds and runs of retention, and which rows are due by a day.

Each `due_...` query gives the ids of rows that have not changed since before `cutoff`: of one council or, of
what belongs to no single one, of the installation. Nothing here removes anything (`store.erasure` does).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, joinedload

from models import (
    AccessLink,
    Action,
    ActionFile,
    ActionState,
    Answer,
    ApiToken,
    ApiWrite,
    AuditEvent,
    ContactTakeover,
    Contract,
    Correction,
    CorrectionState,
    Council,
    Delegation,
    EvidenceFile,
    Invitation,
    OutboxMessage,
    Person,
    ProposedAnswer,
    Response,
    ResponseLook,
    ResponseStatus,
    RetentionPeriod,
    RetentionRun,
    Role,
    SourceFile,
    SupplierHold,
    Upload,
    UploadState,
)


def councils(session: Session) -> Sequence[Council]:
    """Every council of the installation."""
    return session.scalars(select(Council).order_by(Council.id)).all()


def periods(session: Session, council_id: int) -> dict[str, RetentionPeriod]:
    """Kind -> what a lead said last."""
    query = select(RetentionPeriod).where(RetentionPeriod.council_id == council_id)
    return {row.kind: row for row in session.scalars(query.order_by(RetentionPeriod.id))}


def history(session: Session, council_id: int, kind: str) -> Sequence[RetentionPeriod]:
    """All that leads said of a kind, the newest first."""
    query = select(RetentionPeriod).where(
        RetentionPeriod.council_id == council_id, RetentionPeriod.kind == kind
    )
    query = query.options(joinedload(RetentionPeriod.person)).order_by(RetentionPeriod.id.desc())
    return session.scalars(query).all()


def runs(session: Session, council_id: int, limit: int = 10) -> Sequence[RetentionRun]:
    """The newest runs that concerned a council, those of what all share among them."""
    mine = or_(RetentionRun.council_id == council_id, RetentionRun.council_id.is_(None))
    query = select(RetentionRun).where(mine, RetentionRun.finished_at.is_not(None))
    return session.scalars(query.order_by(RetentionRun.id.desc()).limit(limit)).all()


def runs_with_contents_to_forget(session: Session) -> Sequence[RetentionRun]:
    """Runs whose contents are still in the store of files: a worker was lost, or the store was."""
    return [one for one in session.scalars(select(RetentionRun).order_by(RetentionRun.id)) if one.forget]


def holds(session: Session, council_id: int) -> Sequence[SupplierHold]:
    """The holds of a council that stand, oldest first."""
    query = select(SupplierHold).where(SupplierHold.council_id == council_id, SupplierHold.ended_at.is_(None))
    return session.scalars(query.options(joinedload(SupplierHold.supplier)).order_by(SupplierHold.id)).all()


def holds_of(session: Session, council_id: int, supplier_id: int) -> Sequence[SupplierHold]:
    """All holds of a supplier, the newest first."""
    query = select(SupplierHold).where(
        SupplierHold.council_id == council_id, SupplierHold.supplier_id == supplier_id
    )
    return session.scalars(query.order_by(SupplierHold.id.desc())).all()


def held() -> Select[int]:
    """The suppliers of which nothing is removed."""
    return select(SupplierHold.supplier_id).where(SupplierHold.ended_at.is_(None))


def is_held(session: Session, supplier_ids: Sequence[int]) -> bool:
    """Whether a hold stands on any of these suppliers."""
    query = held().where(SupplierHold.supplier_id.in_(supplier_ids))
    return session.scalars(query.limit(1)).first() is not None


def _has_contract(supplier_id: ColumnElement[int], cutoff: datetime) -> ColumnElement[bool]:
    """Whether a contract of the supplier ended on `cutoff` or later, or may still run.

    One without an end counts up to the day on which the file that names it was loaded.
    """
    known = func.coalesce(SourceFile.loaded_at, Contract.created_at)
    later = or_(Contract.end >= cutoff.date(), Contract.end.is_(None) & (known >= cutoff))
    return (
        select(Contract.id)
        .outerjoin(SourceFile, SourceFile.id == Contract.source_file_id)
        .where(Contract.supplier_id == supplier_id, later)
        .exists()
    )


def due_answers(council_id: int, cutoff: datetime) -> Select[int]:
    """Invitations to submitted answers that the council has kept long enough.

    Those stay about which the supplier and the council still talk.
    """
    talked = select(Correction.id).where(
        Correction.invitation_id == Invitation.id, Correction.state == CorrectionState.OPEN
    )
    return (
        select(Invitation.id)
        .join(Response, Response.id == Invitation.response_id)
        .where(Invitation.council_id == council_id, Invitation.released_at.is_(None))
        .where(Response.status == ResponseStatus.SUBMITTED, Response.submitted_at < cutoff)
        .where(Invitation.supplier_id.not_in(held()), Invitation.sent_at < cutoff, ~talked.exists())
        .where(~_has_contract(Invitation.supplier_id.expression, cutoff))
        .order_by(Invitation.id)
    )


def due_drafts(council_id: int, cutoff: datetime) -> Select[int]:
    """Invitations to drafts in which nothing has happened since, and that were due before."""
    of_draft = Invitation.response_id
    answered = select(Answer.id).where(Answer.response_id == of_draft, Answer.answered_at >= cutoff)
    filed = select(EvidenceFile.id).where(
        EvidenceFile.response_id == of_draft, EvidenceFile.uploaded_at >= cutoff
    )
    proposed = select(ProposedAnswer.id).where(
        ProposedAnswer.response_id == of_draft, ProposedAnswer.proposed_at >= cutoff
    )
    return (
        select(Invitation.id)
        .join(Response, Response.id == Invitation.response_id)
        .where(Invitation.council_id == council_id, Invitation.released_at.is_(None))
        .where(Response.status == ResponseStatus.DRAFT, Invitation.supplier_id.not_in(held()))
        .where(Invitation.sent_at < cutoff, Invitation.due_on < cutoff.date())
        .where(~answered.exists(), ~filed.exists(), ~proposed.exists())
        .order_by(Invitation.id)
    )


def due_proposals(council_id: int, cutoff: datetime) -> Select[int]:
    """Proposed answers that were open when their response was submitted, long ago."""
    asked = select(Invitation.response_id).where(Invitation.council_id == council_id)
    of_held = select(Invitation.response_id).where(Invitation.supplier_id.in_(held()))
    return (
        select(ProposedAnswer.id)
        .join(Response, Response.id == ProposedAnswer.response_id)
        .where(ProposedAnswer.settled_at.is_(None), ProposedAnswer.response_id.in_(asked))
        .where(ProposedAnswer.response_id.not_in(of_held))
        .where(Response.status == ResponseStatus.SUBMITTED, Response.submitted_at < cutoff)
        .order_by(ProposedAnswer.id)
    )


def due_plan_files(council_id: int, cutoff: datetime) -> Select[int]:
    """Files beside steps that were finished long ago, of suppliers without a contract since."""
    over = (ActionState.CLOSED, ActionState.CANCELLED)
    return (
        select(ActionFile.id)
        .join(Action, Action.id == ActionFile.action_id)
        .where(Action.council_id == council_id, Action.state.in_(over), ActionFile.uploaded_at < cutoff)
        .where(func.coalesce(Action.settled_at, ActionFile.uploaded_at) < cutoff)
        .where(Action.supplier_id.not_in(held()), ~_has_contract(Action.supplier_id.expression, cutoff))
        .order_by(ActionFile.id)
    )


def due_looks(council_id: int, cutoff: datetime) -> Select[int]:
    """Who looked at answers, long ago."""
    return (
        select(ResponseLook.id)
        .join(Invitation, Invitation.id == ResponseLook.invitation_id)
        .where(Invitation.council_id == council_id, ResponseLook.looked_at < cutoff)
        .where(Invitation.supplier_id.not_in(held()))
        .order_by(ResponseLook.id)
    )


def due_uploads(council_id: int, cutoff: datetime) -> Select[int]:
    """Uploads from which nothing was loaded, and whose content is gone already."""
    over = (UploadState.DISCARDED, UploadState.FAILED)
    return (
        select(Upload.id)
        .where(Upload.council_id == council_id, Upload.state.in_(over), Upload.blob == "")
        .where(Upload.finished_at < cutoff, Upload.source_file_id.is_(None))
        .order_by(Upload.id)
    )


def due_staff(council_id: int, cutoff: datetime) -> Select[int]:
    """People who left the council, and did nothing since."""
    left = (
        select(AuditEvent.id)
        .where(AuditEvent.subject == "person", AuditEvent.subject_id == Person.id, AuditEvent.at >= cutoff)
        .correlate(Person)
    )
    return (
        select(Person.id)
        .where(Person.council_id == council_id, Person.role != Role.RESPONDENT)
        .where(Person.active.is_(False), Person.erased_on.is_(None), ~left.exists())
        .where(func.coalesce(Person.last_signed_in_at, Person.created_at) < cutoff)
        .order_by(Person.id)
    )


def due_contacts(council_ids: Sequence[int], cutoff: datetime) -> Select[int]:
    """People who are asked for nothing any more, and whom none but these councils ever asked."""
    part = select(Delegation.id).join(Invitation, Invitation.id == Delegation.invitation_id)
    helping = part.where(Delegation.person_id == Person.id)
    stands = Invitation.revoked_at.is_(None)
    asked = select(Invitation.id).where(Invitation.contact_id == Person.id)
    kept = or_(
        stands,
        Invitation.council_id.not_in(council_ids),
        Invitation.supplier_id.in_(held()),
        Invitation.sent_at >= cutoff,
    )
    helps = or_(
        stands & Delegation.revoked_at.is_(None) & Delegation.finished_at.is_(None),
        Invitation.council_id.not_in(council_ids),
        Invitation.supplier_id.in_(held()),
        Delegation.sent_at >= cutoff,
    )
    return (
        select(Person.id)
        .where(Person.role == Role.RESPONDENT, Person.erased_on.is_(None))
        .where(func.coalesce(Person.last_signed_in_at, Person.created_at) < cutoff)
        .where(~asked.where(kept).exists(), ~helping.where(helps).exists())
        .order_by(Person.id)
    )


def due_messages(cutoff: datetime) -> Select[int]:
    """Messages that were queued long ago, sent or not."""
    return select(OutboxMessage.id).where(OutboxMessage.queued_at < cutoff).order_by(OutboxMessage.id)


def due_links(cutoff: datetime) -> Select[int]:
    """Links that were used up, revoked or expired long ago."""
    ended = or_(AccessLink.used_at < cutoff, AccessLink.revoked_at < cutoff, AccessLink.expires_at < cutoff)
    return select(AccessLink.id).where(ended).order_by(AccessLink.id)


def due_writes(council_id: int, cutoff: datetime) -> Select[int]:
    """What was answered to requests of tokens that ended long ago."""
    ended = or_(ApiToken.revoked_at < cutoff, ApiToken.expires_at < cutoff)
    query = select(ApiWrite.id).join(ApiToken, ApiToken.id == ApiWrite.token_id)
    return query.where(ApiToken.council_id == council_id, ended).order_by(ApiWrite.id)


def ids(session: Session, query: Select[int], limit: int | None = None) -> Sequence[int]:
    """The ids that a query gives, at most so many."""
    return session.scalars(query if limit is None else query.limit(limit)).all()


def still_due(session: Session, query: Select[int], ids: Sequence[int]) -> Sequence[int]:
    """Those of these ids that the query still gives."""
    return session.scalars(query.where(query.selected_columns[0].in_(ids))).all()


def count(session: Session, query: Select[int]) -> int:
    """How many rows a query gives."""
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0


def nobody_keeps(session: Session, response_id: int) -> bool:
    """Whether a response can go: every council's asking ended, one by its period at least, nothing is held.

    Not while an officer has still to say whether a new contact may begin from it.
    """
    asked = session.scalars(select(Invitation).where(Invitation.response_id == response_id)).all()
    if any(one.revoked_at is None for one in asked) or not any(one.released_at for one in asked):
        return False
    waits = select(ContactTakeover.id).where(
        ContactTakeover.earlier_id == response_id, ContactTakeover.decided_at.is_(None)
    )
    if session.scalars(waits.limit(1)).first() is not None:
        return False
    return not is_held(session, [one.supplier_id for one in asked])


def kept_of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[Response]:
    """The responses of a supplier that this council was given or waits for and still keeps, newest first."""
    query = (
        select(Response)
        .join(Invitation, Invitation.response_id == Response.id)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.released_at.is_(None), Response.status != ResponseStatus.ERASED)
        .order_by(Response.id.desc())
    )
    return session.scalars(query).unique().all()


def contacts_of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[Person]:
    """Whom this council asked at a supplier, and who helped, as far as they were not erased."""
    asked = select(Invitation.id).where(
        Invitation.council_id == council_id, Invitation.supplier_id == supplier_id
    )
    contact = select(Invitation.contact_id).where(Invitation.id.in_(asked))
    helped = select(Delegation.person_id).where(Delegation.invitation_id.in_(asked))
    query = select(Person).where(or_(Person.id.in_(contact), Person.id.in_(helped)))
    return session.scalars(query.where(Person.erased_on.is_(None)).order_by(Person.name, Person.id)).all()


def newest_release(session: Session, council_id: int, supplier_id: int) -> datetime | None:
    """When the council last gave up answers of a supplier, by a period or at its request."""
    query = select(func.max(Invitation.released_at)).where(
        Invitation.council_id == council_id, Invitation.supplier_id == supplier_id
    )
    return session.scalar(query)


def askings(session: Session, council_id: int, response_id: int) -> Sequence[Invitation]:
    """The invitations of one council to a response, for every record that it keeps of the supplier."""
    query = select(Invitation).where(
        Invitation.response_id == response_id, Invitation.council_id == council_id
    )
    return session.scalars(query.order_by(Invitation.id)).all()


def other_councils(session: Session, council_id: int, response_id: int) -> int:
    """How many other councils keep a response: for them it stays."""
    query = select(Invitation.council_id).where(
        Invitation.response_id == response_id, Invitation.revoked_at.is_(None)
    )
    return len(set(session.scalars(query)) - {council_id})
