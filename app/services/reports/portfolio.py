"""The report on all suppliers of a council: everything that it says, gathered once, before it is worded.

It is a report for managing contracts. There is none for the evaluation of tenders: a list in the order of
risk would work as a mark that no tender document has published.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from app.documents.explanation import lines_of
from app.services.judgement.cases import sentences_from_json
from app.services.reports.portfolio_facts import (
    Coverage,
    Group,
    MissingFact,
    Mover,
    PortfolioFacts,
    SectorGroup,
    Told,
)
from app.store import audit, overview, screenings, statements, suppliers
from app.store import portfolio as store
from app.store.overview import Cell
from models import ActionState, Council, DecisionKind, Person, QueueEntry
from screening import codec
from screening.types import Band, Report, Sentence, StatementStatus

REASONS_TOLD: Final = 3
MOVERS_TOLD: Final = 5
MISSING_TOLD: Final = 10
RESPONSES: Final = ("answered", "waiting", "overdue", "withdrawn")
ACTIONS: Final = ("overdue", *(state.value for state in ActionState))

Key = TypeVar("Key", bound=Hashable)


class NotScreened(Exception):
    """No screening of all suppliers was finished yet, so there is nothing to report."""


def gather(session: Session, council: Council, top: int, now: datetime, today: date) -> PortfolioFacts:
    """Gather what the report says; `top` is how many suppliers at the head of the queue it tells of.

    Raises NotScreened.
    """
    run = screenings.last_full_run(session, council.id)
    if run is None:
        raise NotScreened(f"council {council.id}")
    cells = overview.cells(session, council.id)
    first = store.first_places(session, council.id, top)
    head = [(entry, codec.load_report(entry.report.text.report_json)) for entry in first]
    actions, decisions = store.actions(session, council.id, today), store.decisions(session, council.id)
    confirmed, changed = store.bands_decided(session, council.id)
    bands = _grouped(cells, lambda cell: Band(cell.band))
    found = _grouped(cells, lambda cell: StatementStatus(cell.statement))
    return PortfolioFacts(
        made_at=now,
        today=today,
        council=council.name,
        council_cy=council.name_cy or council.name,
        as_at=run.as_at,
        model_version=run.model_version,
        reference_versions=dict(run.reference_versions),
        copy_date=statements.newest_copy_date(session),
        weights=head[0][1].weights if head else (),
        coverage=_coverage(session, council.id, cells),
        whole=_group(cells),
        bands={band: bands.get(band, Group()) for band in Band},
        sectors=_sectors(cells),
        statements={status: found.get(status, Group()) for status in StatementStatus},
        moved=_moved(cells),
        bands_moved={
            (Band(old), Band(new)): number
            for (old, new), number in store.bands_moved(session, council.id).items()
        },
        movers=_movers(session, council.id),
        top=tuple(_told(place, entry, report) for place, (entry, report) in enumerate(head, start=1)),
        missing=_missing(report for _entry, report in head),
        responses=_responses(session, council.id, today, sum(cell.suppliers for cell in cells)),
        decisions={kind.value: decisions.get(kind.value, 0) for kind in DecisionKind},
        waiting_for_second=store.waiting_for_second(session, council.id),
        bands_confirmed=confirmed,
        bands_changed=changed,
        actions={state: actions.get(state, 0) for state in ACTIONS},
        open_corrections=store.open_corrections(session, council.id),
    )


def record_export(
    session: Session,
    officer: Person,
    council: Council,
    facts: PortfolioFacts,
    content: bytes,
    form: str,
    language: str,
) -> None:
    """Write down that an officer took the report away as a file, and which file that was."""
    audit.record(
        session,
        officer,
        "report.exported",
        council,
        facts.made_at,
        council.id,
        form=form,
        language=language,
        top=len(facts.top),
        sha256=sha256(content).hexdigest(),
        size=len(content),
    )
    session.commit()


def _group(cells: Iterable[Cell]) -> Group:
    alike = list(cells)
    return Group(
        suppliers=sum(cell.suppliers for cell in alike),
        with_spend=sum(cell.spent for cell in alike),
        spend=Decimal(sum(cell.pence for cell in alike)).scaleb(-2),
    )


def _grouped(cells: Iterable[Cell], key: Callable[[Cell], Key]) -> dict[Key, Group]:
    alike: defaultdict[Key, list[Cell]] = defaultdict(list)
    for cell in cells:
        alike[key(cell)].append(cell)
    return {name: _group(found) for name, found in alike.items()}


def _sectors(cells: Sequence[Cell]) -> tuple[SectorGroup, ...]:
    """The sectors, the one with most suppliers in the band High first, then by spend."""

    def in_band(band: Band) -> Mapping[str, Group]:
        return _grouped((cell for cell in cells if cell.band == band), lambda cell: cell.sector)

    high, unknown = in_band(Band.HIGH), in_band(Band.NOT_ENOUGH_KNOWN)
    found = [
        SectorGroup(
            sector=sector,
            group=group,
            high=high.get(sector, Group()).suppliers,
            not_enough_known=unknown.get(sector, Group()).suppliers,
        )
        for sector, group in _grouped(cells, lambda cell: cell.sector).items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.high, -one.group.spend, one.sector)))


def _coverage(session: Session, council_id: int, cells: Sequence[Cell]) -> Coverage:
    return Coverage(
        suppliers=suppliers.count_suppliers(session, council_id),
        screened=sum(cell.suppliers for cell in cells),
        with_spend=sum(cell.spent for cell in cells),
        with_contracts=sum(cell.contracted for cell in cells),
        contracts=sum(cell.contracts for cell in cells),
        contracts_placed=sum(cell.placed for cell in cells),
    )


def _moved(cells: Iterable[Cell]) -> tuple[int, int, int]:
    """How many suppliers moved up, down and not at all."""
    alike = _grouped(cells, lambda cell: cell.moved)
    up, down, still = (alike.get(way, Group()).suppliers for way in (1, -1, 0))
    return up, down, still


def _responses(session: Session, council_id: int, today: date, suppliers: int) -> dict[str, int]:
    """Suppliers by where their newest questionnaire stands, those that were never asked too."""
    asked = overview.responses(session, council_id, today)
    found = {state: asked.get(state, 0) for state in RESPONSES}
    return {**found, "not_asked": suppliers - sum(found.values())}


def _movers(session: Session, council_id: int) -> tuple[Mover, ...]:
    """Those that the last screening moved furthest: up first, then down."""
    found = [
        entry
        for direction in (1, -1)
        for entry in store.furthest_moved(session, council_id, direction, MOVERS_TOLD)
    ]
    return tuple(
        Mover(
            supplier_id=entry.supplier_id,
            name=entry.supplier.name,
            places=entry.places_moved,
            points=sum(round(10 * float(change["values"]["points"])) for change in entry.report.moved),
            reasons=sentences_from_json(entry.report.moved[:REASONS_TOLD]),
        )
        for entry in found
    )


def _told(rank: int, entry: QueueEntry, report: Report) -> Told:
    return Told(
        supplier_id=entry.supplier_id,
        rank=rank,
        name=entry.supplier.name,
        sector=report.sector,
        band=report.band,
        residual=report.residual,
        low=report.low,
        high=report.high,
        spend=None if entry.pence is None else Decimal(entry.pence).scaleb(-2),
        statement=report.statement.status,
        reasons=tuple(line.reason for line in lines_of(report) if line.points > 0)[:REASONS_TOLD],
    )


def _missing(reports: Iterable[Report]) -> tuple[MissingFact, ...]:
    """What is missing of these suppliers, what would narrow their ranges most first."""
    gathered: dict[str, list[tuple[int, Sentence]]] = {}
    for report in reports:
        for unknown in report.unknowns:
            gathered.setdefault(str(unknown.ask), []).append((unknown.gain, unknown.ask))
    found = [
        MissingFact(told[0][1], len(told), sum(gain for gain, _ask in told)) for told in gathered.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.gain, str(one.ask)))[:MISSING_TOLD])
