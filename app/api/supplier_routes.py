"""Suppliers and their contracts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import abort
from sqlalchemy.orm import Session

from app import access
from app.api.fields import points
from app.api.operations import Reply, operation
from app.api.paging import Page, read_cursor, with_next, write_cursor
from app.api.supplier_schemas import (
    BandDecisionTold,
    ContractsTold,
    ContractTold,
    FactsTold,
    OrganisationTold,
    ResultTold,
    SuppliersAsked,
    SuppliersTold,
    SupplierTold,
)
from app.extensions import clock, db
from app.services.judgement import contract_facts
from app.store import api_lists, merged, queue, suppliers
from app.store.api_lists import Listed
from app.store.queue import QueueRow
from app.store.queue_conditions import QueueFilter
from models import BandDecision, Contract, Scope, Supplier


def supplier_of_council(supplier_id: int) -> Supplier:
    """A supplier of the token's council; 404 for any other. For one that officers merged into another it is
    the other, as its id in the answer says."""
    found = suppliers.supplier(db.session(), access.api_token().council_id, supplier_id) or abort(404)
    return merged.survivor(db.session(), found)


@operation("GET", "/suppliers", Scope.SUPPLIERS_READ, "Suppliers", SuppliersTold, query=SuppliersAsked)
def list_suppliers(query: SuppliersAsked) -> Reply:
    """List suppliers.

    The filters are those of the officers' queue. A supplier that was not screened yet has no result and is
    listed by id only, where no filter asks for a result.
    """
    council_id, today = access.api_token().council_id, clock.today()
    listed = _page(db.session(), council_id, query, today)
    more, listed = len(listed) > query.limit, listed[: query.limit]
    following = None
    if more:
        last = listed[-1]
        place = (last.order_key, last.supplier_id) if query.order == "rank" else (last.supplier_id,)
        following = write_cursor(query.order, *place)
    told = _told(db.session(), council_id, listed, today)
    return with_next(SuppliersTold(suppliers=told, next=following), following)


@operation("GET", "/suppliers/{supplier_id}", Scope.SUPPLIERS_READ, "Suppliers", SupplierTold)
def get_supplier(supplier_id: int) -> SupplierTold:
    """Read one supplier.

    If officers merged it into another since, the other is answered, under its own id.
    """
    found, session = supplier_of_council(supplier_id), db.session()
    entry_id, key = api_lists.queue_entry(session, found.council_id, found.id) or (None, "")
    (told,) = _told(session, found.council_id, [Listed(found.id, entry_id, key)], clock.today())
    return told


@operation(
    "GET",
    "/suppliers/{supplier_id}/contracts",
    Scope.SUPPLIERS_READ,
    "Suppliers",
    ContractsTold,
    query=Page,
)
def list_contracts(supplier_id: int, query: Page) -> Reply:
    """List the contracts of a supplier."""
    found = supplier_of_council(supplier_id)
    (after,) = read_cursor(query.cursor, "contracts", int) or (0,)
    rows = api_lists.contracts(db.session(), found.council_id, found.id, after, query.limit + 1)
    more, rows = len(rows) > query.limit, rows[: query.limit]
    following = write_cursor("contracts", rows[-1].id) if more else None
    return with_next(ContractsTold(contracts=[_contract(row) for row in rows], next=following), following)


def _page(session: Session, council_id: int, query: SuppliersAsked, today: date) -> list[Listed]:
    wanted = QueueFilter(
        text=query.q,
        band=query.band or "",
        sector=query.sector,
        statement=query.statement or "",
        response=query.response or "",
        moved=query.moved or "",
        spend=query.spend_at_least,
        ends=query.contract_ends_within_months,
        disputed=query.disputed == "true",
    )
    if query.order == "rank":
        place = read_cursor(query.cursor, "rank", str, int)
        after = (place[0], place[1]) if place else None
        return api_lists.suppliers_by_rank(session, council_id, wanted, today, after, query.limit + 1)
    (last,) = read_cursor(query.cursor, "id", int) or (0,)
    return api_lists.suppliers_by_id(session, council_id, wanted, today, last, query.limit + 1)


def _told(session: Session, council_id: int, listed: Sequence[Listed], today: date) -> list[SupplierTold]:
    """The suppliers of a page, in its order, each with what stands beside it."""
    ids = [one.supplier_id for one in listed]
    entries = [(one.entry_id, one.order_key) for one in listed if one.entry_id is not None]
    rows = {row.supplier.id: row for row in queue.in_full(session, council_id, entries, today)}
    found = api_lists.suppliers(session, council_id, ids)
    states = api_lists.response_words(session, council_id, ids, today)
    counted = api_lists.number_of_contracts(session, ids)
    return [
        _supplier(found[one], rows.get(one), states.get(one, "not_asked"), counted.get(one, 0))
        for one in ids
        if one in found
    ]


def _supplier(supplier: Supplier, row: QueueRow | None, state: str, contracts: int) -> SupplierTold:
    organisation = supplier.organisation
    return SupplierTold.model_validate(
        {
            "id": supplier.id,
            "name": supplier.name,
            "vendor_id": supplier.vendor_id,
            "company_number": supplier.company_number,
            "vat_number": supplier.vat_number,
            "charity_number": supplier.charity_number,
            "postcode": supplier.postcode,
            "no_company_number": supplier.no_number,
            "organisation": OrganisationTold(
                name=organisation.name, company_number=organisation.company_number
            )
            if organisation
            else None,
            "spend": supplier.spend,
            "credits": supplier.credits,
            "contracts": contracts,
            "response": state,
            "result": _result(row) if row else None,
            "band_decision": _band_decision(row.band_decision) if row and row.band_decision else None,
        }
    )


def _result(row: QueueRow) -> ResultTold:
    report = row.report
    return ResultTold.model_validate(
        {
            "band": report.band,
            "points": points(report.residual),
            "low": points(report.low),
            "high": points(report.high),
            "sector": report.sector,
            "statement_status": report.statement_status,
            "rank": row.rank,
            "places_moved": row.entry.places_moved,
            "as_at": report.run.as_at,
            "model_version": report.model_version,
        }
    )


def _band_decision(decision: BandDecision) -> BandDecisionTold:
    return BandDecisionTold.model_validate(
        {"band": decision.band, "advised": decision.advised, "decided_on": decision.decided_at.date()}
    )


def _contract(row: Contract) -> ContractTold:
    return ContractTold(
        id=row.id,
        reference=row.reference,
        title=row.title,
        description=row.description,
        category=row.category,
        cpv=list(row.cpv),
        proclass=row.proclass,
        sic=list(row.sic),
        value=row.value,
        start=row.start,
        end=row.end,
        delivery_countries=list(row.delivery_countries),
        sourcing_countries=list(row.sourcing_countries),
        facts=_facts(row),
    )


def _facts(row: Contract) -> FactsTold:
    standing = contract_facts.standing(row)
    return FactsTold(
        agency_labour=standing.agency_labour,
        migrant_workers=standing.migrant_workers,
        subcontracting_tiers=standing.subcontracting_tiers,
        workforce_skill=standing.workforce_skill,
        health_service_england=standing.health_service_england,
        notice=standing.notice,
        stated_by_officer=contract_facts.stated(row) is not None,
    )
