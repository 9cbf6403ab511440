"""The training log: a year's sessions and totals, certificates that run out, and the form of a session."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import record_words, scope
from app.council.record_forms import TrainingForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import training as service
from app.store import annual_records as store
from models import Audience, TrainingSession


def _session(session_id: int) -> TrainingSession:
    return store.training_session(db.session(), scope.council().id, session_id) or abort(404)


def _of_year(row: TrainingSession) -> str:
    end = service.year_end(db.session(), scope.council().id, row.held_on)
    return url_for("council.training", year=end.year)


@blueprint.get("/training")
@access.officer
def training() -> str:
    """The sessions of a year with totals by audience, beside those of the year before."""
    council_id, today = scope.council().id, clock.today()
    ends = service.year_ends(db.session(), council_id, today)
    wanted = request.args.get("year", ends[0].year, type=int)
    end = next((one for one in ends if one.year == wanted), None) or abort(404)
    return render_template(
        "council/training.html",
        year=service.year_of(db.session(), council_id, end),
        ends=ends,
        audiences=[(one, record_words.audience(one)) for one in Audience],
        audience=record_words.audience,
        certificates=service.certificates(db.session(), council_id, today),
        today=today,
        is_lead=scope.is_lead(),
    )


@blueprint.route("/training/add", methods=["GET", "POST"])
@access.lead
def add_training() -> str | HttpResponse:
    """Note a session."""
    form = TrainingForm(clock.today())
    if form.validate_on_submit():
        made = service.add(
            db.session(), scope.person(), scope.council().id, [form.details()], clock.now(), clock.today()
        )
        flash(_("Noted in the training log."), "success")
        return redirect(_of_year(made[0]))
    return render_template("council/training_edit.html", form=form, errors=form.first_errors(), row=None)


@blueprint.route("/training/<int:session_id>", methods=["GET", "POST"])
@access.lead
def edit_training(session_id: int) -> str | HttpResponse:
    """Correct a session."""
    row = _session(session_id)
    form = TrainingForm(clock.today(), obj=row)
    if form.validate_on_submit():
        service.change(db.session(), scope.person(), row, form.details(), clock.now(), clock.today())
        flash(_("Saved."), "success")
        return redirect(_of_year(row))
    return render_template("council/training_edit.html", form=form, errors=form.first_errors(), row=row)


@blueprint.post("/training/<int:session_id>/remove")
@access.lead
def remove_training(session_id: int) -> HttpResponse:
    """Take a session out of the log."""
    row = _session(session_id)
    where = _of_year(row)
    service.remove(db.session(), scope.person(), row, clock.now())
    flash(
        _("Taken out of the training log. Statements that are frozen keep the figures they had."), "success"
    )
    return redirect(where)
