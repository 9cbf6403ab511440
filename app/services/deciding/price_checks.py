"""Prices of labour-heavy tenders against the wage floor, and the tenderer's hearing before any conclusion.

    computed             -> explanation_asked     the tenderer is told, and has until a day to explain
    explanation_asked    -> explanation_asked     with more time
    explanation_asked    -> explanation_received  what the tenderer said, in short; also after its time
    computed, explanation_asked, explanation_received -> concluded    with a reason
    concluded            -> the state before it   a conclusion is taken back, with a reason

A price may be concluded to be abnormally low only when the tenderer has explained, or was asked and its
time is over (Procurement Act 2023 s.19(4) and (5)); `allowed` is that rule. A tender that is disregarded for
its price and one that does not meet a requirement are different conclusions. The sum concludes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from app.store import audit
from app.store import price_checks as store
from models import Person, PriceCheck, PriceCheckState, PriceConclusion, Supplier
from screening.price_check import Price, Result, check
from screening.reference import reference_versions

LONGEST_TEXT: Final = 4000
S = PriceCheckState
_LOW: Final = (PriceConclusion.LOW_KEPT, PriceConclusion.LOW_DISREGARDED)


class NotNow(Exception):
    """The state of the check does not allow this, or somebody was faster."""


class NotHeard(Exception):
    """The tenderer was not asked to explain yet, or still has time to."""


@dataclass(frozen=True, slots=True)
class Tender:
    """Whose tender, for what. The supplier where the tenderer is one of the council's."""

    tenderer: str
    procurement: str
    supplier: Supplier | None = None


@cache
def _prices() -> TypeAdapter[Price]:
    return TypeAdapter(Price)


@cache
def _results() -> TypeAdapter[Result]:
    return TypeAdapter(Result)


def price_of(row: PriceCheck) -> Price:
    """What was entered."""
    return _prices().validate_python(row.inputs)


def result_of(row: PriceCheck) -> Result:
    """The sum as it was made on that day."""
    return _results().validate_python(row.result)


def make(session: Session, officer: Person, tender: Tender, price: Price, now: datetime) -> PriceCheck:
    """Hold a price against the floor and keep both. ValueError as of `screening.price_check.check`, without
    names, or for a supplier of another council."""
    tenderer, procurement = tender.tenderer.strip(), tender.procurement.strip()
    if not tenderer or not procurement:
        raise ValueError("a check names the tenderer and the procurement")
    if officer.council_id is None or (tender.supplier and tender.supplier.council_id != officer.council_id):
        raise ValueError("a check is of the officer's own council")
    result = check(price)
    row = PriceCheck(
        council_id=officer.council_id,
        supplier=tender.supplier,
        tenderer=tenderer,
        procurement=procurement,
        inputs=_prices().dump_python(price, mode="json"),
        result=_results().dump_python(result, mode="json"),
        versions={"wage_floors": reference_versions()["wage_floors"]},
        state=S.COMPUTED,
        made_by=officer,
        made_at=now,
    )
    session.add(row)
    _record(session, officer, "made", row, now, outcome=result.outcome.value)
    session.commit()
    return row


def ask(
    session: Session,
    officer: Person,
    row: PriceCheck,
    asked_on: date,
    explain_by: date,
    words: str,
    now: datetime,
    today: date,
) -> None:
    """Record that the tenderer was told that its price looks abnormally low, and until when it may explain.

    ValueError for a day of asking that is yet to come, for no time to explain or one that is over already
    (nobody was heard by being told of it afterwards), and without words.
    """
    if asked_on > today or explain_by <= asked_on or explain_by < today or not words.strip():
        raise ValueError("the tenderer was told by today, and still has time to explain")
    values = {"asked_on": asked_on, "explain_by": explain_by, "asked_words": words.strip()}
    _move(session, row, (S.COMPUTED,), state=S.EXPLANATION_ASKED, **values)
    _record(session, officer, "asked", row, now, on=asked_on.isoformat(), by=explain_by.isoformat())
    session.commit()


