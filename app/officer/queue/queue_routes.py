"""The queue: every supplier in ranked order, narrowed and sorted by what stands in the address."""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, request, stream_with_context
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.documents.shown_queue import shown_csv, shown_xlsx
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.queue import queue_filters, queue_views, saved_views
from app.officer.queue.queue_files import shown_rows
from app.store import people, screenings
from app.store import queue as store

PAGE_SIZE: Final = 25
MOST_PAGES: Final = 1_000_000
CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/suppliers")
@access.officer
def queue() -> str:
    """All suppliers in ranked order, narrowed by filters that live in the address."""
    session, council_id, today = db.session(), scope.council_id(), clock.today()
    said = queue_filters.arguments(request.args)
    wanted = queue_filters.queue_filter(said, access.person())
    page = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    bands, sectors, statuses = store.counts(session, council_id)
    everyone = sum(bands.values())
    start = (page - 1) * PAGE_SIZE
    found, total = store.page(session, council_id, wanted, today, start, PAGE_SIZE, everyone)
    officers = people.officers(session, council_id)
    return render_template(
        "officer/queue.html",
        rows=queue_views.rows(session, council_id, found, today),
        total=total,
        all_suppliers=everyone,
        bands=bands,
        statuses=statuses,
        fields=queue_filters.fields(said, sectors, officers),
        chips=queue_filters.chips(said, officers),
        said=said,
        query=queue_filters.to_query(said),
        views=saved_views.shown(session, council_id, access.person()),
        page=page,
        pages=-(-total // PAGE_SIZE),
        page_size=PAGE_SIZE,
        run=screenings.last_full_run(session, council_id),
        waiting=screenings.open_run(session, council_id, None),
    )


@blueprint.get("/suppliers.csv")
@access.officer
def queue_csv() -> HttpResponse:
    """Exactly what the queue shows, every page of it: the same filter, order and columns."""
    return queue_file("csv", queue_filters.arguments(request.args), None)


@blueprint.get("/suppliers.xlsx")
@access.officer
def queue_xlsx() -> HttpResponse:
    """The same as an Excel workbook."""
    return queue_file("xlsx", queue_filters.arguments(request.args), None)


def queue_file(kind: str, said: dict[str, str], only: list[int] | None) -> HttpResponse:
    """The rows of a filter, or those of them that were picked, as a file that is sent while it is made."""
    wanted = queue_filters.queue_filter(said, access.person())
    found = shown_rows(db.session(), scope.council_id(), wanted, clock.today(), only)
    if kind == "csv":
        answer = Response(stream_with_context(shown_csv(found)), content_type=CSV)
    else:
        content = shown_xlsx(found, clock.today(), _words(said))
        answer = Response(stream_with_context(content), content_type=XLSX)
    name = f"suppliers-{clock.today():%Y-%m-%d}.{kind}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _words(said: dict[str, str]) -> list[tuple[str, str]]:
    officers = people.officers(db.session(), scope.council_id())
    return [(chip.label, chip.value) for chip in queue_filters.chips(said, officers)]
