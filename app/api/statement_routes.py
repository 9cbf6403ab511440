"""What was found in the statement registry for the council's suppliers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from app import access
from app.api.fields import IN_DIGITS, LARGEST_ID, Day, Line, Told
from app.api.operations import Reply, operation
from app.api.paging import Page, read_cursor, with_next, write_cursor
from app.extensions import db
from app.sentences import sentence
from app.store import api_lists, statements
from models import Match, Scope


class StatementsAsked(Page):
    """Which of them."""

    q: Annotated[
        Annotated[Line, Field(max_length=100)],
        Field(description="Words of the name of the organisation, or of the supplier."),
    ] = ""
    company_number: Annotated[
        Annotated[Line, Field(max_length=8)], Field(description="Eight characters, of either of them.")
    ] = ""
    supplier_id: Annotated[int | None, Field(ge=1, le=LARGEST_ID), IN_DIGITS] = None


class StatementTold(Told):
    """A row of the registry. The name of whoever approved the statement is not kept."""

    organisation: str
    company_number: str
    submitted_by: Annotated[str, Field(description="Of a group's statement: who submitted it.")]
    is_group: bool
    year: Annotated[int | None, Field(description="The year of the deadline.")]
    period_start: Day | None
    period_end: Day | None
    approved_on: Day | None
    approver_role: str
    turnover: str
    areas: Annotated[dict[str, bool], Field(description="The areas of section 54(5); absent: not said.")]
    url: str
    registry_url: str


class MatchTold(Told):
    """A supplier and an organisation with a statement, thought or decided to be the same, or not."""

    id: int
    supplier_id: int
    decision: Annotated[
        Literal["automatic", "possible", "confirmed", "rejected"],
        Field(description="Confirmed and rejected are an officer's word; possible is nobody's yet."),
    ]
    probability: float
    kind: str
    reasons: list[str]
    statement: StatementTold


class StatementsTold(Told):
    """A page of what was found."""

    registry_copy: Annotated[
        Day | None, Field(description="What is not here was not found in the copy of this day.")
    ]
    statements: list[MatchTold]
    next: str | None


@operation("GET", "/statements", Scope.STATEMENTS_READ, "Statements", StatementsTold, query=StatementsAsked)
def list_statements(query: StatementsAsked) -> Reply:
    """Search what was found in the statement registry for the council's suppliers.

    A match is not a fact: see its decision. A supplier that has none was not found in the copy of the day
    that is told, which is no breach of any duty.
    """
    council_id, session = access.api_token().council_id, db.session()
    (after,) = read_cursor(query.cursor, "statements", int) or (0,)
    rows = api_lists.matches(
        session, council_id, after, query.limit + 1, query.q, query.company_number.upper(), query.supplier_id
    )
    more, rows = len(rows) > query.limit, rows[: query.limit]
    following = write_cursor("statements", rows[-1].id) if more else None
    told = StatementsTold(
        registry_copy=statements.newest_copy_date(session),
        statements=[_match(row) for row in rows],
        next=following,
    )
    return with_next(told, following)


def _match(row: Match) -> MatchTold:
    organisation, statement = row.organisation, row.organisation.statement
    return MatchTold.model_validate(
        {
            "id": row.id,
            "supplier_id": row.supplier_id,
            "decision": str(row.decision),
            "probability": row.probability,
            "kind": row.kind,
            "reasons": [sentence(reason) for reason in row.reasons],
            "statement": StatementTold(
                organisation=organisation.name,
                company_number=organisation.company_number,
                submitted_by=statement.parent_name,
                is_group=statement.is_group,
                year=statement.year,
                period_start=statement.period_start,
                period_end=statement.period_end,
                approved_on=statement.approved_on,
                approver_role=statement.approver_role,
                turnover=statement.turnover,
                areas={name: bool(value) for name, value in statement.areas.items()},
                url=statement.statement_url,
                registry_url=statement.address,
            ),
        }
    )
