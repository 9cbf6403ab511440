"""A council's own weights: drafted by a named lead with a reason, looked at, then saved; or taken back.

Nothing applies before its effect on the council's own ranking was computed. What was saved is never removed:
taking back is a revision of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from app.queue import after_commit
from app.services.background import runs
from app.services.judgement import weight_effects
from app.services.judgement.weight_effects import Effect
from app.store import audit
from app.store import suppliers as supplier_store
from app.store import weights as store
from models import Person, RunStatus, WeightRevision
from screening.types import WeightChange
from screening.weights import Weights, changed, check, shipped

AT_ONCE: Final = 100
"""Suppliers whose effect is computed while the lead waits (about a second at most); more go to a worker."""
LOST_AFTER: Final = timedelta(minutes=10)


class NotSaved(Exception):
    """A revision that cannot be saved yet: its effect has not been seen, or the weights changed meanwhile."""


def changes_of(revisions: Sequence[WeightRevision]) -> tuple[WeightChange, ...]:
    """What saved revisions come to, the last word on each weight, in the order of the names.

    A change that no longer lies within the bounds of this version is left out, and told by `out_of_bounds`:
    the shipped weight counts.
    """
    standing: dict[str, WeightChange] = {}
    for revision in revisions:
        if revision.saved_at is None:
            raise ValueError("a draft changes no weight")
        _apply(standing, revision, revision.saved_at.date())
    return tuple(change for _name, change in sorted(standing.items()))


def out_of_bounds(revisions: Sequence[WeightRevision]) -> dict[str, float]:
    """The saved values, by weight, that this version does not take: moved too far, or no weight of it."""
    last = {line["name"]: line["after"] for revision in revisions for line in revision.lines}
    return {
        name: number
        for name, number in sorted(last.items())
        if number is not None and not _fits(name, number)
    }


def _apply(standing: dict[str, WeightChange], revision: WeightRevision, on: date) -> None:
    for line in revision.lines:
        standing.pop(line["name"], None)
        if line["after"] is not None and _fits(line["name"], line["after"]):
            by = revision.person.name or revision.person.email
            standing[line["name"]] = changed(line["name"], line["after"], by, on, line["reason"])


def _fits(name: str, number: float) -> bool:
    try:
        check(name, number)
    except ValueError:
        return False
    return True


def weights_of(session: Session, council_id: int) -> Weights:
    """The weights by which the council's suppliers are judged."""
    return Weights(changes_of(store.saved(session, council_id)))


def proposed(session: Session, draft: WeightRevision, today: date) -> Weights:
    """The council's weights as they would be with a draft."""
    standing = {change.name: change for change in weights_of(session, draft.council_id).changes}
    _apply(standing, draft, today)
    return Weights(tuple(change for _name, change in sorted(standing.items())))


# --- Drafts -----------------------------------------------------------------------------------------------


def propose(
    session: Session,
    lead: Person,
    council_id: int,
    values: Mapping[str, float | None],
    reason: str,
    now: datetime,
    draft: WeightRevision | None = None,
    undoes: WeightRevision | None = None,
) -> WeightRevision:
    """Draft changes of weights, None for the shipped value, or add them to a draft; then look at the effect.

    ValueError if a weight may not be changed so far, or if there is no reason.
    """
    if not reason.strip():
        raise ValueError("a change of weights needs a reason")
    for name, number in values.items():
        check(name, shipped(name) if number is None else number)
    standing = _standing(session, council_id)
    made = draft or WeightRevision(
        council_id=council_id, person=lead, undoes_id=undoes.id if undoes else None
    )
    if made.saved_at is not None or made.council_id != council_id:
        raise ValueError("a saved revision cannot be changed")
    lines = {line["name"]: line for line in made.lines or []}
    for name, number in values.items():
        after = None if number == shipped(name) else number
        lines[name] = {"name": name, "before": standing.get(name), "after": after, "reason": reason.strip()}
    made.lines = sorted(lines.values(), key=lambda line: str(line["name"]))
    session.add(made)
    look(session, made, now)
    return made


def _standing(session: Session, council_id: int) -> dict[str, float]:
    return {change.name: change.value for change in weights_of(session, council_id).changes}


def reset(session: Session, lead: Person, council_id: int, reason: str, now: datetime) -> WeightRevision:
    """Draft the return of every weight to its shipped value."""
    names = dict.fromkeys(_standing(session, council_id))
    if not names:
        raise ValueError("no weight is changed")
    return propose(session, lead, council_id, names, reason, now)


