"""What an officer may narrow the queue to, each as a condition on a row of the queue."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select

from app.store.queue_entries import fold
from app.store.screenings import newest_invitations
from app.store.sharing import may_read
from models import (
    Action,
    ActionState,
    Contract,
    Correction,
    CorrectionState,
    Decision,
    DecisionKind,
    Invitation,
    QueueEntry,
    Response,
    ResponseStatus,
    SecondOpinion,
    Supplier,
    SupplierCare,
)

RESPONSES: Final = ("not_asked", "waiting", "overdue", "answered", "shared", "withdrawn")
DUE: Final = ("overdue", "week", "month", "none")
NOBODY: Final = "nobody"
WAITING: Final = "waiting"
NO_DECISION: Final = "none"
MOST_MONTHS: Final = 120
LONGEST_ID: Final = 9


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What an officer narrows the queue to, and how it is sorted; what is empty narrows nothing.

    `response`, `due` are of `RESPONSES`, `DUE`; "shared" are those of the answered that had given their
    answers before this council asked. `owner` is `NOBODY` or a person's id; `moved` "up" or "down";
    `decision` a kind, `WAITING` for the second person, or `NO_DECISION`. `spend` is in pounds, at least;
    `ends` in months: a contract ends between today and then. `actions` are plans' overdue actions;
    `unnumbered` are the suppliers whose company number is not known, but for those that have none.
    """

    text: str = ""
    band: str = ""
    sector: str = ""
    statement: str = ""
    response: str = ""
    owner: str = ""
    due: str = ""
    moved: str = ""
    decision: str = ""
    spend: int = 0
    ends: int = 0
    disputed: bool = False
    unnumbered: bool = False
    actions: bool = False
    sort: str = "rank"

    @property
    def narrows(self) -> bool:
        """Whether it leaves anybody out."""
        return replace(self, text=self.text.strip(), sort="rank") != QueueFilter()


def conditions(council_id: int, wanted: QueueFilter, today: date) -> Iterator[ColumnElement[bool]]:
    """Each part of the filter as a condition on `QueueEntry`."""
    for column, value in (
        (QueueEntry.band, wanted.band),
        (QueueEntry.sector, wanted.sector),
        (QueueEntry.statement_status, wanted.statement),
    ):
        if value:
            yield column == value
    if wanted.text.strip():
        yield _searched(wanted.text)
    if wanted.spend:
        yield QueueEntry.order_spend <= -100 * wanted.spend
    if wanted.moved:
        yield QueueEntry.moved == {"up": 1, "down": -1}.get(wanted.moved, 0)
    if wanted.response:
        yield _responded(council_id, wanted.response, today)
    if wanted.owner:
        yield _owned(council_id, wanted.owner)
    if wanted.due:
        yield _due(council_id, wanted.due, today)
    if wanted.decision:
        yield _decided(council_id, wanted.decision)
    yield from _beside(council_id, wanted, today)


def _beside(council_id: int, wanted: QueueFilter, today: date) -> Iterator[ColumnElement[bool]]:
    """Contracts that end, lines that are disputed, a company number that is not known, actions that are
    overdue."""
    if wanted.ends:
        ending = select(Contract.supplier_id).where(*ending_contracts(council_id, wanted.ends, today))
        yield QueueEntry.supplier_id.in_(ending)
    if wanted.disputed:
        open_ones = select(Correction.supplier_id).where(
            Correction.council_id == council_id, Correction.state == CorrectionState.OPEN
        )
        yield QueueEntry.supplier_id.in_(open_ones)
    if wanted.unnumbered:
        without = select(Supplier.id).where(
            Supplier.council_id == council_id, Supplier.company_number == "", Supplier.no_number == ""
        )
        yield QueueEntry.supplier_id.in_(without)
    if wanted.actions:
        overdue = select(Action.supplier_id).where(*overdue_actions(council_id, today))
        yield QueueEntry.supplier_id.in_(overdue)


def _searched(text: str) -> ColumnElement[bool]:
    """Every word somewhere in the names and numbers; or all typed, without spaces, as one number."""
    folded = fold(text)
    words = and_(*(QueueEntry.search.contains(word, autoescape=True) for word in folded.split()))
    squashed = folded.replace(" ", "")
    if not any(letter.isdigit() for letter in squashed):
        return words
    return or_(words, QueueEntry.search.contains(squashed, autoescape=True))


