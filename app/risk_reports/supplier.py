"""The report on one supplier, in the language of the reader."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app.council_view import merged_lines, statement_text
from app.documents.explanation import lines_of
from app.documents.risk_report.content import (
    Bar,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Pairs,
    Part,
    RiskReport,
    Table,
    Text,
)
from app.labels import band_label
from app.risk_reports import common, figures, supplier_about, supplier_people
from app.risk_reports.figures import count, day, points, pounds, share, signed_points
from app.sentences import sentence
from app.services.reports.supplier_report_facts import SupplierReportFacts
from screening import reference
from screening.clauses import brief
from screening.types import Report, Use

REASONS_TOLD = 3


def told(facts: SupplierReportFacts) -> RiskReport:
    """Everything that the report says."""
    report = facts.report
    council = facts.council_cy if figures.language() == "cy" else facts.council
    parts: list[Part | None] = [
        _in_short(facts),
        *supplier_people.decided(facts),
        _moved(facts),
        _score(report),
        _contracts(facts),
        _notes(report),
        _unknowns(facts),
        supplier_people.statement(facts),
        supplier_people.answers(facts),
        _clauses(report),
        supplier_people.disputed(facts),
        supplier_people.actions(facts),
        supplier_about.left_out(facts),
        supplier_about.about(facts),
    ]
    return RiskReport(
        title=_title(facts),
        made_at=facts.made_at,
        standing=common.standing(
            facts.use, report.permitted_use, report.as_at, report.model_version, facts.today
        ),
        head=_("%(council)s: %(name)s", council=council, name=report.name),
        **common.around(report.as_at, report.model_version),
        parts=tuple(part for part in parts if part is not None),
    )


def _title(facts: SupplierReportFacts) -> str:
    if facts.use is Use.EVALUATION:
        return _("Risk report on %(name)s, as it may be seen at evaluation", name=facts.report.name)
    return _("Risk report on %(name)s", name=facts.report.name)


def _in_short(facts: SupplierReportFacts) -> Part:
    report = facts.report
    rows: list[tuple[str, Cell]] = [
        (_("Band"), band_label(report.band)),
        (_("Score, out of 100"), points(report.residual)),
        (_("Lowest that is plausible"), points(report.low)),
        (_("Highest that is plausible"), points(report.high)),
        (_("Risk before controls"), points(report.inherent)),
        (_("Taken away by controls"), points(report.controls)),
    ]
    if place := facts.place:
        rows.append((_("Place"), count(place.rank)))
        rows.append((_("Suppliers in the queue"), count(place.suppliers)))
        if place.stability:
            firm = share(place.stability.rank)
            rows.append((_("Share of draws in which the place stays within 5"), firm))
            rows.append(
                (_("Share of draws in which the band of the score stays"), share(place.stability.band))
            )
    rows += [
        (_("Sector"), _(report.sector_label)),
        (_("Spend or contract value"), pounds(facts.case.spend)),
        (_("Company number"), facts.case.company_number or _("Not known")),
    ]
    if facts.use is not Use.EVALUATION:
        rows.append((_("Organisation"), facts.organisation or _("Not resolved yet")))
        rows.append((_("Vendor id"), facts.vendor_id or _("Not known")))
    rows.append((_("Transparency statement"), statement_text(report.statement)))
    rows.append((_("Next step"), sentence(report.next_action)))
    reasons = [sentence(line.reason) for line in lines_of(report) if line.points > 0][:REASONS_TOLD]
    blocks: list[Block] = [Pairs(tuple(rows))]
    if reasons:
        blocks += [Text(_("What adds most to the score:")), Bullets(tuple(reasons))]
    return Part(_("In short"), tuple(blocks))


def _moved(facts: SupplierReportFacts) -> Part | None:
    if facts.use is Use.EVALUATION or facts.place is None:
        return None
    places, told = facts.place.moved_places, [sentence(one) for one in facts.moved]
    blocks: list[Block] = []
    if places > 0:
        up = ngettext(
            "The last screening moved it up %(num)s place.",
            "The last screening moved it up %(num)s places.",
            places,
        )
        blocks.append(Text(up))
    elif places < 0:
        down = ngettext(
            "The last screening moved it down %(num)s place.",
            "The last screening moved it down %(num)s places.",
            -places,
        )
        blocks.append(Text(down))
    if told:
        changed = signed_points(facts.moved_points).text
        since = _("Since the screening before, factor by factor. Together %(points)s points.", points=changed)
        blocks += [Text(since), Bullets(tuple(told))]
    elif places:
        blocks.append(Text(_("Its own points did not move: others did.")))
    else:
        blocks.append(Text(_("Nothing has moved since the screening before, or there was none.")))
    return Part(_("Why it moved"), tuple(blocks))


def _score(report: Report) -> Part:
    lines = merged_lines(report)
    numbers = figures.cited(line.source for line in report.contributions)
    running, drawn = 0, []
    for line in lines:
        if not line.points:  # with a bar for each of them the chart would fill a page
            continue
        drawn.append(
            Bar(
                label=line.label,
                start=running,
                end=running + line.points,
                text=signed_points(line.points).text,
                low=running + line.low,
                high=running + line.high,
            )
        )
        running += line.points
    total = _("Score: all rows added up")
    drawn.append(
        Bar(total, 0, report.residual, points(report.residual).text, report.low, report.high, for_total=True)
    )
    caption = _("Every point of the score, and why")
    score = (points(report.residual), points(report.low), points(report.high))
    alternative = _(
        "Chart of %(num)s bars, one below the other; each begins where the one above ended, and together "
        "they end at the score of %(points)s, with a plausible range from %(low)s to %(high)s. The table "
        "after the chart has every figure.",
        num=len(drawn) - 1,
        points=score[0].text,
        low=score[1].text,
        high=score[2].text,
    )
    rows = tuple(
        (
            line.label,
            line.reason,
            signed_points(line.points),
            signed_points(line.low),
            signed_points(line.high),
            _("Known") if line.known else _("Estimated, not known"),
            count(numbers[kept.source]) if kept.source in numbers else kept.source,
        )
        for line, kept in zip(lines, lines_of(report), strict=True)
    )
    table = Table(
        caption=caption,
        sheet=_("Points"),
        columns=(
            Column(_("What"), 1.7),
            Column(_("Why"), 3.4),
            Column(_("Points"), 1.25, figures=True),
            Column(_("Lowest"), 1, figures=True),
            Column(_("Highest"), 1.05, figures=True),
            Column(_("How well known"), 1.5),
            Column(_("Source"), 0.95, figures=True),
        ),
        rows=rows,
        total=(total, "", *score, "", ""),
    )
    basis = f"{_('Sector: %(sector)s.', sector=_(report.sector_label))} {sentence(report.sector_basis)}"
    legend = _(
        "Filled bars raise the score, outlined bars lower it. A thin line runs from the lowest to the "
        "highest that is plausible. Rows that change nothing have no bar; they are in the table."
    )
    blocks = (Text(basis), Chart(_("The score as bars"), alternative, tuple(drawn)), Text(legend), table)
    return Part(_("How the score comes about"), blocks)


def _contracts(facts: SupplierReportFacts) -> Part:
    known = reference.sectors()
    heading = _("Contracts and spend")
    if not facts.case.contracts:
        return Part(heading, (Text(_("No contract of this supplier was known when it was screened.")),))
    register = Table(
        caption=_("Contracts as they were screened"),
        sheet=_("Contracts"),
        columns=(
            Column(_("Contract"), 2.6),
            Column(_("Reference"), 1.2),
            Column(_("Category"), 1.8),
            Column(_("Begins"), 1.5),
            Column(_("Ends"), 1.5),
            Column(_("Pounds"), 1.2, figures=True),
        ),
        rows=tuple(
            (
                one.title or one.description or one.category or one.reference or _("Not stated"),
                one.reference or _("Not stated"),
                one.category or _("Not stated"),
                day(one.start) if one.start else _("Not known"),
                day(one.end) if one.end else _("Not known"),
                pounds(one.value),
            )
            for one in facts.case.contracts
        ),
    )
    if not facts.report.contracts:
        return Part(heading, (register,))
    judged = Table(
        caption=_("Each contract by itself, the riskiest first"),
        sheet=_("Contracts judged"),
        columns=(
            Column(_("Contract"), 2.2),
            Column(_("Sector"), 2.4),
            Column(_("Band"), 1.2),
            Column(_("Points"), 1, figures=True),
            Column(_("Lowest"), 0.8, figures=True),
            Column(_("Highest"), 0.8, figures=True),
        ),
        rows=tuple(
            (
                one.label or _("Not stated"),
                _(known[one.sector].label) if one.sector in known else one.sector,
                band_label(one.band),
                points(one.residual),
                points(one.low),
                points(one.high),
            )
            for one in facts.report.contracts
        ),
    )
    return Part(heading, (register, judged))


def _notes(report: Report) -> Part | None:
    if not report.notes:
        return None
    heading = _("What the law asks for these contracts")
    return Part(heading, tuple(Text(sentence(note)) for note in report.notes))


def _unknowns(facts: SupplierReportFacts) -> Part:
    heading = _("What is not known and would matter most")
    if not facts.report.unknowns:
        return Part(heading, (Text(_("Nothing that the judgement asks for is missing.")),))
    rows = []
    for unknown in facts.report.unknowns:
        question = facts.asked.get(unknown.signal)
        asked = question.text.in_language(figures.language()) if question else _("No question asks for it")
        settles = asked if facts.use is not Use.EVALUATION else ""
        rows.append((sentence(unknown.ask), settles, points(unknown.gain)))
    columns = (
        Column(_("What to find out"), 3),
        Column(_("The question that settles it"), 3),
        Column(_("Narrows the range by"), 1, figures=True),
    )
    kept = (0, 2) if facts.use is Use.EVALUATION else (0, 1, 2)
    table = Table(
        caption=_("Unknown facts, by how much knowing them would settle"),
        sheet=_("Unknowns"),
        columns=tuple(columns[place] for place in kept),
        rows=tuple(tuple(row[place] for place in kept) for row in rows),
    )
    return Part(heading, (Text(_("What is unknown is not low: it makes the range wider.")), table))


def _clauses(report: Report) -> Part | None:
    if not report.clauses:
        return None
    families = {one.id: one.family for one in brief.library()}
    table = Table(
        caption=_("Contract clauses to consider"),
        sheet=_("Clauses"),
        columns=(Column(_("Clause"), 1.4), Column(_("Title"), 2.2), Column(_("Because"), 3)),
        rows=tuple(
            (families.get(one.clause, one.clause), _(one.title), sentence(one.because))
            for one in report.clauses
        ),
    )
    drafts = Text(_("Drafts for legal review. Each is suggested because of a finding."))
    return Part(_("Contract clauses to consider"), (drafts, table))
