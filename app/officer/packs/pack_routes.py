"""Packs of clauses: begun for a supplier's contract or for a tender, looked at, issued, copied."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.packs import pack_views
from app.officer.packs.pack_forms import CopyForm, DetailsForm, Revised, entries_of
from app.services.judgement import contract_facts
from app.services.packs import pack_content, packs
from app.store import packs as store
from app.store import screenings
from models import ClausePack, Contract, PackState, Supplier

PAGE_SIZE = 25


def pack_of(pack_id: int) -> ClausePack:
    """A pack of the officer's council; 404 for any other."""
    return store.pack(db.session(), scope.council_id(), pack_id) or abort(404)


def draft_of(pack_id: int) -> ClausePack:
    """A draft of the officer's council; 404 for an issued pack, which is frozen."""
    found = pack_of(pack_id)
    return found if found.state == PackState.DRAFT else abort(404)


def to_pack(pack_id: int, anchor: str | None = None) -> HttpResponse:
    """Go to the page of a pack."""
    return redirect(url_for("officer.pack", pack_id=pack_id, _anchor=anchor))


def changed_meanwhile() -> str:
    """What somebody is told whose pack another person changed."""
    return _(
        "Somebody else changed this after you opened it. Look at what stands there now, then save again to "
        "put yours in its place."
    )


@blueprint.get("/packs", endpoint="packs")
@access.officer
def pack_list() -> str:
    """The packs of the council, the last changed first."""
    page = max(request.args.get("page", 1, type=int), 1)
    found = store.of_council(db.session(), scope.council_id(), (page - 1) * PAGE_SIZE, PAGE_SIZE + 1)
    return render_template(
        "officer/packs.html",
        packs=pack_views.listed(found[:PAGE_SIZE]),
        page=page,
        has_more=len(found) > PAGE_SIZE,
    )


@blueprint.route("/packs/new", methods=["GET", "POST"])
@access.officer
def new_pack() -> str | HttpResponse:
    """A pack for a tender: the findings come from what is bought, not from a supplier or a place."""
    form = DetailsForm(data={"stage": "preparing", "size": "larger"})
    if form.validate_on_submit():
        made = packs.start(
            db.session(), access.person(), scope.council_id(), form.details(), clock.now(), clock.today()
        )
        flash(_("The pack was made. Look at each clause and at the finding that called for it."), "success")
        return to_pack(made.id)
    return render_template(
        "officer/pack_details.html",
        form=form,
        errors=form.first_errors(),
        heading=_("New tender pack"),
        pack=None,
        supplier=None,
        back=url_for("officer.packs"),
    )


@blueprint.route("/suppliers/<int:supplier_id>/clauses", methods=["GET", "POST"])
@access.officer
def supplier_clauses(supplier_id: int) -> str | HttpResponse:
    """A pack for a contract of a supplier, from its report; and the packs that there are already."""
    supplier = scope.supplier(supplier_id)
    stored = screenings.current_report(db.session(), scope.council_id(), supplier_id)
    contract = _contract(supplier, request.args.get("contract", type=int))
    health = contract_facts.standing(contract).health_service_england if contract else None
    form = DetailsForm(data={"size": "larger", **pack_views.details_of_contract(supplier, contract, health)})
    if stored is not None and form.validate_on_submit():
        made = packs.start(
            db.session(),
            access.person(),
            scope.council_id(),
            form.details(),
            clock.now(),
            clock.today(),
            supplier,
            stored,
            contract_facts.contract_key(contract) if contract else "",
        )
        flash(_("The pack was made. Look at each clause and at the finding that called for it."), "success")
        return to_pack(made.id)
    return render_template(
        "officer/pack_details.html",
        form=form,
        errors=form.first_errors(),
        heading=_("Clauses for this supplier"),
        pack=None,
        supplier=supplier,
        has_report=stored is not None,
        chosen=contract,
        earlier=pack_views.listed(store.of_supplier(db.session(), supplier.council_id, supplier_id)),
        back=url_for("officer.supplier_work", supplier_id=supplier_id, _anchor="packs"),
    )


def _contract(supplier: Supplier, contract_id: int | None) -> Contract | None:
    if contract_id is None:
        return supplier.contracts[0] if len(supplier.contracts) == 1 else None
    return next((one for one in supplier.contracts if one.id == contract_id), None) or abort(404)


