"""The queries behind the figures of an annual statement: each gives the rows that it counts.

Every query returns (id of a row of `subject`, amount): the figure is the sum of the amounts, its trail the
ids. A period's days both count. Suppliers by band are read as of its last day: of the reports of each
supplier the newest until then. What is overdue is so by the records of today, until the statement is frozen.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, literal, select

from app.store import sharing
from app.store.merged import UNMERGED
from models import (
    Action,
    ActionPlan,
    ActionState,
    AnnualStatement,
    Audience,
    ClausePack,
    ConcernCount,
    Correction,
    CorrectionState,
    Decision,
    Invitation,
    PackState,
    Pledge,
    PledgeState,
    PriceCheck,
    PriceCheckState,
    ReferralCount,
    Response,
    ResponseStatus,
    RunStatus,
    ScreeningRun,
    SecondOpinion,
    StoredReport,
    Supplier,
    TrainingSession,
)

Rows = Select[int, Any]
ONE: Final = literal(1)


@dataclass(frozen=True, slots=True)
class Period:
    """A financial year and the day up to which it is counted, no later than its end."""

    start: date
    end: date
    as_at: date

    @property
    def since(self) -> datetime:
        """The first moment, in UTC."""
        return datetime.combine(self.start, time(), UTC)

    @property
    def until(self) -> datetime:
        """The first moment that no longer counts, in UTC."""
        return datetime.combine(min(self.end, self.as_at) + timedelta(days=1), time(), UTC)

    @property
    def last_day(self) -> date:
        """The last day that counts."""
        return min(self.end, self.as_at)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: the table whose rows it counts, "count" or "pounds", and its query.

    `of` names the figure of which it is a part. `about_people` marks counts of people who were harmed, of
    which small numbers are not shown.
    """

    subject: str
    rows: Callable[[int, Period], Rows]
    unit: str = "count"
    of: str = ""
    about_people: bool = False


def _newest_reports(council_id: int, period: Period) -> Select[int]:
    """The newest report of each supplier by the last day of the period."""
    return (
        select(func.max(StoredReport.id))
        .join(ScreeningRun, ScreeningRun.id == StoredReport.run_id)
        .where(StoredReport.council_id == council_id, ScreeningRun.status == RunStatus.DONE)
        .where(ScreeningRun.as_at <= period.last_day)
        .group_by(StoredReport.supplier_id)
    )


def _reports(amount: Any = ONE, **wanted: Any) -> Callable[[int, Period], Rows]:
    """Reports as of the day, narrowed to values of their columns; `amount` may be of the supplier."""

    def rows(council_id: int, period: Period) -> Rows:
        query = (
            select(StoredReport.id, amount)
            .join(Supplier, Supplier.id == StoredReport.supplier_id)
            .where(StoredReport.id.in_(_newest_reports(council_id, period)), UNMERGED)
        )
        for name, values in wanted.items():
            query = query.where(getattr(StoredReport, name).in_(values))
        return query

    return rows


_SPEND: Final = func.coalesce(Supplier.spend, 0)


def _all_suppliers(amount: Any) -> Callable[[int, Period], Rows]:
    def rows(council_id: int, _period: Period) -> Rows:
        return select(Supplier.id, amount).where(Supplier.council_id == council_id, UNMERGED)

    return rows


def _asked(council_id: int, period: Period) -> Rows:
    return (
        select(Invitation.id, ONE)
        .where(Invitation.council_id == council_id, ~sharing.no_asking())
        .where(Invitation.sent_at >= period.since, Invitation.sent_at < period.until)
    )


def _answered(council_id: int, period: Period) -> Rows:
    return (
        select(Invitation.id, ONE)
        .join(Response, Response.id == Invitation.response_id)
        .where(Invitation.council_id == council_id, Response.status == ResponseStatus.SUBMITTED)
        .where(Invitation.agreed_at >= period.since, Invitation.agreed_at < period.until)
    )


