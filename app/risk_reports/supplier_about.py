"""What the report on one supplier says of itself: what was left out of it, versions, weights, sources."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _

from app.documents.risk_report.content import Block, Bullets, Cell, Part, Text
from app.labels import channel_label, factor_label
from app.risk_reports import common, figures
from app.sentences import sentence
from app.services.reports.supplier_report_facts import SupplierReportFacts
from screening.types import Report, Use
from screening.uses import factor_rows


def left_out(facts: SupplierReportFacts) -> Part:
    """What is not in this report, by law or because it is kept apart."""
    report = facts.report
    heading = _("What was left out")
    blocks: list[Block] = []
    if facts.use is Use.EVALUATION:
        others = _(
            "Place in the queue, answers, matches, decisions and corrections are not in this report: they "
            "could tell of places or of terms of employment."
        )
        nothing = _(
            "Nothing of what is listed here is in the points, the band, the unknowns, the clauses or the "
            "next step."
        )
        blocks += [Text(others), Text(nothing), Bullets(tuple(_barred(report)))]
    else:
        blocks.append(
            Text(
                _(
                    "Nothing was left out. Places and terms of employment count in it, so it must not be "
                    "used to evaluate tenders (Local Government Act 1988, section 17)."
                )
            )
        )
    return Part(heading, (*blocks, Text(common.kept_apart())))


def _barred(report: Report) -> Iterator[str]:
    """What the law kept out, by the reason."""
    together: dict[str, dict[str, None]] = {}
    for out in report.left_out:
        name = factor_label(out.factor)
        if report.use in factor_rows()[out.factor].uses:
            name = _("%(factor)s in %(channel)s", factor=name, channel=channel_label(out.channel))
        together.setdefault(sentence(out.reason), {})[name] = None
    return (f"{', '.join(sorted(names))}: {reason}" for reason, names in together.items())


def about(facts: SupplierReportFacts) -> Part:
    """Versions, hashes and weights, and the sources that the result cites."""
    report = facts.report
    hashes: list[tuple[str, Cell]] = [
        (_("SHA-256 of the case"), report.case_sha256),
        (_("SHA-256 of the result"), facts.report_sha256),
    ]
    if report.weights_sha256:
        hashes.append((_("SHA-256 of the council's weights"), report.weights_sha256))
    low = _(
        "A low score does not show that there is no exploitation. A statement that was not found is no "
        "breach: most organisations need not publish one."
    )
    return Part(
        _("About this report"),
        (
            common.versions(
                report.as_at,
                report.model_version,
                report.statement.copy_date,
                *hashes,
            ),
            *common.weights(report.weights),
            Text(low),
            figures.sources_table(line.source for line in report.contributions),
            figures.versions_table(facts.reference_versions),
        ),
    )
