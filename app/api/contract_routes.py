"""Contracts that a council's own system sends, read as the rows of a register are."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic import StringConstraints as Letters

from app import access
from app.api.fields import DayIn, Given, Line, PoundsIn, Told
from app.api.operations import Reply, operation
from app.api.reading import request_sha256
from app.extensions import clock, db
from app.problems import Problem
from app.services.loads import contract_writes
from app.services.loads.contract_writes import Written
from app.services.outside import once
from models import Scope

MOST_CONTRACTS = 500

_Cpv = Annotated[str, Letters(pattern=r"^[0-9]{8}(-[0-9])?$")]
_Sic = Annotated[str, Letters(pattern=r"^[0-9]{5}$")]
_Country = Annotated[str, Letters(pattern=r"^[^\x00-\x1f\x7f;,]+$", max_length=60, min_length=2)]


class ContractGiven(Given):
    """A contract as a register has it. What is left out is not known."""

    supplier: Annotated[
        Annotated[Line, Field(min_length=1, max_length=300)],
        Field(description="The name in your ledger. People are refused."),
    ]
    reference: Annotated[
        Annotated[Line, Field(min_length=1, max_length=120)],
        Field(description="What you call the contract; one of a supplier has it once."),
    ]
    vendor_id: Annotated[Line, Field(max_length=60)] = ""
    company_number: Annotated[Line, Field(max_length=20)] = ""
    vat_number: Annotated[Line, Field(max_length=20)] = ""
    charity_number: Annotated[
        Annotated[Line, Field(max_length=20)],
        Field(description="Of any of the three registers: 1234567, SC012345 or NIC100123."),
    ] = ""
    postcode: Annotated[
        Annotated[Line, Field(max_length=12)],
        Field(description="Of the supplier. Kept of companies and charities only, never of people."),
    ] = ""
    title: Annotated[Line, Field(max_length=400)] = ""
    description: Annotated[Line, Field(max_length=4000)] = ""
    category: Annotated[Line, Field(max_length=200)] = ""
    cpv: Annotated[list[_Cpv], Field(max_length=50)] = Field(default=[])
    proclass: Annotated[str, Letters(pattern=r"^([0-9]{6})?$")] = ""
    sic: Annotated[list[_Sic], Field(max_length=20)] = Field(default=[])
    value: PoundsIn | None = None
    start: DayIn | None = None
    end: DayIn | None = None
    delivery_countries: Annotated[
        list[_Country], Field(max_length=50, description="Names, or codes of ISO 3166-1.")
    ] = Field(default=[])
    sourcing_countries: Annotated[list[_Country], Field(max_length=50)] = Field(default=[])
    agency_labour: Annotated[
        Annotated[Line, Field(max_length=40)],
        Field(description="none, some, most, yes, or a share such as 30%"),
    ] = ""
    migrant_workers: Annotated[
        Annotated[Line, Field(max_length=40)], Field(description="as agency_labour")
    ] = ""
    subcontracting_tiers: Annotated[
        Annotated[Line, Field(max_length=40)], Field(description="none, one, more, yes, or a number")
    ] = ""
    workforce_skill: Annotated[
        Annotated[Line, Field(max_length=40)], Field(description="skilled, mixed or low")
    ] = ""
    health_service_england: bool | None = None
    notice: DayIn | None = None


class ContractsGiven(Given):
    """Contracts to add or change."""

    contracts: Annotated[list[ContractGiven], Field(min_length=1, max_length=MOST_CONTRACTS)]


class RemarkTold(Told):
    """Something to mend."""

    where: Annotated[str, Field(description="A JSON pointer into what was sent.")]
    what: str
    how: str


class WrittenTold(Told):
    """What became of one contract, in the order in which they were sent."""

    index: int
    outcome: Annotated[
        Literal["created", "updated", "unchanged", "refused"],
        Field(description="One that was kept may lack what its remarks tell of."),
    ]
    supplier_id: int | None
    contract_id: int | None
    remarks: list[RemarkTold]


class ContractsWrittenTold(Told):
    """What became of the contracts."""

    created: int
    updated: int
    unchanged: int
    refused: int
    results: list[WrittenTold]


@operation(
    "POST",
    "/contracts",
    Scope.CONTRACTS_WRITE,
    "Contracts",
    ContractsWrittenTold,
    body=ContractsGiven,
    refusals=(409,),
    key="required",
)
def put_contracts(body: ContractsGiven, key: str) -> Reply:
    """Add contracts, or change them.

    Each is read by the code that reads a contracts register. One that cannot be kept is refused by itself,
    with what to mend, and the others are kept; a body that does not fit the schema is refused as a whole and
    nothing is written. A contract is known by its supplier (vendor id, else company number, else name) and
    its reference: sent again it is changed, never doubled, and nothing that is not sent goes. Suppliers are
    judged anew with the next run: `POST /runs`.
    """
    session, token, sha256 = db.session(), access.api_token(), request_sha256()

    def act() -> tuple[int, dict[str, Any]]:
        written = contract_writes.put(
            session, token, [_cells(one) for one in body.contracts], sha256, clock.now()
        )
        return 200, _told(written).model_dump(mode="json")

    try:
        done = once.once(session, token, key, sha256, clock.now(), act)
    except once.KeyReused as error:
        raise Problem(409, "The idempotency key was used for another request. Send a new one.") from error
    headers = {"Idempotent-Replayed": "true"} if done.repeated else {}
    return Reply(ContractsWrittenTold.model_validate(done.answer), done.status, headers)


def _cells(given: ContractGiven) -> dict[str, str]:
    """The contract as the cells of a register's row."""
    return {
        "supplier": given.supplier,
        "reference": given.reference,
        "vendor_id": given.vendor_id,
        "company_number": given.company_number,
        "vat_number": given.vat_number,
        "charity_number": given.charity_number,
        "postcode": given.postcode,
        "contract_title": given.title,
        "description": given.description,
        "category": given.category,
        "cpv": "; ".join(given.cpv),
        "proclass": given.proclass,
        "sic": "; ".join(given.sic),
        "amount": given.value or "",
        "start": _day(given.start),
        "end": _day(given.end),
        "delivery_countries": "; ".join(given.delivery_countries),
        "sourcing_countries": "; ".join(given.sourcing_countries),
        "agency_labour": given.agency_labour,
        "migrant_workers": given.migrant_workers,
        "subcontracting_tiers": given.subcontracting_tiers,
        "workforce_skill": given.workforce_skill,
        "health_service_england": {True: "yes", False: "no", None: ""}[given.health_service_england],
        "notice": _day(given.notice),
    }


def _day(given: object) -> str:
    return given.isoformat() if isinstance(given, date) else ""


_FIELDS = {"contract_title": "title", "amount": "value"}


def _told(written: list[Written]) -> ContractsWrittenTold:
    counts = [one.outcome.value for one in written]
    return ContractsWrittenTold(
        created=counts.count("created"),
        updated=counts.count("updated"),
        unchanged=counts.count("unchanged"),
        refused=counts.count("refused"),
        results=[
            WrittenTold(
                index=index,
                outcome=one.outcome.value,
                supplier_id=one.supplier_id,
                contract_id=one.contract_id,
                remarks=[
                    RemarkTold(where=_pointer(index, remark.field), what=remark.what, how=remark.how)
                    for remark in one.remarks
                ],
            )
            for index, one in enumerate(written)
        ],
    )


def _pointer(index: int, field: str) -> str:
    return f"/contracts/{index}" + (f"/{_FIELDS.get(field, field)}" if field else "")
