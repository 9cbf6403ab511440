"""Fictitious results of a screening, for tests of what shows them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from app.documents.run_facts import InputFile, RunFacts, ScreenedSupplier, SkippedLine
from screening.types import (
    Band,
    Case,
    Channel,
    ClauseSuggestion,
    Contract,
    Contribution,
    Report,
    StatementFinding,
    StatementStatus,
    Unknown,
    say,
)

AS_AT = date(2026, 11, 21)
COPY = date(2026, 2, 16)


def make_supplier(rank: int = 1, name: str = "Northgate Cleaning Services Ltd") -> ScreenedSupplier:
    """A cleaning contractor with an agency workforce, a statement under its own name and one control."""
    statement = StatementFinding(
        status=StatementStatus.MATCHED,
        copy_date=COPY,
        organisation="Northgate Cleaning Services Limited",
        period_end=date(2025, 3, 31),
        url="https://northgate-cleaning.example/statement?a=1&b=2",
        probability=0.98765,
        kind="same_entity",
        reasons=(say("The company numbers are equal."),),
    )
    case = Case(
        identity=f"v{rank}",
        name=name,
        as_at=AS_AT,
        company_number="01234567",
        contracts=(
            Contract(reference="C1", title="Night cleaning", category="Cleaning", value=Decimal(100)),
            Contract(reference="C2", title="Windows", category="Window\ncleaning", value=Decimal("900.5")),
        ),
        spend=Decimal("880000.005"),
        statement=statement,
    )
    contributions = (
        contribution(
            Channel.OWN_WORKFORCE, "sector", 450, 500, 620, "Cleaning is labour-intensive and low paid."
        ),
        contribution(
            Channel.LABOUR_PROVIDERS, "agency", 0, 144, 180, "Workers come from agencies.", known=False
        ),
        contribution(Channel.OWN_WORKFORCE, "statement", -30, -30, -30, "A statement was published."),
    )
    report = Report(
        identity=case.identity,
        name=name,
        as_at=AS_AT,
        model_version="2026.1",
        case_sha256="0" * 64,
        sector="81.21",
        sector_label="General cleaning of buildings",
        sector_basis=say("CPV code {code}.", code="90910000"),
        countries=("GB", "PL"),
        statement=statement,
        inherent=644,
        controls=30,
        residual=614,
        low=480,
        high=740,
        band=Band.HIGH,
        contributions=contributions,
        unknowns=(
            Unknown("fees", 40, say("Ask who pays the fees of recruitment."), "recruitment.no_fees"),
            Unknown("agency", 90, say("Ask how many workers come from agencies."), "workforce.agency"),
        ),
        findings=2,
        next_action=say("Invite the supplier to answer."),
        clauses=(
            ClauseSuggestion("K5", "No fees paid by workers", say("Agency workers in a low-paid sector.")),
        ),
        permitted_use=("contract_management", "annual_statement"),
    )
    return ScreenedSupplier(rank, case, report)


def contribution(
    channel: Channel, factor: str, low: int, points: int, high: int, reason: str, *, known: bool = True
) -> Contribution:
    """One line of an explanation."""
    return Contribution(channel, factor, low, points, high, known, say(reason), "Fictitious source", "2026")


def make_facts() -> RunFacts:
    """A council's file with skipped and withheld rows, and a registry copy."""
    return RunFacts(
        as_at=AS_AT,
        model_version="2026.1",
        references={"country": "2019", "sectors": "2026-11"},
        inputs=(
            InputFile(
                role="Suppliers",
                name="anytown.csv",
                sha256="a" * 64,
                kind="CSV",
                rows_read=12,
                skipped=(
                    SkippedLine(4, "no amount"),
                    SkippedLine(9, "no amount"),
                    SkippedLine(5, "no supplier"),
                ),
                people_rows=3,
                people_payees=2,
                redacted_rows=1,
                period=(date(2025, 4, 1), date(2026, 3, 31)),
                columns={"supplier": "Contractor/\nProvider"},
            ),
            InputFile(
                role="Registry copy",
                name="StatementSummaries2026.csv",
                sha256="b" * 64,
                kind="CSV",
                rows_read=7,
                copy_date=COPY,
            ),
        ),
        options={"statements": "given"},
        amounts="Contract value",
        credits=Decimal(-20),
    )
