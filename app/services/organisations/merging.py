"""Merging two suppliers that are one organisation, undoing that, and saying that two are not the same.

A merge deletes nothing: the absorbed supplier keeps its row and key, points to the survivor, and every
changed cell is kept with the merge. Undoing goes backwards through these cells; one that somebody changed
since is left as it is and told of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from app.services.background import runs
from app.services.loads import merged_spend
from app.services.organisations import merge_plan
from app.services.organisations.merge_plan import Change, MergePlan
from app.services.outside import webhooks
from app.store import api_lists, audit, merge_rows, merged, queue_entries
from app.store import merges as store
from models import DuplicateProposal, Invitation, Person, Supplier, SupplierMerge


class Refusal(StrEnum):
    """Why two suppliers cannot be merged, or a merge not undone."""

    SAME = "same"
    """They are one record already."""
    MERGED = "merged"
    """One of them was merged into another meanwhile."""
    TWO_NUMBERS = "two_numbers"
    """They have different company numbers, so they are two legal entities."""
    ONE_HAS_NONE = "one_has_none"
    """One has a company number, and of the other an officer said that it has none: two, too."""
    BOTH_ASKED = "both_asked"
    """Both have an open questionnaire, and nobody said what is to become of these."""
    UNDONE = "undone"
    """The merge was undone already."""
    LATER_MERGE = "later_merge"
    """The survivor was merged into a third one since; that has to be undone first."""


class Refused(Exception):
    """Nothing was changed; `later` is the merge that has to be undone first, if that is why."""

    def __init__(self, why: Refusal, later: SupplierMerge | None = None) -> None:
        super().__init__(why.value)
        self.why, self.later = why, later


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do, for the officer to see before. `asked` are both open questionnaires, if both
    suppliers have one."""

    plan: MergePlan
    asked: tuple[Invitation, Invitation] | None


def preview(session: Session, survivor: Supplier, absorbed: Supplier) -> Preview:
    """What merging `absorbed` into `survivor` would do. Raises `Refused`; writes nothing."""
    _refuse(survivor, absorbed)
    return Preview(merge_plan.plan(session, survivor, absorbed), both_asked(session, survivor, absorbed))


def both_asked(
    session: Session, survivor: Supplier, absorbed: Supplier
) -> tuple[Invitation, Invitation] | None:
    """The open questionnaires of both, where two people answer apart from each other."""
    ours = store.open_invitation(session, survivor.council_id, survivor.id)
    theirs = store.open_invitation(session, absorbed.council_id, absorbed.id)
    return (ours, theirs) if ours and theirs and ours.response_id != theirs.response_id else None


def merge(
    session: Session,
    officer: Person,
    survivor: Supplier,
    absorbed: Supplier,
    reason: str,
    now: datetime,
    today: date,
    both_may_answer: bool = False,
) -> SupplierMerge:
    """Merge `absorbed` into `survivor` and have the survivor screened again. Raises `Refused`.

    `both_may_answer` says that the officer knows that both have an open questionnaire and both stay open.
    """
    api_lists.hold_council(session, survivor.council_id)
    session.refresh(survivor)
    session.refresh(absorbed)
    _refuse(survivor, absorbed)
    if not both_may_answer and both_asked(session, survivor, absorbed):
        raise Refused(Refusal.BOTH_ASKED)
    made = SupplierMerge(
        council_id=survivor.council_id,
        survivor_id=survivor.id,
        absorbed_id=absorbed.id,
        person_id=officer.id,
        merged_at=now,
        reason=reason,
        changes=[],
        counts={},
        kept=[],
    )
    moved = _carry_out(session, made, survivor, absorbed)
    session.add(made)
    session.flush()
    merged_spend.recount(session, survivor.id)
    _record(session, officer, made, ("supplier.merged", "supplier.merged_away"), now, moved)
    webhooks.tell_of_merge(session, made, now)
    _after(session, made, [survivor.id], "merge", now, today)
    session.commit()
    return made


def undo(
    session: Session, officer: Person, made: SupplierMerge, reason: str, now: datetime, today: date
) -> SupplierMerge:
    """Undo a merge: what hung on the absorbed supplier goes back to it. Raises `Refused`.

    Later merges into the same supplier rest on what this one left there, so they are taken back first and
    worked out anew afterwards: all is then as if this merge had never been. What was added to the survivor
    since stays with it. What was changed or is gone since is left as it is and listed on the merge as `kept`.
    Contracts of later files go to the record under which the file names them.
    """
    api_lists.hold_council(session, made.council_id)
    session.refresh(made)
    refusal = why_not_undone(session, made)
    if refusal is not None:
        raise refusal
    later = store.later_into(session, made)
    for one in reversed(later):
        _take_back(session, one)
    made.kept = _take_back(session, made)
    made.undone_at, made.undone_by_id, made.undone_reason = now, officer.id, reason
    for one in later:
        session.flush()
        session.expire_all()
        _carry_out(session, one, one.survivor, one.absorbed)
    merged_spend.recount(session, made.survivor_id)
    counts = {"kept": len(made.kept), "worked_out_anew": len(later)}
    _record(session, officer, made, ("supplier.merge_undone", "supplier.merge_undone_away"), now, counts)
    webhooks.tell_of_merge(session, made, now)
    _after(session, made, [made.survivor_id, made.absorbed_id], "merge_undo", now, today)
    session.commit()
    return made


def why_not_undone(session: Session, made: SupplierMerge) -> Refused | None:
    """Why a merge cannot be undone now, None if it can."""
    if made.undone_at is not None:
        return Refused(Refusal.UNDONE)
    later = store.in_force_of(session, made.council_id, made.survivor_id)
    return Refused(Refusal.LATER_MERGE, later) if later else None


