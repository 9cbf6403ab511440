"""Files beside steps of plans of action: what shows that a step is done, from the council or the supplier.

Either side attaches files while a step is not settled, the supplier to its own steps of a shared plan. Both
see all files of a step: the plan is shared, and so is what shows how far it is. Whoever attached a file may
take it away while the step is open. Once the step was said to be done, the file is kept with the plan, as the
words are, also when the step is returned, cancelled or opened again: an officer may have decided on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.services.files import stored_files
from app.services.files.stored_files import MOST_FILES, Refusal, Trouble, Upload
from app.services.plans.action_plans import record_step
from app.services.plans.plan_steps import NotNow
from app.settings import Settings
from app.store import action_files as store
from app.store import actions as action_store
from models import Action, ActionFile, ActionSide, ActionState, EntryKind, Person, ScanState

#: What may rest on the files of a step.
_RESTING: Final = (EntryKind.REPORTED, EntryKind.RETURNED, EntryKind.CLOSED, EntryKind.CANCELLED)


def can_attach(action: Action, side: ActionSide) -> bool:
    """Whether this side may attach files to the step now."""
    is_theirs = action.side == ActionSide.SUPPLIER and action.plan.shared_at is not None
    return action.state in action_store.UNSETTLED and (side is ActionSide.COUNCIL or is_theirs)


def can_remove(file: ActionFile, side: ActionSide) -> bool:
    """Whether this side may take the file away now: nothing was said or decided since it came."""
    since = any(one.written_at >= file.uploaded_at and one.kind in _RESTING for one in file.action.entries)
    return file.side == side and file.action.state == ActionState.OPEN and not since


def attach(
    session: Session,
    settings: Settings,
    person: Person,
    side: ActionSide,
    action: Action,
    uploads: Sequence[Upload],
    now: datetime,
) -> list[Refusal]:
    """Store each file beside the step, or say why not. The same content twice is kept once. `NotNow`."""
    if not uploads:
        return []
    if not can_attach(action, side):
        raise NotNow
    refusals = []
    for upload in uploads:
        trouble = _attach_one(session, settings, person, side, action, upload, now)
        if trouble is not None:
            refusals.append(Refusal(upload.name, trouble))
    return refusals


def _attach_one(
    session: Session,
    settings: Settings,
    person: Person,
    side: ActionSide,
    action: Action,
    upload: Upload,
    now: datetime,
) -> Trouble | None:
    sent = stored_files.examined(settings, upload)
    if isinstance(sent, Trouble):
        return sent
    beside = [file for file in store.of_step(session, action.id) if file.side == side]
    if any(file.sha256 == sent.sha256 for file in beside):
        return None
    if len(beside) >= MOST_FILES:
        return Trouble.TOO_MANY
    state, found = stored_files.scanned(settings, sent.content)
    if state is ScanState.REFUSED:
        told = {"sha256": sent.sha256, "found": found}
        record_step(session, person, "action.file_refused", action, now, **told)
        session.commit()
        return Trouble.INFECTED
    stored_files.keep(settings, sent)
    _hold(session, action, side)
    file = ActionFile(action_id=action.id, side=side, uploaded_by_id=person.id, **sent.columns(state, now))
    session.add(file)
    try:
        session.flush()
    except IntegrityError:  # the same content at the same moment, as by a double click
        session.rollback()
        return None
    record_step(session, person, "action.file_attached", action, now, file=file.id, sha256=file.sha256)
    session.commit()
    return None


def _hold(session: Session, action: Action, side: ActionSide) -> None:
    """Let nobody settle the step until this is written. `NotNow` if somebody just did."""
    action_store.hold(session, action.plan_id)
    session.refresh(action, ["state"])
    if not can_attach(action, side):
        session.rollback()
        raise NotNow


def remove(
    session: Session, settings: Settings, person: Person, side: ActionSide, file: ActionFile, now: datetime
) -> None:
    """Take a file away; its content goes too when nothing else has it. `NotNow`."""
    action, sha256 = file.action, file.sha256
    action_store.hold(session, action.plan_id)
    session.refresh(action, ["state", "entries"])
    if not can_remove(file, side):
        session.rollback()
        raise NotNow
    record_step(session, person, "action.file_removed", action, now, file=file.id, sha256=sha256)
    session.delete(file)
    session.commit()
    stored_files.forget_if_unused(session, settings, sha256)


def record_download(session: Session, person: Person, file: ActionFile, now: datetime) -> None:
    """Write down that somebody had the file."""
    record_step(session, person, "action.file_downloaded", file.action, now, file=file.id)
    session.commit()


def scan_waiting(session: Session, settings: Settings, now: datetime) -> int:
    """Scan what no scanner has seen yet; returns how many got an answer."""
    if not settings.clamav:
        return 0

    def settle(file: ActionFile, found: str | None) -> None:
        file.scan, file.scanned_at = ScanState.PASSED if found is None else ScanState.REFUSED, now
        if found is not None:
            told = {"file": file.id, "sha256": file.sha256, "found": found}
            record_step(session, None, "action.file_refused", file.action, now, **told)
        session.commit()
        if found is not None:
            stored_files.forget_if_unused(session, settings, file.sha256)

    return stored_files.scan_each(settings, store.to_scan(session, stored_files.SCANNED_AT_ONCE), settle)