def undo(
    session: Session, lead: Person, revision: WeightRevision, reason: str, now: datetime
) -> WeightRevision:
    """Draft taking a saved revision back, as far as no later one changed the same weights."""
    values = undoable(session, revision)
    if not values:
        raise ValueError("later changes stand in place of this one")
    return propose(session, lead, revision.council_id, values, reason, now, undoes=revision)


def undoable(session: Session, revision: WeightRevision) -> dict[str, float | None]:
    """The weights of a saved revision that still stand as it set them, with the values before it."""
    standing = _standing(session, revision.council_id)
    return {
        line["name"]: line["before"]
        for line in revision.lines
        if standing.get(line["name"]) == line["after"] and line["before"] != line["after"]
    }


def discard(session: Session, lead: Person, draft: WeightRevision, now: datetime) -> None:
    """Throw a draft away; what was saved stays. ValueError for a saved revision."""
    if draft.saved_at is not None:
        raise ValueError("a saved revision is never removed")
    audit.record(session, lead, "weights.draft_discarded", draft, now, draft.council_id, lines=draft.lines)
    session.delete(draft)
    session.commit()


# --- The effect -------------------------------------------------------------------------------------------


def look(session: Session, draft: WeightRevision, now: datetime) -> None:
    """Compute the effect of a draft: at once for few suppliers, else by a worker, whose progress is shown."""
    draft.status, draft.done, draft.effect, draft.problem = RunStatus.QUEUED, 0, {}, ""
    draft.queued_at = now
    draft.base_sha256 = weights_of(session, draft.council_id).sha256
    draft.total = supplier_store.count_suppliers(session, draft.council_id)
    session.flush()
    few = draft.total <= AT_ONCE
    if not few:
        after_commit(session, "weights.effect", draft.id)
    session.commit()
    if few:
        compute_effect(session, draft.id, now.date())


def compute_effect(session: Session, revision_id: int, today: date) -> bool:
    """Compute the effect of a queued draft. Safe to call twice: one that is taken or done is left alone.

    A fault is written on the draft, which then stands as failed, and is raised again.
    """
    draft = store.claim(session, revision_id)
    session.commit()
    if draft is None:
        return False
    try:
        before, after = weights_of(session, draft.council_id), proposed(session, draft, today)
        cases = store.current_cases(session, draft.council_id)
        effect = weight_effects.compute(cases, before, after, _noted(session, draft))
    except Exception as error:
        session.rollback()
        draft = session.get_one(WeightRevision, revision_id)
        draft.status, draft.problem = RunStatus.FAILED, type(error).__name__  # its text may name a supplier
        session.commit()
        raise
    draft.base_sha256, draft.effect, draft.status = before.sha256, effect.record(), RunStatus.DONE
    session.commit()
    return True


def _noted(session: Session, draft: WeightRevision) -> Callable[[int], None]:
    def note(done: int) -> None:
        draft.done = done
        session.commit()

    return note


def effect_of(revision: WeightRevision) -> Effect | None:
    """The computed effect of a revision, None while there is none."""
    return Effect.read(revision.effect) if revision.effect else None


def queue_again_if_lost(session: Session, now: datetime) -> int:
    """Queue drafts again whose worker was lost."""
    found = store.lost(session, now - LOST_AFTER)
    for draft in found:
        draft.status, draft.queued_at = RunStatus.QUEUED, now
        after_commit(session, "weights.effect", draft.id)
    session.commit()
    return len(found)


# --- Saving -----------------------------------------------------------------------------------------------


def save(session: Session, lead: Person, draft: WeightRevision, now: datetime, today: date) -> None:
    """Put a draft in force and screen all suppliers again. The one who saves is the one who answers for it.

    NotSaved if its effect was not computed, or computed beside weights that no longer stand.
    """
    if draft.saved_at is not None:
        raise NotSaved("already saved")
    if draft.status != RunStatus.DONE or not draft.effect:
        raise NotSaved("the effect has not been seen")
    if draft.base_sha256 != weights_of(session, draft.council_id).sha256:
        raise NotSaved("the weights were changed meanwhile")
    effect = Effect.read(draft.effect)
    draft.person, draft.saved_at = lead, now
    detail: dict[str, Any] = {"lines": draft.lines, "changed_band": effect.changed_band}
    if draft.undoes_id is not None:
        detail["undoes"] = draft.undoes_id
    audit.record(session, lead, "weights.changed", draft, now, draft.council_id, **detail)
    runs.queue_run(session, draft.council_id, None, "weights_changed", now, today)
    session.commit()
