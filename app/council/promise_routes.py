"""The promise ledger: promises found in a statement, and what became of those of all years."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope, views, words
from app.council.forms import PledgeForm, SettleForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import pledges
from app.store import annual as store
from models import AnnualStatement, Pledge, PledgeState
from screening import annual


@dataclass(frozen=True, slots=True)
class Found:
    """A promise that the words of a section seem to make, and the ledger's entry for it, if any."""

    key: str
    area: str
    title: str
    promise: annual.Promise
    noted: Pledge | None


def _found(statement: AnnualStatement) -> list[Found]:
    noted = {one.text: one for one in store.pledges_of(db.session(), statement.id)}
    return [
        Found(
            f"{section.area}-{number}",
            section.area,
            views.area_title(section.area),
            promise,
            noted.get(promise.text.strip()),
        )
        for section in statement.sections
        for number, promise in enumerate(annual.promises(section.text))
    ]


@blueprint.get("/promises")
@access.officer
def promises() -> str:
    """The promises of all years: what is overdue first."""
    today = clock.today()
    found = store.pledges(db.session(), scope.council().id)
    return render_template(
        "council/promises.html",
        pledges=found,
        overdue={one.id for one in found if pledges.is_overdue(one, today)},
        states=words.pledge_state,
        colours=words.COLOURS,
        title_of=views.area_title,
        is_lead=scope.is_lead(),
        is_open=PledgeState.OPEN,
    )


def _promises_page(statement: AnnualStatement, form: PledgeForm, area: str = "") -> str:
    found = _found(statement)
    texts = {one.promise.text.strip() for one in found}
    own = [one for one in store.pledges_of(db.session(), statement.id) if one.text not in texts]
    return render_template(
        "council/statement_promises.html",
        statement=statement,
        found=found,
        own=own,
        form=form,
        area=area,
        wrong=form.first_errors(),
        errors={f"own-{area}-{name}": message for name, message in form.first_errors().items()},
        areas=[(one.area, views.area_title(one.area)) for one in statement.sections],
        is_lead=scope.is_lead(),
    )


@blueprint.get("/<int:statement_id>/promises")
@access.officer
def statement_promises(statement_id: int) -> str:
    """The promises that a statement seems to make: a person confirms each for the ledger."""
    return _promises_page(scope.statement(statement_id), PledgeForm(formdata=None))


@blueprint.post("/<int:statement_id>/promises/<area>")
@access.lead
def note_promise(statement_id: int, area: str) -> str | HttpResponse:
    """Note a promise of a section in the ledger."""
    section, form = scope.section(statement_id, area), PledgeForm()
    if not form.validate():
        return _promises_page(section.statement, form, area)
    pledges.note(
        db.session(),
        scope.person(),
        section.statement,
        area,
        form.text.data or "",
        form.owner.data or "",
        form.due_on.data,
        clock.now(),
    )
    flash(_("Noted in the ledger. Next year's statement will ask what became of it."), "success")
    return redirect(url_for("council.statement_promises", statement_id=statement_id))


@blueprint.route("/promises/<int:pledge_id>", methods=["GET", "POST"])
@access.lead
def settle_promise(pledge_id: int) -> str | HttpResponse:
    """Say what became of a promise; it can be said anew."""
    found = scope.pledge(pledge_id)
    data = {"state": found.state, "outcome": found.outcome, "evidence_url": found.evidence_url}
    form = SettleForm(data=data)
    if form.validate_on_submit():
        pledges.settle(
            db.session(),
            scope.person(),
            found,
            PledgeState(form.state.data),
            form.outcome.data or "",
            form.evidence_url.data or "",
            clock.now(),
        )
        flash(_("Noted what became of the promise."), "success")
        return redirect(url_for("council.promises") + f"#promise-{found.id}")
    return render_template(
        "council/promise.html",
        pledge=found,
        title=views.area_title(found.area),
        form=form,
        errors=form.first_errors(),
        is_overdue=pledges.is_overdue(found, clock.today()),
    )
