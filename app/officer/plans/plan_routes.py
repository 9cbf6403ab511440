"""Plans of action: a new one from the findings of a report, its page, sharing it, and it as a file."""

from __future__ import annotations

from io import BytesIO

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.plans import plan_views
from app.officer.plans.plan_forms import NewStepForm, PlanForm
from app.plan_view import as_file
from app.sentences import council_name
from app.services.plans import action_plans as service
from app.services.plans.plan_suggestions import usual_if_nothing
from app.settings import Settings
from app.store import actions as store
from app.store import decisions as decision_store
from app.store import people
from models import ActionPlan, ActionSide, Decision, Supplier


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found


def _plan(plan_id: int) -> ActionPlan:
    return store.plan(db.session(), scope.council_id(), plan_id) or abort(404)


def _decision(supplier: Supplier) -> Decision | None:
    """The decision from which the plan follows, if the address names one of this supplier."""
    given = request.args.get("decision_id", type=int)
    found = decision_store.decision(db.session(), supplier.council_id, given) if given else None
    return found if found is not None and found.supplier_id == supplier.id else None


@blueprint.route("/suppliers/<int:supplier_id>/plans/new", methods=["GET", "POST"])
@access.officer
def new_plan(supplier_id: int) -> str | HttpResponse:
    """Begin a plan from the findings of the report: pick steps, then edit them on the plan's own page."""
    found, today = scope.supplier(supplier_id), clock.today()
    offers = plan_views.offered(db.session(), found, today)
    usual = {"title": plan_views.first_title(found, today), "if_nothing": usual_if_nothing()}
    form = PlanForm(data=usual)
    ticked = (
        request.form.getlist("step")
        if request.method == "POST"
        else [one.suggestion.key for one in offers if one.suggestion.ticked]
    )
    if form.validate_on_submit():
        steps = plan_views.picked(offers, ticked, access.person())
        plan = service.open_plan(
            db.session(), access.person(), found, form.words(), steps, clock.now(), today, _decision(found)
        )
        flash(_("The plan was made. Edit it, then share it with the supplier."), "success")
        return redirect(url_for("officer.plan", plan_id=plan.id))
    return render_template(
        "officer/plan_new.html",
        supplier=found,
        offers=offers,
        ticked=ticked,
        form=form,
        errors=form.first_errors(),
    )


@blueprint.get("/plans/<int:plan_id>")
@access.officer
def plan(plan_id: int) -> str:
    """A plan with its steps: what is to be done, by whom, and how far it is."""
    found = _plan(plan_id)
    contacts = store.contacts(db.session(), found.council_id, found.supplier_id)
    return render_template(
        "officer/plan.html",
        seen=plan_views.seen(db.session(), found, clock.today()),
        supplier=found.supplier,
        contact=contacts[0] if contacts else None,
        empty=plan_views.empty_parts(found),
    )


@blueprint.route("/plans/<int:plan_id>/edit", methods=["GET", "POST"])
@access.officer
def edit_plan(plan_id: int) -> str | HttpResponse:
    """The words of a plan beside its steps."""
    found = _plan(plan_id)
    form = PlanForm(obj=found)
    if form.validate_on_submit():
        service.edit_plan(db.session(), access.person(), found, form.words(), clock.now())
        flash(_("Saved."), "success")
        return redirect(url_for("officer.plan", plan_id=plan_id))
    return render_template(
        "officer/plan_edit.html", plan=found, supplier=found.supplier, form=form, errors=form.first_errors()
    )


@blueprint.post("/plans/<int:plan_id>/share")
@access.officer
def share_plan(plan_id: int) -> HttpResponse:
    """Show the plan to the supplier, and tell its contact by e-mail."""
    found = _plan(plan_id)
    if not found.actions:
        abort(409)
    told = service.share(db.session(), _settings(), access.person(), found, clock.now(), clock.today())
    if told is not None:
        flash(_("The plan was shared. %(email)s was told by e-mail.", email=told.email), "success")
    else:
        flash(
            _("The plan was shared, but nobody of the supplier is known here. Send it as a file."), "notice"
        )
    return redirect(url_for("officer.plan", plan_id=plan_id))


@blueprint.route("/plans/<int:plan_id>/steps/new", methods=["GET", "POST"])
@access.officer
def new_action(plan_id: int) -> str | HttpResponse:
    """Add a step to a plan."""
    found, today = _plan(plan_id), clock.today()
    officers = people.officers(db.session(), found.council_id)
    findings = plan_views.findings(db.session(), found.supplier)
    form = NewStepForm(officers, findings, today, data={"person": str(access.person().id)})
    if len(found.actions) >= service.MOST_STEPS:
        abort(409)
    if form.validate_on_submit():
        words = form.words(ActionSide(form.side.data), form.finding.data or "")
        due_on = form.due_on.data or today
        service.add_step(db.session(), _settings(), access.person(), found, words, due_on, clock.now(), today)
        flash(_("The step was added."), "success")
        return redirect(url_for("officer.plan", plan_id=plan_id))
    return render_template(
        "officer/action_new.html", plan=found, supplier=found.supplier, form=form, errors=form.first_errors()
    )


@blueprint.get("/plans/<int:plan_id>/plan.<kind>")
@access.officer
def plan_file(plan_id: int, kind: str) -> HttpResponse:
    """The plan as a Word document or as text, to give to the supplier: as the supplier sees it."""
    found, language = _plan(plan_id), str(get_locale())
    name = council_name(access.person().council or abort(403))
    seen = plan_views.as_given(db.session(), found, clock.today())
    try:
        content = as_file(seen, name, kind, language, clock.now(), clock.today())
    except KeyError:
        abort(404)
    service.record_export(db.session(), access.person(), found, kind, language, content, clock.now())
    return downloads.attachment(BytesIO(content), f"{_('Plan of action')} {found.id}.{kind}", len(content))
