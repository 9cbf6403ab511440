"""Screening a council's suppliers: all at once, or one after something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

import screening
from app.queue import after_commit
from app.services.background.progress import Progress, silent
from app.services.judgement import council_weights, country_indices, match_refresh
from app.services.judgement.cases import build_case, sentences_to_json
from app.services.matching import company_directory, supplier_directory
from app.services.matching.screening_setup import USUAL, ScreeningSetup
from app.services.outside import webhooks
from app.store import audit, queue_entries, responses
from app.store import screenings as store
from app.store import statements as statement_store
from app.store import suppliers as supplier_store
from models import Match, ReportText, Response, RunStatus, ScreeningRun, StoredReport, Supplier
from screening import codec, stability
from screening.ranking import OrderKey
from screening.stability import Sketch, Stability
from screening.types import Report
from screening.weights import Weights


def run(
    session: Session,
    run_id: int,
    now: Callable[[], datetime],
    progress: Progress = silent,
    setup: ScreeningSetup = USUAL,
) -> bool:
    """Do a queued run. Safe to call twice: a run that is taken or done is left alone (False).

    `setup` says what errors of matching cost here, and where indexes of names are kept.
    A fault is written on the run, which then stands as failed for people to see, and is raised again.
    """
    claimed = store.claim_run(session, run_id, now())
    session.commit()
    if claimed is None:
        return False
    try:
        _screen(session, claimed, now, progress, setup)
    except Exception as error:
        session.rollback()
        store.discard_reports(session, run_id)
        failed = session.get_one(ScreeningRun, run_id)
        failed.status, failed.finished_at = RunStatus.FAILED, now()
        failed.problem = type(error).__name__  # its text may name a supplier or a person
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
    setup: ScreeningSetup,
) -> None:
    """Write the reports a batch at a time, then put them in force at once.

    Each batch is a transaction of its own, and is computed before it writes: SQLite has one writer, and a
    supplier who saves an answer meanwhile must not wait for the whole screening.
    """
    store.discard_reports(session, work.id)  # of an attempt whose worker was lost
    session.commit()
    weights = council_weights.weights_of(session, work.council_id)
    indices = country_indices.kept(setup.countries)
    judging = _Judging(weights, country_indices.joined(indices))  # the same for the whole run
    if work.supplier_id is None:
        counts = match_refresh.refresh(session, work.council_id, progress, setup)
        supplier_directory.renew(session, work.council_id, setup)
        work.matching = counts.record() if counts else {}
        session.commit()
        company_directory.renew(session, work.council_id, setup)
        sketches = _screen_all(session, work, judging, progress)
    else:
        sketches = _screen_one(session, work, judging, work.supplier_id)
    screened = len(sketches)
    before = store.ranks(session, work.council_id)
    # Of one supplier nobody can tell how firm its place among the others is.
    firm = stability.of_sketches(sketches) if work.supplier_id is None else {}
    store.put_in_force(session, work)
    _note_ranks(session, work, before, firm)
    queue_entries.refresh(session, work.council_id, work.supplier_id)
    webhooks.tell_of_run(session, work, now())
    work.status, work.finished_at, work.suppliers = RunStatus.DONE, now(), screened
    work.model_version = screening.MODEL_VERSION
    work.reference_versions = dict(screening.reference_versions())
    if weights.sha256:
        work.reference_versions["weights_of_council"] = weights.sha256
    for index in indices:
        work.reference_versions[f"outside_{index.kind.value}"] = index.sha256
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
    if work.supplier_id is None:
        after_commit(session, "duplicates.find", work.council_id)
    session.commit()


@dataclass(frozen=True, slots=True)
class _Judging:
    """What the reports of a run are made with, beside the facts of each supplier."""

    weights: Weights
    outside: country_indices.Outside


def _screen_all(session: Session, work: ScreeningRun, judging: _Judging, progress: Progress) -> list[Sketch]:
    council_id, total = work.council_id, supplier_store.count_suppliers(session, work.council_id)
    all_matches = statement_store.matches_of_council(session, council_id)
    submitted = responses.submitted_by_supplier(session, council_id)
    copy_date = statement_store.newest_copy_date(session)
    sketches: list[Sketch] = []
    for batch in supplier_store.suppliers_with_contracts(session, council_id):
        sketches += _screen_batch(session, work, judging, batch, all_matches, submitted, copy_date)
        progress("Screening suppliers", len(sketches), total)
    return sketches


def _screen_one(session: Session, work: ScreeningRun, judging: _Judging, supplier_id: int) -> list[Sketch]:
    supplier = supplier_store.supplier(session, work.council_id, supplier_id)
    if supplier is None:
        raise LookupError(f"supplier {supplier_id} does not belong to council {work.council_id}")
    found = statement_store.matches_of_supplier(session, work.council_id, supplier_id)
    response = responses.submitted_of_supplier(session, work.council_id, supplier_id)
    copy_date = statement_store.newest_copy_date(session)
    submitted = {supplier_id: response} if response else {}
    return _screen_batch(session, work, judging, [supplier], {supplier_id: found}, submitted, copy_date)


def _screen_batch(
    session: Session,
    work: ScreeningRun,
    judging: _Judging,
    batch: Sequence[Supplier],
    all_matches: dict[int, list[Match]],
    submitted: dict[int, Response],
    copy_date: date | None,
) -> list[Sketch]:
    """Write the reports of a batch; returns what the draws need of them."""
    ids = [supplier.id for supplier in batch]
    earlier = store.current_reports(session, work.council_id, ids)
    written = []
    sketches = []
    for supplier in batch:
        case = build_case(
            supplier, all_matches.get(supplier.id, []), copy_date, submitted.get(supplier.id), work.as_at
        )
        case = country_indices.beside(case, judging.outside)
        report = screening.screen(case, weights=judging.weights)
        moved = _movement(earlier.get(supplier.id), report)
        written.append(_stored(work, supplier, codec.dump_case(case).decode(), report, moved))
        sketches.append(stability.sketch(report))
    session.add_all(written)
    session.commit()
    return sketches


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


def _note_ranks(
    session: Session, work: ScreeningRun, before: dict[int, int], firm: Mapping[OrderKey, Stability]
) -> None:
    """Write the places before and after on the reports of this run, and how firm they are."""
    after = store.ranks(session, work.council_id)
    for report in store.reports_of_run(session, work.id):
        report.rank_before = before.get(report.supplier_id)
        report.rank_after = after.get(report.supplier_id)
        if found := firm.get(_order_key(report)):
            report.rank_stability, report.band_stability = found.rank, found.band


def _order_key(stored: StoredReport) -> OrderKey:
    return (
        stored.order_band,
        stored.order_residual,
        stored.order_findings,
        stored.order_high,
        stored.order_identity,
        stored.case_sha256,
    )


def recompute(report: StoredReport) -> bool:
    """Whether the stored case gives the stored report again, to the byte, under the model of this version.

    The report says with which weights it was made.
    """
    try:
        stored = codec.load_report(report.text.report_json)
        weights = Weights(stored.weights)
    except ValueError:  # no report at all, or one with weights that this version does not allow
        return False
    again = screening.screen(codec.load_case(report.text.case_json), stored.use, weights)
    return codec.dump_report(again).decode() == report.text.report_json


def recompute_all(session: Session) -> tuple[int, int]:
    """How many current reports come out the same to the byte when computed again, and how many do not."""
    outcomes = [recompute(report) for report in store.all_current_reports(session)]
    return outcomes.count(True), outcomes.count(False)
