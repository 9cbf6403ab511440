"""Every figure of the report on all suppliers is the one that is recomputed from the rows, one by one."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.extensions import clock
from app.services.reports import portfolio
from app.services.reports.portfolio_facts import PortfolioFacts
from app.store import queue_entries
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    BandDecision,
    Contract,
    Decision,
    DecisionKind,
    Invitation,
    Organisation,
    QueueEntry,
    ReportText,
    Response,
    ResponseStatus,
    RunStatus,
    ScreeningRun,
    SecondOpinion,
    StoredReport,
    Supplier,
)
from screening import codec
from screening.types import Band, StatementStatus
from support.world import World

NUMBER = 120
LATER = datetime(2026, 11, 20, 11, 0, tzinfo=UTC)


@pytest.fixture
def history(world: World) -> PortfolioFacts:
    """A few hundred suppliers with two reports each and a history that chance made; the report on them."""
    world.screen_all()
    make_history(world, random.Random(7))
    return portfolio.gather(world.session, world.council, 10, clock.now(), clock.today())


def make_history(world: World, chance: random.Random) -> None:
    session, council_id = world.session, world.council.id
    pattern = session.scalars(select(StoredReport).where(StoredReport.supplier_id == world.cleaner.id)).one()
    runs = [
        ScreeningRun(
            council_id=council_id,
            cause="test",
            status=RunStatus.DONE,
            as_at=clock.today(),
            queued_at=LATER,
            finished_at=LATER,
        )
        for _ in range(2)
    ]
    session.add_all(runs)
    session.flush()
    for number in range(NUMBER):
        supplier = Supplier(
            council_id=council_id,
            key=f"n{number}",
            name=f"Fictitious Supplier {number} Ltd",
            spend=None if number % 7 == 0 else Decimal(chance.randrange(1, 10**8)) / 100,
        )
        if number % 3:
            countries = ["GB"] if number % 2 else []
            supplier.contracts.append(
                Contract(council_id=council_id, reference=f"C{number}", delivery_countries=countries)
            )
        session.add(supplier)
        session.flush()
        for run, is_current in zip(runs, (False, True), strict=True):
            add_report(session, pattern, run, supplier, chance, is_current)
        happen(world, supplier, chance)
    session.flush()
    queue_entries.refresh(session, council_id)
    session.commit()


def add_report(
    session: Session,
    pattern: StoredReport,
    run: ScreeningRun,
    supplier: Supplier,
    chance: random.Random,
    is_current: bool,
) -> None:
    band = chance.choice(list(Band))
    residual = chance.randrange(0, 900)
    before = codec.load_report(pattern.text.report_json)
    session.add(
        StoredReport(
            council_id=supplier.council_id,
            run_id=run.id,
            supplier_id=supplier.id,
            current=is_current,
            case_sha256=pattern.case_sha256,
            model_version=pattern.model_version,
            band=band.value,
            sector=chance.choice(["cleaning", "legal_services", "construction"]),
            statement_status=chance.choice(list(StatementStatus)).value,
            inherent=before.inherent,
            residual=residual,
            low=max(residual - 50, 0),
            high=residual + 50,
            order_band=list(Band).index(band),
            order_residual=-residual,
            order_findings=0,
            order_high=-residual,
            order_identity=supplier.key,
            rank_before=chance.randrange(1, NUMBER),
            rank_after=chance.randrange(1, NUMBER),
            moved=[],
            text=ReportText(case_json=pattern.text.case_json, report_json=pattern.text.report_json),
        )
    )


def happen(world: World, supplier: Supplier, chance: random.Random) -> None:
    """What may have happened with one supplier, or not."""
    session, common = world.session, {"council_id": supplier.council_id, "supplier_id": supplier.id}
    if chance.random() < 0.6:
        ask(world, supplier, chance)
    for _ in range(chance.randrange(3)):
        needs = chance.random() < 0.5
        opinion = chance.choice([None, SecondOpinion.AGREED, SecondOpinion.DECLINED]) if needs else None
        session.add(
            Decision(
                **common,
                kind=chance.choice(list(DecisionKind)),
                reason="A reason.",
                person_id=world.officer.id,
                decided_at=LATER,
                needs_second=needs,
                second_opinion=opinion,
                withdrawn_at=LATER if chance.random() < 0.2 else None,
            )
        )
    if chance.random() < 0.4:
        report = session.scalars(select(StoredReport).where(StoredReport.supplier_id == supplier.id)).first()
        assert report is not None
        session.add(
            BandDecision(
                **common,
                report_id=report.id,
                advised="high",
                band=chance.choice(["high", "low"]),
                person_id=world.officer.id,
                decided_at=LATER,
                withdrawn_at=LATER if chance.random() < 0.2 else None,
            )
        )
    if chance.random() < 0.4:
        plan = ActionPlan(**common, title="Plan", opened_by_id=world.officer.id, opened_at=LATER)
        session.add(plan)
        session.flush()
        for _ in range(3):
            session.add(
                Action(
                    **common,
                    plan_id=plan.id,
                    what="Do it",
                    side=ActionSide.SUPPLIER,
                    due_on=clock.today() + timedelta(days=chance.randrange(-30, 30)),
                    state=chance.choice(list(ActionState)),
                )
            )


def ask(world: World, supplier: Supplier, chance: random.Random) -> None:
    session = world.session
    organisation = Organisation(name=supplier.name)
    session.add(organisation)
    session.flush()
    submitted = chance.random() < 0.5
    response = Response(
        organisation_id=organisation.id,
        questionnaire="supplier",
        version=2,
        status=ResponseStatus.SUBMITTED if submitted else ResponseStatus.DRAFT,
        submitted_at=LATER if submitted else None,
    )
    session.add(response)
    session.flush()
    session.add(
        Invitation(
            council_id=supplier.council_id,
            supplier_id=supplier.id,
            response_id=response.id,
            contact_id=world.officer.id,
            sent_at=LATER,
            due_on=clock.today() + timedelta(days=chance.randrange(-20, 20)),
            agreed_at=LATER if submitted and chance.random() < 0.8 else None,
            withdrawn_at=LATER if submitted and chance.random() < 0.2 else None,
        )
    )


def current(session: Session) -> list[StoredReport]:
    return list(session.scalars(select(StoredReport).where(StoredReport.current.is_(True))))


def test_bands_sectors_and_statements_with_their_spend(world: World, history: PortfolioFacts) -> None:
    reports = current(world.session)
    assert history.whole.suppliers == len(reports) == NUMBER + 3
    for kind, groups in (
        ("band", history.bands),
        ("statement_status", history.statements),
        ("sector", {one.sector: one.group for one in history.sectors}),
    ):
        for name, group in groups.items():
            own = [report for report in reports if getattr(report, kind) == name]
            spends = [report.supplier.spend for report in own if report.supplier.spend is not None]
            assert (group.suppliers, group.with_spend, group.spend) == (
                len(own),
                len(spends),
                sum(spends, Decimal(0)),
            )
        assert sum(group.suppliers for group in groups.values()) == len(reports)
        assert sum(group.spend for group in groups.values()) == history.whole.spend
    for one in history.sectors:
        own = Counter(report.band for report in reports if report.sector == one.sector)
        assert (one.high, one.not_enough_known) == (own["high"], own["not_enough_known"])


def test_what_changed(world: World, history: PortfolioFacts) -> None:
    changed: Counter[tuple[Band, Band]] = Counter()
    moved: Counter[int] = Counter()
    for report in current(world.session):
        places = (report.rank_before or 0) - (report.rank_after or 0) if report.rank_before else 0
        moved[(places > 0) - (places < 0)] += 1
        earlier = world.session.scalars(
            select(StoredReport)
            .where(StoredReport.supplier_id == report.supplier_id, StoredReport.id < report.id)
            .order_by(StoredReport.id.desc())
        ).first()
        if earlier is not None and earlier.band != report.band:
            changed[Band(earlier.band), Band(report.band)] += 1
    assert history.moved == (moved[1], moved[-1], moved[0])
    assert history.bands_moved == changed and len(changed) == 12
    entries = list(world.session.scalars(select(QueueEntry)))
    assert max(one.places for one in history.movers) == max(entry.places_moved for entry in entries)
    assert min(one.places for one in history.movers) == min(entry.places_moved for entry in entries)
    assert len(history.movers) == 2 * portfolio.MOVERS_TOLD


def test_responses(world: World, history: PortfolioFacts) -> None:
    states: Counter[str] = Counter()
    invitations = {one.supplier_id: one for one in world.session.scalars(select(Invitation))}
    for report in current(world.session):
        one = invitations.get(report.supplier_id)
        if one is None:
            states["not_asked"] += 1
        elif one.withdrawn_at:
            states["withdrawn"] += 1
        elif one.is_shared and one.response.status == ResponseStatus.SUBMITTED:
            states["answered"] += 1
        else:
            states["overdue" if one.due_on < clock.today() else "waiting"] += 1
    assert history.responses == states and len(states) == 5


def test_decisions_and_actions(world: World, history: PortfolioFacts) -> None:
    newest: dict[int, Decision] = {}
    waiting = 0
    for decision in world.session.scalars(select(Decision).order_by(Decision.id)):
        if decision.stands:
            newest[decision.supplier_id] = decision
        waiting += decision.needs_second and not decision.second_opinion and not decision.withdrawn_at
    assert history.decisions == Counter(one.kind for one in newest.values())
    assert history.waiting_for_second == waiting > 0
    bands = {}
    for band in world.session.scalars(select(BandDecision).order_by(BandDecision.id)):
        if band.withdrawn_at is None:
            bands[band.supplier_id] = band.band == band.advised
    counted = Counter(bands.values())
    assert (history.bands_confirmed, history.bands_changed) == (counted[True], counted[False])
    actions = Counter(
        "overdue" if one.state == ActionState.OPEN and one.due_on < clock.today() else str(one.state)
        for one in world.session.scalars(select(Action))
    )
    assert history.actions == actions and len(actions) == 5


def test_coverage(world: World, history: PortfolioFacts) -> None:
    suppliers = list(world.session.scalars(select(Supplier)))
    contracts = [contract for supplier in suppliers for contract in supplier.contracts]
    seen = history.coverage
    assert (seen.suppliers, seen.screened) == (NUMBER + 3, NUMBER + 3)
    assert seen.with_spend == sum(supplier.spend is not None for supplier in suppliers)
    assert seen.with_contracts == sum(bool(supplier.contracts) for supplier in suppliers)
    placed = sum(bool(one.delivery_countries or one.sourcing_countries) for one in contracts)
    assert (seen.contracts, seen.contracts_placed) == (len(contracts), placed)


def test_the_suppliers_told_of_are_the_first_of_the_queue(world: World, history: PortfolioFacts) -> None:
    ordered = sorted(
        current(world.session),
        key=lambda one: (
            one.order_band,
            one.order_residual,
            one.order_findings,
            one.order_high,
            one.order_identity,
        ),
    )
    assert [one.name for one in history.top] == [report.supplier.name for report in ordered[:10]]
    assert [one.rank for one in history.top] == list(range(1, 11))
    gains: Counter[str] = Counter()
    for report in ordered[:10]:
        for unknown in codec.load_report(report.text.report_json).unknowns:
            gains[str(unknown.ask)] += unknown.gain
    assert {str(one.ask): one.gain for one in history.missing} == dict(
        gains.most_common(portfolio.MISSING_TOLD)
    )


def test_the_day_is_that_of_the_last_screening_of_all(history: PortfolioFacts) -> None:
    assert history.as_at == date(2026, 11, 20) and history.copy_date == date(2026, 11, 1)
