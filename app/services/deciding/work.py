"""What waits for one officer: what is theirs, what is that of colleagues for whom they stand in, and what
only a lead or a second person can settle. The page "My work" and the weekly e-mail read it from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy.orm import Session

from app.services.deciding import decisions as decision_service
from app.services.people import deputies
from app.store import care as store
from app.store import contact_requests as contact_store
from app.store import corrections as correction_store
from app.store import decisions as decision_store
from app.store import people
from app.store import takeovers as takeover_store
from models import (
    Action,
    ContactTakeover,
    Correction,
    Decision,
    Invitation,
    NoteMention,
    Person,
    Role,
    SupplierCare,
)

#: How long before its day of review an accepted supplier is shown.
REVIEW_AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Work:
    """What is open for an officer on a day; `away` are the colleagues for whom the officer stands in, by id.

    `seconds` are decisions on which the officer may give the second opinion, `waiting` the officer's own that
    wait for one. `corrections` are those of the officer's suppliers and of suppliers without an owner,
    `contacts` what their contacts said of being asked (more time, or not the one to ask), `unreached` what
    waits for a contact whom mail does not reach, `takeovers` new contacts who wait until it is found out who
    they are, and `reviews` acceptances of such suppliers whose day of
    review is near or over. `escalations` are for leads, or for everybody in a council without one.
    """

    away: dict[int, Person]
    suppliers: Sequence[SupplierCare]
    actions: Sequence[Action]
    corrections: Sequence[Correction]
    contacts: Sequence[Invitation]
    unreached: Sequence[Invitation]
    takeovers: Sequence[ContactTakeover]
    reviews: Sequence[Decision]
    seconds: Sequence[Decision]
    waiting: Sequence[Decision]
    escalations: Sequence[Decision]
    mentions: Sequence[NoteMention]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is open."""
        due = (self.suppliers, self.actions, self.corrections, self.contacts, self.reviews)
        asked = (self.unreached, self.takeovers, self.seconds, self.waiting, self.escalations, self.mentions)
        return not any((*due, *asked))


def of_officer(session: Session, officer: Person, today: date) -> Work:
    """What waits for an officer of a council."""
    council_id = officer.council_id or 0
    away = deputies.away(session, officer, today)
    ids = [officer.id, *away]
    suppliers = store.owned_by(session, council_id, ids)
    mine = {care.supplier_id for care in suppliers}
    all_corrections = [one for one in correction_store.of_council(session, council_id) if one.is_open]
    all_reviews = [
        one
        for one in decision_store.to_review(session, council_id)
        if one.review_on and one.review_on <= today + REVIEW_AHEAD
    ]
    all_contacts = [
        *contact_store.waiting_for_time(session, council_id),
        *contact_store.without_contact(session, council_id),
    ]
    unreached = contact_store.unreached(session, council_id)
    takeovers = takeover_store.waiting(session, council_id)
    others = {one.supplier_id for one in all_corrections} | {one.supplier_id for one in all_reviews}
    others |= {one.supplier_id for one in (*all_contacts, *unreached)}
    others |= {one.invitation.supplier_id for one in takeovers}
    cared = store.care_of(session, council_id, others - mine)
    owned = {key for key, care in cared.items() if care.owner_id}
    waiting = decision_store.waiting(session, council_id)
    sees_escalations = officer.role == Role.LEAD or not people.has_lead(session, council_id)
    return Work(
        away=away,
        suppliers=suppliers,
        actions=store.open_actions_of(session, council_id, ids, of_suppliers_too=True),
        corrections=[one for one in all_corrections if one.supplier_id not in owned],
        contacts=[one for one in all_contacts if one.supplier_id not in owned],
        unreached=[one for one in unreached if one.supplier_id not in owned],
        takeovers=[one for one in takeovers if one.invitation.supplier_id not in owned],
        reviews=[one for one in all_reviews if one.supplier_id not in owned],
        seconds=[one for one in waiting if decision_service.may_second(session, officer, one, today)],
        waiting=[one for one in waiting if one.person_id in ids],
        escalations=decision_store.escalated(session, council_id) if sees_escalations else [],
        mentions=store.unseen_mentions(session, council_id, ids),
    )
