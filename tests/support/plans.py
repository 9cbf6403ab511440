"""A plan of action with the cleaner, as tests of its services and pages begin."""

from __future__ import annotations

from datetime import date, timedelta

from bs4 import BeautifulSoup
from sqlalchemy import select

from app.extensions import clock
from app.services.plans import action_plans
from app.services.plans.action_plans import PlanWords, StepWords
from models import Action, ActionPlan, ActionSide, Person, Supplier
from support.world import World

TITLE = "Fair pay between visits"


def make_plan(
    world: World,
    supplier: Supplier | None = None,
    officer: Person | None = None,
    days: int = 30,
    shared: bool = True,
) -> ActionPlan:
    """A plan with one step of the supplier and one of the council, both due in so many days."""
    owner, due = officer or world.officer, clock.today() + timedelta(days=days)
    steps: list[tuple[StepWords, date]] = [
        (
            StepWords(
                "Pay for travel between visits",
                ActionSide.SUPPLIER,
                owner_words="Payroll manager",
                evidence_wanted="Ten pay slips without names",
                finding="low_paid",
            ),
            due,
        ),
        (StepWords("Check the price of the contract", ActionSide.COUNCIL, person=owner), due),
    ]
    words = PlanWords(TITLE, root_cause="The rota starts the clock at the door.")
    plan = action_plans.open_plan(
        world.session, owner, supplier or world.cleaner, words, steps, clock.now(), clock.today()
    )
    if shared:
        action_plans.share(world.session, world.settings, owner, plan, clock.now(), clock.today())
    return plan


def theirs(plan: ActionPlan) -> Action:
    """The supplier's step."""
    return next(one for one in plan.actions if one.side == ActionSide.SUPPLIER)


def ours(plan: ActionPlan) -> Action:
    """The council's step."""
    return next(one for one in plan.actions if one.side == ActionSide.COUNCIL)


def only_plan(world: World) -> ActionPlan:
    """The one plan that there is."""
    return world.session.scalars(select(ActionPlan)).one()


def steps_in(found: BeautifulSoup) -> list[str]:
    """What the steps in the officers' list say, from top to bottom."""
    return [one.get_text(strip=True) for one in found.select("tbody th a")]