def give_time(
    session: Session, officer: Person, row: PriceCheck, explain_by: date, reason: str, now: datetime
) -> None:
    """Give the tenderer more time. `NotNow`; ValueError for a day that is not later, or without a reason."""
    before = row.explain_by
    if before is not None and explain_by <= before:
        raise ValueError("more time ends later")
    if not reason.strip():
        raise ValueError("more time has a reason")
    _move(session, row, (S.EXPLANATION_ASKED,), explain_by=explain_by)
    days = {"before": before.isoformat() if before else "", "by": explain_by.isoformat()}
    _record(session, officer, "more_time", row, now, **days, reason=reason.strip())
    session.commit()


def receive(
    session: Session,
    officer: Person,
    row: PriceCheck,
    received_on: date,
    summary: str,
    now: datetime,
    today: date,
) -> None:
    """Record what the tenderer explained, in short. It may come late, as long as nothing is concluded.

    `NotNow`; ValueError for a day that is yet to come or before the tenderer was asked, or without words.
    """
    if row.asked_on is not None and not row.asked_on <= received_on <= today:
        raise ValueError("an explanation comes after the question and by today")
    if not summary.strip():
        raise ValueError("an explanation has words")
    values = {"received_on": received_on, "explanation": summary.strip()}
    _move(session, row, (S.EXPLANATION_ASKED,), state=S.EXPLANATION_RECEIVED, **values)
    _record(session, officer, "explained", row, now, on=received_on.isoformat())
    session.commit()


def allowed(row: PriceCheck, today: date) -> tuple[PriceConclusion, ...]:
    """What may be concluded today: that the price is abnormally low only of a tenderer that was heard."""
    if row.state == S.CONCLUDED:
        return ()
    return tuple(
        one
        for one in PriceConclusion
        if (one not in _LOW or row.is_heard(today))
        and (one != PriceConclusion.EXPLAINED or row.received_on is not None)
    )


def conclude(
    session: Session,
    officer: Person,
    row: PriceCheck,
    conclusion: PriceConclusion,
    reason: str,
    now: datetime,
    today: date,
) -> None:
    """Conclude, with a reason. `NotHeard` if this needs a hearing that has not been; `NotNow`; ValueError
    without a reason."""
    if not reason.strip():
        raise ValueError("a conclusion has a reason")
    session.refresh(row)
    if row.state == S.CONCLUDED:
        raise NotNow
    if conclusion not in allowed(row, today):
        raise NotHeard
    # Only from the state that was looked at: a longer time to explain, given meanwhile, is seen by refresh.
    _move(
        session,
        row,
        (S(row.state),),
        state=S.CONCLUDED,
        conclusion=conclusion,
        reason=reason.strip(),
        concluded_by_id=officer.id,
        concluded_at=now,
    )
    if conclusion in _LOW and not row.is_heard(today):
        session.rollback()
        raise NotHeard
    _record(session, officer, "concluded", row, now, conclusion=conclusion.value, reason=reason.strip())
    session.commit()


def take_back(session: Session, officer: Person, row: PriceCheck, reason: str, now: datetime) -> None:
    """Take a conclusion back: the check stands again where it was. The log keeps the conclusion. `NotNow`;
    ValueError without a reason."""
    if not reason.strip():
        raise ValueError("a conclusion is taken back with a reason")
    before = row.conclusion
    state = S.COMPUTED
    if row.asked_on is not None:
        state = S.EXPLANATION_ASKED if row.received_on is None else S.EXPLANATION_RECEIVED
    empty = {"conclusion": None, "reason": "", "concluded_by_id": None, "concluded_at": None}
    _move(session, row, (S.CONCLUDED,), state=state, **empty)
    told = {"conclusion": str(before), "reason": reason.strip()}
    _record(session, officer, "taken_back", row, now, **told)
    session.commit()


def _move(session: Session, row: PriceCheck, before: Collection[PriceCheckState], **values: Any) -> None:
    if not store.move(session, row, before, **values):
        session.rollback()
        raise NotNow


def _record(
    session: Session, officer: Person, what: str, row: PriceCheck, now: datetime, **detail: Any
) -> None:
    audit.record(session, officer, f"price_check.{what}", row, now, row.council_id, **detail)
