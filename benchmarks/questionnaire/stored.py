"""What the database holds beside what suppliers were told: nothing that was saved may be missing."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, selectinload

from app.store import audit
from models import AuditEvent, Invitation, Response, ResponseStatus, ScreeningRun


def compare(database_url: str, told: dict[str, Any]) -> dict[str, int]:
    """Counts of what was told and of what is wrong. `told` is by invitation, see `supplier.Told`."""
    counts: Counter[str] = Counter(saves=0, answers=0, submitted=0, lost=0, not_submitted=0, doubled=0)
    engine = create_engine(database_url)
    with Session(engine) as session:
        query = select(Invitation).options(selectinload(Invitation.response).selectinload(Response.answers))
        invitations = {str(row.id): row for row in session.scalars(query)}
        submissions = Counter(
            session.scalars(select(AuditEvent.subject_id).where(AuditEvent.action == "response.submitted"))
        )
        runs = Counter(session.scalars(select(ScreeningRun.supplier_id)))
        for key, one in told.items():
            invitation = invitations[key]
            stored = {row.question_id: row.content["value"] for row in invitation.response.answers}
            counts["saves"] += one["saves"]
            counts["answers"] += len(one["answers"])
            counts["lost"] += sum(stored.get(name) != value for name, value in one["answers"].items())
            if one["reference_shown"]:
                counts["submitted"] += 1
                counts["not_submitted"] += invitation.response.status != ResponseStatus.SUBMITTED
                counts["doubled"] += submissions[invitation.id] != 1 or runs[invitation.supplier_id] != 1
        counts["chain_broken"] = int(audit.first_broken(session) is not None)
    engine.dispose()
    return dict(counts)
