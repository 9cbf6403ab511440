"""Steps of plans over all suppliers, and one step: looked at, returned, closed, cancelled, dated anew."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.forms import Form
from app.officer import plan_views, scope
from app.officer.plan_forms import AnswerDateForm, DateForm, StepForm, WordsForm
from app.officer.routes import blueprint
from app.plan_view import step_seen
from app.services import action_plans, plan_steps
from app.store import actions as store
from app.store import people
from models import Action, ActionSide, ActionState, EntryKind

PAGE_SIZE = 25


def _action(action_id: int) -> Action:
    return store.action(db.session(), scope.council_id(), action_id) or abort(404)


@blueprint.get("/actions")
@access.officer
def actions() -> str:
    """The steps of all plans, narrowed by filters that live in the address."""
    council_id, today = scope.council_id(), clock.today()
    wanted = plan_views.wanted(request.args, db.session(), access.person(), today)
    page = max(request.args.get("page", 1, type=int), 1)
    start = (page - 1) * PAGE_SIZE
    found, total = store.listed(db.session(), council_id, wanted, today, start, PAGE_SIZE)
    supplier = scope.supplier(wanted.supplier_id) if wanted.supplier_id else None
    return render_template(
        "officer/actions.html",
        rows=[step_seen(one, 0, "", today, for_supplier=False) for one in found],
        total=total,
        counts=store.counts(db.session(), council_id, today),
        wanted=wanted,
        kept=plan_views.kept(wanted),
        supplier=supplier,
        shown_options=plan_views.shown_options(),
        side_options=plan_views.side_options(),
        owner_options=plan_views.owner_options(),
        page=page,
        pages=-(-total // PAGE_SIZE),
        start=start,
    )


@blueprint.route("/actions/<int:action_id>", methods=["GET", "POST"])
@access.officer
def action(action_id: int) -> str | HttpResponse:
    """One step: what was done with it, and what an officer may do with it now."""
    found, today = _action(action_id), clock.today()
    forms = _forms(found)
    taken = request.form.get("step", "")
    if request.method == "POST":
        if taken not in forms:
            abort(409)
        if forms[taken].validate_on_submit():
            try:
                _take(found, taken, forms[taken])
            except plan_steps.NotNow:
                abort(409)
            flash(_("Saved."), "success")
            return redirect(url_for("officer.action", action_id=action_id))
    place = [one.id for one in found.plan.actions].index(found.id) + 1
    return render_template(
        "officer/action.html",
        step=step_seen(found, place, "", today, for_supplier=False),
        plan=found.plan,
        supplier=found.plan.supplier,
        moves=plan_views.moves(ActionState(found.state), plan_steps.MOVES),
        forms=forms,
        can_edit=found.state in store.UNSETTLED,
        errors=forms[taken].first_errors() if taken else {},
    )


def _forms(found: Action) -> dict[str, Form]:
    """What may be done now, each with its form."""
    today = clock.today()
    allowed = plan_views.moves(ActionState(found.state), plan_steps.MOVES)
    forms: dict[str, Form] = {one.kind: WordsForm(one.label, prefix=f"{one.kind}-") for one in allowed}
    if found.state in store.UNSETTLED:
        forms["date"] = DateForm(today, found.due_on, prefix="date-")
    if found.wanted_due_on is not None and found.state == ActionState.OPEN:
        days = [format_date(day, "d MMMM y") for day in (found.wanted_due_on, found.due_on)]
        forms["answer"] = AnswerDateForm(*days, prefix="answer-")
    return forms


def _take(found: Action, taken: str, form: Any) -> None:
    session, settings, officer = db.session(), current_app.config["SETTINGS"], access.person()
    now, today = clock.now(), clock.today()
    if taken == "date":
        plan_steps.change_date(
            session, settings, officer, found, form.due_on.data, form.reason.data, now, today
        )
    elif taken == "answer":
        agreed = form.answer.data == "yes"
        plan_steps.answer_date(session, settings, officer, found, agreed, form.words.data or "", now, today)
    else:
        plan_steps.settle_step(
            session, settings, officer, found, EntryKind(taken), form.words.data, now, today
        )


@blueprint.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@access.officer
def edit_action(action_id: int) -> str | HttpResponse:
    """The words and the owner of a step that is not finished."""
    found = _action(action_id)
    if found.state not in store.UNSETTLED:
        abort(409)
    officers = list(people.officers(db.session(), found.council_id))
    if found.person is not None and found.person not in officers:
        officers.append(found.person)
    entries = {
        "what": found.what,
        "person": str(found.person_id or ""),
        "owner_words": found.owner_words,
        "evidence_wanted": found.evidence_wanted,
    }
    form = StepForm(officers, data=entries)
    if form.validate_on_submit():
        words = form.words(ActionSide(found.side), found.finding)
        try:
            action_plans.edit_step(db.session(), access.person(), found, words, clock.now())
        except ValueError:
            form.person.errors = [_("This officer has left. Choose another.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("officer.action", action_id=action_id))
    return render_template(
        "officer/action_edit.html",
        action=found,
        supplier=found.plan.supplier,
        form=form,
        errors=form.first_errors(),
    )
