"""Names that officers confirmed: kept as names of the organisation, for as long as the confirmation
stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.matching.suggestions import ConfirmedName
from app.store import audit, queue_entries
from app.store import organisations as store
from models import Match, NameKind, Organisation, OrganisationName, Person, StatementOrganisation

SOURCE = "officer"


def remember(session: Session, officer: Person, match: Match, now: datetime) -> None:
    """Make the supplier's name a known name of the matched organisation. The caller commits.

    Only where they are one and the same: the name of a member of a group is no name of its parent.
    """
    if match.kind != "same_entity" or store.name_of_match(session, match.id) is not None:
        return
    owner = _organisation(session, match.organisation)
    name = OrganisationName(
        organisation_id=owner.id,
        name=match.supplier.name,
        kind=NameKind.CONFIRMED,
        source=SOURCE,
        as_at=now.date(),
        council_id=match.council_id,
        person_id=officer.id,
        match_id=match.id,
    )
    session.add(name)
    audit.record(
        session,
        officer,
        "name.confirmed",
        match.supplier,
        now,
        match.council_id,
        match=match.id,
        organisation=owner.id,
        name=name.name,
    )
    queue_entries.refresh_of_organisation(session, match.council_id, owner.id)


def forget(session: Session, officer: Person, match: Match, now: datetime) -> None:
    """Take back the name that this match gave, if it gave one. The caller commits."""
    name = store.name_of_match(session, match.id)
    if name is None:
        return
    audit.record(
        session,
        officer,
        "name.withdrawn",
        match.supplier,
        now,
        match.council_id,
        match=match.id,
        organisation=name.organisation_id,
        name=name.name,
    )
    session.delete(name)
    queue_entries.refresh_of_organisation(session, match.council_id, name.organisation_id)


def all_confirmed(session: Session, council_id: int) -> list[ConfirmedName]:
    """Every confirmed name, as this council may use it: its own as evidence, those of others to suggest."""
    return [
        ConfirmedName(name.name, owner.name, owner.company_number or "", name.council_id == council_id)
        for name, owner in store.confirmed_names(session)
    ]


def _organisation(session: Session, covered: StatementOrganisation) -> Organisation:
    found = store.organisation(session, covered.name, covered.company_number)
    if found is None:
        found = Organisation(name=covered.name, company_number=covered.company_number or None)
        session.add(found)
        session.flush()
    return found
