"""Plans of action: what is to be done about a supplier's risk, by whom and until when.

An officer writes a plan, beginning from the findings of a report, and shares it with the supplier, which sees
it from then on. What happens with one step of a plan is in `plan_steps`. The log keeps who did what when; the
words stand in the plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services.plans import plan_mail
from app.settings import Settings
from app.store import actions as store
from app.store import audit
from models import Action, ActionPlan, ActionSide, ActionState, Decision, Person, Supplier

LONGEST_TEXT: Final = 4000
LONGEST_STEP: Final = 1000
MOST_STEPS: Final = 60


@dataclass(frozen=True, slots=True)
class PlanWords:
    """What a plan says beside its steps; see `models.ActionPlan`."""

    title: str
    root_cause: str = ""
    workers_heard: str = ""
    remedy: str = ""
    if_nothing: str = ""


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step says. `person` is the officer who owns a step of the council, `owner_words` the role that
    owns one of the supplier."""

    what: str
    side: ActionSide
    person: Person | None = None
    owner_words: str = ""
    evidence_wanted: str = ""
    finding: str = ""


def open_plan(
    session: Session,
    officer: Person,
    supplier: Supplier,
    words: PlanWords,
    steps: Sequence[tuple[StepWords, date]],
    now: datetime,
    today: date,
    decision: Decision | None = None,
) -> ActionPlan:
    """A new plan with these steps, each with the day until which it is done. Nobody is told yet.

    ValueError without a title, for a step that `add_step` refuses, and for a decision about another supplier.
    """
    if decision is not None and decision.supplier_id != supplier.id:
        raise ValueError("a plan follows from a decision about the same supplier")
    plan = ActionPlan(
        council_id=supplier.council_id,
        supplier=supplier,
        decision=decision,
        opened_by=officer,
        opened_at=now,
        **_checked(words),
    )
    session.add(plan)
    session.flush()
    for step, due_on in steps:
        _add(session, plan, step, due_on, today)
    told = {"steps": len(steps), "decided": decision.id if decision else None}
    record(session, officer, "action_plan.opened", plan, now, **told)
    session.commit()
    return plan


def edit_plan(session: Session, officer: Person, plan: ActionPlan, words: PlanWords, now: datetime) -> bool:
    """Write the words of a plan anew; False if they were so already."""
    changed = _write(plan, _checked(words))
    if changed:
        record(session, officer, "action_plan.edited", plan, now, changed=changed)
    session.commit()
    return bool(changed)


def add_step(
    session: Session,
    settings: Settings,
    officer: Person,
    plan: ActionPlan,
    step: StepWords,
    due_on: date,
    now: datetime,
    today: date,
) -> Action:
    """One more step, which opens a closed plan again; the supplier is told of its own if the plan is shared.

    ValueError for a step without words, a day before today, an owner who is no active officer of the council,
    and for more steps than anybody carries out.
    """
    store.hold(session, plan.id)
    action = _add(session, plan, step, due_on, today)
    record_step(session, officer, "action.added", action, now)
    settle(session, officer, plan, now)
    if action.side == ActionSide.SUPPLIER:
        plan_mail.tell_supplier(
            session,
            settings,
            plan,
            lambda: _("A step was added to your plan of action"),
            plan_mail.about(
                action, lambda: _("A step was added to the plan for %(supplier)s:", **_name(plan))
            ),
            now,
        )
    session.commit()
    return action


def _add(session: Session, plan: ActionPlan, step: StepWords, due_on: date, today: date) -> Action:
    if len(plan.actions) >= MOST_STEPS:
        raise ValueError("a plan with more steps than this is carried out by nobody")
    if due_on < today:
        raise ValueError("a step is to be done today or later")
    action = Action(
        plan=plan,
        council_id=plan.council_id,
        supplier_id=plan.supplier_id,
        side=step.side,
        finding=step.finding,
        due_on=due_on,
        state=ActionState.OPEN,
        reminded_on=today,
        **_checked_step(plan, step),
    )
    session.add(action)
    session.flush()
    return action


