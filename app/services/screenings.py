"""Screening a council's suppliers: all at once, or one after something changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

import screening
from app.services import match_refresh
from app.services.cases import build_case, sentences_to_json
from app.services.progress import Progress, silent
from app.store import audit, responses
from app.store import screenings as store
from app.store import statements as statement_store
from app.store import suppliers as supplier_store
from models import Match, ReportText, Response, RunStatus, ScreeningRun, StoredReport, Supplier
from screening import codec
from screening.matching.costs import Costs
from screening.types import Report


def run(
    session: Session,
    run_id: int,
    now: Callable[[], datetime],
    progress: Progress = silent,
    costs: Costs | None = None,
) -> bool:
    """Do a queued run. Safe to call twice: a run that is taken or done is left alone (False).

    `costs` are what errors of the matching cost here; the usual ones if None.
    A fault is written on the run, which then stands as failed for people to see, and is raised again.
    """
    claimed = store.claim_run(session, run_id, now())
    session.commit()
    if claimed is None:
        return False
    try:
        _screen(session, claimed, now, progress, costs)
    except Exception as error:
        session.rollback()
        store.discard_reports(session, run_id)
        failed = session.get_one(ScreeningRun, run_id)
        failed.status, failed.finished_at = RunStatus.FAILED, now()
        failed.problem = f"{type(error).__name__}: {error}"[:1000]
        audit.record(
            session, None, "screening.failed", failed, now(), failed.council_id, problem=failed.problem
        )
        session.commit()
        raise
    return True


def _screen(
    session: Session,
    work: ScreeningRun,
    now: Callable[[], datetime],
    progress: Progress,
    costs: Costs | None,
) -> None:
    """Write the reports a batch at a time, then put them in force at once.

    Each batch is a transaction of its own, and is computed before it writes: SQLite has one writer, and a
    supplier who saves an answer meanwhile must not wait for the whole screening.
    """
    store.discard_reports(session, work.id)  # of an attempt whose worker was lost
    session.commit()
    if work.supplier_id is None:
        counts = match_refresh.refresh(session, work.council_id, progress, costs)
        work.matching = counts.record() if counts else {}
        session.commit()
        screened = _screen_all(session, work, progress)
    else:
        screened = _screen_one(session, work, work.supplier_id)
    before = store.ranks(session, work.council_id)
    store.put_in_force(session, work)
    _note_ranks(session, work, before)
    work.status, work.finished_at, work.suppliers = RunStatus.DONE, now(), screened
    work.model_version = screening.MODEL_VERSION
    work.reference_versions = screening.reference_versions()
    audit.record(
        session,
        None,
        "screening.done",
        work,
        now(),
        work.council_id,
        suppliers=screened,
        model=work.model_version,
        cause=work.cause,
    )
    session.commit()


def _screen_all(session: Session, work: ScreeningRun, progress: Progress) -> int:
    council_id, total = work.council_id, supplier_store.count_suppliers(session, work.council_id)
    all_matches = statement_store.matches_of_council(session, council_id)
    submitted = responses.submitted_by_supplier(session, council_id)
    copy_date = statement_store.newest_copy_date(session)
    done = 0
    for batch in supplier_store.suppliers_with_contracts(session, council_id):
        _screen_batch(session, work, batch, all_matches, submitted, copy_date)
        done += len(batch)
        progress("Screening suppliers", done, total)
    return done


def _screen_one(session: Session, work: ScreeningRun, supplier_id: int) -> int:
    supplier = supplier_store.supplier(session, work.council_id, supplier_id)
    if supplier is None:
        raise LookupError(f"supplier {supplier_id} does not belong to council {work.council_id}")
    found = statement_store.matches_of_supplier(session, work.council_id, supplier_id)
    response = responses.submitted_of_supplier(session, work.council_id, supplier_id)
    copy_date = statement_store.newest_copy_date(session)
    submitted = {supplier_id: response} if response else {}
    _screen_batch(session, work, [supplier], {supplier_id: found}, submitted, copy_date)
    return 1


def _screen_batch(
    session: Session,
    work: ScreeningRun,
    batch: Sequence[Supplier],
    all_matches: dict[int, list[Match]],
    submitted: dict[int, Response],
    copy_date: date | None,
) -> None:
    ids = [supplier.id for supplier in batch]
    earlier = store.current_reports(session, work.council_id, ids)
    written = []
    for supplier in batch:
        case = build_case(
            supplier, all_matches.get(supplier.id, []), copy_date, submitted.get(supplier.id), work.as_at
        )
        report = screening.screen(case)
        moved = _movement(earlier.get(supplier.id), report)
        written.append(_stored(work, supplier, codec.dump_case(case).decode(), report, moved))
    session.add_all(written)
    session.commit()


def _movement(earlier: StoredReport | None, report: Report) -> list[Any]:
    """Why the supplier's points moved since its last report, factor by factor."""
    if earlier is None:
        return []
    before = codec.load_report(earlier.text.report_json)
    return sentences_to_json(screening.explain_change(before, report))


def _stored(
    work: ScreeningRun, supplier: Supplier, case_json: str, report: Report, moved: list[Any]
) -> StoredReport:
    band, residual, findings, high, identity, _case = screening.order_key(report)
    return StoredReport(
        council_id=work.council_id,
        run_id=work.id,
        supplier_id=supplier.id,
        current=False,
        case_sha256=report.case_sha256,
        text=ReportText(case_json=case_json, report_json=codec.dump_report(report).decode()),
        model_version=report.model_version,
        band=report.band.value,
        sector=report.sector,
        statement_status=report.statement.status.value,
        inherent=report.inherent,
        residual=report.residual,
        low=report.low,
        high=report.high,
        order_band=band,
        order_residual=residual,
        order_findings=findings,
        order_high=high,
        order_identity=identity,
        moved=moved,
    )


def _note_ranks(session: Session, work: ScreeningRun, before: dict[int, int]) -> None:
    """Write the places before and after on the reports of this run."""
    after = store.ranks(session, work.council_id)
    for report in store.reports_of_run(session, work.id):
        report.rank_before = before.get(report.supplier_id)
        report.rank_after = after.get(report.supplier_id)


def recompute(report: StoredReport) -> bool:
    """Whether the stored case gives the stored report again, to the byte, under the model of this version."""
    again = screening.screen(codec.load_case(report.text.case_json))
    return codec.dump_report(again).decode() == report.text.report_json


def recompute_all(session: Session) -> tuple[int, int]:
    """How many current reports come out the same to the byte when computed again, and how many do not."""
    outcomes = [recompute(report) for report in store.all_current_reports(session)]
    return outcomes.count(True), outcomes.count(False)
