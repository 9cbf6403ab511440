"""Legal entities, their further names and their parents."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from models import (
    NameKind,
    Organisation,
    OrganisationName,
    OrganisationParent,
    StatementOrganisation,
    Supplier,
)


def companies(session: Session) -> Sequence[Organisation]:
    """Every organisation with a company number."""
    return session.scalars(select(Organisation).where(Organisation.company_number.is_not(None))).all()


def organisation(session: Session, name: str, company_number: str) -> Organisation | None:
    """The organisation with this number or, where no number is given, the unnumbered one with this very
    name."""
    if company_number:
        query = select(Organisation).where(Organisation.company_number == company_number)
    else:
        query = select(Organisation).where(Organisation.name == name, Organisation.company_number.is_(None))
    return session.scalars(query.order_by(Organisation.id).limit(1)).one_or_none()


def previous_names(session: Session) -> dict[int, list[str]]:
    """The names that organisations had before, by the organisation's id, in the order of the register."""
    found: dict[int, list[str]] = {}
    query = select(OrganisationName).where(OrganisationName.kind == NameKind.PREVIOUS)
    for name in session.scalars(query.order_by(OrganisationName.id)):
        found.setdefault(name.organisation_id, []).append(name.name)
    return found


def names_by_organisation(session: Session) -> dict[int, dict[str, list[str]]]:
    """All further names of organisations by their id: "previous" ones apart from other "further" ones."""
    found: dict[int, dict[str, list[str]]] = {}
    for name in session.scalars(select(OrganisationName).order_by(OrganisationName.id)):
        kind = "previous" if name.kind == NameKind.PREVIOUS else "further"
        found.setdefault(name.organisation_id, {}).setdefault(kind, []).append(name.name)
    return found


def confirmed_names(session: Session) -> Sequence[tuple[OrganisationName, Organisation]]:
    """The names that people of any council confirmed, with the organisation that each means."""
    query = (
        select(OrganisationName, Organisation)
        .join(Organisation, OrganisationName.organisation_id == Organisation.id)
        .where(OrganisationName.kind == NameKind.CONFIRMED)
    )
    return [(name, owner) for name, owner in session.execute(query.order_by(OrganisationName.id))]


def name_of_match(session: Session, match_id: int) -> OrganisationName | None:
    """The name that a confirmed match gave to its organisation."""
    query = select(OrganisationName).where(OrganisationName.match_id == match_id)
    return session.scalars(query).one_or_none()


def forget_previous_names(session: Session, organisation_ids: Collection[int], source: str) -> None:
    """Remove the previous names that an earlier copy of a register gave to these organisations."""
    ids = list(organisation_ids)
    for start in range(0, len(ids), 500):
        session.execute(
            delete(OrganisationName).where(
                OrganisationName.organisation_id.in_(ids[start : start + 500]),
                OrganisationName.kind == NameKind.PREVIOUS,
                OrganisationName.source == source,
            )
        )


def parents(session: Session) -> Sequence[OrganisationParent]:
    """Every link from a company to one that controls it."""
    return session.scalars(select(OrganisationParent).order_by(OrganisationParent.id)).all()


def forget_parents(session: Session, source: str) -> None:
    """Remove the links that an earlier table of this source gave."""
    session.execute(delete(OrganisationParent).where(OrganisationParent.source == source))


def link_suppliers(session: Session) -> int:
    """Link suppliers to the organisation with their company number; returns how many were newly linked."""
    owner = select(Organisation.id).where(Organisation.company_number == Supplier.company_number)
    linked = session.execute(
        update(Supplier)
        .where(Supplier.organisation_id.is_(None), Supplier.company_number != "", owner.exists())
        .values(organisation_id=owner.scalar_subquery())
        .execution_options(synchronize_session=False)
        .returning(Supplier.id)
    ).all()
    session.expire_all()
    return len(linked)


def supplier_names(session: Session) -> Sequence[tuple[str, str]]:
    """(name, company number) of every supplier of every council."""
    query = select(Supplier.name, Supplier.company_number).distinct()
    return [(name, number) for name, number in session.execute(query)]


def statement_names(session: Session) -> Sequence[tuple[str, str]]:
    """(name, company number) of every organisation that a statement covers."""
    query = select(StatementOrganisation.name, StatementOrganisation.company_number).distinct()
    return [(name, number) for name, number in session.execute(query)]
