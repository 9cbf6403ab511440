"""The pages at the end: all answers once more, the declaration, and what was submitted."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.documents import pdf
from app.extensions import clock, db, limiter
from app.services.answers import answering as answering_service
from app.services.answers import registry_answers
from app.services.inviting import catching_up, colleagues, updating
from app.store import colleagues as colleagues_store
from app.store import evidence as evidence_store
from app.store import responses
from app.supplier import copy_views, evidence_views, plan_views, views
from app.supplier.forms import DeclarationForm
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of
from models import Council, Invitation, Response, ResponseStatus
from questionnaires import Questionnaire, path
from questionnaires import answers as answering


def _language() -> str:
    return str(get_locale())


def _material(invitation: Invitation) -> tuple[Questionnaire, dict[str, answering.Answer]]:
    response = invitation.response
    return answering_service.questionnaire_of(response), answering_service.answers_of(response)


@blueprint.route("/answers/<int:invitation_id>/check", methods=["GET", "POST"])
@access.respondent
def check(invitation_id: int) -> str | HttpResponse:
    """All answers on one page, the declaration, and the one button that submits."""
    seat = seat_of(invitation_id)
    invitation, response = seat.invitation, seat.invitation.response
    if not (seat.owns or seat.declares):
        abort(404)
    if response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    councils = _councils(response)
    chosen = _chosen(councils)
    form, problems = DeclarationForm(), {}
    if form.validate_on_submit():
        try:
            _submit(invitation, form, chosen)
            return redirect(url_for("supplier.done", invitation_id=_seen_by_a_reader(seat)))
        except answering_service.NotComplete as missing:
            problems = {f"row-{question_id}": text for question_id, text in missing.problems.items()}
        except answering_service.NobodyAgreed:
            problems = {"councils": _nobody()}
        except (answering_service.NotDeclarer, answering_service.SentBack):
            abort(409)
    elif form.is_submitted() and not chosen:
        problems = {"councils": _nobody()}
    return render_template(
        "supplier/check.html",
        invitation=invitation,
        seat=seat,
        sections=_sections_shown(invitation, questionnaire, given, can_change=seat.owns),
        titles=views.section_titles(questionnaire, _language()),
        returned=colleagues_store.open_returns(db.session(), response.id),
        declarer=colleagues_store.declarer(db.session(), response.id),
        form=form,
        errors={**problems, **form.first_errors()},
        is_complete=path.is_complete(questionnaire, given),
        councils=councils,
        chosen=chosen,
    )


def _councils(response: Response) -> list[Council]:
    """The councils that asked for this response, each once, in the order in which they did."""
    asked = responses.invitations_to_response(db.session(), response.id)
    return list({one.council_id: one.council for one in asked}.values())


def _chosen(councils: list[Council]) -> set[int]:
    """The councils that may read. Of several each is ticked by hand; a single one is named on the button.

    The form says which it showed, so that nobody is agreed to who asked, or was left alone, since.
    """
    ids = {council.id for council in councils}
    if "councils" in request.form:
        return set(request.form.getlist("councils", type=int)) & ids
    return ids if len(ids) == 1 else set()


def _nobody() -> str:
    return _("Choose at least one council that may read your answers")


def _seen_by_a_reader(seat: colleagues.Seat) -> int:
    """The invitation whose page says what was submitted: the owner's to a council that may read."""
    readers = responses.readers_of(db.session(), seat.invitation.response_id)
    if not seat.owns or seat.invitation.is_shared or not readers:
        return seat.invitation.id
    return readers[0].id


def _submit(invitation: Invitation, form: DeclarationForm, chosen: set[int]) -> None:
    person, now = access.person(), clock.now()
    answering_service.submit(
        db.session(),
        person,
        invitation,
        form.declared_name.data or "",
        form.declared_role.data or "",
        now,
        clock.today(),
        _language(),
        agreed=[
            one.id
            for one in responses.invitations_to_response(db.session(), invitation.response_id)
            if one.council_id in chosen
        ],
        settings=evidence_views.settings(),
    )


def _sections_shown(
    invitation: Invitation,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    can_change: bool,
) -> list[dict[str, object]]:
    stored = evidence_store.of_response(db.session(), invitation.response_id)
    files = downloads.by_question(stored, evidence_views.address_for(invitation.id))
    return views.check_sections(invitation.id, questionnaire, given, _language(), can_change, files)


def _is_offered(invitation: Invitation) -> bool:
    """Whether the council asks for these submitted answers and waits for a word."""
    return invitation.agreed_at is None and invitation.withdrawn_at is None


@blueprint.get("/answers/<int:invitation_id>/done")
@access.respondent
def done(invitation_id: int) -> str | HttpResponse:
    """The reference, what happens next, and a copy of what was submitted."""
    seat = seat_of(invitation_id)
    invitation = seat.invitation
    if not (seat.owns or seat.declares):
        abort(404)
    if invitation.response.status != ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    if seat.owns and _is_offered(invitation):
        return redirect(url_for("supplier.offer", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    newest = updating.newest_like(db.session(), invitation) if seat.owns else invitation
    return render_template(
        "supplier/done.html",
        invitation=invitation,
        response=invitation.response,
        seat=seat,
        councils=[one.council for one in responses.readers_of(db.session(), invitation.response_id)],
        newest=newest if newest.response_id != invitation.response_id else None,
        draft=updating.under_way(db.session(), invitation) if seat.owns else None,
        behind=catching_up.behind(db.session(), access.person(), invitation) if seat.owns else [],
        sections=_sections_shown(invitation, questionnaire, given, can_change=False),
        for_registry=registry_answers.is_useful(invitation.response),
        **plan_views.has_plans(db.session(), access.person()),
    )


@blueprint.get("/answers/<int:invitation_id>/answers.pdf")
@access.respondent
@limiter.limit("120 per hour")
def answers_pdf(invitation_id: int) -> FileResponse:
    """A copy of what was submitted, to keep, as a PDF file that screen readers can read (PDF/UA-1)."""
    seat = seat_of(invitation_id)
    invitation, response = seat.invitation, seat.invitation.response
    if not (seat.owns or seat.declares) or response.status != ResponseStatus.SUBMITTED:
        abort(404)
    questionnaire, given = _material(invitation)
    sections = _sections_shown(invitation, questionnaire, given, can_change=False)
    content = pdf.render(
        "answers",
        copy_views.shown(invitation, sections),
        cover=pdf.Cover(title=copy_views.title(), **copy_views.cover_lines(invitation)),
        language=_language(),
        now=clock.now(),
    )
    copy = FileResponse(content, content_type="application/pdf")
    name = f"{response.reference}-answers-{_language()}.pdf"
    copy.headers.set("Content-Disposition", "attachment", filename=name)
    copy.headers["Cache-Control"] = "private, no-store"
    return copy
