"""The way of a statement through its approval to the public, and what is noted on it."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope, views, words
from app.council.forms import ApprovalForm, PlacesForm, StepForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import annual_approval, annual_statements, front_page
from app.services.annual.annual_approval import FORWARD, NotYet
from app.services.annual.annual_statements import OPEN, Finished
from app.store import annual as store
from models import AnnualStatement, LinkOutcome, StatementState
from screening.annual import Approval


def _sign_form(statement: AnnualStatement, *, sent: bool = False) -> ApprovalForm:
    data = {
        "body": statement.approved_by,
        "approved_on": statement.approved_on,
        "signed_by": statement.signed_by,
        "signed_role": statement.signed_role,
        "signed_on": statement.signed_on,
    }
    return ApprovalForm(clock.today()) if sent else ApprovalForm(clock.today(), formdata=None, data=data)


def _places_form(statement: AnnualStatement, *, sent: bool = False) -> PlacesForm:
    data = {
        "published_url": statement.published_url,
        "front_page_url": statement.front_page_url,
        "homepage_seen_on": statement.homepage_seen_on,
        "registry_url": statement.registry_url,
    }
    return PlacesForm(clock.today()) if sent else PlacesForm(clock.today(), formdata=None, data=data)


def _page(
    statement: AnnualStatement,
    sign: ApprovalForm | None = None,
    places: PlacesForm | None = None,
    step: StepForm | None = None,
    lacks: tuple[str, ...] = (),
) -> str:
    findings = [one for one in annual_statements.findings(db.session(), statement) if not one.area]
    sign, places = sign or _sign_form(statement), places or _places_form(statement)
    step = step or StepForm(formdata=None)
    order = list(StatementState)
    return render_template(
        "council/approval.html",
        statement=statement,
        path=[
            (
                one.value,
                words.statement_state(one),
                order.index(one) - order.index(StatementState(statement.state)),
            )
            for one in order
        ],
        steps=store.steps(db.session(), statement.id),
        state_words=words.statement_state,
        forward=FORWARD.get(statement.state),
        send_label=words.send_label,
        foot=views.foot(statement, clock.today()),
        findings=findings,
        weights=words.weight,
        lacks=views.lacks(db.session(), statement, lacks),
        sign=sign,
        places=places,
        step=step,
        errors={**step.first_errors(), **sign.first_errors(), **places.first_errors()},
        is_open=statement.state in OPEN,
        can_go_back=statement.state in OPEN and statement.state != StatementState.DRAFT,
        is_lead=scope.is_lead(),
        is_unaltered=annual_approval.is_unaltered(statement),
        front_page=front_page.front_page_of(statement, current_app.config["SETTINGS"].base_url),
        last_look=store.last_front_page_check(db.session(), statement.id),
        link_outcome=words.link_outcome,
    )


def _to_approval(statement: AnnualStatement) -> HttpResponse:
    return redirect(url_for("council.approval", statement_id=statement.id))


@blueprint.get("/<int:statement_id>/approval")
@access.officer
def approval(statement_id: int) -> str:
    """Where the statement stands, who has to agree next, and what is noted."""
    return _page(scope.statement(statement_id))


@blueprint.post("/<int:statement_id>/approval/send/<to>")
@access.lead
def send_statement(statement_id: int, to: str) -> str | tuple[str, int] | HttpResponse:
    """Send the statement on or back. What is missing is listed, with where to mend it."""
    found, form = scope.statement(statement_id), StepForm()
    if to not in {one.value for one in StatementState}:
        abort(404)
    if not form.validate():
        return _page(found, step=form)
    try:
        annual_approval.send(
            db.session(),
            scope.person(),
            found,
            StatementState(to),
            form.words.data or "",
            clock.now(),
            clock.today(),
        )
    except NotYet as missing:
        db.session().rollback()
        return _page(found, step=form, lacks=missing.lacks), 409
    except Finished:
        db.session().rollback()
        flash(_("The statement is approved: it cannot be sent back any more."), "error")
        return _to_approval(found)
    flash(words.statement_state(to), "success")
    return _to_approval(found)


@blueprint.post("/<int:statement_id>/approval/sign")
@access.lead
def sign_statement(statement_id: int) -> str | HttpResponse:
    """Note who approved and signed, and when."""
    found, form = scope.statement(statement_id), _sign_form(scope.statement(statement_id), sent=True)
    if not form.validate():
        return _page(found, sign=form)
    given = Approval(
        form.body.data or "",
        form.approved_on.data,
        form.signed_by.data or "",
        form.signed_role.data or "",
        form.signed_on.data,
    )
    try:
        annual_approval.note_approval(db.session(), scope.person(), found, given, clock.now())
    except Finished:
        flash(_("The statement is approved, so who approved it can no longer be changed."), "error")
    else:
        flash(_("Approval and signature are noted."), "success")
    return _to_approval(found)


@blueprint.post("/<int:statement_id>/approval/places")
@access.lead
def place_statement(statement_id: int) -> str | HttpResponse:
    """Note where the statement is published and registered, and that somebody saw the link to it."""
    found = scope.statement(statement_id)
    form = _places_form(found, sent=True)
    if not form.validate():
        return _page(found, places=form)
    annual_approval.note_places(
        db.session(),
        scope.person(),
        found,
        form.published_url.data or "",
        form.homepage_seen_on.data,
        form.registry_url.data or "",
        clock.now(),
        form.front_page_url.data or "",
    )
    flash(_("The addresses are noted."), "success")
    return _to_approval(found)


@blueprint.post("/<int:statement_id>/approval/front-page")
@access.lead
def check_front_page(statement_id: int) -> HttpResponse:
    """Let the machine look for the link on the council's front page."""
    found, settings = scope.statement(statement_id), current_app.config["SETTINGS"]
    permanent = front_page.permanent_address(settings, found)
    try:
        row = front_page.check(db.session(), settings, scope.person(), found, permanent, clock.now())
    except ValueError:
        flash(_("Note the address of your front page first."), "error")
    else:
        flash(words.link_outcome(row.outcome), "success" if row.outcome == LinkOutcome.FOUND else "error")
    return redirect(url_for("council.approval", statement_id=found.id, _anchor="places"))
