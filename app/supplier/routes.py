"""The supplier's pages: follow the link, answer one question a page, check, submit."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_login import login_user
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.services.answers import answering as answering_service
from app.services.answers import proposing
from app.services.inviting import asking, colleagues, takeovers
from app.services.people import access_links
from app.store import colleagues as colleagues_store
from app.store import responses
from app.store import sharing as sharing_store
from app.store import takeovers as takeover_store
from app.supplier import evidence_views, plan_views, proposal_views, views
from app.supplier.seats import seat_of
from models import Invitation, Person, Response, ResponseStatus
from questionnaires import Questionnaire, path
from questionnaires import answers as answering

blueprint = Blueprint("supplier", __name__, template_folder="templates")


@blueprint.url_value_preprocessor
def _allow_files(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A question's page takes files, so its form may be larger than others. Runs before anything reads it."""
    if endpoint == "supplier.question":
        request.max_content_length = evidence_views.largest_form()


@blueprint.errorhandler(answering_service.AlreadySubmitted)
def _too_late(problem: answering_service.AlreadySubmitted) -> tuple[str, int]:
    """Somebody submitted while this page was open."""
    return render_template("errors/409.html"), 409


def _language() -> str:
    return str(get_locale())


@blueprint.get("/answer/<token>")
@access.anyone
@limiter.limit("60 per hour")
def follow_invitation(token: str) -> HttpResponse:
    """The link of the invitation: the first time to the first question, later to the list of sections.

    Whoever has answered before begins with the list, which says what is ready to be confirmed; so does who
    may ask to start from the answers of an earlier contact.
    """
    invitation = access_links.open_invitation(db.session(), token, clock.now())
    _enter(invitation.contact)
    response = invitation.response
    is_new = response.status == ResponseStatus.DRAFT and not response.answers
    may_ask = takeovers.offered(db.session(), invitation) is not None
    if is_new and not may_ask and not _begins_from_earlier(response):
        first = path.on_path(answering_service.questionnaire_of(response), {})[0]
        return redirect(url_for("supplier.question", invitation_id=invitation.id, question_id=first.id))
    return redirect(url_for("supplier.tasks", invitation_id=invitation.id))


def _begins_from_earlier(response: Response) -> bool:
    """Whether something was answered before that stands ready to be confirmed."""
    return response.earlier_id is not None or bool(proposing.open_proposals(db.session(), response))


@blueprint.get("/colleague/<token>")
@access.anyone
@limiter.limit("60 per hour")
def follow_delegation(token: str) -> HttpResponse:
    """The link to a colleague's part: to their section, or to all answers for whoever is to declare."""
    delegation = access_links.open_delegation(db.session(), token, clock.now())
    _enter(delegation.person)
    return redirect(url_for("supplier.tasks", invitation_id=delegation.invitation_id))


def _enter(person: Person) -> None:
    """Sign in with a fresh session; only the language stays."""
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    login_user(person)


@blueprint.get("/answers")
@access.respondent
def invitations() -> str | HttpResponse:
    """Everything this person was asked to answer; straight to it when there is just one."""
    person_id = access.person().id
    own = responses.invitations_of_contact(db.session(), person_id)
    helping = colleagues_store.invitations_of_colleague(db.session(), person_id)
    asked = [*own, *(one for one in helping if one not in own)]
    if len(asked) == 1:
        return redirect(url_for("supplier.tasks", invitation_id=asked[0].id))
    return render_template(
        "supplier/invitations.html",
        invitations=asked,
        asked_for=sharing_store.asked_for(db.session(), [one.id for one in asked]),
        **plan_views.has_plans(db.session(), access.person()),
    )


@blueprint.get("/answers/<int:invitation_id>")
@access.respondent
def tasks(invitation_id: int) -> str | HttpResponse:
    """The list of sections that the person answers, and how far each is."""
    seat = seat_of(invitation_id)
    invitation, response = seat.invitation, seat.invitation.response
    is_whole = seat.owns or seat.declares
    if response.status == ResponseStatus.SUBMITTED and is_whole:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    if seat.declares and not seat.sections and not seat.owns:
        return redirect(url_for("supplier.check", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    returned = colleagues_store.open_returns(db.session(), response.id)
    handed_on = colleagues_store.of_response(db.session(), response.id) if seat.owns else []
    proposed = {
        name: row
        for name, row in proposing.open_proposals(db.session(), response).items()
        if seat.answers(questionnaire.section_of(name).id)
    }
    return render_template(
        "supplier/tasks.html",
        invitation=invitation,
        seat=seat,
        questionnaire=questionnaire,
        tasks=views.task_rows(invitation.id, questionnaire, given, _language(), seat.answers, proposed),
        titles=views.section_titles(questionnaire, _language()),
        returned=[one for one in returned if seat.answers(one.section_id)],
        handed_on=handed_on,
        finished=_finished_sections(seat),
        proposed=proposal_views.for_tasks(response, questionnaire, proposed),
        is_complete=path.is_complete(questionnaire, given),
        remaining=views.remaining(questionnaire, given, proposed),
        is_asked_for=sharing_store.is_asked_for(db.session(), invitation_id),
        minutes=asking.burden_of(response, _language()).minutes,
        **_takeover(seat),
        asked_no_more=[
            (one.text.in_language(_language()), answering.display(one, given[one.id], _language()))
            for one in asking.asked_no_more(questionnaire, given)
        ],
        **plan_views.has_plans(db.session(), access.person()),
    )


def _takeover(seat: colleagues.Seat) -> dict[str, object]:
    """The context of `supplier/_takeover.html`."""
    if not seat.owns:
        return {"takeover": None, "earlier_given_on": None}
    before = takeovers.offered(db.session(), seat.invitation)
    asked = takeover_store.of_invitation(db.session(), seat.invitation.id)
    return {"takeover": asked, "earlier_given_on": before.response.submitted_at if before else None}


def _finished_sections(seat: colleagues.Seat) -> set[str]:
    parts = colleagues_store.of_person(db.session(), seat.invitation.id, access.person().id)
    return {part.section_id for part in parts if part.finished_at is not None}


def _material(invitation: Invitation) -> tuple[Questionnaire, dict[str, answering.Answer]]:
    response = invitation.response
    return answering_service.questionnaire_of(response), answering_service.answers_of(response)
