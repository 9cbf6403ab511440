"""Who looks after a supplier and what was decided of it, as the officer's pages show that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.officer.deciding.care_labels import called, kind_label, state_colour, state_words
from app.services.deciding import decisions as service
from app.store import care as care_store
from app.store import decisions as store
from app.store import deputies as deputy_store
from models import Decision, DecisionKind, Deputy, Person, Supplier, SupplierCare


@dataclass(frozen=True, slots=True)
class DecisionSeen:
    """One decision in words; `is_before_last` where a newer screening than that of its report is in force."""

    decision: Decision
    label: str
    state: str
    colour: str
    made_by: str
    screened_on: date | None
    is_before_last: bool
    is_over_review: bool
    leads_to: str


@dataclass(frozen=True, slots=True)
class CareSeen:
    """What the panel beside a supplier shows; `in_force` is the decision that counts."""

    care: SupplierCare | None
    owner: str
    is_mine: bool
    is_overdue: bool
    deputies: tuple[Deputy, ...]
    in_force: DecisionSeen | None
    waiting: tuple[DecisionSeen, ...]


def for_supplier(session: Session, supplier: Supplier, person: Person, today: date) -> dict[str, Any]:
    """`care`: the context of `officer/_care.html`."""
    council_id = supplier.council_id
    care = care_store.care_of(session, council_id, [supplier.id]).get(supplier.id)
    owner = care.owner if care else None
    away = deputy_store.deputies_of(session, council_id, owner.id, today) if owner else []
    every = store.of_supplier(session, council_id, supplier.id)
    counts = next((one for one in every if one.stands), None)
    return {
        "care": CareSeen(
            care=care,
            owner=called(owner) if owner else "",
            is_mine=owner is not None and owner.id == person.id,
            is_overdue=care is not None and care.due_on is not None and care.due_on < today,
            deputies=tuple(away),
            in_force=seen(counts, counts, today) if counts else None,
            waiting=tuple(seen(one, counts, today) for one in every if service.is_waiting(one)),
        )
    }


def history(
    session: Session, council_id: int, supplier_id: int, today: date
) -> tuple[DecisionSeen | None, list[DecisionSeen]]:
    """The decision in force, and every decision on a supplier, the newest first."""
    every = store.of_supplier(session, council_id, supplier_id)
    counts = next((one for one in every if one.stands), None)
    return (seen(counts, counts, today) if counts else None), seen_all(every, counts, today)


def seen_all(every: Sequence[Decision], in_force: Decision | None, today: date) -> list[DecisionSeen]:
    """Decisions on one supplier in words."""
    return [seen(one, in_force, today) for one in every]


def seen(decision: Decision, in_force: Decision | None, today: date) -> DecisionSeen:
    """A decision in words, beside the one that counts."""
    report = decision.report
    counts = in_force is not None and in_force.id == decision.id
    return DecisionSeen(
        decision=decision,
        label=kind_label(decision.kind),
        state=state_words(decision, in_force),
        colour=state_colour(decision, in_force),
        made_by=called(decision.person),
        screened_on=report.run.as_at if report else None,
        is_before_last=report is not None and not report.current,
        is_over_review=counts and decision.review_on is not None and decision.review_on <= today,
        leads_to=next_page(decision) if counts else "",
    )


def next_page(decision: Decision) -> str:
    """The page to which a decision leads on; "" where it leads nowhere."""
    if decision.kind == DecisionKind.ASK_MORE:
        return url_for("officer.ask", supplier_id=decision.supplier_id)
    if decision.kind == DecisionKind.ACTION_PLAN:
        return url_for("officer.new_plan", supplier_id=decision.supplier_id, decision_id=decision.id)
    return ""