def edit_step(session: Session, officer: Person, action: Action, step: StepWords, now: datetime) -> bool:
    """Write the words and the owner of an unsettled step anew; side, finding and day stay as they are.

    False if nothing changed, or if the step is settled.
    """
    if action.state not in store.UNSETTLED:
        return False
    changed = _write(action, _checked_step(action.plan, step, ActionSide(action.side)))
    if changed:
        record_step(session, officer, "action.edited", action, now, changed=changed)
    session.commit()
    return bool(changed)


def share(
    session: Session, settings: Settings, officer: Person, plan: ActionPlan, now: datetime, today: date
) -> Person | None:
    """Show a plan to the supplier from now on; who was told by e-mail, None if nobody of it is known.

    ValueError for a plan without steps. Sharing it again changes nothing and tells nobody.
    """
    if not plan.actions:
        raise ValueError("a plan that is shared has steps")
    if plan.shared_at is not None:
        return None
    plan.shared_at = now
    for action in plan.actions:
        if action.side == ActionSide.SUPPLIER:
            action.reminded_on = today
    told = plan_mail.shared(session, settings, plan, now)
    record(session, officer, "action_plan.shared", plan, now, told=told.id if told else None)
    session.commit()
    return told


def settle(session: Session, officer: Person, plan: ActionPlan, now: datetime) -> None:
    """Close a plan whose steps are all settled, or open it again; the caller holds the plan and commits."""
    session.flush()
    is_settled = store.is_settled(session, plan.id)
    if is_settled == (plan.closed_at is not None):
        return
    plan.closed_at = now if is_settled else None
    record(session, officer, "action_plan.closed" if is_settled else "action_plan.reopened", plan, now)


def record_export(
    session: Session,
    officer: Person,
    plan: ActionPlan,
    kind: str,
    language: str,
    content: bytes,
    now: datetime,
) -> None:
    """Write down that an officer took a plan away as a file, and which file that was."""
    told = {"form": kind, "language": language, "sha256": sha256(content).hexdigest()}
    record(session, officer, "action_plan.exported", plan, now, **told)
    session.commit()


def still_empty(plan: ActionPlan) -> tuple[str, ...]:
    """The parts of a plan that the template asks for and nobody has filled in."""
    return tuple(name for name in ("root_cause", "workers_heard", "remedy") if not getattr(plan, name))


# --- Words ------------------------------------------------------------------------------------------------


def _checked(words: PlanWords) -> dict[str, str]:
    given = {name: value.strip() for name, value in asdict(words).items()}
    if not given["title"] or len(given["title"]) > 200:
        raise ValueError("a plan has a title of 200 characters or fewer")
    return given


def _checked_step(plan: ActionPlan, step: StepWords, side: ActionSide | None = None) -> dict[str, Any]:
    """What is written of a step. Each side has an owner of its own kind, so the other's is left out."""
    if not step.what.strip():
        raise ValueError("a step says what is done")
    own = (side or step.side) == ActionSide.COUNCIL
    if own and step.person is not None and not _may_own(step.person, plan.council_id):
        raise ValueError("a step of the council is owned by an active officer of it")
    return {
        "what": step.what.strip(),
        "person": step.person if own else None,
        "owner_words": "" if own else step.owner_words.strip()[:160],
        "evidence_wanted": step.evidence_wanted.strip()[:400],
    }


def _may_own(person: Person, council_id: int) -> bool:
    return person.active and person.council_id == council_id and person.is_staff


def _write(row: ActionPlan | Action, given: dict[str, Any]) -> list[str]:
    """Write what differs; the names of it."""
    changed = [name for name, value in given.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, given[name])
    return changed


def _name(plan: ActionPlan) -> dict[str, str]:
    return {"supplier": plan.supplier.name}


# --- The log ----------------------------------------------------------------------------------------------


def record(
    session: Session, person: Person | None, action: str, plan: ActionPlan, now: datetime, **told: Any
) -> None:
    """An event of a plan is one of the supplier, so that its page tells of it. It repeats no words."""
    audit.record(session, person, action, plan.supplier, now, plan.council_id, plan=plan.id, **told)


def record_step(
    session: Session, person: Person | None, event: str, action: Action, now: datetime, **told: Any
) -> None:
    """An event of one step, in the same way."""
    record(session, person, event, action.plan, now, step=action.id, **told)
