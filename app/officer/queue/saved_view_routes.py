"""Saving views of the queue, their list with counts, and removing them."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.queue import queue_filters, saved_views
from app.services.people import saved_views as service
from app.store import people
from app.store import queue as queue_store
from app.store import saved_views as store
from questionnaires.cleaning import clean


def _counts(views: list[saved_views.ShownView]) -> dict[int, int]:
    """View id -> how many suppliers it shows now."""
    session, council_id, reader = db.session(), scope.council_id(), access.person()
    return {
        view.id: queue_store.count(
            session, council_id, queue_filters.queue_filter(view.said, reader), clock.today()
        )
        for view in views
    }


@blueprint.get("/views")
@access.officer
def views() -> str:
    """The saved views with what each narrows to and how many suppliers it shows."""
    session, council_id = db.session(), scope.council_id()
    found = saved_views.shown(session, council_id, access.person())
    officers = people.officers(session, council_id)
    return render_template(
        "officer/views.html",
        views=found,
        counts=_counts(found),
        chips={view.id: queue_filters.chips(view.said, officers) for view in found},
    )


@blueprint.get("/views.json")
@access.officer
def view_counts() -> HttpResponse:
    """How many suppliers each view shows, for the script of the queue, which asks once the page is there."""
    return jsonify(_counts(saved_views.shown(db.session(), scope.council_id(), access.person())))


@blueprint.post("/views")
@access.officer
def save_view() -> HttpResponse:
    """Save the filter of the queue under a name."""
    said: dict[str, Any] = queue_filters.from_query(request.form.get("query", ""))
    name, shared = " ".join(clean(request.form.get("name", "")).split()), request.form.get("shared") == "1"
    query = queue_filters.to_query(said)
    try:
        view = service.save(
            db.session(), access.person(), scope.council_id(), name, query, shared, clock.now()
        )
    except ValueError:
        flash(_("The view was not saved: give it a name."), "error")
    else:
        flash(_("The view “%(name)s” was saved.", name=view.name), "success")
    return redirect(url_for("officer.queue", **said))


@blueprint.post("/views/<int:view_id>/remove")
@access.officer
def remove_view(view_id: int) -> HttpResponse:
    """Remove a view: one's own, or any of the council as a lead."""
    view = store.view(db.session(), scope.council_id(), view_id)
    if view is None or not (view.shared or view.person_id == access.person().id):
        abort(404)
    name = view.name
    try:
        service.remove(db.session(), access.person(), view, clock.now())
    except PermissionError:
        abort(403)
    flash(_("The view “%(name)s” was removed.", name=name), "success")
    return redirect(url_for("officer.views"))
