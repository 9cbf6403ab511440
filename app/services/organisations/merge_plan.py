"""What merging one supplier into another changes: worked out row by row before anything is written.

The same plan is shown to the officer and carried out, so that the page says exactly what happens. Nothing is
deleted. Rows that hang on the absorbed supplier go to the survivor, but for those of which there may be only
one and the survivor has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.orm import Session

from app.services.loads.load_snapshots import from_json, to_json
from app.store import merge_rows
from models import Base, MatchDecision, Supplier

#: Cells of the survivor that are taken over from the absorbed supplier where the survivor has none.
TAKEN_OVER: Final = (
    "organisation_id",
    "company_number",
    "vat_number",
    "charity_number",
    "postcode",
    "no_number",
)
_DECIDED: Final = (MatchDecision.CONFIRMED, MatchDecision.REJECTED)
_DECISION: Final = ("decision", "decided_by_id", "decided_at", "kind", "member")

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """Cells of one row before and after; both name the same cells."""

    table: str
    row_id: int
    before: Row
    after: Row

    @property
    def of(self) -> Table:
        """The table itself."""
        return Base.metadata.tables[self.table]

    def record(self) -> dict[str, Any]:
        """As plain JSON values, to be kept with the merge."""
        before, after = to_json(self.before), to_json(self.after)
        return {"table": self.table, "id": self.row_id, "before": before, "after": after}

    @classmethod
    def of_record(cls, kept: Mapping[str, Any]) -> Change:
        """What `record` gave."""
        table = Base.metadata.tables[kept["table"]]
        before, after = from_json(table, kept["before"]), from_json(table, kept["after"])
        return cls(kept["table"], kept["id"], before, after)


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Changes in their order, and what an officer is told of them.

    `moved` is how many rows of each table go over, contracts included; `left` how many stay with the absorbed
    supplier since the survivor has its own. `taken_over` are cells of the survivor that are filled in.
    """

    changes: tuple[Change, ...]
    moved: Mapping[str, int]
    left: Mapping[str, int]
    taken_over: tuple[str, ...]


def plan(session: Session, survivor: Supplier, absorbed: Supplier) -> MergePlan:
    """What merging would change, but for spend (see `merged_spend`). Writes nothing."""
    session.flush()
    changes: list[Change] = []
    moved: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for table, column in merge_rows.hanging_on_suppliers():
        ours = merge_rows.rows_of(session, table, column, survivor.id)
        for row in merge_rows.rows_of(session, table, column, absorbed.id):
            twin = _twin(table, column.name, row, ours)
            if twin is None:
                cells = ({column.name: absorbed.id}, {column.name: survivor.id})
                changes.append(Change(table.name, row["id"], *cells))
                moved[table.name] += 1
            else:
                left[table.name] += 1
                changes += _JOINED.get(table.name, _nothing)(row, twin)
    moved["contract"] = merge_rows.count_contracts(session, absorbed.id)
    changes += [
        Change("report", key, {"current": True}, {"current": False})
        for key in merge_rows.current_reports(session, absorbed.id)
    ]
    filled = [name for name in TAKEN_OVER if not getattr(survivor, name) and getattr(absorbed, name)]
    if filled:
        before = {name: getattr(survivor, name) for name in filled}
        after = {name: getattr(absorbed, name) for name in filled}
        changes.append(Change("supplier", survivor.id, before, after))
    goes = ({"merged_into_id": None}, {"merged_into_id": survivor.id})
    changes.append(Change("supplier", absorbed.id, *goes))
    return MergePlan(tuple(changes), +moved, +left, tuple(filled))


def _twin(table: Table, column: str, row: Row, ours: Sequence[Row]) -> Row | None:
    """The survivor's row that this row could not stand beside, by the unique constraints of the table."""
    for keys in _unique_with(table, column):
        for own in ours:
            if all(own[name] == row[name] for name in keys):
                return own
    return None


def _unique_with(table: Table, column: str) -> list[tuple[str, ...]]:
    """Of each unique constraint that holds this column: its other columns."""
    found = []
    for one in table.constraints:
        names = tuple(each.name for each in one.columns) if isinstance(one, UniqueConstraint) else ()
        if column in names:
            found.append(tuple(name for name in names if name != column))
    return found


def _nothing(row: Row, twin: Row) -> list[Change]:
    """The survivor's row stands and the other is asleep: nothing changes."""
    return []


def _join_care(row: Row, twin: Row) -> list[Change]:
    """Who looks after it: the survivor's owner stays. Nobody goes on looking after the absorbed one, and
    where nobody looked after the survivor, its owner, step and day are taken over."""
    names = ("owner_id", "next_step", "due_on")
    empty = {"owner_id": None, "next_step": "", "due_on": None}
    theirs, ours = {name: row[name] for name in names}, {name: twin[name] for name in names}
    if theirs == empty:
        return []
    changes = [Change("supplier_care", row["id"], theirs, empty)]
    if ours == empty:
        changes.append(Change("supplier_care", twin["id"], ours, theirs))
    return changes


def _join_match(row: Row, twin: Row) -> list[Change]:
    """One statement found for both: what a person decided counts more than what was computed."""
    if row["decision"] not in _DECIDED or twin["decision"] in _DECIDED:
        return []
    before, after = ({name: one[name] for name in _DECISION} for one in (twin, row))
    return [Change("match", twin["id"], before, after)]


def _join_invitation(row: Row, twin: Row) -> list[Change]:
    """One response through two invitations: what the council may read by one it may read by the other."""
    names = ("agreed_at", "opened_at")
    may_read = row["agreed_at"] and not row["withdrawn_at"] and not row["revoked_at"]
    if not may_read or twin["agreed_at"] or twin["withdrawn_at"] or twin["revoked_at"]:
        return []
    before = {name: twin[name] for name in names}
    after = {"agreed_at": row["agreed_at"], "opened_at": twin["opened_at"] or row["opened_at"]}
    return [Change("invitation", twin["id"], before, after)]


#: What becomes of two rows of which there may be only one; of other tables the survivor's just stands.
_JOINED: Final[Mapping[str, Callable[[Row, Row], list[Change]]]] = {
    "supplier_care": _join_care,
    "match": _join_match,
    "invitation": _join_invitation,
}