def _overdue(council_id: int, period: Period) -> Rows:
    return (
        select(Invitation.id, ONE)
        .join(Response, Response.id == Invitation.response_id)
        .where(Invitation.council_id == council_id, Response.status == ResponseStatus.DRAFT)
        .where(Invitation.revoked_at.is_(None), Invitation.due_on < period.last_day)
        .where(~sharing.only_updates())
    )


def _actions_opened(council_id: int, period: Period) -> Rows:
    return (
        select(Action.id, ONE)
        .join(ActionPlan, ActionPlan.id == Action.plan_id)
        .where(Action.council_id == council_id)
        .where(ActionPlan.opened_at >= period.since, ActionPlan.opened_at < period.until)
    )


def _actions_closed(council_id: int, period: Period) -> Rows:
    return (
        select(Action.id, ONE)
        .where(Action.council_id == council_id, Action.state == ActionState.CLOSED)
        .where(Action.settled_at >= period.since, Action.settled_at < period.until)
    )


def _actions_overdue(council_id: int, period: Period) -> Rows:
    return (
        select(Action.id, ONE)
        .where(Action.council_id == council_id, Action.state == ActionState.OPEN)
        .where(Action.due_on < period.last_day)
    )


def _decisions(council_id: int, period: Period) -> Rows:
    agreed = Decision.needs_second.is_(False) | (Decision.second_opinion == SecondOpinion.AGREED)
    return (
        select(Decision.id, ONE)
        .where(Decision.council_id == council_id, Decision.withdrawn_at.is_(None), agreed)
        .where(Decision.decided_at >= period.since, Decision.decided_at < period.until)
    )


def _packs(council_id: int, period: Period) -> Rows:
    return (
        select(ClausePack.id, ONE)
        .where(ClausePack.council_id == council_id, ClausePack.state == PackState.ISSUED)
        .where(ClausePack.issued_at >= period.since, ClausePack.issued_at < period.until)
    )


def _plans(council_id: int, period: Period) -> Rows:
    return (
        select(ActionPlan.id, ONE)
        .where(ActionPlan.council_id == council_id)
        .where(ActionPlan.opened_at >= period.since, ActionPlan.opened_at < period.until)
    )


def _price_checks(concluded: bool) -> Callable[[int, Period], Rows]:
    def rows(council_id: int, period: Period) -> Rows:
        query = (
            select(PriceCheck.id, ONE)
            .where(PriceCheck.council_id == council_id)
            .where(PriceCheck.made_at >= period.since, PriceCheck.made_at < period.until)
        )
        return query.where(PriceCheck.state == PriceCheckState.CONCLUDED) if concluded else query

    return rows


def _corrections(replied: bool) -> Callable[[int, Period], Rows]:
    settled = (CorrectionState.ACCEPTED, CorrectionState.PARTLY, CorrectionState.DECLINED)

    def rows(council_id: int, period: Period) -> Rows:
        query = (
            select(Correction.id, ONE)
            .where(Correction.council_id == council_id)
            .where(Correction.made_at >= period.since, Correction.made_at < period.until)
        )
        return query.where(Correction.state.in_(settled)) if replied else query

    return rows


def _training(amount: Any, audience: Audience | None = None) -> Callable[[int, Period], Rows]:
    def rows(council_id: int, period: Period) -> Rows:
        query = (
            select(TrainingSession.id, amount)
            .where(TrainingSession.council_id == council_id, TrainingSession.removed_at.is_(None))
            .where(TrainingSession.held_on >= period.start, TrainingSession.held_on <= period.last_day)
        )
        return query.where(TrainingSession.audience == audience) if audience else query

    return rows


def _pledges(*states: PledgeState) -> Callable[[int, Period], Rows]:
    """Promises of the statement of the year before, by what became of them."""

    def rows(council_id: int, period: Period) -> Rows:
        query = (
            select(Pledge.id, ONE)
            .join(AnnualStatement, AnnualStatement.id == Pledge.statement_id)
            .where(Pledge.council_id == council_id, AnnualStatement.year_end < period.start)
            .where(AnnualStatement.year_end >= period.start - timedelta(days=366))
        )
        return query.where(Pledge.state.in_(states)) if states else query

    return rows


