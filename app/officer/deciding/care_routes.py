"""Taking on a supplier, handing it over, and standing in for a colleague who is away."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding.care_forms import NOBODY, CareForm, DeputyForm
from app.services.people import care as service
from app.services.people import deputies as deputy_service
from app.store import care as store
from app.store import deputies as deputy_store
from app.store import people
from models import Role


@blueprint.post("/suppliers/<int:supplier_id>/take-on")
@access.officer
def take_on(supplier_id: int) -> HttpResponse:
    """The signed-in officer looks after this supplier from now on."""
    found, officer = scope.supplier(supplier_id), access.person()
    service.assign(
        db.session(),
        officer,
        found.council_id,
        [found.id],
        officer,
        None,
        "",
        clock.now(),
        current_app.config["SETTINGS"],
    )
    flash(_("You look after this supplier now. Say what is next, and until when."), "success")
    return redirect(url_for("officer.care", supplier_id=supplier_id))


@blueprint.route("/suppliers/<int:supplier_id>/care", methods=["GET", "POST"])
@access.officer
def care(supplier_id: int) -> str | HttpResponse:
    """Who looks after a supplier, what is next, and until when."""
    found, council_id = scope.supplier(supplier_id), scope.council_id()
    officers = people.officers(db.session(), council_id)
    kept = store.care_of(db.session(), council_id, [supplier_id]).get(supplier_id)
    entries = {
        "owner": str(kept.owner_id) if kept and kept.owner_id else NOBODY,
        "next_step": kept.next_step if kept else "",
        "due_on": kept.due_on if kept else None,
    }
    form = CareForm(officers, data=entries)
    if form.validate_on_submit():
        service.look_after(
            db.session(),
            current_app.config["SETTINGS"],
            access.person(),
            council_id,
            supplier_id,
            form.chosen(officers),
            form.due_on.data,
            form.next_step.data or "",
            clock.now(),
            clock.today(),
        )
        flash(_("Saved."), "success")
        return redirect(url_for("officer.supplier", supplier_id=supplier_id, _anchor="care"))
    return render_template("officer/care.html", supplier=found, form=form, errors=form.first_errors())


@blueprint.route("/deputies", methods=["GET", "POST"])
@access.officer
def deputies() -> str | HttpResponse:
    """Who stands in for whom. Officers name a deputy for themselves, leads for anybody."""
    officer, council_id, today = access.person(), scope.council_id(), clock.today()
    officers = people.officers(db.session(), council_id)
    away = officers if officer.role == Role.LEAD else [officer]
    others = officers if officer.role == Role.LEAD else [one for one in officers if one.id != officer.id]
    form = DeputyForm(today, away, others, data={"person": str(officer.id)})
    if request.method == "POST" and officer.role != Role.LEAD:
        form.person.data = str(officer.id)
    if form.validate_on_submit():
        by_id = {str(one.id): one for one in officers}
        try:
            deputy_service.name_deputy(
                db.session(),
                current_app.config["SETTINGS"],
                officer,
                by_id[form.person.data],
                by_id[form.deputy.data],
                form.first_day.data or today,
                form.last_day.data or today,
                clock.now(),
                today,
            )
        except deputy_service.Overlaps:
            form.first_day.errors = [_("Somebody stands in on one of these days already. End that first.")]
        else:
            flash(_("Saved. The deputy was told by e-mail."), "success")
            return redirect(url_for("officer.deputies"))
    return render_template(
        "officer/deputies.html",
        form=form,
        errors=form.first_errors(),
        absences=deputy_store.not_over(db.session(), council_id, today),
        is_lead=officer.role == Role.LEAD,
        has_colleagues=len(officers) > 1,
        me=officer,
        today=today,
    )


@blueprint.post("/deputies/<int:row_id>/end")
@access.officer
def end_deputy(row_id: int) -> HttpResponse:
    """End an absence before its last day."""
    row = deputy_store.deputy(db.session(), scope.council_id(), row_id) or abort(404)
    try:
        deputy_service.end(db.session(), access.person(), row, clock.now())
    except deputy_service.NotAllowed:
        abort(403)
    flash(_("Ended. What was done meanwhile stays."), "success")
    return redirect(url_for("officer.deputies"))
