"""Which company a supplier is: what officers said, and what shared tables know of companies.

What belongs to a council is asked for by that council; organisations and registry copies are shared.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.store.merged import UNMERGED
from models import (
    NameKind,
    Organisation,
    OrganisationName,
    StatedCompany,
    StatementOrganisation,
    Supplier,
)

_BATCH = 500


def history(session: Session, council_id: int, supplier_id: int) -> Sequence[StatedCompany]:
    """All that officers said of this supplier's number, the newest first, taken back or not."""
    query = select(StatedCompany).where(
        StatedCompany.council_id == council_id, StatedCompany.supplier_id == supplier_id
    )
    people = (joinedload(StatedCompany.stated_by), joinedload(StatedCompany.withdrawn_by))
    query = query.options(*people, joinedload(StatedCompany.source_file))
    return session.scalars(query.order_by(StatedCompany.id.desc())).all()


def standing(session: Session, council_id: int, supplier_id: int) -> StatedCompany | None:
    """What stands of it: the newest that was not taken back."""
    said = history(session, council_id, supplier_id)
    return next((one for one in said if one.withdrawn_at is None), None)


def standing_of_council(session: Session, council_id: int) -> dict[int, StatedCompany]:
    """Supplier's id -> what stands, for all suppliers of the council of which an officer said something."""
    query = select(StatedCompany).where(
        StatedCompany.council_id == council_id, StatedCompany.withdrawn_at.is_(None)
    )
    return {one.supplier_id: one for one in session.scalars(query.order_by(StatedCompany.id))}


def forget_file(session: Session, council_id: int, source_file_id: int) -> None:
    """Forget what a file said whose load is taken back."""
    session.execute(
        update(StatedCompany)
        .where(StatedCompany.council_id == council_id, StatedCompany.source_file_id == source_file_id)
        .values(file_number="", source_file_id=None)
    )


def others_with_number(
    session: Session, council_id: int, numbers: Collection[str], but_not: int
) -> dict[str, list[Supplier]]:
    """Number -> the other suppliers of the council that have it, by their own record or by the organisation
    that they are resolved to."""
    by_record = select(Supplier.id).where(Supplier.company_number.in_(numbers))
    by_organisation = select(Supplier.id).join(Organisation, Organisation.id == Supplier.organisation_id)
    by_organisation = by_organisation.where(Organisation.company_number.in_(numbers))
    # By the numbers first, then by the council: SQLite would read every supplier of the council otherwise.
    query = select(Supplier).where(Supplier.id.in_(by_record.union(by_organisation)))
    query = query.where(Supplier.council_id == council_id, Supplier.id != but_not, UNMERGED)
    found: dict[str, list[Supplier]] = {}
    for one in session.scalars(query.options(joinedload(Supplier.organisation)).order_by(Supplier.id)):
        of_organisation = one.organisation.company_number if one.organisation else ""
        found.setdefault(one.company_number or of_organisation or "", []).append(one)
    return found


def organisations(session: Session, numbers: Collection[str]) -> dict[str, Organisation]:
    """The organisations with these numbers, by number."""
    query = select(Organisation).where(Organisation.company_number.in_(numbers))
    return {one.company_number or "": one for one in session.scalars(query)}


def previous_names(session: Session, organisation_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names that these organisations had before, by id."""
    query = select(OrganisationName.organisation_id, OrganisationName.name).where(
        OrganisationName.organisation_id.in_(organisation_ids), OrganisationName.kind == NameKind.PREVIOUS
    )
    found: dict[int, tuple[str, ...]] = {}
    for key, name in session.execute(query.order_by(OrganisationName.id)):
        found[key] = (*found.get(key, ()), name)
    return found


def statement_names(session: Session, numbers: Collection[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Number -> (name, postcode) by which copies of the statement registry know it, the newest first."""
    query = select(
        StatementOrganisation.company_number, StatementOrganisation.name, StatementOrganisation.postcode
    ).where(StatementOrganisation.company_number.in_(numbers))
    found: dict[str, dict[str, str]] = {}
    for number, name, postcode in session.execute(query.order_by(StatementOrganisation.id.desc())):
        found.setdefault(number, {}).setdefault(name, postcode)
    return {number: tuple(names.items()) for number, names in found.items()}


def numbers_known(session: Session) -> Iterator[list[str]]:
    """Every company number of an organisation or of a registry copy, in batches, each number once."""
    of_statements = select(StatementOrganisation.company_number).where(
        StatementOrganisation.company_number != ""
    )
    of_companies = select(Organisation.company_number).where(Organisation.company_number.is_not(None))
    every = session.scalars(of_statements.union(of_companies)).all()
    for start in range(0, len(every), _BATCH):
        yield [number or "" for number in every[start : start + _BATCH]]
