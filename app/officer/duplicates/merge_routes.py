"""Merging two suppliers, what was merged, and undoing it."""

from __future__ import annotations

from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.duplicates import duplicate_labels as labels
from app.officer.duplicates import duplicate_views as views
from app.officer.duplicates.duplicate_forms import MergeForm, ReasonForm
from app.services.organisations import merging
from app.services.organisations.merging import Refused
from app.store import merged, screenings, suppliers
from app.store import merges as store
from models import Supplier, SupplierMerge

PER_PAGE: Final = 25


@blueprint.get("/merges/choose")
@access.officer
def choose_survivor() -> HttpResponse:
    """From the compare page, which asks which of two stays, to the page that says what moves."""
    pair = [request.args.get(name, 0, type=int) for name in ("one", "other")]
    keep = request.args.get("keep", 0, type=int)
    if keep not in pair:
        flash(_("Choose which of the two stays."), "error")
        return redirect(url_for("officer.compare_suppliers", supplier_id=pair[0], other_id=pair[1]))
    other = pair[1] if keep == pair[0] else pair[0]
    return redirect(url_for("officer.merge_suppliers", supplier_id=keep, other_id=other))


@blueprint.route("/suppliers/<int:supplier_id>/merge/<int:other_id>", methods=["GET", "POST"])
@access.officer
def merge_suppliers(supplier_id: int, other_id: int) -> str | HttpResponse:
    """What merging the other supplier into this one does, and doing it."""
    survivor, absorbed = scope.supplier(supplier_id), _other(other_id)
    session = db.session()
    try:
        preview = merging.preview(session, survivor, absorbed)
        form = MergeForm(preview.asked is not None)
        if form.validate_on_submit():
            made = merging.merge(
                session,
                access.person(),
                survivor,
                absorbed,
                form.reason.data or "",
                clock.now(),
                clock.today(),
                both_may_answer=bool(form.both.data),
            )
            flash(_("Merged. The supplier is being screened again."), "success")
            return redirect(url_for("officer.merge", merge_id=made.id))
    except Refused as refused:
        session.rollback()
        flash(labels.refusal_words(refused.why), "error")
        return redirect(url_for("officer.compare_suppliers", supplier_id=supplier_id, other_id=other_id))
    return render_template(
        "officer/merge_confirm.html",
        survivor=survivor,
        absorbed=absorbed,
        told=views.told(preview, survivor, absorbed),
        asked=preview.asked,
        answer_words=views.answer_words,
        form=form,
        errors=form.first_errors(),
    )


def _other(supplier_id: int) -> Supplier:
    return suppliers.supplier(db.session(), scope.council_id(), supplier_id) or abort(404)


def _merge(merge_id: int) -> SupplierMerge:
    return store.merge(db.session(), scope.council_id(), merge_id) or abort(404)


@blueprint.get("/merges")
@access.officer
def merges() -> str:
    """What was merged, the newest first, undone merges too."""
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    start = (page - 1) * PER_PAGE
    found, total = store.merges(db.session(), scope.council_id(), start, PER_PAGE)
    return render_template(
        "officer/merges.html",
        rows=found,
        total=total,
        start=start,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
    )


@blueprint.get("/merges/<int:merge_id>")
@access.officer
def merge(merge_id: int) -> str:
    """One merge: who, when, why, what moved; and its undo, with what would not be exact any more."""
    made, session = _merge(merge_id), db.session()
    refused = merging.why_not_undone(session, made)
    later = refused.later.survivor.name if refused and refused.later else ""
    return render_template(
        "officer/merge.html",
        made=made,
        stands=merged.survivor(session, made.survivor),
        moved=views.moved_words(made),
        last_result=views.result_words(store.last_report(session, made)),
        refusal=labels.refusal_words(refused.why, later) if refused and made.undone_at is None else "",
        later=refused.later if refused else None,
        anew=len(store.later_into(session, made)) if refused is None else 0,
        not_exact=views.changes_words(merging.not_exact(session, made)) if refused is None else [],
        kept=views.kept_words(made.kept),
        waiting=screenings.open_run(session, made.council_id, made.survivor_id),
        form=ReasonForm(),
    )


@blueprint.post("/merges/<int:merge_id>/undo")
@access.officer
def undo_merge(merge_id: int) -> HttpResponse:
    """Undo a merge; what cannot be put back is told on its page."""
    made, form = _merge(merge_id), ReasonForm()
    if not form.validate_on_submit():
        flash(next(iter(form.first_errors().values()), _("Nothing was changed.")), "error")
        return redirect(url_for("officer.merge", merge_id=merge_id))
    try:
        reason = form.reason.data or ""
        merging.undo(db.session(), access.person(), made, reason, clock.now(), clock.today())
    except Refused as refused:
        db.session().rollback()
        later = refused.later.survivor.name if refused.later else ""
        flash(labels.refusal_words(refused.why, later), "error")
    else:
        flash(_("Undone. Both suppliers are being screened again."), "success")
    return redirect(url_for("officer.merge", merge_id=merge_id))
