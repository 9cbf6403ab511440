"""What the council's report says of the supplier, and the way to say that something in it is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council_view import CouncilView, Line, council_view, still_says
from app.extensions import clock, db, limiter
from app.labels import correction_labels
from app.services.answers.answering import questionnaire_of
from app.services.deciding import corrections
from app.services.inviting import colleagues
from app.store import corrections as store
from app.supplier.correction_forms import AnswerForm, CorrectionForm
from app.supplier.evidence_views import settings
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of
from models import Correction, CorrectionAbout, CorrectionState, Invitation, ResponseStatus


def _seat(invitation_id: int, owner_only: bool = False) -> colleagues.Seat:
    """The owner or whoever declares, once the council was given the answers; "not found" for all others.

    Who was asked and has not agreed is not known to that council, which has told it nothing yet.
    """
    seat = seat_of(invitation_id)
    if not (seat.owns or (seat.declares and not owner_only)):
        abort(404)
    if seat.invitation.response.status != ResponseStatus.SUBMITTED or seat.invitation.agreed_at is None:
        abort(404)
    return seat


def _view(invitation: Invitation) -> CouncilView:
    """The report of the council that sent this invitation, and of no other."""
    questionnaire = questionnaire_of(invitation.response)
    return council_view(db.session(), invitation.council_id, invitation.supplier, questionnaire)


def _tell(view: CouncilView, invitation: Invitation) -> Mapping[str, dict[str, object]]:
    """Line -> where its link leads: to the form, or to what was said of it and waits for a reply."""
    waiting = {one.key: one for one in store.of_invitation(db.session(), invitation.id) if one.is_open}
    return {
        key: {
            "href": url_for("supplier.correction", invitation_id=invitation.id, correction_id=waiting[key].id)
            if key in waiting
            else url_for("supplier.dispute", invitation_id=invitation.id, line=key),
            "is_open": key in waiting,
        }
        for key in view.disputable
    }


@blueprint.get("/answers/<int:invitation_id>/what-the-council-sees", endpoint="council_view")
@access.respondent
def what_the_council_sees(invitation_id: int) -> str:
    """Exactly what the council's report says, each line with a way to say that it is wrong."""
    seat = _seat(invitation_id)
    view = _view(seat.invitation)
    return render_template(
        "supplier/council_view.html",
        invitation=seat.invitation,
        view=view,
        tell=_tell(view, seat.invitation) if seat.owns else {},
        asked=store.of_invitation(db.session(), invitation_id),
        owns=seat.owns,
        days=corrections.REPLY_WORKING_DAYS,
    )


@blueprint.route("/answers/<int:invitation_id>/corrections/new", methods=["GET", "POST"])
@access.respondent
@limiter.limit("30 per hour", methods=["POST"])
def dispute(invitation_id: int) -> str | HttpResponse:
    """Say that a line is wrong. `line` in the address is its key; its words come from the report."""
    invitation = _seat(invitation_id, owner_only=True).invitation
    view = _view(invitation)
    line = view.disputable.get(request.args.get("line", ""))
    if line is None:
        flash(_("This line is no longer in the council's report. Look at the report as it is now."), "error")
        return redirect(url_for("supplier.council_view", invitation_id=invitation_id))
    shown = str(view.stored.id) if view.stored else ""
    form = CorrectionForm(line, data={"about": line.about[0].value, "report": shown})
    is_outdated = request.method == "POST" and form.report.data != shown
    if not is_outdated and form.validate_on_submit():
        return _make(invitation, view, line, form)
    form.report.data = shown
    return render_template(
        "supplier/dispute.html",
        invitation=invitation,
        line=line,
        form=form,
        is_outdated=is_outdated,
        errors=form.first_errors(),
        days=corrections.REPLY_WORKING_DAYS,
    )


def _make(invitation: Invitation, view: CouncilView, line: Line, form: CorrectionForm) -> HttpResponse:
    disputed = corrections.Disputed(
        key=line.key,
        line=_line_in("en", invitation, line),
        line_cy=_line_in("cy", invitation, line),
        about=CorrectionAbout(form.about.data),
        text=form.text.data or "",
        claim=form.claimed,
        organisation=(form.organisation.data or "") if form.is_about_statement else "",
        link=form.link.data or "",
    )
    try:
        made = corrections.make(
            db.session(),
            settings(),
            access.person(),
            invitation,
            view.stored,
            disputed,
            clock.now(),
            clock.today(),
        )
    except corrections.AlreadyOpen as earlier:
        made = earlier.correction
    else:
        flash(_("Thank you. A person at the council will look at it and write to you."), "success")
    return redirect(url_for("supplier.correction", invitation_id=invitation.id, correction_id=made.id))


def _line_in(language: str, invitation: Invitation, line: Line) -> str:
    with force_locale(language):
        return _view(invitation).disputable[line.key].text


def _correction(invitation: Invitation, correction_id: int) -> Correction:
    return store.correction_of_invitation(db.session(), invitation.id, correction_id) or abort(404)


@blueprint.route("/answers/<int:invitation_id>/corrections/<int:correction_id>", methods=["GET", "POST"])
@access.respondent
@limiter.limit("30 per hour", methods=["POST"])
def correction(invitation_id: int, correction_id: int) -> str | HttpResponse:
    """One line that is said to be wrong, with everything written about it; the owner may answer once more."""
    seat = _seat(invitation_id, owner_only=request.method == "POST")
    found, form = _correction(seat.invitation, correction_id), AnswerForm()
    if form.validate_on_submit():
        try:
            corrections.answer(
                db.session(),
                settings(),
                access.person(),
                found,
                form.text.data or "",
                clock.now(),
                clock.today(),
            )
        except corrections.Closed:
            abort(409)
        flash(_("Your answer was sent to the council."), "success")
        return redirect(
            url_for("supplier.correction", invitation_id=invitation_id, correction_id=correction_id)
        )
    return render_template(
        "supplier/correction.html",
        invitation=seat.invitation,
        correction=found,
        labels=correction_labels(found, str(get_locale())),
        outcomes={state.value: corrections.outcome_words(state) for state in CorrectionState},
        outcome=corrections.outcome_words(CorrectionState(found.state)),
        stands=still_says(_view(seat.invitation), found),
        can_answer=seat.owns and corrections.can_answer(found),
        can_withdraw=seat.owns and found.is_open,
        complain=corrections.how_to_complain(found) if corrections.is_finished(found) else "",
        form=form,
        errors=form.first_errors(),
    )


@blueprint.post("/answers/<int:invitation_id>/corrections/<int:correction_id>/withdraw")
@access.respondent
@limiter.limit("30 per hour")
def withdraw_correction(invitation_id: int, correction_id: int) -> HttpResponse:
    """Take back what was said to be wrong."""
    invitation = _seat(invitation_id, owner_only=True).invitation
    found = _correction(invitation, correction_id)
    try:
        corrections.withdraw(db.session(), access.person(), found, clock.now())
    except corrections.Closed:
        abort(409)
    flash(_("You took it back. The council is no longer asked to reply."), "success")
    return redirect(url_for("supplier.council_view", invitation_id=invitation_id))
