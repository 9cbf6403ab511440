"""One supplier as one row: the columns of the queue, in their order, for every file that lists suppliers."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final

from app.documents import words
from app.documents.explanation import weightiest_lines, weightiest_unknowns
from screening.stability import Stability
from screening.types import Case, Report, StatementFinding, StatementStatus

Cell = str | int | float | Decimal | date | None

TOLD: Final = 5
"""Categories, reasons and unknowns that a cell tells, the weightiest first."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A row of the queue. The order of the fields is the order of the columns.

    `spend` is in pounds to the penny; `match_probability` in [0, 1] with three decimals; `inherent` to
    `high` are points out of 100 with one decimal; `rank_stability` and `band_stability` are shares of draws
    in [0, 1] with two decimals (`screening.stability`). None is an empty cell: not known, or nothing to tell.
    Texts are single lines.
    """

    rank: int
    supplier: str
    organisation: str
    company_number: str
    spend: Decimal | None
    category: str
    sector: str
    countries: str
    statement_status: str
    statement_organisation: str
    statement_period_end: date | None
    statement_url: str
    match_probability: Decimal | None
    match_reason: str
    inherent: Decimal
    controls: Decimal
    residual: Decimal
    low: Decimal
    high: Decimal
    band: str
    reasons: str
    unknowns: str
    next_action: str
    clauses: str
    use: str
    permitted_use: str
    left_out: str
    notes: str
    rank_stability: Decimal | None
    band_stability: Decimal | None
    weights_changed: str

    def cells(self) -> tuple[Cell, ...]:
        """The values in the order of `COLUMNS`."""
        return astuple(self)


COLUMNS: Final = tuple(column.name for column in fields(QueueRow))


def queue_row(
    case: Case, report: Report, rank: int, searched: str = "", stability: Stability | None = None
) -> QueueRow:
    """Turn a case, its report and its place in the queue (from 1) into the row that every writer uses.

    `searched` is the phrase for the registry copies that were searched (`RunFacts.searched`).
    """
    finding = report.statement
    probability = finding.probability
    return QueueRow(
        rank=rank,
        supplier=words.one_line(case.name),
        organisation=words.one_line(_organisation(finding)),
        company_number=words.one_line(case.company_number),
        spend=None if case.spend is None else words.to_pence(case.spend),
        category=_categories(case),
        sector=words.one_line(report.sector_label),
        countries="; ".join(report.countries),
        statement_status=finding.status.value,
        statement_organisation=words.one_line(finding.organisation),
        statement_period_end=finding.period_end,
        statement_url=words.one_line(finding.url),
        match_probability=None if probability is None else Decimal(f"{probability:.3f}"),
        match_reason=words.one_line(
            " ".join(
                [
                    words.statement_line(finding, searched),
                    *map(str, finding.reasons),
                    words.covered_line(finding.group),
                ]
            )
        ),
        inherent=_points(report.inherent),
        controls=_points(report.controls),
        residual=_points(report.residual),
        low=_points(report.low),
        high=_points(report.high),
        band=report.band.value,
        reasons=_reasons(report),
        unknowns=_unknowns(report),
        next_action=words.one_line(str(report.next_action)),
        clauses="; ".join(f"{clause.clause} {words.one_line(clause.title)}" for clause in report.clauses),
        use=report.use.value,
        permitted_use="; ".join(report.permitted_use),
        left_out="; ".join(words.left_out(report)),
        notes=words.one_line(" ".join(map(str, report.notes))),
        rank_stability=None if stability is None else _share(stability.rank),
        band_stability=None if stability is None else _share(stability.band),
        weights_changed="; ".join(words.weight_changed(change) for change in report.weights),
    )


def _share(part: float) -> Decimal:
    return Decimal(f"{part:.2f}")


def _points(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1)


def _organisation(finding: StatementFinding) -> str:
    """The registered organisation that the supplier is taken to be: empty unless the match is settled.

    A possible match, or a match with another member of the group, tells of a statement but not of who the
    supplier is; `statement_organisation` names those.
    """
    found = finding.status in (StatementStatus.MATCHED, StatementStatus.COVERED_BY_GROUP)
    settled = found and finding.kind in {"", "same_entity"}
    return finding.organisation if settled else ""


def _categories(case: Case) -> str:
    """The council's own words for what it buys, the category with the highest value first."""
    values: dict[str, Decimal] = {}
    for contract in case.contracts:
        category = words.one_line(contract.category)
        if category:
            values[category] = values.get(category, Decimal(0)) + (contract.value or Decimal(0))
    categories = sorted(values, key=lambda category: (-values[category], category))
    more = [f"and {len(categories) - TOLD} more"] if len(categories) > TOLD else []
    return "; ".join([*categories[:TOLD], *more])


def _reasons(report: Report) -> str:
    return "; ".join(
        f"{words.one_line(str(line.reason)).rstrip('.')} ({words.signed_points(line.points)})"
        for line in weightiest_lines(report)[:TOLD]
    )


def _unknowns(report: Report) -> str:
    told = weightiest_unknowns(report)[:TOLD]
    return "; ".join(words.one_line(str(unknown.ask)).rstrip(".") for unknown in told)
