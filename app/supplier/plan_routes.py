"""The supplier's view of its plans of action: what is asked of it, what is done, and another date."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db, limiter
from app.forms import Form
from app.plan_view import PlanSeen, as_file, plan_seen, step_seen
from app.sentences import council_name
from app.services.files import stored_files
from app.services.plans import action_files, plan_steps
from app.store import action_files as file_store
from app.store import actions as store
from app.supplier import evidence_views
from app.supplier.evidence_views import settings
from app.supplier.plan_forms import AskDateForm, DoneForm
from app.supplier.routes import blueprint
from models import Action, ActionPlan, ActionSide, ActionState, Council


def _plan(plan_id: int) -> ActionPlan:
    """A shared plan of a supplier for which this person is asked; "not found" for all others.

    The page bears the name of the council whose plan it is.
    """
    found = store.plan_of_contact(db.session(), access.person().id, plan_id) or abort(404)
    g.council = db.session().get_one(Council, found.council_id)
    return found


def _seen(plan: ActionPlan) -> PlanSeen:
    council = db.session().get_one(Council, plan.council_id)
    return plan_seen(plan, council_name(council), clock.today(), for_supplier=True)


@blueprint.get("/answers/plans")
@access.respondent
def plans() -> str:
    """The plans of every council that asks this person, what is not finished first."""
    found = store.plans_of_contact(db.session(), access.person().id)
    councils = {one.council_id: db.session().get_one(Council, one.council_id) for one in found}
    return render_template("supplier/plans.html", plans=[_seen(one) for one in found], councils=councils)


@blueprint.get("/answers/plans/<int:plan_id>")
@access.respondent
def plan(plan_id: int) -> str:
    """One plan: its steps, why, and what follows."""
    return render_template("supplier/plan.html", seen=_seen(_plan(plan_id)))


@blueprint.url_value_preprocessor
def _allow_files(endpoint: str | None, values: dict[str, object] | None) -> None:
    """The page of a step takes files. Runs before anything reads the form."""
    if endpoint == "supplier.plan_step":
        request.max_content_length = evidence_views.largest_form()


def _step(plan: ActionPlan, action_id: int) -> Action:
    return next((one for one in plan.actions if one.id == action_id), None) or abort(404)


@blueprint.route("/answers/plans/<int:plan_id>/steps/<int:action_id>", methods=["GET", "POST"])
@access.respondent
@limiter.limit("60 per hour", methods=["POST"])
def plan_step(plan_id: int, action_id: int) -> str | HttpResponse:
    """One step: say that it is done, attach what shows it, or ask for another date, once."""
    found = _plan(plan_id)
    step = _step(found, action_id)
    forms, taken = _forms(step), request.form.get("do", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            said, errors = _done_with_step(step, taken, forms)
        except plan_steps.NotNow:
            abort(409)
        if said:
            flash(said, "success")
            return redirect(url_for("supplier.plan_step", plan_id=plan_id, action_id=action_id))
    name = council_name(g.council)
    return render_template(
        "supplier/plan_step.html",
        plan=found,
        step=step_seen(step, found.actions.index(step) + 1, name, clock.today(), for_supplier=True),
        is_own=step.side == ActionSide.SUPPLIER,
        files=_files(step),
        can_attach=action_files.can_attach(step, ActionSide.SUPPLIER),
        accepted=downloads.ACCEPTED,
        megabytes=settings().evidence_megabytes,
        forms=forms,
        errors=errors,
    )


def _files(step: Action) -> list[dict[str, Any]]:
    return downloads.beside_step(
        file_store.of_step(db.session(), step.id),
        lambda file: url_for(
            "supplier.plan_step_file", plan_id=step.plan_id, action_id=step.id, file_id=file.id
        ),
        ActionSide.SUPPLIER,
    )


def _done_with_step(step: Action, taken: str, forms: dict[str, Form]) -> tuple[str, dict[str, str]]:
    """Do what was posted; what is then said ("" if something has to be mended), and what has to be.

    Files come first, so that no other mistake loses them.
    """
    session, person, now = db.session(), access.person(), clock.now()
    if taken == "remove":
        file = file_store.file_of_step(session, step.id, request.form.get("file", 0, type=int)) or abort(404)
        action_files.remove(session, settings(), person, ActionSide.SUPPLIER, file, now)
        return _("The file was removed."), {}
    if taken not in (*forms, "attach"):
        abort(409)
    sent = downloads.sent("files")
    refused = action_files.attach(session, settings(), person, ActionSide.SUPPLIER, step, sent, now)
    if refused:
        return "", {"files": downloads.step_refusals(refused, settings().evidence_megabytes)}
    if taken == "attach":
        return (_("The files are kept with this step."), {}) if sent else ("", {"files": _("Choose a file")})
    if not forms[taken].validate_on_submit():
        return "", forms[taken].first_errors()
    _take(step, taken, forms[taken])
    return _said(taken), {}


@blueprint.get("/answers/plans/<int:plan_id>/steps/<int:action_id>/files/<int:file_id>")
@downloads.sandboxed
@access.respondent
def plan_step_file(plan_id: int, action_id: int, file_id: int) -> HttpResponse:
    """A file beside a step of a shared plan, as a download."""
    step = _step(_plan(plan_id), action_id)
    file = file_store.file_of_step(db.session(), step.id, file_id) or abort(404)
    try:
        content = stored_files.open_content(settings(), file)
    except FileNotFoundError:
        abort(404)
    action_files.record_download(db.session(), access.person(), file, clock.now())
    return downloads.attachment(content, file.name, file.size)


def _forms(step: Action) -> dict[str, Form]:
    """What the supplier may do with a step now, each with its form."""
    forms: dict[str, Form] = {}
    if step.side == ActionSide.SUPPLIER and step.state == ActionState.OPEN:
        forms["done"] = DoneForm(clock.today(), prefix="done-")
    if plan_steps.can_ask_date(step):
        forms["date"] = AskDateForm(clock.today(), step.due_on, prefix="date-")
    return forms


def _take(step: Action, taken: str, form: Any) -> None:
    now, today, person = clock.now(), clock.today(), access.person()
    if taken == "done":
        plan_steps.report(db.session(), settings(), person, step, form.words.data, form.proof(), now, today)
    else:
        plan_steps.ask_date(
            db.session(), settings(), person, step, form.wanted.data, form.reason.data, now, today
        )


def _said(taken: str) -> str:
    if taken == "done":
        return _("Thank you. A person at the council will look at it.")
    return _("The council was asked. Until it answers, the date stays as it is.")


@blueprint.get("/answers/plans/<int:plan_id>/plan.<kind>")
@access.respondent
@limiter.limit("120 per hour")
def plan_file(plan_id: int, kind: str) -> HttpResponse:
    """The plan as a Word document or as text."""
    found, language = _plan(plan_id), str(get_locale())
    name = council_name(g.council)
    try:
        content = as_file(_seen(found), name, kind, language, clock.now(), clock.today())
    except KeyError:
        abort(404)
    return downloads.attachment(BytesIO(content), f"{_('Plan of action')} {found.id}.{kind}", len(content))
