"""Pairs of suppliers that may be one organisation: the list, two side by side, and "not the same"."""

from __future__ import annotations

from typing import Final

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.duplicates import duplicate_labels as labels
from app.officer.duplicates import duplicate_views as views
from app.officer.duplicates.duplicate_forms import ReasonForm
from app.queue import after_commit
from app.services.judgement.cases import sentences_from_json
from app.services.matching import supplier_directory
from app.services.matching.screening_setup import screening_setup
from app.services.organisations import merging
from app.services.organisations.merging import Refused
from app.store import duplicates as store
from app.store import merged, suppliers
from models import DuplicateProposal, Supplier
from questionnaires.cleaning import clean

PER_PAGE: Final = 25
SHOWN: Final = 20
MOST_LETTERS: Final = 200


@blueprint.get("/duplicates")
@access.officer
def duplicates() -> str:
    """Pairs that may be one organisation, those with the largest spend first."""
    wanted = _wanted()
    page = max(1, min(request.args.get("page", 1, type=int), 10_000))
    start = (page - 1) * PER_PAGE
    found, total = store.proposals(db.session(), scope.council_id(), wanted, start, PER_PAGE)
    return render_template(
        "officer/duplicates.html",
        rows=[views.pair_seen(one) for one in found],
        wanted=wanted,
        is_filtered=wanted != store.Wanted(),
        fields=_fields(wanted),
        kept={name: value for name, value in _address(wanted).items() if value},
        total=total,
        start=start,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        percent=views.percent,
    )


def _wanted() -> store.Wanted:
    """The filter that the address asks for; words that it does not know count as none."""
    state, evidence = request.args.get("state", ""), request.args.get("evidence", "")
    return store.Wanted(
        state=state if state in dict(labels.state_options()) else store.OPEN,
        evidence=evidence if evidence in dict(labels.evidence_options()) else "",
        text=clean(request.args.get("q", ""))[:MOST_LETTERS].strip(),
    )


def _address(wanted: store.Wanted) -> dict[str, str]:
    state = "" if wanted.state == store.OPEN else wanted.state
    return {"q": wanted.text, "state": state, "evidence": wanted.evidence}


def _fields(wanted: store.Wanted) -> list[dict[str, object]]:
    return [
        {"name": "state", "label": _("Show"), "value": wanted.state, "options": labels.state_options()},
        {
            "name": "evidence",
            "label": _("Found by"),
            "value": wanted.evidence,
            "options": labels.evidence_options(),
        },
    ]


@blueprint.post("/duplicates/find")
@access.officer
def find_duplicates() -> HttpResponse:
    """Look for duplicates again, in the background."""
    after_commit(db.session(), "duplicates.find", scope.council_id())
    db.session().commit()
    flash(_("Duplicates are being looked for. Reload this page in a minute."), "success")
    return redirect(url_for("officer.duplicates"))


def _pair(pair_id: int) -> DuplicateProposal:
    return store.proposal(db.session(), scope.council_id(), pair_id) or abort(404)


@blueprint.get("/duplicates/<int:pair_id>")
@access.officer
def duplicate(pair_id: int) -> str | HttpResponse:
    """A proposed pair side by side; who was merged since is no longer to be decided about."""
    pair = _pair(pair_id)
    for one in (pair.first, pair.second):
        if one.merged_into_id is not None:
            return redirect(url_for("officer.supplier", supplier_id=one.id))
    return _compared(pair.first, pair.second, pair)


@blueprint.get("/suppliers/<int:supplier_id>/compare/<int:other_id>")
@access.officer
def compare_suppliers(supplier_id: int, other_id: int) -> str | HttpResponse:
    """Any two suppliers of the council side by side."""
    one, other = scope.supplier(supplier_id), _supplier(other_id)
    pair = store.of_pair(db.session(), one.council_id, one.id, other.id)
    return _compared(one, other, pair)


def _supplier(supplier_id: int) -> Supplier:
    """The other supplier of a pair; the one that stands for it if it was merged."""
    found = suppliers.supplier(db.session(), scope.council_id(), supplier_id) or abort(404)
    return merged.survivor(db.session(), found)


def _compared(one: Supplier, other: Supplier, pair: DuplicateProposal | None) -> str:
    session = db.session()
    refusal = ""
    try:
        merging.preview(session, one, other)
    except Refused as refused:
        refusal = labels.refusal_words(refused.why)
    return render_template(
        "officer/duplicate.html",
        left=views.card(session, one, _("First supplier")),
        right=views.card(session, other, _("Second supplier")),
        beside=views.beside(session, one, other),
        one=one,
        other=other,
        pair=pair,
        label=labels.evidence_label(pair.evidence) if pair else "",
        reasons=sentences_from_json(pair.reasons) if pair else (),
        percent=views.percent,
        usual=_usual(one, other),
        refusal=refusal,
        form=ReasonForm(),
    )


def _usual(one: Supplier, other: Supplier) -> int:
    """The one that is proposed to stay: with a company number, else of the larger spend."""
    return max((one, other), key=lambda each: (bool(merging.number_of(each)), each.spend or 0, -each.id)).id


@blueprint.post("/duplicates/<int:pair_id>/dismiss")
@access.officer
def dismiss_duplicate(pair_id: int) -> HttpResponse:
    """Say that two are not the same."""
    pair, form = _pair(pair_id), ReasonForm()
    if not form.validate_on_submit():
        flash(next(iter(form.first_errors().values()), _("Nothing was changed.")), "error")
        return redirect(url_for("officer.duplicate", pair_id=pair_id))
    merging.dismiss(db.session(), access.person(), pair, form.reason.data or "", clock.now())
    flash(_("Saved: not the same. They are not proposed again; you can take that back."), "success")
    return redirect(url_for("officer.duplicates"))


@blueprint.post("/duplicates/<int:pair_id>/reopen")
@access.officer
def reopen_duplicate(pair_id: int) -> HttpResponse:
    """Take back that two are not the same."""
    merging.take_back_dismissal(db.session(), access.person(), _pair(pair_id), clock.now())
    flash(_("Taken back: the two are proposed again."), "success")
    return redirect(url_for("officer.duplicate", pair_id=pair_id))


@blueprint.get("/suppliers/<int:supplier_id>/merge")
@access.officer
def merge_with(supplier_id: int) -> str:
    """Find the supplier with which this one is to be merged."""
    found = scope.supplier(supplier_id)
    typed = request.args.get("q", "")[:MOST_LETTERS]
    setup = screening_setup(current_app.config["SETTINGS"])
    hits = supplier_directory.look_up(found.council_id, setup, typed, SHOWN + 1)
    others = [(int(hit.key), hit.name) for hit in hits if int(hit.key) != found.id]
    there = {key for key, _name in others if _stands(found.council_id, key)}
    proposed = store.of_supplier(db.session(), found.council_id, found.id)
    return render_template(
        "officer/merge_with.html",
        supplier=found,
        typed=typed,
        hits=[one for one in others if one[0] in there],
        proposed=[(row, row.second if row.first_id == found.id else row.first) for row in proposed],
    )


def _stands(council_id: int, supplier_id: int) -> bool:
    """Whether a supplier that the index knows is still there and was not merged since."""
    found = suppliers.supplier(db.session(), council_id, supplier_id)
    return found is not None and found.merged_into_id is None
