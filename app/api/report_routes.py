"""The explained result of one supplier: the figures of its page, and what they may be used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from flask_babel import gettext as _
from pydantic import Field

from app import access
from app.api.fields import Asked, Day, Points, Told, points
from app.api.operations import operation
from app.api.supplier_routes import supplier_of_council
from app.api.supplier_schemas import ADVICE, Band, BandDecisionTold, StatementStatus
from app.council_view import source_title
from app.documents import explanation
from app.extensions import clock, db
from app.labels import factor_label, use_label
from app.problems import Problem
from app.sentences import sentence
from app.services.reports import supplier_reports
from app.services.reports.supplier_report_facts import SupplierReportFacts
from models import Scope
from screening.types import Report, Use
from screening.uses import use_rows


class ReportAsked(Asked):
    """What the report is wanted for."""

    use: Annotated[
        Literal["contract_management", "evaluation"],
        Field(
            description="For `evaluation` the law keeps places, and terms of employment, out of the result "
            "(Local Government Act 1988, section 17): it is judged anew without them."
        ),
    ] = "contract_management"


class LineTold(Told):
    """One reason, and the points that it adds or takes away. The lines add up to the result."""

    factor: str
    label: str
    points: Points
    low: Points
    high: Points
    known: Annotated[bool, Field(description="False: an estimate, since nobody has told.")]
    reason: str
    source: str
    source_date: str


class UnknownTold(Told):
    """A missing fact: how much narrower the interval would be with it, and what to ask."""

    factor: str
    gain: Points
    ask: str


class LeftOutTold(Told):
    """A factor that the law keeps out of a result for this use."""

    factor: str
    channel: str
    reason: str


class StatementFound(Told):
    """What looking for a transparency statement found."""

    status: StatementStatus
    registry_copy: Annotated[Day | None, Field(description="The day of the registry copy.")]
    organisation: str
    period_end: Day | None
    url: str
    probability: float | None
    decided_by_officer: bool


class ClauseTold(Told):
    """A clause that is suggested, and why."""

    clause: str
    title: str
    because: str


class UseTold(Told):
    """What the result was made for, may be used for, and may not."""

    made_for: str
    permitted: list[str]
    permitted_in_words: list[str]
    limit: str


class WeightTold(Told):
    """A weight of the judgement that the council changed."""

    name: str
    shipped: float
    value: float
    on: Day
    reason: str


class ReportTold(Told):
    """The whole explained result."""

    supplier_id: int
    as_at: Day
    model_version: str
    reference_versions: dict[str, str]
    report_sha256: Annotated[str, Field(description="Of the report in its canonical JSON.")]
    band: Band
    points: Points
    low: Points
    high: Points
    inherent: Annotated[Points, Field(description="Before controls.")]
    controls: Annotated[Points, Field(description="What controls take away; negative.")]
    sector: str
    sector_basis: str
    statement: StatementFound
    lines: list[LineTold]
    unknowns: list[UnknownTold]
    left_out: list[LeftOutTold]
    next_action: str
    clauses: list[ClauseTold]
    notes: list[str]
    rank: Annotated[int | None, Field(description="Null for a use in which places in a queue may not count.")]
    suppliers: Annotated[int | None, Field(description="Among how many.")]
    places_moved: int | None
    band_decision: BandDecisionTold | None
    weights_changed: list[WeightTold]
    use: UseTold
    advice: str = ADVICE


@operation(
    "GET",
    "/suppliers/{supplier_id}/report",
    Scope.REPORTS_READ,
    "Reports",
    ReportTold,
    query=ReportAsked,
)
def get_report(supplier_id: int, query: ReportAsked) -> ReportTold:
    """Read the explained result of a supplier.

    The figures are those of the supplier's page. 404 before its first screening. Sentences are in the
    language of the header Accept-Language, English or Welsh.
    """
    token, found = access.api_token(), supplier_of_council(supplier_id)
    try:
        facts = supplier_reports.gather(
            db.session(), token.council, found, Use(query.use), clock.now(), clock.today()
        )
    except supplier_reports.NotScreened as error:
        raise Problem(404, "The supplier was not screened yet. Queue a run.") from error
    return _report(facts)


def _report(facts: SupplierReportFacts) -> ReportTold:
    report, place, decided = facts.report, facts.place, facts.band_decided
    return ReportTold.model_validate(
        {
            "supplier_id": facts.supplier_id,
            "as_at": report.as_at,
            "model_version": report.model_version,
            "reference_versions": dict(facts.reference_versions),
            "report_sha256": facts.report_sha256,
            "band": report.band.value,
            "points": points(report.residual),
            "low": points(report.low),
            "high": points(report.high),
            "inherent": points(report.inherent),
            "controls": points(report.controls),
            "sector": report.sector,
            "sector_basis": sentence(report.sector_basis),
            "statement": _statement(report),
            "lines": list(_lines(report)),
            "unknowns": [
                UnknownTold(factor=one.factor, gain=points(one.gain), ask=sentence(one.ask))
                for one in report.unknowns
            ],
            "left_out": [
                LeftOutTold(factor=one.factor, channel=one.channel.value, reason=sentence(one.reason))
                for one in report.left_out
            ],
            "next_action": sentence(report.next_action),
            "clauses": [
                ClauseTold(clause=one.clause, title=_(one.title), because=sentence(one.because))
                for one in report.clauses
            ],
            "notes": [sentence(note) for note in report.notes],
            "rank": place.rank if place else None,
            "suppliers": place.suppliers if place else None,
            "places_moved": place.moved_places if place else None,
            "band_decision": {"band": decided.band, "advised": decided.advised, "decided_on": decided.on}
            if decided
            else None,
            "weights_changed": [
                WeightTold(name=one.name, shipped=one.shipped, value=one.value, on=one.on, reason=one.reason)
                for one in report.weights
            ],
            "use": UseTold(
                made_for=report.use.value,
                permitted=list(report.permitted_use),
                permitted_in_words=[use_label(use) for use in report.permitted_use],
                limit=sentence(use_rows()[report.use].limit),
            ),
        }
    )


def _lines(report: Report) -> Iterator[LineTold]:
    for line in explanation.lines_of(report):
        yield LineTold(
            factor=line.factor,
            label=factor_label(line.factor),
            points=points(line.points),
            low=points(line.least),
            high=points(line.most),
            known=line.known,
            reason=sentence(line.reason),
            source=source_title(line.source),
            source_date=line.source_date,
        )


def _statement(report: Report) -> StatementFound:
    found = report.statement
    return StatementFound.model_validate(
        {
            "status": found.status.value,
            "registry_copy": found.copy_date,
            "organisation": found.organisation,
            "period_end": found.period_end,
            "url": found.url,
            "probability": found.probability,
            "decided_by_officer": found.decided,
        }
    )
