"""Confirming or changing the advised band of a supplier, and taking that back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding.decision_forms import BandForm
from app.services.judgement import bands
from app.store import bands as store
from app.store import screenings
from screening.types import Band


@blueprint.route("/suppliers/<int:supplier_id>/band", methods=["GET", "POST"])
@access.officer
def band(supplier_id: int) -> str | HttpResponse:
    """Confirm the advised band, or change it with a reason; every earlier decision is listed."""
    found = scope.supplier(supplier_id)
    report = screenings.current_report(db.session(), scope.council_id(), supplier_id) or abort(404)
    form = BandForm(advised=report.band, data={"band": report.band, "report": str(report.id)})
    if request.method == "POST" and form.report.data != str(report.id):
        flash(_("The supplier was screened again meanwhile. Look at the new result first."), "error")
        return _back(supplier_id)
    if form.validate_on_submit():
        bands.decide(
            db.session(), access.person(), report, Band(form.band.data), form.reason.data or "", clock.now()
        )
        flash(_("Your band was saved. The result itself stays as it is."), "success")
        return _back(supplier_id)
    return render_template(
        "officer/band.html",
        supplier=found,
        report=report,
        form=form,
        errors=form.first_errors(),
        decisions=store.all_of(db.session(), scope.council_id(), supplier_id),
    )


@blueprint.post("/suppliers/<int:supplier_id>/band/take-back")
@access.officer
def take_back_band(supplier_id: int) -> HttpResponse:
    """Take the decision on a band back: the band is advice again."""
    scope.supplier(supplier_id)
    report = screenings.current_report(db.session(), scope.council_id(), supplier_id) or abort(404)
    if bands.withdraw(db.session(), access.person(), report, clock.now()):
        flash(_("The band is advice again."), "success")
    return _back(supplier_id)


def _back(supplier_id: int) -> HttpResponse:
    return redirect(url_for("officer.supplier", supplier_id=supplier_id, _anchor="in-short"))
