"""Rows of evidence files."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.store import same_firm
from app.store.sharing import may_read
from models import ActionFile, EvidenceFile, Invitation, Response, ResponseStatus, ScanState


def of_response(session: Session, response_id: int) -> Sequence[EvidenceFile]:
    """All files of a response, in the order in which they came."""
    query = select(EvidenceFile).where(EvidenceFile.response_id == response_id).order_by(EvidenceFile.id)
    return session.scalars(query).all()


def of_question(session: Session, response_id: int, question_id: str) -> Sequence[EvidenceFile]:
    """The files beside one question, in the order in which they came."""
    query = select(EvidenceFile).where(
        EvidenceFile.response_id == response_id, EvidenceFile.question_id == question_id
    )
    return session.scalars(query.order_by(EvidenceFile.id)).all()


def file_of_response(session: Session, response_id: int, file_id: int) -> EvidenceFile | None:
    """One file, if it stands in this response."""
    query = select(EvidenceFile).where(EvidenceFile.response_id == response_id, EvidenceFile.id == file_id)
    return session.scalars(query).one_or_none()


def earlier_files(session: Session, person_id: int, response: Response) -> Sequence[EvidenceFile]:
    """Files of this organisation's submitted responses that the person was asked for, newest first.

    Only what this very person was invited to answer: that somebody knows an organisation's name, or was
    asked by another council, proves nothing about them. Also the files of the very answers from which this
    response began: whoever it was passed on to has these answers before them, and takes over with them.
    """
    firm = same_firm.organisations(session, person_id, response.organisation_id)
    asked = Response.invitations.any((Invitation.contact_id == person_id) & Invitation.revoked_at.is_(None))
    query = (
        select(EvidenceFile)
        .join(Response, Response.id == EvidenceFile.response_id)
        .where(Response.organisation_id.in_(firm), Response.id != response.id)
        .where(Response.status == ResponseStatus.SUBMITTED, EvidenceFile.scan != ScanState.REFUSED)
        .where(or_(asked, Response.id == response.earlier_id))
        .order_by(EvidenceFile.id.desc())
    )
    return session.scalars(query).all()


def submitted_file(session: Session, council_id: int, supplier_id: int, file_id: int) -> EvidenceFile | None:
    """One file of a submitted response that this supplier shares with this council."""
    query = (
        select(EvidenceFile)
        .join(Response, Response.id == EvidenceFile.response_id)
        .where(EvidenceFile.id == file_id, Response.status == ResponseStatus.SUBMITTED)
        .where(
            Response.invitations.any(
                (Invitation.council_id == council_id) & (Invitation.supplier_id == supplier_id) & may_read()
            )
        )
    )
    return session.scalars(query).one_or_none()


def response_of(session: Session, file: EvidenceFile) -> Response:
    """The response in which the file stands, with its answers."""
    query = select(Response).where(Response.id == file.response_id).options(joinedload(Response.answers))
    return session.scalars(query).unique().one()


def to_scan(session: Session, limit: int) -> Sequence[EvidenceFile]:
    """Files beside answers that no scanner has seen, oldest first."""
    unseen = or_(EvidenceFile.scan == ScanState.WAITING, EvidenceFile.scan == ScanState.NO_SCANNER)
    return session.scalars(select(EvidenceFile).where(unseen).order_by(EvidenceFile.id).limit(limit)).all()


def is_content_used(session: Session, sha256: str) -> bool:
    """Whether some file that was not refused, beside an answer or a step, still has this content."""
    return any(
        session.scalars(
            select(kind.id).where(kind.sha256 == sha256, kind.scan != ScanState.REFUSED).limit(1)
        ).first()
        is not None
        for kind in (EvidenceFile, ActionFile)
    )
