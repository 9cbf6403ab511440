"""What the API tells of suppliers and their contracts."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app.api.fields import IN_DIGITS, Day, Line, Points, Pounds, Told
from app.api.paging import Page

Band = Literal["high", "medium", "low", "not_enough_known"]
StatementStatus = Literal["matched", "covered_by_group", "possible", "not_found", "not_looked_for"]
ResponseState = Literal["not_asked", "waiting", "overdue", "answered", "withdrawn"]

ADVICE = "Advice for a person to decide on, never a verdict. What is unknown is not low."


class SuppliersAsked(Page):
    """The filters of the officers' queue."""

    q: Annotated[
        Annotated[Line, Field(max_length=100)],
        Field(description="Words of a name, or a number, as in the search field."),
    ] = ""
    band: Band | None = None
    sector: Annotated[Annotated[Line, Field(max_length=60)], Field(description="The id of a sector.")] = ""
    statement: StatementStatus | None = None
    response: Literal["not_asked", "waiting", "overdue", "answered", "shared", "withdrawn"] | None = None
    moved: Annotated[
        Literal["up", "down"] | None, Field(description="How the last screening moved the supplier.")
    ] = None
    spend_at_least: Annotated[int, Field(ge=0, le=10**12, description="Whole pounds."), IN_DIGITS] = 0
    contract_ends_within_months: Annotated[int, Field(ge=0, le=120), IN_DIGITS] = 0
    disputed: Annotated[
        Literal["true", "false"], Field(description="Only suppliers that dispute a line of their report.")
    ] = "false"
    order: Annotated[
        Literal["id", "rank"],
        Field(
            description="By id, which never changes: to copy all. By rank: the queue, so screened ones only."
        ),
    ] = "id"


class OrganisationTold(Told):
    """The legal entity that the supplier was resolved to."""

    name: str
    company_number: str | None


class ResultTold(Told):
    """What the newest screening says, in short; the report has the reasons."""

    band: Band
    points: Annotated[Points, Field(description="Of 100; the best single figure.")]
    low: Annotated[Points, Field(description="The least that is possible, given what is not known.")]
    high: Points
    sector: str
    statement_status: StatementStatus
    rank: Annotated[int | None, Field(description="The place among the council's suppliers, from 1.")]
    places_moved: Annotated[int, Field(description="Up is positive.")]
    as_at: Day
    model_version: str


class BandDecisionTold(Told):
    """What an officer decided of the band. Reasons are in the officers' pages only."""

    band: Band
    advised: Band
    decided_on: Day


class SupplierTold(Told):
    """A supplier of the council."""

    id: int
    name: str
    vendor_id: str
    company_number: str
    vat_number: str
    charity_number: str
    postcode: Annotated[str, Field(description="Of companies and charities only, never of people.")]
    no_company_number: Annotated[
        Literal["", "sole_trader", "partnership", "charity", "public_body", "overseas", "other"],
        Field(description='What it is, where an officer said that it has no number; "": nobody did.'),
    ]
    organisation: OrganisationTold | None
    spend: Annotated[Pounds | None, Field(description="Pounds without VAT; null: not known.")]
    credits: Pounds
    contracts: Annotated[int, Field(description="How many contracts there are.")]
    response: ResponseState
    result: Annotated[ResultTold | None, Field(description="Null before the first screening.")]
    band_decision: BandDecisionTold | None
    advice: Annotated[str, Field(description="What a result is, and is not.")] = ADVICE


class SuppliersTold(Told):
    """A page of suppliers."""

    suppliers: list[SupplierTold]
    next: Annotated[str | None, Field(description="The cursor of the next page; null: this is the last.")]


class FactsTold(Told):
    """Who does the work of a contract, and for whom; null and "" mean that nobody has said."""

    agency_labour: str
    migrant_workers: str
    subcontracting_tiers: str
    workforce_skill: str
    health_service_england: bool | None
    notice: Day | None
    stated_by_officer: Annotated[bool, Field(description="Whether an officer said so, not the register.")]


class ContractTold(Told):
    """A contract of the register, or a year's spend under one category where only spend is known."""

    id: int
    reference: str
    title: str
    description: str
    category: str
    cpv: list[str]
    proclass: str
    sic: list[str]
    value: Pounds | None
    start: Day | None
    end: Day | None
    delivery_countries: Annotated[list[str], Field(description="ISO 3166-1; empty: not known.")]
    sourcing_countries: list[str]
    facts: FactsTold


class ContractsTold(Told):
    """A page of a supplier's contracts."""

    contracts: list[ContractTold]
    next: str | None
