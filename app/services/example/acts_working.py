"""Acts of the example's story about plans of action, packs of clauses, files and duplicates."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from app.services.background import runs
from app.services.example import fictitious
from app.services.example.scene import Scene
from app.services.loads import uploads
from app.services.organisations import duplicate_search
from app.services.packs import packs
from app.services.packs.packs import Details
from app.services.plans import action_plans, plan_steps
from app.services.plans.action_plans import PlanWords, StepWords
from app.services.plans.plan_steps import Proof
from app.store import actions
from models import ActionSide, EntryKind, PackStage


def plan(scene: Scene) -> None:
    """An officer opens a plan of action and shows it to the supplier."""
    told = scene.told
    words = PlanWords(
        told["title"], told["root_cause"], told["workers_heard"], told["remedy"], told["if_nothing"]
    )
    steps = [_step(scene, one) for one in told["steps"]]
    given = (scene.session, scene.officer, scene.supplier, words, steps)
    made = action_plans.open_plan(*given, scene.at, scene.day)
    action_plans.share(scene.session, scene.settings, scene.officer, made, scene.at, scene.day)


def _step(scene: Scene, told: Mapping[str, Any]) -> tuple[StepWords, date]:
    side = ActionSide(told["side"])
    words = StepWords(
        told["what"],
        side,
        person=scene.people[told["owner"]] if side is ActionSide.COUNCIL else None,
        owner_words=told["owner"] if side is ActionSide.SUPPLIER else "",
        evidence_wanted=told.get("wanted", ""),
        finding=told.get("finding", ""),
    )
    return words, scene.first_start + timedelta(days=told["due"])


def step_done(scene: Scene) -> None:
    """The supplier says that a step of its plan is done."""
    (shared,) = actions.plans_of_supplier(scene.session, scene.council.id, scene.supplier.id)
    step = next(one for one in shared.actions if one.what == scene.told["step"])
    contact, text = scene.invitation.contact, scene.told["text"]
    plan_steps.report(scene.session, scene.settings, contact, step, text, Proof(), scene.at, scene.day)


def close_step(scene: Scene) -> None:
    """An officer has looked and closes a step."""
    (shared,) = actions.plans_of_supplier(scene.session, scene.council.id, scene.supplier.id)
    step = next(one for one in shared.actions if one.what == scene.told["step"])
    closed, text = EntryKind.CLOSED, scene.told["text"]
    given = (scene.session, scene.settings, scene.officer, step, closed, text)
    plan_steps.settle_step(*given, scene.at, scene.day)


def pack(scene: Scene) -> None:
    """An officer begins a pack of clauses for a supplier's contract or a tender, and may issue it."""
    told = scene.told
    details = Details(
        told["title"],
        PackStage(told["stage"]),
        told["type"],
        told["size"],
        bought=told["bought"],
        cpv=(told["cpv"],),
        value=Decimal(told["value"]),
        above_threshold=told["above_threshold"],
        language=told.get("language", "en"),
    )
    given = (scene.session, scene.officer, scene.council.id, details, scene.at, scene.day)
    about = (scene.supplier, scene.report) if "supplier" in told else (None, None)
    made = packs.start(*given, *about)
    if told.get("issue"):
        packs.issue(scene.session, scene.officer, made, made.revision, scene.at)


def upload(scene: Scene) -> None:
    """An officer adds a file of payments to made-up suppliers, which nobody has looked at yet."""
    rows = io.StringIO(newline="")
    writer = csv.writer(rows)
    writer.writerow(("Supplier Name", "Company Number", "Payment Date", "Net Amount", "Description"))
    paid = fictitious.last_of(scene.first_start, -1).isoformat()
    for one in fictitious.told()["suppliers"]:
        if "council" not in one:
            monthly = sum(each["value"] for each in one["contracts"]) // 24
            title = one["contracts"][0]["title"]
            writer.writerow((one["name"], one.get("number", ""), paid, f"{monthly}.00", title))
    content = io.BytesIO(rows.getvalue().encode())
    uploads.receive(scene.session, scene.settings, scene.officer, scene.told["file"], content, scene.at)


def screen(scene: Scene) -> None:
    """All suppliers of the council are screened anew."""
    runs.queue_run(scene.session, scene.council.id, None, "schedule", scene.at, scene.day)
    scene.session.commit()


def find_duplicates(scene: Scene) -> None:
    """What the worker does after a screening of all: look for suppliers that stand in the list twice."""
    duplicate_search.find(scene.session, scene.council.id, scene.at)


ACTS: Final[Mapping[str, Callable[[Scene], None]]] = {
    "plan": plan,
    "step_done": step_done,
    "close_step": close_step,
    "pack": pack,
    "upload": upload,
    "screen": screen,
    "find_duplicates": find_duplicates,
}
