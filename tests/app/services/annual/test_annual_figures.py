"""Figures of an annual statement: each recomputed by other means, with its trail, and frozen for good."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from app.extensions import clock
from app.services.annual import annual_figures
from app.store.annual_figures import FIGURES, Period
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    AnnualStatement,
    Audience,
    ClausePack,
    ConcernCount,
    ConcernRoute,
    Correction,
    CorrectionState,
    Council,
    Decision,
    DecisionKind,
    Invitation,
    PackStage,
    PackState,
    Pledge,
    PledgeState,
    PriceCheck,
    PriceCheckState,
    ReferralCount,
    Response,
    ResponseStatus,
    SecondOpinion,
    StatementState,
    StoredReport,
    Supplier,
    TrainingSession,
)
from models.corrections import CorrectionAbout

START, END = date(2026, 4, 1), date(2027, 3, 31)
YEAR = Period(START, END, date(2026, 11, 20))


@pytest.fixture
def full(world):
    """A year's work: answers asked and given, plans, decisions, courses, totals, in and out of the year."""
    world.screen_all()
    draw = random.Random(7)
    session, council, suppliers = world.session, world.council, [world.cleaner, world.lawyer, world.builder]
    other = Council(slug="othertown", name="Othertown Council")
    session.add(other)
    earlier = _statement(council, date(2026, 3, 31))
    session.add(earlier)
    session.flush()

    def moment() -> datetime:
        return datetime(2026, 1, 1, 12, tzinfo=UTC) + timedelta(days=draw.randrange(500))

    for number in range(60):
        supplier = draw.choice(suppliers)
        council_id = draw.choice([council.id, council.id, other.id])
        _asked(world, supplier, council_id, moment, draw, number)
        plan = ActionPlan(
            council_id=council_id,
            supplier_id=supplier.id,
            title="Fees",
            opened_by_id=world.officer.id,
            opened_at=moment(),
        )
        plan.actions.append(
            Action(
                council_id=council_id,
                supplier_id=supplier.id,
                what="Pay back fees",
                side=ActionSide.SUPPLIER,
                due_on=moment().date(),
                state=draw.choice(list(ActionState)),
                settled_at=moment(),
            )
        )
        needs = draw.random() < 0.4
        session.add_all(
            [
                plan,
                Decision(
                    council_id=council_id,
                    supplier_id=supplier.id,
                    kind=draw.choice(list(DecisionKind)),
                    reason="Because",
                    person_id=world.officer.id,
                    decided_at=moment(),
                    needs_second=needs,
                    second_opinion=draw.choice([None, *SecondOpinion]) if needs else None,
                    withdrawn_at=moment() if draw.random() < 0.2 else None,
                ),
                TrainingSession(
                    council_id=council_id,
                    held_on=moment().date(),
                    title="Signs of exploitation",
                    audience=draw.choice(list(Audience)),
                    attended=draw.randrange(1, 40),
                    removed_at=moment() if draw.random() < 0.1 else None,
                ),
                ClausePack(
                    council_id=council_id,
                    title="Cleaning",
                    stage=PackStage.PREPARING,
                    contract_type="services",
                    size="",
                    tier="",
                    state=draw.choice(list(PackState)),
                    library_version="0" * 64,
                    made_by_id=world.officer.id,
                    made_at=moment(),
                    changed_at=moment(),
                    issued_at=moment(),
                ),
                Pledge(
                    council_id=council.id,
                    statement_id=earlier.id,
                    area="risk",
                    text="Visit ten sites",
                    state=draw.choice(list(PledgeState)),
                ),
            ]
        )
    for _number in range(40):
        session.add(
            PriceCheck(
                council_id=draw.choice([council.id, other.id]),
                tenderer="Northgate Cleaning Services Ltd",
                procurement="Cleaning of schools",
                inputs={},
                result={},
                versions={},
                state=draw.choice(list(PriceCheckState)),
                made_by_id=world.officer.id,
                made_at=moment(),
            )
        )
    for month in (1, 4, 7, 10):
        for kind in ("nrm", "dtn"):
            session.add(
                ReferralCount(
                    council_id=council.id,
                    quarter=date(2026, month, 1),
                    kind=kind,
                    adults=draw.randrange(1, 4),
                    children=draw.randrange(1, 3),
                    entered_by_id=world.officer.id,
                )
            )
    for month in (1, 3, 4, 9, 11, 12):
        for route in (ConcernRoute.SAFEGUARDING, ConcernRoute.POLICE):
            for council_id in (council.id, other.id):
                concerns = ConcernCount(
                    council_id=council_id, month=date(2026, month, 1), route=route, count=draw.randrange(4)
                )
                session.add(concerns)
    session.commit()
    return world


