"""The officer's page of one contract: what is known of its work, to state, to correct and to take back."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.labels import all_facts
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.forms import FactsForm
from app.services.judgement import contract_facts


@blueprint.route("/suppliers/<int:supplier_id>/contracts/<int:contract_id>", methods=["GET", "POST"])
@access.officer
def contract(supplier_id: int, contract_id: int) -> str | HttpResponse:
    """What is known of a contract, and the form by which an officer says what is known."""
    found = scope.contract(supplier_id, contract_id)
    form = FactsForm(data=FactsForm.entries(contract_facts.standing(found)))
    if form.validate_on_submit():
        changed = contract_facts.state(
            db.session(), access.person(), found, form.facts(), clock.now(), clock.today()
        )
        flash(
            _("What you said of the contract was saved. The supplier is being screened again.")
            if changed
            else _("Nothing was changed: this was said before."),
            "success",
        )
        return _back(supplier_id)
    return render_template(
        "officer/contract.html",
        supplier=found.supplier,
        contract=found,
        form=form,
        errors=form.first_errors(),
        register=all_facts(contract_facts.of_row(found)),
        stated=contract_facts.stated(found),
    )


@blueprint.post("/suppliers/<int:supplier_id>/contracts/<int:contract_id>/take-back")
@access.officer
def take_back_facts(supplier_id: int, contract_id: int) -> HttpResponse:
    """Take back what an officer said of a contract; what the register says stands again."""
    found = scope.contract(supplier_id, contract_id)
    if contract_facts.take_back(db.session(), access.person(), found, clock.now(), clock.today()):
        flash(
            _("What was said of the contract was taken back. The supplier is being screened again."),
            "success",
        )
    return _back(supplier_id)


def _back(supplier_id: int) -> HttpResponse:
    return redirect(url_for("officer.supplier_contracts", supplier_id=supplier_id))
