"""The council's own weights: everybody sees them and their history; a lead changes them, effect first."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.labels import number, weight_label
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding.decision_forms import ReasonForm, WeightForm
from app.officer.set_up import weight_views
from app.services.judgement import council_weights
from app.store import weights as store
from models import Role, RunStatus, WeightRevision
from screening.weights import bounds


def _revision(revision_id: int) -> WeightRevision:
    return store.revision(db.session(), scope.council_id(), revision_id) or abort(404)


def _draft(revision_id: int) -> WeightRevision:
    found = _revision(revision_id)
    return found if found.saved_at is None else abort(404)


def _to_draft(draft: WeightRevision) -> HttpResponse:
    return redirect(url_for("officer.weight_draft", revision_id=draft.id))


@blueprint.get("/weights")
@access.officer
def weights() -> str:
    """Every weight that may be changed: shipped value, bounds, reasons, and the council's own."""
    saved = store.saved(db.session(), scope.council_id())
    changes = council_weights.changes_of(saved)
    is_lead = access.person().role == Role.LEAD
    drafts = store.drafts_of(db.session(), scope.council_id(), access.person().id) if is_lead else []
    return render_template(
        "officer/weights.html",
        groups=weight_views.groups(changes),
        changed=len(changes),
        left_out=[
            (weight_label(name), number(value))
            for name, value in council_weights.out_of_bounds(saved).items()
        ],
        revisions=[(one, weight_views.lines(one)) for one in reversed(saved)],
        undoable={one.id for one in saved if council_weights.undoable(db.session(), one)},
        drafts=drafts,
        is_lead=is_lead,
    )


@blueprint.route("/weights/change/<name>", methods=["GET", "POST"])
@access.lead
def change_weight(name: str) -> str | HttpResponse:
    """Draft a change of one weight, alone or added to a draft; the effect is shown next."""
    if name not in bounds():
        abort(404)
    draft_id = request.args.get("draft", type=int)
    draft = _draft(draft_id) if draft_id is not None else None
    own = {one.name: one for one in council_weights.weights_of(db.session(), scope.council_id()).changes}
    shown = weight_views.weight_shown(name, own.get(name))
    form = WeightForm(name=name, data={"value": float(shown.value)})
    if form.validate_on_submit():
        made = council_weights.propose(
            db.session(),
            access.person(),
            scope.council_id(),
            {name: form.value.data},
            form.reason.data or "",
            clock.now(),
            draft,
        )
        return _to_draft(made)
    return render_template(
        "officer/weight.html", weight=shown, form=form, errors=form.first_errors(), draft=draft
    )


@blueprint.get("/weights/drafts/<int:revision_id>")
@access.lead
def weight_draft(revision_id: int) -> str | HttpResponse:
    """What a draft would do to the council's own ranking, or how far the computing is."""
    revision = _revision(revision_id)
    if revision.saved_at is not None:
        return redirect(url_for("officer.weights"))
    return render_template(
        "officer/weight_draft.html",
        draft=revision,
        lines=weight_views.lines(revision),
        effect=council_weights.effect_of(revision) if revision.status == RunStatus.DONE else None,
        computing=revision.status in (RunStatus.QUEUED, RunStatus.RUNNING),
        options=[(name, weight_label(name)) for name in bounds()],
    )


@blueprint.get("/weights/drafts/<int:revision_id>/add")
@access.lead
def add_to_draft(revision_id: int) -> HttpResponse:
    """Go to the weight that is to be changed beside those of a draft."""
    draft, name = _draft(revision_id), request.args.get("name", "")
    if name not in bounds():
        abort(404)
    return redirect(url_for("officer.change_weight", name=name, draft=draft.id))


@blueprint.post("/weights/drafts/<int:revision_id>/<any(save, again, discard):step>")
@access.lead
def weight_draft_step(revision_id: int, step: str) -> HttpResponse:
    """Save a draft whose effect was seen, compute the effect anew, or throw the draft away."""
    draft = _draft(revision_id)
    if step == "again":
        council_weights.look(db.session(), draft, clock.now())
        return _to_draft(draft)
    if step == "discard":
        council_weights.discard(db.session(), access.person(), draft, clock.now())
        flash(_("The draft was thrown away. Nothing was changed."), "success")
        return redirect(url_for("officer.weights"))
    try:
        council_weights.save(db.session(), access.person(), draft, clock.now(), clock.today())
    except council_weights.NotSaved:
        db.session().rollback()
        flash(
            _("Not saved: look at the effect first. The weights may have changed since it was computed."),
            "error",
        )
        return _to_draft(draft)
    flash(_("The weights were changed. All suppliers are being screened again."), "success")
    return redirect(url_for("officer.weights"))


@blueprint.route("/weights/reset", methods=["GET", "POST"])
@access.lead
def reset_weights() -> str | HttpResponse:
    """Draft the return of every weight to its shipped value."""
    if not council_weights.weights_of(db.session(), scope.council_id()).changes:
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        made = council_weights.reset(
            db.session(), access.person(), scope.council_id(), form.reason.data or "", clock.now()
        )
        return _to_draft(made)
    return render_template(
        "officer/weight_reason.html",
        title=_("Return all weights to their shipped values"),
        form=form,
        errors=form.first_errors(),
        lines=[],
    )


@blueprint.route("/weights/history/<int:revision_id>/take-back", methods=["GET", "POST"])
@access.lead
def undo_weights(revision_id: int) -> str | HttpResponse:
    """Draft taking a saved change back."""
    revision = _revision(revision_id)
    if revision.saved_at is None or not council_weights.undoable(db.session(), revision):
        abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        made = council_weights.undo(
            db.session(), access.person(), revision, form.reason.data or "", clock.now()
        )
        return _to_draft(made)
    return render_template(
        "officer/weight_reason.html",
        title=_("Take a change of weights back"),
        form=form,
        errors=form.first_errors(),
        lines=weight_views.lines(revision),
    )
