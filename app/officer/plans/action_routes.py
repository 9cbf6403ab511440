"""Steps of plans over all suppliers, and one step: looked at, returned, closed, cancelled, dated anew."""

from __future__ import annotations

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db
from app.forms import Form
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.plans import plan_views
from app.officer.plans.plan_forms import AnswerDateForm, DateForm, StepForm, WordsForm
from app.plan_view import step_seen
from app.services.files import stored_files
from app.services.plans import action_files, action_plans, plan_steps
from app.settings import Settings
from app.store import action_files as file_store
from app.store import actions as store
from app.store import people
from models import Action, ActionSide, ActionState, EntryKind

PAGE_SIZE = 25


@blueprint.url_value_preprocessor
def _allow_files(endpoint: str | None, values: dict[str, object] | None) -> None:
    """The page of a step takes files. Runs before anything reads the form."""
    if endpoint == "officer.action":
        request.max_content_length = downloads.largest_form(_settings().evidence_megabytes)


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


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
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            said, errors = _done_with_step(found, request.form.get("step", ""), forms)
        except plan_steps.NotNow:
            abort(409)
        if said:
            flash(said, "success")
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
        files=_files(found),
        can_attach=action_files.can_attach(found, ActionSide.COUNCIL),
        accepted=downloads.ACCEPTED,
        megabytes=_settings().evidence_megabytes,
        errors=errors,
    )


def _files(found: Action) -> list[dict[str, Any]]:
    return downloads.beside_step(
        file_store.of_step(db.session(), found.id),
        lambda file: url_for("officer.action_file", action_id=found.id, file_id=file.id),
        ActionSide.COUNCIL,
    )


def _done_with_step(found: Action, taken: str, forms: dict[str, Form]) -> tuple[str, dict[str, str]]:
    """Do what was posted; what is then said ("" if something has to be mended), and what has to be."""
    session, officer, now = db.session(), access.person(), clock.now()
    if taken == "remove":
        file = file_store.file_of_step(session, found.id, request.form.get("file", 0, type=int)) or abort(404)
        action_files.remove(session, _settings(), officer, ActionSide.COUNCIL, file, now)
        return _("The file was removed."), {}
    if taken == "attach":
        sent = downloads.sent("files")
        refused = action_files.attach(session, _settings(), officer, ActionSide.COUNCIL, found, sent, now)
        if refused:
            return "", {"files": downloads.step_refusals(refused, _settings().evidence_megabytes)}
        return (_("The files are kept with this step."), {}) if sent else ("", {"files": _("Choose a file")})
    if taken not in forms:
        abort(409)
    if not forms[taken].validate_on_submit():
        return "", forms[taken].first_errors()
    _take(found, taken, forms[taken])
    return _("Saved."), {}


@blueprint.get("/actions/<int:action_id>/files/<int:file_id>")
@downloads.sandboxed
@access.officer
def action_file(action_id: int, file_id: int) -> HttpResponse:
    """A file beside a step, as a download."""
    found = _action(action_id)
    file = file_store.file_of_step(db.session(), found.id, file_id) or abort(404)
    try:
        content = stored_files.open_content(_settings(), file)
    except FileNotFoundError:
        abort(404)
    action_files.record_download(db.session(), access.person(), file, clock.now())
    return downloads.attachment(content, file.name, file.size)


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
    session, settings, officer = db.session(), _settings(), access.person()
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
