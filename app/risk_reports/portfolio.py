"""The report on all suppliers of a council, in the language of the reader."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from app import plan_view
from app.documents.risk_report.content import (
    Bar,
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Figure,
    Pairs,
    Part,
    RiskReport,
    SupplierName,
    Table,
    Text,
)
from app.labels import band_label
from app.risk_reports import common, figures
from app.risk_reports.figures import count, points, pounds, share, signed_points, suppliers
from app.sentences import sentence
from app.services.reports.portfolio_facts import Group, PortfolioFacts
from models import DecisionKind
from screening import reference
from screening.types import Band, StatementStatus, Use
from screening.uses import permitted

BANDS_IN_ORDER = (Band.HIGH, Band.NOT_ENOUGH_KNOWN, Band.MEDIUM, Band.LOW)


def told(facts: PortfolioFacts) -> RiskReport:
    """Everything that the report says."""
    council = facts.council_cy if figures.language() == "cy" else facts.council
    use = Use.CONTRACT_MANAGEMENT
    return RiskReport(
        title=_("Risk report on the suppliers of %(council)s", council=council),
        made_at=facts.made_at,
        standing=common.standing(use, permitted(use), facts.as_at, facts.model_version, facts.today),
        head=council,
        **common.around(facts.as_at, facts.model_version),
        parts=(
            _in_short(facts),
            _bands(facts),
            _sectors(facts),
            _changed(facts),
            _top(facts),
            _statements(facts),
            _responses(facts),
            _done(facts),
            _coverage(facts),
            _limits(),
            _about(facts),
        ),
    )


def _in_short(facts: PortfolioFacts) -> Part:
    high, unknown = facts.bands[Band.HIGH], facts.bands[Band.NOT_ENOUGH_KNOWN]
    rows: list[tuple[str, Cell]] = [
        (_("Suppliers"), suppliers(facts.whole.suppliers)),
        (_("Spend that is known"), pounds(facts.whole.spend)),
        (_("Suppliers in the band High"), suppliers(high.suppliers, band=Band.HIGH)),
        (_("Their spend"), pounds(high.spend)),
        (
            _("Suppliers of which not enough is known"),
            suppliers(unknown.suppliers, band=Band.NOT_ENOUGH_KNOWN),
        ),
        (_("Questionnaires answered"), _responded(facts, "answered")),
        (_("Answers overdue"), _responded(facts, "overdue")),
        (_("Actions overdue"), count(facts.actions["overdue"])),
    ]
    return Part(_("In short"), (Pairs(tuple(rows)),))


def _responded(facts: PortfolioFacts, state: str) -> Figure:
    return suppliers(facts.responses[state], response=state)


def _part_of(group: Group, whole: Group) -> Cell:
    return share(group.spend / whole.spend) if whole.spend else _("Not known")


def _bands(facts: PortfolioFacts) -> Part:
    heading = _("Suppliers and spend by band")
    bars = tuple(
        Bar(band_label(band), 0, group.suppliers, count(group.suppliers).text)
        for band, group in ((band, facts.bands[band]) for band in BANDS_IN_ORDER)
    )
    alternative = _(
        "Chart of the number of suppliers in each band: %(counts)s. The table after the chart has the spend "
        "too.",
        counts="; ".join(f"{bar.label} {bar.text}" for bar in bars),
    )
    table = Table(
        caption=heading,
        sheet=_("Bands"),
        columns=(
            Column(_("Band"), 2),
            Column(_("Suppliers"), 1, figures=True),
            Column(_("Spend that is known"), 1.4, figures=True),
            Column(_("Share of the spend"), 1, figures=True),
            Column(_("Suppliers whose spend is not known"), 1.4, figures=True),
        ),
        rows=tuple(
            _group_row(band_label(band), facts.bands[band], facts.whole, band=band) for band in BANDS_IN_ORDER
        ),
        total=_group_row(_("All suppliers"), facts.whole, facts.whole),
    )
    bands = Text(_("A band is advice on where to look first. What is unknown is not low."))
    return Part(heading, (bands, Chart(_("Suppliers in each band"), alternative, bars), table))


def _group_row(label: str, group: Group, whole: Group, **rows: str) -> tuple[Cell, ...]:
    """`rows` is the filter of the queue that shows the group; without one it is all of the queue."""
    unknown = count(group.suppliers - group.with_spend)
    number = suppliers(group.suppliers, **rows)
    return label, number, pounds(group.spend), _part_of(group, whole), unknown


def _sectors(facts: PortfolioFacts) -> Part:
    known = reference.sectors()
    table = Table(
        caption=_("Sectors, the one with most suppliers in the band High first"),
        sheet=_("Sectors"),
        columns=(
            Column(_("Sector"), 3),
            Column(_("Suppliers"), 1, figures=True),
            Column(_("High"), 0.8, figures=True),
            Column(_("Not enough known"), 1, figures=True),
            Column(_("Spend that is known"), 1.4, figures=True),
        ),
        rows=tuple(
            (
                _(known[one.sector].label) if one.sector in known else one.sector,
                suppliers(one.group.suppliers, sector=one.sector),
                suppliers(one.high, sector=one.sector, band=Band.HIGH),
                suppliers(one.not_enough_known, sector=one.sector, band=Band.NOT_ENOUGH_KNOWN),
                pounds(one.group.spend),
            )
            for one in facts.sectors
        ),
    )
    return Part(_("Sectors"), (table,))


def _changed(facts: PortfolioFacts) -> Part:
    up, down, still = facts.moved
    moved = (
        (_("Moved up the queue"), suppliers(up, moved="up")),
        (_("Moved down the queue"), suppliers(down, moved="down")),
        (_("Stayed where they were, or are new"), count(still)),
    )
    blocks: list[Block] = [
        Text(_("What the last screening changed. A place can change because others moved.")),
        Pairs(moved),
    ]
    if facts.bands_moved:
        pairs = sorted(
            facts.bands_moved.items(), key=lambda each: [BANDS_IN_ORDER.index(band) for band in each[0]]
        )
        blocks.append(
            Table(
                caption=_("Suppliers whose band changed since the report before"),
                sheet=_("Bands changed"),
                columns=(
                    Column(_("Band before"), 2),
                    Column(_("Band now"), 2),
                    Column(_("Suppliers"), 1, figures=True),
                ),
                rows=tuple((band_label(old), band_label(new), count(made)) for (old, new), made in pairs),
            )
        )
    else:
        blocks.append(Text(_("No supplier's band changed since the report before.")))
    if facts.movers:
        blocks.append(
            Table(
                caption=_("Those that moved furthest, up first, then down"),
                sheet=_("Moved"),
                columns=(
                    Column(_("Supplier"), 2),
                    Column(_("Places"), 0.8, figures=True),
                    Column(_("Points"), 1, figures=True),
                    Column(_("Why"), 3.4),
                ),
                rows=tuple(
                    (
                        SupplierName(one.name, one.supplier_id),
                        count(one.places),
                        signed_points(one.points),
                        figures.joined(one.reasons) or _("Its own points did not move: others did."),
                    )
                    for one in facts.movers
                ),
            )
        )
    return Part(_("What changed"), tuple(blocks))


def _top(facts: PortfolioFacts) -> Part:
    heading = ngettext(
        "The %(num)s supplier to look at first",
        "The %(num)s suppliers to look at first",
        len(facts.top),
    )
    table = Table(
        caption=_("At the head of the queue, in its order"),
        sheet=_("First suppliers"),
        columns=(
            Column(_("Supplier"), 2.2),
            Column(_("Place"), 0.8, figures=True),
            Column(_("Band"), 1.2),
            Column(_("Points"), 1.25, figures=True),
            Column(_("Lowest"), 1, figures=True),
            Column(_("Highest"), 1.05, figures=True),
            Column(_("Spend"), 1.4, figures=True),
            Column(_("What adds most"), 3.8),
        ),
        rows=tuple(
            (
                SupplierName(one.name, one.supplier_id),
                count(one.rank),
                band_label(one.band),
                points(one.residual),
                points(one.low),
                points(one.high),
                pounds(one.spend),
                figures.joined(one.reasons),
            )
            for one in facts.top
        ),
    )
    order = _("The order is advice about where to look first. It is no list of wrongdoers.")
    return Part(heading, (Text(order), table))


def _statements(facts: PortfolioFacts) -> Part:
    copy = figures.day_words(facts.copy_date)
    found = _(
        "Looked for in the registry copy of %(date)s. A statement that was not found is no breach: section "
        "54 of the Modern Slavery Act 2015 binds organisations with a turnover of £36 million or more.",
        date=copy,
    )
    if facts.copy_date is None:
        found = _("No registry copy has been searched, so nothing is known of statements.")
    words = {status: figures.status_words(status) for status in StatementStatus}
    words[StatementStatus.NOT_FOUND] = (
        _("Not found in the registry copy of %(date)s", date=copy)
        if facts.copy_date
        else words[StatementStatus.NOT_FOUND]
    )
    table = Table(
        caption=_("Suppliers by what looking for a statement found"),
        sheet=_("Statements"),
        columns=(
            Column(_("What was found"), 3),
            Column(_("Suppliers"), 1, figures=True),
            Column(_("Spend that is known"), 1.4, figures=True),
            Column(_("Share of the spend"), 1, figures=True),
        ),
        rows=tuple(
            _group_row(words[status], group, facts.whole, statement=status)[:4]
            for status, group in facts.statements.items()
        ),
    )
    return Part(_("Transparency statements"), (Text(found), table))


def _responses(facts: PortfolioFacts) -> Part:
    words = {
        "answered": _("Answered"),
        "waiting": _("Asked, still with time to answer"),
        "overdue": _("Asked, answer overdue"),
        "withdrawn": _("Answers withdrawn"),
        "not_asked": _("Not asked"),
    }
    table = Table(
        caption=_("Suppliers by where their newest questionnaire stands"),
        sheet=_("Questionnaires"),
        columns=(Column(_("Questionnaire"), 3), Column(_("Suppliers"), 1, figures=True)),
        rows=tuple((words[state], _responded(facts, state)) for state in facts.responses),
    )
    return Part(_("Questionnaires"), (table,))


def _done(facts: PortfolioFacts) -> Part:
    decided = Table(
        caption=_("Suppliers by the newest decision that stands"),
        sheet=_("Decisions"),
        columns=(Column(_("Decision"), 3), Column(_("Suppliers"), 1, figures=True)),
        rows=tuple(
            (figures.decision_words(DecisionKind(kind)), suppliers(made, decision=kind))
            for kind, made in facts.decisions.items()
        ),
    )
    words = {"overdue": _("To be done, and overdue"), **plan_view.state_labels()}
    planned = Table(
        caption=_("Actions of plans"),
        sheet=_("Actions"),
        columns=(Column(_("How far it is"), 3), Column(_("Actions"), 1, figures=True)),
        rows=tuple((words[state], count(made)) for state, made in facts.actions.items()),
    )
    rows = (
        (_("Bands that an officer confirmed"), count(facts.bands_confirmed)),
        (_("Bands that an officer changed"), count(facts.bands_changed)),
        (_("Decisions that wait for a second person"), count(facts.waiting_for_second)),
        (_("Corrections that wait for a reply"), count(facts.open_corrections)),
    )
    return Part(_("Decisions and actions"), (Pairs(rows), decided, planned))


def _coverage(facts: PortfolioFacts) -> Part:
    seen, looked = facts.coverage, facts.statements[StatementStatus.NOT_LOOKED_FOR].suppliers
    rows: tuple[tuple[str, int, int], ...] = (
        (_("Suppliers screened"), seen.screened, seen.suppliers),
        (_("Suppliers whose spend is known"), seen.with_spend, seen.screened),
        (_("Suppliers with a contract or a category"), seen.with_contracts, seen.screened),
        (_("Contracts with a known country"), seen.contracts_placed, seen.contracts),
        (_("Suppliers whose statement was looked for"), seen.screened - looked, seen.screened),
        (_("Suppliers that answered"), facts.responses["answered"], seen.screened),
    )
    table = Table(
        caption=_("What is known of how many"),
        sheet=_("Coverage"),
        columns=(
            Column(_("What"), 3),
            Column(_("Known"), 1, figures=True),
            Column(_("Of"), 1, figures=True),
            Column(_("Share"), 1, figures=True),
        ),
        rows=tuple(
            (what, count(known), count(whole), share(known / whole) if whole else _("Not known"))
            for what, known, whole in rows
        ),
    )
    blocks: list[Block] = [table]
    if facts.missing:
        blocks.append(
            Table(
                caption=_("Missing facts of the suppliers to look at first, by how much they would settle"),
                sheet=_("Unknowns"),
                columns=(
                    Column(_("What to find out"), 4),
                    Column(_("Suppliers"), 1, figures=True),
                    Column(_("Narrows their ranges by, together"), 1.2, figures=True),
                ),
                rows=tuple(
                    (sentence(one.ask), count(one.suppliers), points(one.gain)) for one in facts.missing
                ),
            )
        )
    return Part(_("Coverage, and what is not known"), tuple(blocks))


def _limits() -> Part:
    limits = (
        _(
            "The score says how likely the work is to hide exploitation and what is known of controls. It "
            "finds no exploitation and rules none out."
        ),
        _("A low score does not show that there is no exploitation, and what is unknown is not low."),
        _(
            "It rests on public and declared data. Contracts that are in no file, payees that look like "
            "people and workers behind further tiers are not in it."
        ),
        _(
            "There is no report on all suppliers for evaluating tenders: a list in the order of risk would "
            "work as a mark that no tender document has published (Local Government Act 1988, section 17)."
        ),
        common.kept_apart(),
    )
    return Part(_("Limits of the method"), (Bullets(limits),))


def _about(facts: PortfolioFacts) -> Part:
    versions = common.versions(facts.as_at, facts.model_version, facts.copy_date)
    tables = figures.versions_table(facts.reference_versions)
    return Part(_("About this report"), (versions, *common.weights(facts.weights), tables))
