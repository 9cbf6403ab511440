"""Everything that happened with a supplier, thirty entries a page, narrowed to one kind if wanted."""

from __future__ import annotations

from flask import abort, render_template, request

from app import access
from app.extensions import db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.supplier import supplier_views, timeline_views


@blueprint.get("/suppliers/<int:supplier_id>/timeline")
@access.officer
def timeline(supplier_id: int) -> str:
    """Screenings, decisions, answers, files, corrections, actions and notes in one list, the newest first."""
    found = scope.supplier(supplier_id)
    kinds = timeline_views.kinds()
    kind = request.args.get("kind", "")
    number = request.args.get("page", 1, type=int)
    if kind not in kinds or number < 1:
        abort(404)
    entries, total = timeline_views.page(db.session(), found, kind, number)
    return render_template(
        "officer/timeline.html",
        **supplier_views.head(supplier_views.Opened(found), "timeline"),
        entries=entries,
        total=total,
        kinds=kinds,
        kind=kind,
        page=number,
        pages=-(-total // timeline_views.PAGE_SIZE),
        kept={"supplier_id": supplier_id, **({"kind": kind} if kind else {})},
    )