def _asked(world, supplier: Supplier, council_id: int, moment: Callable[[], datetime], draw, number) -> None:
    session = world.session
    from app.services.inviting.invitations import organisation_of

    submitted = draw.random() < 0.5
    response = Response(
        organisation_id=organisation_of(session, supplier).id,
        questionnaire="supplier",
        version=2,
        status=ResponseStatus.SUBMITTED if submitted else ResponseStatus.DRAFT,
        reference=f"FH-{number}",
        submitted_at=moment() if submitted else None,
    )
    invitation = Invitation(
        council_id=council_id,
        supplier_id=supplier.id,
        response=response,
        contact_id=world.officer.id,
        sent_at=moment(),
        due_on=moment().date(),
        agreed_at=moment() if submitted and draw.random() < 0.8 else None,
        revoked_at=moment() if draw.random() < 0.1 else None,
    )
    session.add(invitation)
    session.flush()
    session.add(
        Correction(
            council_id=council_id,
            supplier_id=supplier.id,
            invitation_id=invitation.id,
            about=draw.choice(list(CorrectionAbout)),
            key="band",
            line="The band",
            line_cy="Y band",
            made_by_id=world.officer.id,
            made_at=moment(),
            due_on=moment().date(),
            state=draw.choice(list(CorrectionState)),
        )
    )


def _statement(council: Council, year_end: date) -> AnnualStatement:
    return AnnualStatement(
        council_id=council.id,
        year_start=date(year_end.year - 1, 4, 1),
        year_end=year_end,
        rules="guidance_2025",
        outline="six_areas",
        state=StatementState.DRAFT,
    )


def _in_year(moment: datetime | None) -> bool:
    return moment is not None and START <= moment.date() <= YEAR.as_at


def _by_hand(world) -> dict[str, Decimal]:
    """Every figure once more, by going through all rows in Python."""
    session, own = world.session, world.council.id

    def rows(model):
        return [row for row in session.query(model) if row.council_id == own]

    suppliers, invitations = rows(Supplier), rows(Invitation)
    reports = {one.supplier_id: one for one in sorted(rows(StoredReport), key=lambda one: one.id)}.values()
    actions, decisions, corrections = rows(Action), rows(Decision), rows(Correction)
    courses = [
        one for one in rows(TrainingSession) if one.removed_at is None and START <= one.held_on <= YEAR.as_at
    ]
    pledges, totals = rows(Pledge), [one for one in rows(ReferralCount) if one.quarter >= START]
    settled = {CorrectionState.ACCEPTED, CorrectionState.PARTLY, CorrectionState.DECLINED}
    price_checks = [one for one in rows(PriceCheck) if _in_year(one.made_at)]
    received = [one for one in corrections if _in_year(one.made_at)]

    def spend(found) -> Decimal:
        return sum((one.spend or Decimal(0) for one in found), Decimal(0))

    def banded(name: str):
        return [one for one in reports if one.band == name]

    def attended(audience: Audience) -> int:
        return sum(one.attended for one in courses if one.audience == audience)

    return {
        "suppliers": len(suppliers),
        "spend": spend(suppliers),
        "suppliers_screened": len(reports),
        "spend_screened": spend(one.supplier for one in reports),
        **{f"suppliers_{name}": len(banded(name)) for name in ("high", "medium", "low", "not_enough_known")},
        "spend_high": spend(one.supplier for one in banded("high")),
        "statements_found": sum(one.statement_status in ("matched", "covered_by_group") for one in reports),
        "statements_not_found": sum(one.statement_status == "not_found" for one in reports),
        "questionnaires_asked": sum(_in_year(one.sent_at) for one in invitations),
        "questionnaires_answered": sum(
            one.response.status == "submitted" and _in_year(one.agreed_at) for one in invitations
        ),
        "questionnaires_overdue": sum(
            one.response.status == "draft" and one.revoked_at is None and one.due_on < YEAR.as_at
            for one in invitations
        ),
        "decisions": sum(one.stands and _in_year(one.decided_at) for one in decisions),
        "plans_opened": sum(_in_year(one.opened_at) for one in rows(ActionPlan)),
        "price_checks": len(price_checks),
        "price_checks_concluded": sum(one.state == "concluded" for one in price_checks),
        "actions_opened": sum(_in_year(one.plan.opened_at) for one in actions),
        "actions_closed": sum(one.state == "closed" and _in_year(one.settled_at) for one in actions),
        "actions_overdue": sum(one.state == "open" and one.due_on < YEAR.as_at for one in actions),
        "clause_packs": sum(one.state == "issued" and _in_year(one.issued_at) for one in rows(ClausePack)),
        "corrections_received": len(received),
        "corrections_replied": sum(one.state in settled for one in received),
        "training_sessions": len(courses),
        "trained": sum(one.attended for one in courses),
        "trained_first_responders": attended(Audience.FIRST_RESPONDERS),
        "trained_procurement": attended(Audience.PROCUREMENT),
        "trained_councillors": attended(Audience.COUNCILLORS),
        "pledges": len(pledges),
        "pledges_kept": sum(one.state == "kept" for one in pledges),
        "concerns_routed": sum(one.count for one in rows(ConcernCount) if START <= one.month <= YEAR.as_at),
        "referrals_adults": sum(one.adults for one in totals if one.kind == "nrm"),
        "referrals_children": sum(one.children for one in totals if one.kind == "nrm"),
        "notifications_adults": sum(one.adults for one in totals if one.kind == "dtn"),
    }