def not_exact(session: Session, made: SupplierMerge) -> list[Change]:
    """The changes that undoing could not take back now, since the rows were changed or are gone.

    What later merges into the same supplier changed does not count: they are taken back first.
    """
    as_if: dict[tuple[str, int], dict[str, Any]] = {}
    missed: list[Change] = []
    for one in (*reversed(store.later_into(session, made)), made):
        for change in map(Change.of_record, reversed(one.changes)):
            over = as_if.setdefault((change.table, change.row_id), {})
            stands = merge_rows.cells(session, change.of, change.row_id, list(change.after))
            if stands is not None and {**stands, **_within(over, stands)} == dict(change.after):
                over.update(change.before)
            elif one is made:
                missed.append(change)
    return missed


def _within(cells: Mapping[str, Any], names: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in cells.items() if name in names}


def dismiss(session: Session, officer: Person, pair: DuplicateProposal, reason: str, now: datetime) -> None:
    """Say that two suppliers are not the same organisation; they are not proposed again."""
    if pair.dismissed_at is not None:
        return
    pair.dismissed_at, pair.dismissed_by_id, pair.dismissed_reason = now, officer.id, reason
    _record_pair(session, officer, pair, "duplicate.dismissed", now)
    session.commit()


def take_back_dismissal(session: Session, officer: Person, pair: DuplicateProposal, now: datetime) -> None:
    """Propose a pair again of which somebody had said that the two are not the same."""
    if pair.dismissed_at is None:
        return
    pair.dismissed_at, pair.dismissed_by_id, pair.dismissed_reason = None, None, ""
    _record_pair(session, officer, pair, "duplicate.reopened", now)
    session.commit()


def _refuse(survivor: Supplier, absorbed: Supplier) -> None:
    if survivor.id == absorbed.id or survivor.council_id != absorbed.council_id:
        raise Refused(Refusal.SAME)
    if survivor.merged_into_id is not None or absorbed.merged_into_id is not None:
        raise Refused(Refusal.MERGED)
    numbers = {number_of(survivor), number_of(absorbed)} - {""}
    if len(numbers) > 1:
        raise Refused(Refusal.TWO_NUMBERS)
    if numbers and (survivor.no_number or absorbed.no_number):
        raise Refused(Refusal.ONE_HAS_NONE)


def number_of(supplier: Supplier) -> str:
    """The company number of a supplier: its own, else that of its organisation, "" if none is known."""
    organisation = supplier.organisation
    return supplier.company_number or (organisation.company_number if organisation else "") or ""


def _carry_out(
    session: Session, made: SupplierMerge, survivor: Supplier, absorbed: Supplier
) -> dict[str, int]:
    """Work out a merge, write its changes and keep them with it; what is moved, by table. The spend is still
    to be counted again."""
    planned = merge_plan.plan(session, survivor, absorbed)
    made.changes = [change.record() for change in planned.changes]
    made.counts = dict(planned.moved)
    for change in planned.changes:
        merge_rows.write(session, change.of, change.row_id, change.after)
    merge_rows.hand_contracts_over(session, absorbed.id, survivor.id)
    return dict(planned.moved)


def _take_back(session: Session, made: SupplierMerge) -> list[dict[str, Any]]:
    """Write back what a merge changed, the last first; the rows that were changed since and are left."""
    records = [made.absorbed_id, *merged.below(merged.links(session, made.council_id), made.absorbed_id)]
    merge_rows.hand_contracts_back(session, made.absorbed_id, made.survivor_id, records)
    return [
        {"table": change.table, "id": change.row_id}
        for change in map(Change.of_record, reversed(made.changes))
        if not _put_back(session, change)
    ]


def _put_back(session: Session, change: Change) -> bool:
    """Write the cells as they were, if they still are as the merge left them."""
    if not _is_as_left(session, change):
        return False
    merge_rows.write(session, change.of, change.row_id, _still_possible(session, change))
    return True


def _is_as_left(session: Session, change: Change) -> bool:
    stands = merge_rows.cells(session, change.of, change.row_id, list(change.after))
    return stands is not None and stands == dict(change.after)


def _still_possible(session: Session, change: Change) -> Mapping[str, Any]:
    """The cells before; an owner who has left since looks after nothing."""
    owner_id = change.before.get("owner_id") if change.table == "supplier_care" else None
    owner = session.get(Person, owner_id) if owner_id else None
    return change.before if owner is None or owner.active else {**change.before, "owner_id": None}


def _record(
    session: Session,
    officer: Person,
    made: SupplierMerge,
    actions: tuple[str, str],
    now: datetime,
    counts: Mapping[str, int],
) -> None:
    """One event on each of the two; free text stays out of what cannot be changed."""
    survivor, absorbed = (session.get_one(Supplier, one) for one in (made.survivor_id, made.absorbed_id))
    for action, subject, other in zip(actions, (survivor, absorbed), (absorbed, survivor), strict=True):
        told = {"merge": made.id, "other": other.id, "name": other.name}
        audit.record(session, officer, action, subject, now, made.council_id, **told, rows=dict(counts))


def _record_pair(
    session: Session, officer: Person, pair: DuplicateProposal, action: str, now: datetime
) -> None:
    told = {"first": pair.first_id, "second": pair.second_id}
    audit.record(session, officer, action, pair, now, pair.council_id, **told)


def _after(
    session: Session, made: SupplierMerge, screened: list[int], cause: str, now: datetime, today: date
) -> None:
    """Bring the queue's rows of both up to date, and have what changed screened again."""
    session.flush()
    session.expire_all()
    for supplier_id in (made.survivor_id, made.absorbed_id):
        queue_entries.refresh(session, made.council_id, supplier_id)
    for supplier_id in screened:
        runs.queue_run(session, made.council_id, supplier_id, cause, now, today)
