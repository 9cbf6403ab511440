"""What suppliers say is wrong, and the replies. Every query names the council or the invitation that asks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from models import Correction, CorrectionState, Invitation, Response, ResponseStatus, StoredReport


def _whole() -> Select[Correction]:
    return select(Correction).options(
        joinedload(Correction.supplier),
        joinedload(Correction.report).joinedload(StoredReport.run),
        selectinload(Correction.messages),
    )


def of_council(session: Session, council_id: int) -> Sequence[Correction]:
    """All corrections that suppliers of this council asked for: open ones by due day, then the newest."""
    found = session.scalars(_whole().where(Correction.council_id == council_id)).all()
    waiting = sorted((one for one in found if one.is_open), key=lambda one: (one.due_on, one.id))
    return [*waiting, *sorted((one for one in found if not one.is_open), key=lambda one: -one.id)]


def of_supplier(session: Session, council_id: int, supplier_id: int) -> Sequence[Correction]:
    """What a supplier asked this council to correct, the newest first."""
    query = _whole().where(Correction.council_id == council_id, Correction.supplier_id == supplier_id)
    return session.scalars(query.order_by(Correction.id.desc())).all()


def of_invitation(session: Session, invitation_id: int) -> Sequence[Correction]:
    """What was asked for with this invitation, the newest first."""
    query = _whole().where(Correction.invitation_id == invitation_id)
    return session.scalars(query.order_by(Correction.id.desc())).all()


def correction(session: Session, council_id: int, correction_id: int) -> Correction | None:
    """One correction of this council, None for those of others."""
    query = _whole().where(Correction.council_id == council_id, Correction.id == correction_id)
    return session.scalars(query).one_or_none()


def correction_of_invitation(session: Session, invitation_id: int, correction_id: int) -> Correction | None:
    """One correction of this invitation, None for those of others."""
    query = _whole().where(Correction.invitation_id == invitation_id, Correction.id == correction_id)
    return session.scalars(query).one_or_none()


def open_of_suppliers(
    session: Session, council_id: int, supplier_ids: Sequence[int]
) -> dict[int, list[Correction]]:
    """Supplier id -> its open corrections with this council, the oldest first; none for most suppliers."""
    query = select(Correction).where(
        Correction.council_id == council_id,
        Correction.supplier_id.in_(supplier_ids),
        Correction.state == CorrectionState.OPEN,
    )
    found: dict[int, list[Correction]] = {}
    for one in session.scalars(query.order_by(Correction.id)):
        found.setdefault(one.supplier_id, []).append(one)
    return found


def has_reader(session: Session, council_id: int, supplier_id: int) -> bool:
    """Whether a person of the supplier answered this council, and so may read its report and dispute it."""
    query = (
        select(Invitation.id)
        .join(Invitation.response)
        .where(Invitation.council_id == council_id, Invitation.supplier_id == supplier_id)
        .where(Invitation.revoked_at.is_(None), Response.status == ResponseStatus.SUBMITTED)
        .where(Invitation.agreed_at.is_not(None))
    )
    return session.scalars(query.limit(1)).first() is not None


def move(
    session: Session, changed: Correction, before: CorrectionState, after: CorrectionState, at: datetime
) -> bool:
    """Put a correction into another state if it is still as it was read; False if somebody was faster."""
    closed_at = None if after is CorrectionState.OPEN else at
    moved = session.execute(
        update(Correction)
        .where(Correction.id == changed.id, Correction.state == before)
        .values(state=after, closed_at=closed_at)
        .returning(Correction.id)
    ).first()
    session.refresh(changed, ["state", "closed_at"])
    return moved is not None
