"""What is kept and for how long: each kind, what is due, a lead's word, and the holds that stand."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding.care_labels import called
from app.officer.retention import retention_views, retention_words
from app.officer.retention.retention_forms import KEEP, REMOVE, EndHoldForm, HoldForm, PeriodForm
from app.services.retention import holds, periods
from app.services.retention.kinds import Kind
from app.store import retention as store


@blueprint.get("/kept")
@access.lead
def kept() -> str:
    """Every kind of data, its period, and what the next run removes."""
    session, council_id = db.session(), scope.council_id()
    return render_template(
        "officer/kept.html",
        lines=retention_views.lines(session, council_id, clock.today()),
        runs=retention_views.runs(session, council_id),
        holds=store.holds(session, council_id),
        months=retention_words.months,
    )


@blueprint.route("/kept/<kind>", methods=["GET", "POST"])
@access.lead
def kept_kind(kind: str) -> str | HttpResponse:
    """One kind: what is due, and how long a lead says that it is kept."""
    session, council_id = db.session(), scope.council_id()
    found = Kind(kind) if kind in set(Kind) else abort(404)
    line = retention_views.line(session, council_id, found, clock.today())
    months = line.period.months
    data = {"what": KEEP if months is None else REMOVE, "months": str(months or line.limits.suggested)}
    form = PeriodForm(found, data=data)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        if periods.change(session, access.person(), found, form.chosen, reason, clock.now()):
            flash(_("Saved. Look below at what the next run removes."), "success")
        else:
            flash(_("Nothing was changed: it was said so already."), "success")
        return redirect(url_for("officer.kept_kind", kind=kind))
    return render_template(
        "officer/kept_kind.html",
        line=line,
        first=retention_views.first_due(session, council_id, found, clock.today()),
        history=store.history(session, council_id, found.value),
        months=retention_words.months,
        called=called,
        form=form,
        errors=form.first_errors(),
    )


@blueprint.route("/suppliers/<int:supplier_id>/kept", methods=["GET", "POST"])
@access.lead
def supplier_kept(supplier_id: int) -> str | HttpResponse:
    """What is kept of a supplier's answers; a POST holds all of it."""
    found, form = scope.supplier(supplier_id), HoldForm()
    if form.validate_on_submit():
        holds.put(db.session(), access.person(), found, form.reason.data or "", clock.now())
        flash(_("Nothing of this supplier is removed until the hold ends."), "success")
        return redirect(url_for("officer.supplier_kept", supplier_id=found.id))
    return _supplier_page(supplier_id, form, EndHoldForm(formdata=None))


@blueprint.post("/suppliers/<int:supplier_id>/kept/end")
@access.lead
def end_hold(supplier_id: int) -> str | HttpResponse:
    """Let the periods count again."""
    found, form = scope.supplier(supplier_id), EndHoldForm()
    if not form.validate_on_submit():
        return _supplier_page(supplier_id, HoldForm(formdata=None), form)
    if holds.end(db.session(), access.person(), found, form.why.data or "", clock.now()):
        flash(_("The hold ended. The periods count again."), "success")
    return redirect(url_for("officer.supplier_kept", supplier_id=found.id))


def _supplier_page(supplier_id: int, form: HoldForm, end_form: EndHoldForm) -> str:
    session, found = db.session(), scope.supplier(supplier_id)
    return render_template(
        "officer/supplier_kept.html",
        supplier=found,
        held=holds.standing(session, found),
        history=store.holds_of(session, found.council_id, found.id),
        responses=store.kept_of_supplier(session, found.council_id, found.id),
        contacts=store.contacts_of_supplier(session, found.council_id, found.id),
        called=called,
        form=form,
        end_form=end_form,
        errors=form.first_errors() | end_form.first_errors(),
    )
