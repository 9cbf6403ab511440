"""The worklist of a council, from the newest reports of its suppliers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.store import screenings as store
from screening import codec, worklist
from screening.worklist import Candidate, Worklist


@dataclass(frozen=True, slots=True)
class CouncilWorklist:
    """The worklist, the id of each pick's supplier, and how many suppliers are being asked already."""

    worklist: Worklist
    supplier_ids: tuple[int, ...]
    asked: int


def plan(session: Session, council_id: int, capacity: int, today: date) -> CouncilWorklist:
    """The reviews to do next, of suppliers that nobody is waiting for.

    A supplier that was asked and has not answered in time comes back. The random checks are drawn anew each
    month, so that looking twice gives the same ones.
    """
    asked = store.being_asked(session, council_id, today)
    candidates: list[Candidate] = []
    ids: dict[str, int] = {}
    for supplier_id, spend, report_json in store.reports_with_spend(session, council_id):
        if supplier_id in asked:
            continue
        found = codec.load_standing(report_json)
        candidates.append(Candidate(found, spend))
        ids[found.case_sha256] = supplier_id
    planned = worklist.plan(candidates, capacity, month_seed(council_id, today))
    picked = tuple(ids[pick.candidate.report.case_sha256] for pick in planned.picks)
    return CouncilWorklist(planned, picked, len(asked))


def month_seed(council_id: int, today: date) -> str:
    """What draws a council's random checks of a month."""
    return f"{council_id}:{today:%Y-%m}"
