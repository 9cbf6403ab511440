"""Screening runs: what ran, and asking for one."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import url_for
from pydantic import Field

from app import access
from app.api.fields import IN_JSON, LARGEST_ID, Day, Given, Moment, Told
from app.api.operations import Reply, operation, settings
from app.api.paging import Page, read_cursor, with_next, write_cursor
from app.api.reading import request_sha256
from app.extensions import clock, db
from app.problems import Problem
from app.services.background import runs
from app.services.outside import once
from app.store import api_lists, audit, merged, screenings, suppliers
from models import RunStatus, Scope, ScreeningRun


class RunTold(Told):
    """A screening of all suppliers, or of one."""

    id: int
    supplier_id: Annotated[int | None, Field(description="Null: of all suppliers.")]
    cause: str
    status: Literal["queued", "running", "done", "failed"]
    as_at: Annotated[Day, Field(description="The day that the judgement takes as today.")]
    queued_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    suppliers: int
    model_version: str


class RunsTold(Told):
    """A page of runs, the newest first."""

    runs: list[RunTold]
    next: str | None


class RunGiven(Given):
    """What to screen."""

    supplier_id: Annotated[
        int | None, Field(ge=1, le=LARGEST_ID, description="Null: all suppliers."), IN_JSON
    ] = None


@operation("GET", "/runs", Scope.REPORTS_READ, "Runs", RunsTold, query=Page)
def list_runs(query: Page) -> Reply:
    """List screening runs, the newest first."""
    (before,) = read_cursor(query.cursor, "runs", int) or (None,)
    rows = api_lists.runs(db.session(), access.api_token().council_id, before, query.limit + 1)
    more, rows = len(rows) > query.limit, rows[: query.limit]
    following = write_cursor("runs", rows[-1].id) if more else None
    return with_next(RunsTold(runs=[_run(row) for row in rows], next=following), following)


@operation("GET", "/runs/{run_id}", Scope.REPORTS_READ, "Runs", RunTold)
def get_run(run_id: int) -> RunTold:
    """Read one screening run."""
    found = api_lists.run(db.session(), access.api_token().council_id, run_id)
    if found is None:
        raise Problem(404)
    return _run(found)


@operation(
    "POST",
    "/runs",
    Scope.RUNS_WRITE,
    "Runs",
    RunTold,
    body=RunGiven,
    status=202,
    refusals=(404, 409),
    key="optional",
)
def queue_run(body: RunGiven, key: str) -> Reply:
    """Ask for a screening of all suppliers, or of one.

    A worker does it; follow the address in the header Location. 409 while one that covers the same is queued,
    since that one will see what you have sent.
    """
    session, token = db.session(), access.api_token()

    def act() -> tuple[int, dict[str, Any]]:
        supplier_id = body.supplier_id
        if supplier_id is not None:
            found = suppliers.supplier(session, token.council_id, supplier_id)
            if found is None:
                raise Problem(404, "Your council has no such supplier.")
            supplier_id = merged.survivor(session, found).id
        waiting = screenings.open_run(session, token.council_id, supplier_id)
        if waiting is not None and waiting.status == RunStatus.QUEUED:
            raise Problem(409, f"Run {waiting.id} is queued and covers the same.")
        run = runs.queue_run(session, token.council_id, supplier_id, "api", clock.now(), clock.today())
        audit.record(session, token, "screening.asked", run, clock.now(), token.council_id)
        return 202, _run(run).model_dump(mode="json")

    try:
        done = once.once(session, token, key, request_sha256(), clock.now(), act)
    except once.KeyReused as error:
        raise Problem(409, "The idempotency key was used for another request. Send a new one.") from error
    told = RunTold.model_validate(done.answer)
    path = url_for("api.get_run", run_id=told.id)
    return Reply(told, done.status, {"Location": settings().base_url.rstrip("/") + path})


def _run(row: ScreeningRun) -> RunTold:
    return RunTold.model_validate(
        {
            "id": row.id,
            "supplier_id": row.supplier_id,
            "cause": row.cause,
            "status": str(row.status),
            "as_at": row.as_at,
            "queued_at": row.queued_at,
            "started_at": row.started_at,
            "finished_at": row.finished_at,
            "suppliers": row.suppliers,
            "model_version": row.model_version,
        }
    )
