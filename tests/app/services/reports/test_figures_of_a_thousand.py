"""The councillor's page and the annual figures of a thousand suppliers, each recomputed from plain rows.

The overview and the report on all suppliers have their own such tests (tests/app/officer).
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.annual import annual_figures
from app.services.reports import scrutiny
from app.store.annual_figures import Period
from models import Action, ActionPlan, ActionState, Correction, Decision, Invitation, ResponseStatus
from models import CorrectionState as Corrected
from support.histories import draw
from support.rows_of_council import RowsOfCouncil

NUMBER = 1000


@pytest.fixture
def drawn(session, standing_clock):
    draw(session, 40, clock.today(), seed=1, results=10, council="other")
    found = draw(session, NUMBER, clock.today())
    closed = session.scalars(select(Action).where(Action.state == ActionState.CLOSED)).all()
    for place, action in enumerate(closed):  # some in this financial year, some before it
        action.settled_at = clock.now() - timedelta(days=10 * place)
    session.commit()
    return found


@pytest.fixture
def rows(session, drawn) -> RowsOfCouncil:
    return RowsOfCouncil(session, drawn.council.id, clock.today())


@pytest.fixture
def year() -> Period:
    return Period(date(2026, 4, 1), date(2027, 3, 31), clock.today())


def within(moment: datetime | None, year: Period) -> bool:
    first, last = (datetime.combine(day, time(), UTC) for day in (year.start, year.last_day + timedelta(1)))
    return moment is not None and first <= moment < last


def counted(session, drawn, rows: RowsOfCouncil, year: Period) -> dict[str, Decimal | int]:
    """The figures by plain loops over rows."""
    own = {"council_id": drawn.council.id}
    spend = {key: one.spend or Decimal(0) for key, one in rows.suppliers.items()}
    bands = {key: report.band for key, report in rows.reports.items()}
    found = Counter(report.statement_status for report in rows.reports.values())
    invitations = session.scalars(select(Invitation).filter_by(**own)).all()
    actions = session.scalars(select(Action).filter_by(**own)).all()
    plans = {one.id: one for one in session.scalars(select(ActionPlan).filter_by(**own))}
    corrections = session.scalars(select(Correction).filter_by(**own)).all()
    in_band = Counter(bands.values())
    return {
        "suppliers": len(rows.suppliers),
        "spend": sum(spend.values()),
        "suppliers_screened": len(rows.reports),
        "spend_screened": sum(spend[key] for key in rows.reports),
        **{f"suppliers_{band}": in_band[band] for band in ("high", "medium", "low", "not_enough_known")},
        "spend_high": sum(spend[key] for key, band in bands.items() if band == "high"),
        "statements_found": found["matched"] + found["covered_by_group"],
        "statements_not_found": found["not_found"],
        "questionnaires_asked": sum(within(one.sent_at, year) for one in invitations),
        "questionnaires_answered": sum(
            within(one.agreed_at, year) and one.response.status == ResponseStatus.SUBMITTED
            for one in invitations
        ),
        "questionnaires_overdue": sum(
            one.response.status == ResponseStatus.DRAFT
            and one.revoked_at is None
            and one.due_on < clock.today()
            for one in invitations
        ),
        "decisions": sum(
            within(one.decided_at, year) and one.stands
            for one in session.scalars(select(Decision).filter_by(**own))
        ),
        "plans_opened": sum(within(one.opened_at, year) for one in plans.values()),
        "actions_opened": sum(within(plans[one.plan_id].opened_at, year) for one in actions),
        "actions_closed": sum(
            one.state == ActionState.CLOSED and within(one.settled_at, year) for one in actions
        ),
        "actions_overdue": sum(len(rows.late(key)) for key in rows.suppliers),
        "corrections_received": sum(within(one.made_at, year) for one in corrections),
        "corrections_replied": sum(
            within(one.made_at, year)
            and one.state in (Corrected.ACCEPTED, Corrected.PARTLY, Corrected.DECLINED)
            for one in corrections
        ),
    }


def test_every_annual_figure_of_what_was_drawn_is_that_of_the_rows(session, drawn, rows, year) -> None:
    expected = counted(session, drawn, rows, year)
    for name, wanted in expected.items():
        found = annual_figures.compute(session, drawn.council.id, name, year)
        assert found.value == wanted, name
    assert sum(value > 0 for value in expected.values()) > len(expected) - 4, "hardly any is zero"
    assert (
        0
        < expected["actions_closed"]
        < sum(one.state == ActionState.CLOSED for found in rows.actions.values() for one in found)
    )


def test_every_figure_of_the_councillors_page_is_that_of_the_rows(session, drawn, rows, year) -> None:
    expected = counted(session, drawn, rows, year)
    seen = scrutiny.scrutiny(session, drawn.council.id, clock.today())
    for one in seen.progress:
        assert one.now.value == expected[one.now.name] and one.whole.value == expected[one.whole.name]
    assert len(seen.progress) == 4 and seen.screened_on == max(
        report.run.as_at for report in rows.reports.values()
    )
    by_sector: dict[str, list[int]] = {}
    for key, report in rows.reports.items():
        by_sector.setdefault(report.sector, []).append(key)
    risks = []
    for sector, keys in by_sector.items():
        high = [key for key in keys if rows.reports[key].band == "high"]
        pounds = sum((rows.suppliers[key].spend or Decimal(0) for key in high), Decimal(0))
        if high and len(keys) >= scrutiny.FEWEST_SUPPLIERS:
            risks.append((-pounds, -len(high), sector, len(keys)))
    told = [(-one.spend_high, -one.high, one.sector, one.suppliers) for one in seen.risks]
    assert told == sorted(risks)[: scrutiny.RISKS] and len(told) == scrutiny.RISKS
