"""Doing something to many suppliers: a page that says what will happen, the act, and taking it back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any, Final

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding.care_forms import NOBODY, CareForm
from app.officer.forms import USUAL_DAYS_TO_ANSWER
from app.officer.queue import bulk_views, queue_filters
from app.officer.queue.bulk_forms import BulkAskForm
from app.officer.queue.queue_routes import queue_file
from app.services.inviting import bulk_acts as service
from app.store import bulk_acts as store
from app.store import people
from app.store import queue as queue_store
from models import BulkAct, BulkKind

ACTS_SHOWN: Final = 50
NAMES_SHOWN: Final = 20


def _picked() -> list[int]:
    """The suppliers that the form names, or all of its filter, in the order of the list."""
    if request.form.get("all") != "1":
        return [int(one) for one in request.form.getlist("supplier") if one.isascii() and one.isdigit()]
    said: dict[str, Any] = queue_filters.from_query(request.form.get("query", ""))
    wanted = queue_filters.queue_filter(said, access.person())
    return queue_store.supplier_ids(db.session(), scope.council_id(), wanted, clock.today())


@blueprint.post("/suppliers/bulk")
@access.officer
def bulk() -> str | HttpResponse:
    """The bar at the foot of the queue: a file at once, else the page that says what would happen."""
    what, query = request.form.get("what", ""), request.form.get("query", "")
    said: dict[str, Any] = queue_filters.from_query(query)
    picked = _picked()
    if not picked:
        flash(_("Nothing was done: pick at least one supplier first."), "error")
        return redirect(url_for("officer.queue", **said))
    if what in ("csv", "xlsx"):
        return queue_file(what, said, None if request.form.get("all") == "1" else picked)
    if what not in [kind.value for kind in BulkKind]:
        abort(400)
    return _confirm(BulkKind(what), picked, _form(BulkKind(what), fresh=True))


def _form(kind: BulkKind, *, fresh: bool = False) -> CareForm | BulkAskForm:
    """The form of the confirm page; `fresh`: with its usual entries, whatever was posted."""
    if kind is BulkKind.ASSIGN:
        officers = people.officers(db.session(), scope.council_id())
        usual = {"owner": str(access.person().id)}
        return CareForm(officers, formdata=None, data=usual) if fresh else CareForm(officers)
    due_on = clock.today() + timedelta(days=USUAL_DAYS_TO_ANSWER)
    if fresh:
        return BulkAskForm(clock.today(), formdata=None, data={"due_on": due_on})
    return BulkAskForm(clock.today())


def _confirm(kind: BulkKind, picked: list[int], form: Any) -> str | HttpResponse:
    council_id, query = scope.council_id(), request.form.get("query", "")
    said: dict[str, Any] = queue_filters.from_query(query)
    try:
        planned = service.plan(db.session(), council_id, kind, picked, clock.today())
    except service.TooMany:
        flash(_too_many(len(picked)), "error")
        return redirect(url_for("officer.queue", **said))
    shown = [*planned.to_do[:NAMES_SHOWN], *list(planned.left_out)[:NAMES_SHOWN]]
    return render_template(
        "officer/bulk_confirm.html",
        kind=kind.value,
        form=form,
        errors=form.first_errors(),
        planned=planned,
        names=store.names(db.session(), council_id, shown),
        names_shown=NAMES_SHOWN,
        reasons=Counter(planned.left_out.values()),
        reason_words=bulk_views.reason_words,
        at_once=service.AT_ONCE,
        query=query,
        said=said,
        every=request.form.get("all") == "1",
    )


def _too_many(number: int) -> str:
    return _(
        "Nothing was done: %(number)s suppliers are more than the %(most)s that can be dealt with at once. "
        "Narrow the list first.",
        number=number,
        most=service.MOST,
    )


@blueprint.post("/suppliers/bulk/assign")
@access.officer
def bulk_assign() -> str | HttpResponse:
    """Give suppliers to an owner, as the confirm page said."""
    return _do(BulkKind.ASSIGN)


@blueprint.post("/suppliers/bulk/ask")
@access.officer
def bulk_ask() -> str | HttpResponse:
    """Ask suppliers to answer, as the confirm page said."""
    return _do(BulkKind.ASK)


def _do(kind: BulkKind) -> str | HttpResponse:
    picked = _picked()
    form = _form(kind)
    if not form.validate_on_submit():
        return _confirm(kind, picked, form)
    try:
        act = service.begin(
            db.session(),
            current_app.config["SETTINGS"],
            access.person(),
            scope.council_id(),
            kind,
            picked,
            _chosen(form),
            clock.now,
            clock.today(),
        )
    except service.TooMany:
        flash(_too_many(len(picked)), "error")
        return redirect(url_for("officer.queue"))
    return redirect(url_for("officer.bulk_act", act_id=act.id))


def _chosen(form: CareForm | BulkAskForm) -> dict[str, Any]:
    due_on = form.due_on.data.isoformat() if form.due_on.data else None
    if isinstance(form, BulkAskForm):
        return {"due_on": due_on}
    owner = None if form.owner.data == NOBODY else int(form.owner.data)
    return {"owner": owner, "due_on": due_on, "next_step": form.next_step.data or ""}


def _act(act_id: int) -> BulkAct:
    return store.act(db.session(), scope.council_id(), act_id) or abort(404)


@blueprint.get("/bulk")
@access.officer
def bulk_acts() -> str:
    """What officers of the council did to many suppliers at once, the newest first."""
    found = store.newest(db.session(), scope.council_id(), ACTS_SHOWN)
    return render_template(
        "officer/bulk_acts.html", acts=[bulk_views.shown(db.session(), act) for act in found]
    )


@blueprint.get("/bulk/<int:act_id>")
@access.officer
def bulk_act(act_id: int) -> str:
    """One act: how far it is, what was done, who was left out and why, and a button that takes it back."""
    act = _act(act_id)
    left_out = [int(one) for one in act.left_out]
    shown = [*act.supplier_ids[:NAMES_SHOWN], *left_out[:NAMES_SHOWN]]
    return render_template(
        "officer/bulk_act.html",
        act=bulk_views.shown(db.session(), act),
        supplier_ids=act.supplier_ids,
        left_out=left_out,
        names=store.names(db.session(), act.council_id, shown),
        names_shown=NAMES_SHOWN,
        reasons=Counter(act.left_out.values()),
        reason_words=bulk_views.reason_words,
    )


@blueprint.post("/bulk/<int:act_id>/undo")
@access.officer
def undo_bulk(act_id: int) -> HttpResponse:
    """Take an act back as far as nobody has done anything since."""
    act = _act(act_id)
    if service.undo(db.session(), access.person(), act, clock.now()):
        said = ngettext("Taken back for %(num)s supplier.", "Taken back for %(num)s suppliers.", act.undone)
        flash(said, "success")
    else:
        flash(_("This cannot be taken back now: it is not finished, or was taken back before."), "error")
    return redirect(url_for("officer.bulk_act", act_id=act_id))
