"""The overview: how the council's suppliers stand, every figure a link to its rows."""

from __future__ import annotations

from flask import render_template

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.queue import overview_views
from app.store import screenings


@blueprint.get("/overview")
@access.officer
def overview() -> str:
    """Risk by sector and spend, statements, answers, what is overdue, coverage, contracts that end."""
    session, council_id = db.session(), scope.council_id()
    return render_template(
        "officer/overview.html",
        today=clock.today(),
        run=screenings.last_full_run(session, council_id),
        **overview_views.overview(session, council_id, clock.today()),
    )
