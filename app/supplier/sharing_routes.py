"""Pages about who may read submitted answers: an offer to share them, who reads, and answering anew."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db, limiter
from app.sentences import council_name
from app.services.answers import sharing, standard_part
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.inviting import asking, catching_up, updating
from app.store import evidence as evidence_store
from app.supplier import evidence_views, views
from app.supplier.routes import blueprint
from app.supplier.seats import owned
from models import Invitation, ResponseStatus
from questionnaires import Context


def _submitted(invitation_id: int) -> Invitation:
    """The owner's invitation to submitted answers; "not found" for anything else."""
    invitation = owned(invitation_id).invitation
    if invitation.response.status != ResponseStatus.SUBMITTED:
        abort(404)
    return invitation


@blueprint.get("/answers/<int:invitation_id>/sharing", endpoint="sharing")
@access.respondent
def sharing_page(invitation_id: int) -> str | HttpResponse:
    """Every council that asked: whether it may read, since when, and who looked."""
    invitation = _submitted(invitation_id)
    newest = updating.newest_like(db.session(), invitation)
    if newest.response_id != invitation.response_id:
        return redirect(url_for("supplier.sharing", invitation_id=newest.id))
    return render_template(
        "supplier/sharing.html",
        invitation=invitation,
        response=invitation.response,
        readers=sharing.readers(db.session(), invitation),
        is_new_enough=sharing.can_be_offered(invitation.response, clock.today()),
        behind=catching_up.behind(db.session(), access.person(), invitation),
    )


@blueprint.post("/answers/<int:invitation_id>/sharing/<int:council_id>/agree")
@access.respondent
@limiter.limit("30 per hour")
def agree_sharing(invitation_id: int, council_id: int) -> HttpResponse:
    """Let a council that asked read these answers."""
    invitation = _submitted(invitation_id)
    reader = _reader(invitation, council_id)
    if reader.has_ended:
        abort(404)
    _agree(invitation, council_id, council_name(reader.council))
    return redirect(url_for("supplier.sharing", invitation_id=invitation_id))


def _reader(invitation: Invitation, council_id: int) -> sharing.Reader:
    known = sharing.readers(db.session(), invitation)
    return next((one for one in known if one.council.id == council_id), None) or abort(404)


def _agree(invitation: Invitation, council_id: int, name: str) -> None:
    session, settings = db.session(), evidence_views.settings()
    now, today = clock.now(), clock.today()
    try:
        sharing.agree(session, settings, access.person(), invitation, council_id, now, today)
    except sharing.TooOld:
        flash(_("These answers are more than a year old. Give newer ones instead."), "error")
    else:
        flash(_("%(council)s can read your answers now.", council=name), "success")


@blueprint.route("/answers/<int:invitation_id>/sharing/<int:council_id>/withdraw", methods=["GET", "POST"])
@access.respondent
@limiter.limit("30 per hour", methods=["POST"])
def withdraw_sharing(invitation_id: int, council_id: int) -> str | HttpResponse:
    """Say what withdrawing means, and then do it."""
    invitation = _submitted(invitation_id)
    reader = _reader(invitation, council_id)
    if not reader.reads:  # a second press
        return redirect(url_for("supplier.sharing", invitation_id=invitation_id))
    if request.method == "GET":
        return render_template("supplier/withdraw.html", invitation=invitation, reader=reader)
    sharing.withdraw(
        db.session(),
        evidence_views.settings(),
        access.person(),
        invitation,
        council_id,
        clock.now(),
        clock.today(),
    )
    flash(_("%(council)s can no longer read your answers.", council=council_name(reader.council)), "success")
    return redirect(url_for("supplier.sharing", invitation_id=invitation_id))


@blueprint.route("/answers/<int:invitation_id>/offer", methods=["GET", "POST"])
@access.respondent
@limiter.limit("30 per hour", methods=["POST"])
def offer(invitation_id: int) -> str | HttpResponse:
    """What one more council would see, and the one press that shares it."""
    invitation = _submitted(invitation_id)
    if request.method == "POST":
        _agree(invitation, invitation.council_id, council_name(invitation.council))
        return redirect(url_for("supplier.sharing", invitation_id=invitation_id))
    if invitation.agreed_at is not None or invitation.withdrawn_at is not None:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    newest = updating.newest_like(db.session(), invitation)
    if newest.response_id != invitation.response_id and newest.council_id == invitation.council_id:
        return redirect(url_for("supplier.done", invitation_id=newest.id))
    draft = updating.under_way(db.session(), invitation)
    return render_template(
        "supplier/offer.html",
        invitation=invitation,
        response=invitation.response,
        sections=_what_it_sees(invitation),
        until=sharing.until(invitation.response),
        is_new_enough=sharing.can_be_offered(invitation.response, clock.today()),
        missing=_missing(invitation),
        part_of=standard_part.whole_of(db.session(), invitation.response),
        draft=draft if draft is not None and draft.council_id == invitation.council_id else None,
    )


@blueprint.post("/answers/<int:invitation_id>/anew")
@access.respondent
def answer_anew(invitation_id: int) -> HttpResponse:
    """Begin other answers for the council that asks for these."""
    invitation = _submitted(invitation_id)
    if invitation.agreed_at is not None:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    draft = updating.answer_anew(db.session(), access.person(), invitation, clock.now(), clock.today())
    return redirect(url_for("supplier.tasks", invitation_id=draft.id))


@blueprint.post("/answers/<int:invitation_id>/update")
@access.respondent
def update_answers(invitation_id: int) -> HttpResponse:
    """Begin newer answers for every council that reads these, or go on with those begun."""
    invitation = _submitted(invitation_id)
    draft = updating.start_update(db.session(), access.person(), invitation, clock.now())
    return redirect(url_for("supplier.tasks", invitation_id=draft.id))


def _what_it_sees(invitation: Invitation) -> list[dict[str, object]]:
    """The answers and files exactly as they would be shared."""
    response, language = invitation.response, str(get_locale())
    stored = evidence_store.of_response(db.session(), response.id)
    files = downloads.by_question(stored, evidence_views.address_for(invitation.id))
    given = answers_of(response)
    return views.check_sections(invitation.id, questionnaire_of(response), given, language, False, files)


def _missing(invitation: Invitation) -> int:
    """How many more questions the council's contracts would have called for than were answered here."""
    response, given = invitation.response, answers_of(invitation.response)
    questionnaire = questionnaire_of(response)
    setting = Context.from_json(response.context).setting
    context = asking.context_for(invitation.supplier, setting, clock.today())
    wanted = questionnaire.asked_in(asking.widened(response, context))
    return max(0, views.remaining(wanted, given) - views.remaining(questionnaire, given))
