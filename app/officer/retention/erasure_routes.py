"""What is kept about a person, erasing them or a supplier's answers; confirmed by typing a name."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.retention import retention_views, retention_words
from app.officer.retention.retention_forms import EraseForm, FindPersonForm
from app.services.retention import erasing
from app.store import people
from app.store import retention as store
from models import Person


@blueprint.route("/kept/person", methods=["GET", "POST"])
@access.lead
def find_person() -> str | HttpResponse:
    """Whose data is asked for: by e-mail address, of people with whom the council has to do."""
    form = FindPersonForm()
    if form.validate_on_submit():
        found = people.person_by_email(db.session(), form.email.data or "")
        if found is not None and erasing.is_of(db.session(), found, scope.council_id()):
            return redirect(url_for("officer.person_kept", person_id=found.id))
        form.email.errors = [
            _("Nothing is kept here about anybody with this address. Check how it is written.")
        ]
    return render_template("officer/find_person.html", form=form, errors=form.first_errors())


@blueprint.route("/kept/people/<int:person_id>", methods=["GET", "POST"])
@access.lead
def person_kept(person_id: int) -> str | HttpResponse:
    """What is kept about somebody; a POST erases them, once their address was typed again."""
    session, council_id, found = db.session(), scope.council_id(), _person(person_id)
    form = EraseForm(found.email)
    if form.validate_on_submit():
        try:
            reason = form.reason.data or ""
            erasing.erase_person(session, access.person(), found, reason, clock.now(), clock.today())
        except erasing.NamesThePerson:
            form.reason.errors = [_("Do not name the person: the audit log keeps the reason for ever")]
        except erasing.Refused as refused:
            session.rollback()
            flash(retention_words.obstacle_words(refused.obstacle), "error")
            return redirect(url_for("officer.person_kept", person_id=person_id))
        else:
            flash(_("Erased. What they answered and decided stays without them."), "success")
            return redirect(url_for("officer.kept"))
    only = None if people.only_council(session) else council_id
    known = erasing.known(session, found, only)
    obstacle = erasing.obstacle(session, found, council_id)
    return render_template(
        "officer/person_kept.html",
        person=found,
        known=known,
        rows=retention_views.held_about(known),
        obstacle=retention_words.obstacle_words(obstacle) if obstacle else "",
        form=form,
        errors=form.first_errors(),
    )


@blueprint.route("/suppliers/<int:supplier_id>/kept/<int:response_id>/erase", methods=["GET", "POST"])
@access.lead
def erase_answers(supplier_id: int, response_id: int) -> str | HttpResponse:
    """Erase a supplier's answers at its request, once its name was typed again."""
    session, found = db.session(), scope.supplier(supplier_id)
    kept = store.kept_of_supplier(session, found.council_id, found.id)
    response = next((one for one in kept if one.id == response_id), None) or abort(404)
    form = EraseForm(found.name)
    if form.validate_on_submit():
        settings, lead, reason = current_app.config["SETTINGS"], access.person(), form.reason.data or ""
        try:
            is_gone = erasing.erase_response(
                session, settings, lead, found.id, response, reason, clock.now(), clock.today()
            )
        except erasing.Refused as refused:
            session.rollback()
            flash(retention_words.obstacle_words(refused.obstacle), "error")
        else:
            told = (
                _("The answers were erased.") if is_gone else _("Your council keeps these answers no more.")
            )
            flash(told, "success")
        return redirect(url_for("officer.supplier_kept", supplier_id=found.id))
    return render_template(
        "officer/answers_erase.html",
        supplier=found,
        response=response,
        others=store.other_councils(session, found.council_id, response.id),
        form=form,
        errors=form.first_errors(),
    )


def _person(person_id: int) -> Person:
    found = db.session().get(Person, person_id)
    if found is None or not erasing.is_of(db.session(), found, scope.council_id()):
        abort(404)
    return found
