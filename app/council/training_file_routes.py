"""The training log as a table: taken in after a look at what it says, and given out."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import record_words, scope
from app.council.record_forms import TrainingFileForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import training, training_files
from app.store import annual_records as store


def _held() -> list[training.Details]:
    rows = store.training(db.session(), scope.council().id, date.min, date.max)
    return [training.details_of(row) for row in rows]


@blueprint.route("/training/import", methods=["GET", "POST"])
@access.lead
def import_training() -> str | HttpResponse:
    """Look at a table of sessions; note them all once no row of it is wrong."""
    form, found, errors = TrainingFileForm(), None, {}
    if form.validate_on_submit():
        name, content = form.given()
        found = training_files.read(name, content, _held(), clock.today())
        if found.refused or not (found.sessions or found.mistakes):
            errors, found = {"file": found.refused or _("The file has no sessions.")}, None
        elif form.confirmed and not found.mistakes:
            council_id = scope.council().id
            training.add(db.session(), scope.person(), council_id, found.sessions, clock.now(), clock.today())
            flash(_("The sessions of the file are noted in the training log."), "success")
            return redirect(url_for("council.training"))
    return render_template(
        "council/training_import.html",
        form=form,
        errors=form.first_errors() or errors,
        found=found,
        table=training_files.write(found.sessions).decode("utf-8-sig") if found else "",
        columns=list(training_files.COLUMNS),
        needed=training_files.NEEDED,
        audience=record_words.audience,
    )


@blueprint.get("/training.csv")
@access.officer
def training_table() -> HttpResponse:
    """The whole log as CSV."""
    answer = HttpResponse(training_files.write(_held()), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=training.csv"
    return answer
