"""The officer's pages of the register of exclusion grounds, which no score reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.forms import Form
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding import exclusion_views
from app.officer.deciding.decision_forms import (
    AskToExplainForm,
    DecisionForm,
    ExclusionForm,
    ReasonForm,
    ReplyForm,
    SelfCleaningForm,
)
from app.services.deciding import exclusions
from app.services.deciding.exclusion_list import grounds
from app.store import exclusions as store
from models import ExclusionGround, ExclusionOutcome


def _entry(ground_id: int) -> ExclusionGround:
    return store.ground(db.session(), scope.council_id(), ground_id) or abort(404)


@blueprint.route("/suppliers/<int:supplier_id>/exclusion-grounds/add", methods=["GET", "POST"])
@access.officer
def add_exclusion_ground(supplier_id: int) -> str | HttpResponse:
    """Enter that a ground may apply to a supplier. Nobody decides anything here."""
    found, today = scope.supplier(supplier_id), clock.today()
    form = ExclusionForm(today=today)
    if form.validate_on_submit():
        entry = exclusions.add(
            db.session(),
            access.person(),
            found,
            form.ground.data,
            form.concerned.data,
            form.basis.data or "",
            form.evidence.data or "",
            cast(Any, form.event_on.data),
            form.ends_on.data,
            clock.now(),
            today,
        )
        flash(_("The ground was entered. Next, ask the supplier to explain."), "success")
        return redirect(url_for("officer.exclusion_ground", ground_id=entry.id))
    return render_template(
        "officer/exclusion_add.html",
        supplier=found,
        form=form,
        errors=form.first_errors(),
        hints={one.id: f"{_(one.covers)} {_(one.section)}." for one in grounds().values()},
    )


def _forms() -> dict[str, Form]:
    today = clock.today()
    return {
        "ask": AskToExplainForm(today=today, prefix="ask-"),
        "reply": ReplyForm(prefix="reply-"),
        "consider": SelfCleaningForm(prefix="consider-"),
        "decide": DecisionForm(prefix="decide-"),
        "end": ReasonForm(prefix="end-"),
    }


@blueprint.route("/exclusion-grounds/<int:ground_id>", methods=["GET", "POST"])
@access.officer
def exclusion_ground(ground_id: int) -> str | HttpResponse:
    """One entry of the register: what it says, what was done, and the steps that the law allows now."""
    entry, forms = _entry(ground_id), _forms()
    step = request.form.get("step", "")
    problem = ""
    if request.method == "POST":
        if step not in forms:
            abort(400)
        if forms[step].validate_on_submit():
            try:
                _TAKEN[step](entry, forms[step])
            except exclusions.NotYet as refused:
                db.session().rollback()
                problem = exclusion_views.refusal(str(refused))
            else:
                flash(_("Saved."), "success")
                return redirect(url_for("officer.exclusion_ground", ground_id=ground_id))
    errors = forms[step].first_errors() if step else {}
    return render_template(
        "officer/exclusion.html",
        shown=exclusion_views.shown(entry, clock.today()),
        supplier=entry.supplier,
        forms=forms,
        errors={**errors, **({"steps": problem} if problem else {})},
    )


def _ask(entry: ExclusionGround, form: Any) -> None:
    exclusions.ask(db.session(), access.person(), entry, form.reply_due.data, clock.now(), clock.today())


def _reply(entry: ExclusionGround, form: Any) -> None:
    exclusions.record_reply(
        db.session(), access.person(), entry, form.replied_on.data, form.explanation.data, clock.now()
    )


def _consider(entry: ExclusionGround, form: Any) -> None:
    exclusions.consider(db.session(), access.person(), entry, form.found(), clock.now(), clock.today())


def _decide(entry: ExclusionGround, form: Any) -> None:
    exclusions.decide(
        db.session(),
        access.person(),
        entry,
        ExclusionOutcome(form.outcome.data),
        form.continuing.data == "yes",
        form.reasons.data,
        clock.now(),
        clock.today(),
    )


def _end(entry: ExclusionGround, form: Any) -> None:
    exclusions.end(db.session(), access.person(), entry, form.reason.data, clock.now(), clock.today())


_TAKEN: dict[str, Callable[[ExclusionGround, Any], None]] = {
    "ask": _ask,
    "reply": _reply,
    "consider": _consider,
    "decide": _decide,
    "end": _end,
}
