"""Deciding about a supplier, the second person's opinion, and which decisions take two people."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding import care_views
from app.officer.deciding.care_forms import DecideForm, SecondForm, SecondPersonForm
from app.officer.deciding.care_labels import kind_hints, second_person_options
from app.services.deciding import decisions as service
from app.store import audit, people, screenings
from app.store import decisions as store
from models import Council, Decision, DecisionKind, Person


@blueprint.route("/suppliers/<int:supplier_id>/decide", methods=["GET", "POST"])
@access.officer
def decide(supplier_id: int) -> str | HttpResponse:
    """Accept, ask for more, agree an action plan, or escalate: each with a reason."""
    found, council_id, today = scope.supplier(supplier_id), scope.council_id(), clock.today()
    report = screenings.current_report(db.session(), council_id, supplier_id)
    shown = str(report.id) if report else ""
    form = DecideForm(today, data={"report": shown})
    if request.method == "POST" and form.report.data != shown:
        flash(_("The supplier was screened again meanwhile. Look at the new result first."), "error")
        return _to_supplier(supplier_id)
    if form.validate_on_submit():
        made = service.decide(
            db.session(),
            current_app.config["SETTINGS"],
            access.person(),
            found,
            report,
            DecisionKind(form.kind.data),
            form.reason.data or "",
            form.review_on.data,
            clock.now(),
            today,
        )
        if made.needs_second:
            flash(
                _("Saved. It counts once a second person has agreed. Colleagues were told by e-mail."),
                "success",
            )
            return _to_supplier(supplier_id)
        flash(_("Your decision was saved."), "success")
        return (
            redirect(care_views.next_page(made)) if care_views.next_page(made) else _to_supplier(supplier_id)
        )
    in_force, every = care_views.history(db.session(), council_id, supplier_id, today)
    return render_template(
        "officer/decide.html",
        supplier=found,
        report=report,
        form=form,
        errors=form.first_errors(),
        hints=_hints(council_id),
        in_force=in_force,
        history=every,
    )


def _hints(council_id: int) -> dict[str, str]:
    """What follows from each kind, and whether a second person is needed."""
    marked = db.session().get_one(Council, council_id).second_person
    second = _("Takes a second person.")
    return {kind: f"{words} {second}" if kind in marked else words for kind, words in kind_hints().items()}


@blueprint.route("/decisions/<int:decision_id>", methods=["GET", "POST"])
@access.officer
def decision(decision_id: int) -> str | HttpResponse:
    """One decision; who may be its second person agrees or declines here."""
    found, officer, today = _decision(decision_id), access.person(), clock.today()
    form = SecondForm()
    if form.validate_on_submit():
        _give_opinion(found, officer, form)
        flash(_("Your opinion was saved. The first person was told by e-mail."), "success")
        return redirect(url_for("officer.decision", decision_id=decision_id))
    in_force, _every = care_views.history(db.session(), found.council_id, found.supplier_id, today)
    return render_template(
        "officer/decision.html",
        supplier=found.supplier,
        seen=care_views.seen(found, in_force.decision if in_force else None, today),
        in_force=in_force,
        form=form,
        errors=form.first_errors(),
        is_waiting=service.is_waiting(found),
        may_second=service.may_second(db.session(), officer, found, today),
        may_take_back=found.withdrawn_at is None
        and service.may_withdraw(db.session(), officer, found, today),
    )


def _give_opinion(found: Decision, officer: Person, form: SecondForm) -> None:
    given = (db.session(), current_app.config["SETTINGS"], officer, found)
    try:
        if form.opinion.data == "agreed":
            service.agree(*given, clock.now(), clock.today())
        else:
            service.decline(*given, form.reason.data or "", clock.now(), clock.today())
    except service.NotAllowed:
        abort(403)
    except service.Closed:
        abort(409)


@blueprint.post("/decisions/<int:decision_id>/take-back")
@access.officer
def take_back_decision(decision_id: int) -> HttpResponse:
    """Take a decision back; the one before it counts again."""
    found = _decision(decision_id)
    try:
        service.withdraw(db.session(), access.person(), found, clock.now(), clock.today())
    except service.NotAllowed:
        abort(403)
    except service.Closed:
        flash(_("This decision was taken back already."), "error")
    else:
        flash(_("The decision was taken back. It stays in the history."), "success")
    return _to_supplier(found.supplier_id)


@blueprint.route("/second-person", methods=["GET", "POST"])
@access.lead
def second_person() -> str | HttpResponse:
    """Which decisions of the council take two people."""
    council = db.session().get_one(Council, scope.council_id())
    form = SecondPersonForm(data={"marked": list(council.second_person)})
    if form.validate_on_submit():
        marked, reason = form.marked.data or [], form.reason.data or ""
        if service.set_second_person(db.session(), access.person(), council, marked, reason, clock.now()):
            flash(_("Saved. It counts for decisions from now on."), "success")
        return redirect(url_for("officer.second_person"))
    events = audit.of_subjects(db.session(), council.id, [("council", council.id)])
    return render_template(
        "officer/second_person.html",
        form=form,
        errors=form.first_errors(),
        officers=len(people.officers(db.session(), council.id)),
        labels=dict(second_person_options()),
        changes=[one for one in events if one.action == "council.second_person_set"],
    )


def _decision(decision_id: int) -> Decision:
    return store.decision(db.session(), scope.council_id(), decision_id) or abort(404)


def _to_supplier(supplier_id: int) -> HttpResponse:
    return redirect(url_for("officer.supplier", supplier_id=supplier_id, _anchor="care"))
