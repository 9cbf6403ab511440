"""Price checks as the officer's pages show them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.deciding import price_checks as service
from app.store import price_checks as store
from models import PriceCheck, PriceCheckState, PriceConclusion, Supplier
from screening.price_check import Outcome, Price, Result
from screening.wage_floors import AgeBand


@dataclass(frozen=True, slots=True)
class CheckSeen:
    """A check in words. `colour` is that of the tag of its state; days are written out, "" for none.

    `is_asked_next` where the price is below the likely cost: then the next step is to ask the tenderer.
    """

    row: PriceCheck
    price: Price
    result: Result
    outcome: str
    state: str
    colour: str
    waits_for: str
    conclusion: str
    is_asked_next: bool
    is_heard: bool


def seen(row: PriceCheck, today: date) -> CheckSeen:
    """A check as officers see it."""
    state = PriceCheckState(row.state)
    is_heard = row.is_heard(today)
    result = service.result_of(row)
    return CheckSeen(
        row=row,
        price=service.price_of(row),
        result=result,
        outcome=_outcome(result),
        state=state_label(state),
        colour=_COLOURS[state],
        waits_for=_waits_for(row, is_heard),
        conclusion=conclusion_label(PriceConclusion(row.conclusion)) if row.conclusion else "",
        is_asked_next=result.gap.point < 0,
        is_heard=is_heard,
    )


def for_supplier(session: Session, supplier: Supplier, today: date) -> dict[str, Any]:
    """`price_checks`: the context of `officer/_price_checks.html`."""
    found = store.of_supplier(session, supplier.council_id, supplier.id)
    return {"price_checks": [seen(row, today) for row in found]}


def _outcome(result: Result) -> str:
    if result.outcome is Outcome.NOT_CLEAR and result.gap.point < 0:
        return _(
            "The price is below what the labour is likely to cost, and not below the least that the law asks "
            "to be paid: the tenderer may explain it"
        )
    return _OUTCOMES[result.outcome]()


def _waits_for(row: PriceCheck, is_heard: bool) -> str:
    if row.state != PriceCheckState.EXPLANATION_ASKED or row.explain_by is None:
        return ""
    day = format_date(row.explain_by, "d MMMM y")
    if is_heard:
        return _("The time to explain ended on %(day)s", day=day)
    return _("The tenderer may explain until %(day)s", day=day)


def state_label(state: PriceCheckState) -> str:
    """The name of a state."""
    return _STATES[state]()


def conclusion_label(conclusion: PriceConclusion) -> str:
    """A conclusion in words."""
    return _CONCLUSIONS[conclusion]()


def conclusion_hints() -> dict[str, str]:
    """What each conclusion means, by its value."""
    return {one.value: hint() for one, hint in _HINTS.items()}


def age_label(band: AgeBand) -> str:
    """The name of a band of the minimum wage."""
    return _AGES[band]()


_STATES: Final[Mapping[PriceCheckState, Callable[[], str]]] = {
    PriceCheckState.COMPUTED: lambda: _("Sum made"),
    PriceCheckState.EXPLANATION_ASKED: lambda: _("Explanation asked"),
    PriceCheckState.EXPLANATION_RECEIVED: lambda: _("Explanation received"),
    PriceCheckState.CONCLUDED: lambda: _("Concluded"),
}
_COLOURS: Final[Mapping[PriceCheckState, str]] = {
    PriceCheckState.COMPUTED: "yellow",
    PriceCheckState.EXPLANATION_ASKED: "light-blue",
    PriceCheckState.EXPLANATION_RECEIVED: "blue",
    PriceCheckState.CONCLUDED: "grey",
}
_OUTCOMES: Final[Mapping[Outcome, Callable[[], str]]] = {
    Outcome.MAY_BE_LOW: lambda: _(
        "The price may be abnormally low: it is below the least that the law asks to be paid"
    ),
    Outcome.NOT_CLEAR: lambda: _("It depends on what is not known whether the price pays for the floor"),
    Outcome.COVERS: lambda: _("The price pays for the floor"),
}
_CONCLUSIONS: Final[Mapping[PriceConclusion, Callable[[], str]]] = {
    PriceConclusion.NOT_LOW: lambda: _("The price is not considered abnormally low"),
    PriceConclusion.EXPLAINED: lambda: _("Explained: the contract can be performed for this price"),
    PriceConclusion.LOW_KEPT: lambda: _("Abnormally low; the tender stays in"),
    PriceConclusion.LOW_DISREGARDED: lambda: _("Abnormally low; the tender is disregarded"),
    PriceConclusion.REQUIREMENTS_NOT_MET: lambda: _("The tender does not meet a requirement"),
}
_HINTS: Final[Mapping[PriceConclusion, Callable[[], str]]] = {
    PriceConclusion.NOT_LOW: lambda: _("For example because hours or workers were entered wrongly."),
    PriceConclusion.EXPLAINED: lambda: _("The tender may then not be disregarded for its price."),
    PriceConclusion.LOW_KEPT: lambda: _(
        "The law allows to disregard such a tender and does not demand it. Say how the risk is dealt with."
    ),
    PriceConclusion.LOW_DISREGARDED: lambda: _(
        "Say why the explanation does not show that the contract can be performed for this price."
    ),
    PriceConclusion.REQUIREMENTS_NOT_MET: lambda: _(
        "Another ground, which is not about the price. Name the requirement and where it is published. "
        "This sum is no evidence for it."
    ),
}
_AGES: Final[Mapping[AgeBand, Callable[[], str]]] = {
    AgeBand.ADULT: lambda: _("21 and over (National Living Wage)"),
    AgeBand.FROM_18: lambda: _("18 to 20"),
    AgeBand.UNDER_18: lambda: _("Under 18"),
    AgeBand.APPRENTICE: lambda: _("Apprentice"),
}
