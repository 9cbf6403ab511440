"""The commitments that the council tracks, and the form of one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import record_words, scope, views
from app.council.record_forms import TrackerForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import trackers as service
from app.services.annual.trackers import TrackerState


@blueprint.get("/trackers")
@access.officer
def trackers() -> str:
    """Every commitment with how far the council is."""
    council_id = scope.council().id
    return render_template(
        "council/trackers.html",
        summaries=[
            (one, service.lines(db.session(), council_id, one.tracker))
            for one in service.summary(db.session(), council_id)
        ],
        states=list(TrackerState),
        state=record_words.tracker_state,
        colours=record_words.TRACKER_COLOURS,
        area=views.area_title,
        is_lead=scope.is_lead(),
    )


@blueprint.route("/trackers/<tracker>/<item>", methods=["GET", "POST"])
@access.lead
def note_tracker(tracker: str, item: str) -> str | HttpResponse:
    """Say how far the council is with one commitment."""
    held = service.trackers().get(tracker) or abort(404)
    found = held.items.get(item) or abort(404)
    council_id = scope.council().id
    entry = service.entry_of(db.session(), council_id, tracker, item)
    form = TrackerForm(obj=entry)
    if form.validate_on_submit():
        service.note(
            db.session(),
            scope.person(),
            council_id,
            tracker,
            item,
            TrackerState(form.state.data),
            form.words.data or "",
            form.evidence_url.data or "",
            clock.now(),
        )
        flash(_("Noted how far the council is."), "success")
        return redirect(url_for("council.trackers") + f"#{tracker}-{item}")
    return render_template(
        "council/tracker.html", tracker=held, item=found, form=form, errors=form.first_errors()
    )