def response_states(council_id: int, today: date) -> Select[Any]:
    """Of each supplier that was asked: its id as `supplier_id`, where its answer stands as `state`, and as
    `shared` (1 or 0) whether the answers that the council reads had been given before it asked.

    What a supplier gave to others is no business of a third: submitted answers of which it has not said
    whether this council may read them look like a draft.
    """
    newest = newest_invitations(council_id).subquery()
    read = and_(Response.status == ResponseStatus.SUBMITTED, may_read())
    state = case(
        (Invitation.withdrawn_at.is_not(None), "withdrawn"),
        (read, "answered"),
        (Invitation.due_on < today, "overdue"),
        else_="waiting",
    )
    given_before = and_(read, Response.submitted_at < Invitation.sent_at)
    return (
        select(
            Invitation.supplier_id,
            state.label("state"),
            case((given_before, literal(1)), else_=literal(0)).label("shared"),
        )
        .join(newest, newest.c.invitation_id == Invitation.id)
        .join(Response, Response.id == Invitation.response_id)
    )


def _responded(council_id: int, wanted: str, today: date) -> ColumnElement[bool]:
    if wanted == "not_asked":
        asked = select(newest_invitations(council_id).subquery().c.supplier_id)
        return QueueEntry.supplier_id.not_in(asked)
    states = response_states(council_id, today).subquery()
    is_wanted = states.c.shared == 1 if wanted == "shared" else states.c.state == wanted
    return QueueEntry.supplier_id.in_(select(states.c.supplier_id).where(is_wanted))


def _owned(council_id: int, wanted: str) -> ColumnElement[bool]:
    owned = select(SupplierCare.supplier_id).where(SupplierCare.council_id == council_id)
    if wanted == NOBODY:
        return QueueEntry.supplier_id.not_in(owned.where(SupplierCare.owner_id.is_not(None)))
    owner = int(wanted) if wanted.isdecimal() and len(wanted) <= LONGEST_ID else 0
    return QueueEntry.supplier_id.in_(owned.where(SupplierCare.owner_id == owner))


def _due(council_id: int, wanted: str, today: date) -> ColumnElement[bool]:
    dated = select(SupplierCare.supplier_id).where(SupplierCare.council_id == council_id)
    if wanted == "none":
        return QueueEntry.supplier_id.not_in(dated.where(SupplierCare.due_on.is_not(None)))
    return QueueEntry.supplier_id.in_(dated.where(due_by(wanted, today)))


def due_by(wanted: str, today: date) -> ColumnElement[bool]:
    """Whether the next step is overdue, or due from today to Sunday ("week") or the end of the month."""
    if wanted == "overdue":
        return SupplierCare.due_on < today
    sunday = today + timedelta(days=6 - today.weekday())
    last = sunday if wanted == "week" else today.replace(day=monthrange(today.year, today.month)[1])
    return SupplierCare.due_on.between(today, last)


def _decided(council_id: int, wanted: str) -> ColumnElement[bool]:
    """By the newest decision that stands, or that still waits for its second person."""
    mine = (Decision.council_id == council_id) & Decision.withdrawn_at.is_(None)
    agreed = or_(Decision.needs_second.is_(False), Decision.second_opinion == SecondOpinion.AGREED)
    newest = (
        select(func.max(Decision.id)).where(mine, agreed).group_by(Decision.supplier_id).scalar_subquery()
    )
    if wanted == WAITING:
        waits = select(Decision.supplier_id).where(
            mine, Decision.needs_second.is_(True), Decision.second_opinion.is_(None)
        )
        return QueueEntry.supplier_id.in_(waits)
    if wanted == NO_DECISION:
        return QueueEntry.supplier_id.not_in(select(Decision.supplier_id).where(mine, agreed))
    kinds = [kind for kind in DecisionKind if kind.value == wanted]
    return QueueEntry.supplier_id.in_(
        select(Decision.supplier_id).where(Decision.id.in_(newest), Decision.kind.in_(kinds))
    )


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + min(months, MOST_MONTHS), 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def ending_contracts(council_id: int, months: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Contracts of the council that end between today and so many months later."""
    return Contract.council_id == council_id, Contract.end.between(today, months_later(today, months))


def overdue_actions(council_id: int, today: date) -> tuple[ColumnElement[bool], ...]:
    """Actions of the council's plans that nobody has done in time."""
    return Action.council_id == council_id, Action.state == ActionState.OPEN, Action.due_on < today