@blueprint.get("/packs/<int:pack_id>")
@access.officer
def pack(pack_id: int) -> str:
    """One pack: what it may be used for, its clauses with their findings, indicators, questions, files."""
    found = pack_of(pack_id)
    try:
        shown = pack_views.page(db.session(), found)
    except pack_content.Damaged:
        abort(409)
    return render_template("officer/pack.html", **shown)


@blueprint.route("/packs/<int:pack_id>/details", methods=["GET", "POST"])
@access.officer
def pack_details(pack_id: int) -> str | HttpResponse:
    """Change what is said of the contract; the suggestions follow."""
    found = draft_of(pack_id)
    form = DetailsForm(data=entries_of(found))
    if form.validate_on_submit():
        try:
            packs.describe(
                db.session(),
                access.person(),
                found,
                form.details(),
                form.based_on,
                clock.now(),
                clock.today(),
            )
        except packs.Changed:
            db.session().rollback()
            form.title.errors = [changed_meanwhile()]
            form.revision.data = str(found.revision)
        else:
            flash(
                _("Saved. The suggestions were made anew; what you added, edited or dropped stays."),
                "success",
            )
            return to_pack(pack_id)
    return render_template(
        "officer/pack_details.html",
        form=form,
        errors=form.first_errors(),
        heading=_("Change what is said of the contract"),
        pack=found,
        supplier=None,
        back=url_for("officer.pack", pack_id=pack_id),
    )


@blueprint.route("/packs/<int:pack_id>/choices", methods=["GET", "POST"])
@access.officer
def pack_choices(pack_id: int) -> str | HttpResponse:
    """Choose the indicators and the questions that go with the clauses."""
    found = draft_of(pack_id)
    form = Revised()
    if form.validate_on_submit():
        chosen = request.form.getlist("kpi"), request.form.getlist("question")
        try:
            packs.choose(db.session(), access.person(), found, *chosen, clock.now())
        except ValueError:
            abort(400)
        except packs.Changed:
            flash(changed_meanwhile(), "error")
        else:
            flash(_("Your choice of indicators and questions was saved."), "success")
        return to_pack(pack_id, "kpis")
    return render_template("officer/pack_choices.html", pack=found, **pack_views.choices(found))


@blueprint.route("/packs/<int:pack_id>/issue", methods=["GET", "POST"])
@access.officer
def issue_pack(pack_id: int) -> str | HttpResponse:
    """Look once more, then freeze the pack."""
    found = draft_of(pack_id)
    form = Revised(data={"revision": str(found.revision)})
    if form.validate_on_submit() and found.standing:
        try:
            packs.issue(db.session(), access.person(), found, form.based_on, clock.now())
        except packs.Changed:
            db.session().rollback()
            flash(_("Not issued: somebody else changed the pack meanwhile. Look at it again."), "error")
        else:
            flash(_("The pack is issued and frozen. A change is a copy."), "success")
        return to_pack(pack_id)
    return render_template("officer/pack_issue.html", form=form, **pack_views.page(db.session(), found))


@blueprint.route("/packs/<int:pack_id>/copy", methods=["GET", "POST"])
@access.officer
def copy_pack(pack_id: int) -> str | HttpResponse:
    """A new draft with everything that stands in a pack."""
    found = pack_of(pack_id)
    form = CopyForm(data={"title": found.title})
    if form.validate_on_submit():
        new = packs.copy(db.session(), access.person(), found, form.title.data or "", clock.now())
        flash(_("This is the copy. The other pack stays as it is."), "success")
        return to_pack(new.id)
    return render_template("officer/pack_copy.html", form=form, errors=form.first_errors(), pack=found)


@blueprint.post("/packs/<int:pack_id>/discard")
@access.officer
def discard_pack(pack_id: int) -> HttpResponse:
    """Throw a draft away."""
    try:
        packs.discard(db.session(), access.person(), draft_of(pack_id), clock.now())
    except packs.Changed:
        flash(changed_meanwhile(), "error")
        return to_pack(pack_id)
    flash(_("The draft was thrown away."), "success")
    return redirect(url_for("officer.packs"))