def test_every_figure_equals_the_one_counted_by_hand(full) -> None:
    computed = {
        name: annual_figures.compute(full.session, full.council.id, name, YEAR).value for name in FIGURES
    }
    assert computed == _by_hand(full)
    # Three suppliers cannot be in every band; of all else there is something to count.
    of_reports = ("suppliers_", "spend_", "statements_")
    assert [name for name, value in computed.items() if not value and not name.startswith(of_reports)] == []


def test_the_trail_of_a_figure_leads_to_its_rows_and_its_query_gives_it_again(full) -> None:
    for name in FIGURES:
        found = annual_figures.compute(full.session, full.council.id, name, YEAR)
        again = full.session.execute(text(found.query)).all()
        assert sorted(row for row, _amount in again) == list(found.rows), name
        assert sum(Decimal(str(amount)) for _row, amount in again) == found.value, name


def test_a_part_is_never_more_than_the_whole(full) -> None:
    for name, figure in FIGURES.items():
        if figure.of:
            part = annual_figures.compute(full.session, full.council.id, name, YEAR)
            whole = annual_figures.compute(full.session, full.council.id, figure.of, YEAR)
            assert part.value <= whole.value and part.figure.unit == whole.figure.unit


def test_a_frozen_statement_keeps_its_figures_whatever_happens_to_the_records(full) -> None:
    session, today = full.session, clock.today()
    statement = _statement(full.council, END)
    session.add(statement)
    session.flush()
    live = {name: annual_figures.value_in(session, statement, name, today) for name in FIGURES}
    annual_figures.freeze(session, statement, today)
    statement.frozen_at = clock.now()
    session.commit()
    for model in (TrainingSession, Action, Decision):
        session.query(model).delete()
    full.cleaner.spend = Decimal(1)
    session.commit()
    for name, before in live.items():
        after = annual_figures.value_in(session, statement, name, today)
        assert after is not None and before is not None and after.is_frozen
        assert (after.value, after.rows, after.query) == (before.value, before.rows, before.query)
    assert annual_figures.compute(session, full.council.id, "trained", YEAR).value == 0


def test_last_year_is_what_last_year_published_and_nothing_else(full) -> None:
    session, today = full.session, clock.today()
    statement = _statement(full.council, END)
    earlier = session.query(AnnualStatement).one()
    session.add(statement)
    session.flush()
    alone = annual_figures.pair(session, statement, earlier, "trained", today)
    assert alone is not None and alone.before is None
    annual_figures.freeze(session, earlier, date(2026, 3, 31))
    earlier.frozen_at = clock.now()
    both = annual_figures.pair(session, statement, earlier, "trained", today)
    assert both is not None and both.before is not None and both.before.as_at == date(2026, 3, 31)


@pytest.mark.parametrize(("number", "hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_small_numbers_of_people_are_not_shown(number: int, hidden: bool) -> None:
    def value(name: str) -> annual_figures.FigureValue:
        return annual_figures.FigureValue(name, Decimal(number), "referral_count", (), "", END)

    assert value("referrals_adults").is_suppressed is hidden
    assert value("concerns_routed").is_suppressed is hidden
    assert not value("actions_closed").is_suppressed


def test_live_figures_in_a_text() -> None:
    said = "[[trained]] people, [[trained]] again, [[no_such]] and [[spend]]"
    assert list(annual_figures.named(said)) == ["trained", "no_such", "spend"]
    assert annual_figures.unknown(said) == ["no_such"]
    assert (
        annual_figures.put_in(said, {"trained": "14", "spend": "£2"})
        == "14 people, 14 again, [[no_such]] and £2"
    )