def _referrals(kind: str, amount: Any) -> Callable[[int, Period], Rows]:
    def rows(council_id: int, period: Period) -> Rows:
        return (
            select(ReferralCount.id, amount)
            .where(ReferralCount.council_id == council_id, ReferralCount.kind == kind)
            .where(ReferralCount.quarter >= period.start, ReferralCount.quarter <= period.last_day)
        )

    return rows


def _concerns(council_id: int, period: Period) -> Rows:
    """Concerns that officers passed on. A month that has begun counts as far as it has gone."""
    return (
        select(ConcernCount.id, ConcernCount.count)
        .where(ConcernCount.council_id == council_id, ConcernCount.count > 0)
        .where(ConcernCount.month >= period.start, ConcernCount.month <= period.last_day)
    )


def _reports_figure(of: str = "suppliers_screened", amount: Any = ONE, **wanted: Any) -> Figure:
    unit = "count" if amount is ONE else "pounds"
    return Figure("report", _reports(amount, **wanted), unit=unit, of=of)


FIGURES: Final[Mapping[str, Figure]] = {
    "suppliers": Figure("supplier", _all_suppliers(ONE)),
    "spend": Figure("supplier", _all_suppliers(_SPEND), unit="pounds"),
    "suppliers_screened": _reports_figure(of="suppliers"),
    "spend_screened": _reports_figure(of="spend", amount=_SPEND),
    "suppliers_high": _reports_figure(band=("high",)),
    "suppliers_medium": _reports_figure(band=("medium",)),
    "suppliers_low": _reports_figure(band=("low",)),
    "suppliers_not_enough_known": _reports_figure(band=("not_enough_known",)),
    "spend_high": _reports_figure(of="spend_screened", amount=_SPEND, band=("high",)),
    "statements_found": _reports_figure(statement_status=("matched", "covered_by_group")),
    "statements_not_found": _reports_figure(statement_status=("not_found",)),
    "questionnaires_asked": Figure("invitation", _asked),
    "questionnaires_answered": Figure("invitation", _answered),
    "questionnaires_overdue": Figure("invitation", _overdue),
    "decisions": Figure("decision", _decisions),
    "plans_opened": Figure("action_plan", _plans),
    "actions_opened": Figure("action", _actions_opened),
    "actions_closed": Figure("action", _actions_closed),
    "actions_overdue": Figure("action", _actions_overdue),
    "clause_packs": Figure("clause_pack", _packs),
    "price_checks": Figure("price_check", _price_checks(concluded=False)),
    "price_checks_concluded": Figure("price_check", _price_checks(concluded=True), of="price_checks"),
    "corrections_received": Figure("correction", _corrections(replied=False)),
    "corrections_replied": Figure("correction", _corrections(replied=True), of="corrections_received"),
    "training_sessions": Figure("training_session", _training(ONE)),
    "trained": Figure("training_session", _training(TrainingSession.attended)),
    "trained_first_responders": Figure(
        "training_session", _training(TrainingSession.attended, Audience.FIRST_RESPONDERS), of="trained"
    ),
    "trained_procurement": Figure(
        "training_session", _training(TrainingSession.attended, Audience.PROCUREMENT), of="trained"
    ),
    "trained_councillors": Figure(
        "training_session", _training(TrainingSession.attended, Audience.COUNCILLORS), of="trained"
    ),
    "pledges": Figure("pledge", _pledges()),
    "pledges_kept": Figure("pledge", _pledges(PledgeState.KEPT), of="pledges"),
    "referrals_adults": Figure("referral_count", _referrals("nrm", ReferralCount.adults), about_people=True),
    "referrals_children": Figure(
        "referral_count", _referrals("nrm", ReferralCount.children), about_people=True
    ),
    "notifications_adults": Figure(
        "referral_count", _referrals("dtn", ReferralCount.adults), about_people=True
    ),
    "concerns_routed": Figure("concern_count", _concerns, about_people=True),
}
