"""The people of the council: a lead adds, changes, and lets somebody leave without anything being lost."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding.care_labels import called
from app.officer.set_up.people_forms import LeavingForm, NewPersonForm, PersonForm, role_words
from app.services.people import care, handing_back
from app.services.people import people as service
from app.settings import Settings
from app.store import deputies as deputy_store
from app.store import people as store
from models import Person, Role


@blueprint.get("/people")
@access.lead
def people() -> str:
    """The officers, leads and councillors of the council, and what each has open."""
    council_id = scope.council_id()
    found = store.members(db.session(), council_id)
    loads = care.loads_of(db.session(), council_id, [one.id for one in found if one.active])
    absences = deputy_store.not_over(db.session(), council_id, clock.today())
    return render_template(
        "officer/people.html",
        active=[(one, loads[one.id]) for one in found if one.active],
        left=[(one, handing_back.returnable(db.session(), one).number) for one in found if not one.active],
        absences=[one for one in absences if one.first_day <= clock.today()],
        me=access.person(),
        role_words=role_words,
    )


@blueprint.route("/people/new", methods=["GET", "POST"])
@access.lead
def new_person() -> str | HttpResponse:
    """Add an officer, a lead or a councillor; a sign-in link is sent."""
    roles = (Role.OFFICER, Role.LEAD, Role.COUNCILLOR)
    form = NewPersonForm(roles=roles, data={"role": Role.OFFICER.value})
    if form.validate_on_submit():
        try:
            given = (form.email.data or "", form.name.data or "", Role(form.role.data))
            service.add(db.session(), _settings(), access.person(), *given, clock.now())
        except service.AddressTaken:
            form.email.errors = [_("Somebody has this address already. Enter another.")]
        else:
            flash(_("Added. A sign-in link was sent."), "success")
            return _to_people()
    return render_template("officer/person_new.html", form=form, errors=form.first_errors())


@blueprint.route("/people/<int:person_id>", methods=["GET", "POST"])
@access.lead
def council_person(person_id: int) -> str | HttpResponse:
    """Change the name or the role of somebody."""
    found = _person(person_id)
    roles = (Role.OFFICER, Role.LEAD) if found.is_staff else (Role.COUNCILLOR,)
    form = PersonForm(roles=roles, data={"name": found.name, "role": found.role})
    if form.validate_on_submit():
        try:
            role = Role(form.role.data)
            service.change(db.session(), access.person(), found, form.name.data or "", role, clock.now())
        except service.LastLead:
            form.role.errors = [_("A council needs a lead. Make somebody else a lead first.")]
        else:
            flash(_("Saved."), "success")
            is_still_lead = access.person().role == Role.LEAD
            return _to_people() if is_still_lead else redirect(url_for("officer.queue"))
    return render_template(
        "officer/person.html", person=found, form=form, errors=form.first_errors(), me=access.person()
    )


@blueprint.route("/people/<int:person_id>/leave", methods=["GET", "POST"])
@access.lead
def leave(person_id: int) -> str | HttpResponse:
    """Somebody leaves; everything open is handed over to a colleague."""
    found = _person(person_id)
    load = care.load_of(db.session(), found)
    others = [one for one in store.officers(db.session(), scope.council_id()) if one.id != found.id]
    form = LeavingForm(others, must=not load.is_empty)
    if form.validate_on_submit():
        successor = next((one for one in others if str(one.id) == form.successor.data), None)
        try:
            service.deactivate(db.session(), access.person(), found, successor, clock.now())
        except service.LastLead:
            form.successor.errors = [_("A council needs a lead. Make somebody else a lead first.")]
        else:
            flash(_("%(name)s can sign in no more. Nothing was lost.", name=called(found)), "success")
            return _to_people()
    return render_template(
        "officer/person_leaves.html",
        person=found,
        load=load,
        form=form,
        has_others=bool(others),
        errors=form.first_errors(),
    )


@blueprint.post("/people/<int:person_id>/invite")
@access.lead
def invite_person(person_id: int) -> HttpResponse:
    """Send a sign-in link again."""
    found = _person(person_id)
    if not found.active:
        abort(409)
    service.invite(db.session(), _settings(), access.person(), found, clock.now())
    flash(_("A sign-in link was sent."), "success")
    return _to_people()


@blueprint.post("/people/<int:person_id>/return")
@access.lead
def person_returns(person_id: int) -> HttpResponse:
    """Let somebody back in, if asked with what was handed over."""
    found, wanted = _person(person_id), request.form.get("give_back") == "yes"
    given = service.reactivate(db.session(), _settings(), access.person(), found, clock.now(), wanted)
    told = _("%(name)s can sign in again. A link was sent.", name=called(found))
    if wanted:
        told += " " + ngettext("%(num)s thing was given back.", "%(num)s things were given back.", given)
    flash(told, "success")
    return _to_people()


def _person(person_id: int) -> Person:
    return store.member(db.session(), scope.council_id(), person_id) or abort(404)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _to_people() -> HttpResponse:
    return redirect(url_for("officer.people"))
