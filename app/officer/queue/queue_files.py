"""The rows of the queue as its files have them: what the page shows, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app.documents.shown_queue import ShownRow
from app.documents.words import one_line
from app.labels import band_label
from app.officer.queue import queue_views
from app.officer.queue.queue_views import Row
from app.store import queue as store
from app.store.queue_conditions import QueueFilter


def shown_rows(
    session: Session, council_id: int, wanted: QueueFilter, today: date, only: Sequence[int] | None
) -> Iterator[ShownRow]:
    """Every row of a filter, or those of some suppliers alone, in its order."""
    found = store.all_rows(session, council_id, wanted, today, only)
    return (shown_row(row) for row in queue_views.in_parts(session, council_id, found, today))


def shown_row(row: Row) -> ShownRow:
    """A row of the page as a row of a file."""
    return ShownRow(
        place=row.rank,
        supplier=one_line(row.name),
        company_number=row.company_number,
        band=band_label(row.band),
        band_is=row.advice,
        points=_points(row.residual),
        low=_points(row.low),
        high=_points(row.high),
        places_moved=row.moved_places,
        points_moved=_points(row.moved_points),
        moved_because=one_line(row.moved_because),
        reasons=one_line(". ".join(row.reasons)),
        sector=row.sector,
        spend=row.spend,
        contracts=row.contracts,
        contracts_value=row.contracts_value,
        next_contract_end=row.next_end,
        statement=one_line(row.statement),
        questionnaire=row.response,
        days_overdue=row.days_overdue or None,
        decision=row.decision,
        disputed=one_line(queue_views.disputed_text(row)),
        owner=row.owner,
        due=row.due_on,
        next_step=one_line(row.next_step),
        place_firm=_share(row.rank_stability),
        band_firm=_share(row.band_stability),
    )


def _points(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1)


def _share(part: float | None) -> Decimal | None:
    return None if part is None else Decimal(f"{part:.2f}")
