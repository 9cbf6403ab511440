"""Pages about who answers what: asking colleagues, saying what is done, sending sections back."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.services.answers.answering import AlreadySubmitted, answers_of, questionnaire_of
from app.services.inviting import colleagues, invitations
from app.services.people import access_links
from app.store import colleagues as store
from app.supplier import views
from app.supplier.evidence_views import settings
from app.supplier.forms import ColleagueForm, SendBackForm
from app.supplier.routes import blueprint
from app.supplier.seats import owned, seat_of
from models import Invitation, ResponseStatus
from questionnaires import path


def _titles(invitation: Invitation) -> dict[str, str]:
    """The titles of the sections of which something is asked."""
    questionnaire = questionnaire_of(invitation.response)
    states = path.section_states(questionnaire, answers_of(invitation.response))
    titles = views.section_titles(questionnaire, str(get_locale()))
    return {state.section.id: titles[state.section.id] for state in states}


def _must_be_draft(invitation: Invitation) -> None:
    if invitation.response.status != ResponseStatus.DRAFT:
        raise AlreadySubmitted


@blueprint.route("/answers/<int:invitation_id>/colleagues", methods=["GET", "POST"])
@access.respondent
@limiter.limit("30 per hour", methods=["POST"])
def ask_colleague(invitation_id: int) -> str | HttpResponse:
    """Who was asked to help, and a form to ask another."""
    seat = owned(invitation_id)
    invitation = seat.invitation
    _must_be_draft(invitation)
    titles = _titles(invitation)
    form = ColleagueForm()
    form.part.choices = [*titles.items(), (ColleagueForm.DECLARATION, "")]
    if form.validate_on_submit():
        section_id = "" if form.part.data == ColleagueForm.DECLARATION else form.part.data
        try:
            delegation, _link = colleagues.ask(
                db.session(),
                settings(),
                access.person(),
                invitation,
                section_id,
                form.email.data or "",
                form.colleague_name.data or "",
                clock.now(),
            )
        except colleagues.IsOwner:
            form.email.errors = [_("This is your own address. You can answer every section yourself.")]
        except invitations.ContactIsOfficer:
            form.email.errors = [_("This address cannot be used here. Enter a colleague's work address.")]
        else:
            flash(_("We have written to %(email)s.", email=delegation.person.email), "success")
            return redirect(url_for("supplier.ask_colleague", invitation_id=invitation_id))
    return render_template(
        "supplier/colleagues.html",
        invitation=invitation,
        titles=titles,
        handed_on=store.of_response(db.session(), invitation.response_id),
        form=form,
        declaration=ColleagueForm.DECLARATION,
        until=access_links.last_day(settings(), invitation, clock.now()),
        errors=form.first_errors(),
    )


@blueprint.post("/answers/<int:invitation_id>/colleagues/<int:delegation_id>/withdraw")
@access.respondent
def withdraw_colleague(invitation_id: int, delegation_id: int) -> HttpResponse:
    """End what a colleague was asked to do."""
    seat = owned(invitation_id)
    handed_on = store.of_response(db.session(), seat.invitation.response_id)
    delegation = next((one for one in handed_on if one.id == delegation_id), None) or abort(404)
    colleagues.withdraw(db.session(), access.person(), delegation, clock.now())
    flash(
        _("The link of %(email)s no longer works. Their answers stay.", email=delegation.person.email),
        "success",
    )
    return redirect(url_for("supplier.ask_colleague", invitation_id=invitation_id))


@blueprint.post("/answers/<int:invitation_id>/sections/<section_id>/finished")
@access.respondent
def finish_section(invitation_id: int, section_id: str) -> HttpResponse:
    """A colleague says that their section is done."""
    seat = seat_of(invitation_id)
    if section_id not in seat.sections:
        abort(404)
    colleagues.finish(db.session(), settings(), access.person(), seat.invitation, section_id, clock.now())
    flash(_("Thank you. We have told %(name)s that the section is ready.", name=_owner(seat)), "success")
    return redirect(url_for("supplier.tasks", invitation_id=invitation_id))


def _owner(seat: colleagues.Seat) -> str:
    return seat.invitation.contact.name or seat.invitation.contact.email


@blueprint.route("/answers/<int:invitation_id>/send-back", methods=["GET", "POST"])
@access.respondent
def send_back(invitation_id: int) -> str | HttpResponse:
    """Whoever is to declare sends a section back with a note."""
    seat = seat_of(invitation_id)
    if not seat.declares:
        abort(404)
    _must_be_draft(seat.invitation)
    titles = _titles(seat.invitation)
    form = SendBackForm()
    form.part.choices = list(titles.items())
    if form.validate_on_submit():
        colleagues.send_back(
            db.session(),
            settings(),
            access.person(),
            seat.invitation,
            form.part.data or "",
            form.note.data or "",
            clock.now(),
        )
        flash(_("The section was sent back. We write to you when it has been dealt with."), "success")
        return redirect(url_for("supplier.check", invitation_id=invitation_id))
    return render_template(
        "supplier/send_back.html",
        invitation=seat.invitation,
        titles=titles,
        form=form,
        errors=form.first_errors(),
    )


@blueprint.post("/answers/<int:invitation_id>/sent-back/<int:return_id>/settled")
@access.respondent
def settle_return(invitation_id: int, return_id: int) -> HttpResponse:
    """Whoever answers the section says that what was sent back is dealt with."""
    seat = seat_of(invitation_id)
    waiting = store.open_returns(db.session(), seat.invitation.response_id)
    returned = next((one for one in waiting if one.id == return_id), None) or abort(404)
    if not seat.answers(returned.section_id):
        abort(404)
    colleagues.settle(db.session(), settings(), access.person(), seat.invitation, returned, clock.now())
    flash(_("Marked as dealt with."), "success")
    return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
