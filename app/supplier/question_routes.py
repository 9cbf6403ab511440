"""The page of one question: read, answer, save and go on; what was proposed stands ready to be confirmed."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.services.answers import answering as answering_service
from app.services.answers import proposing
from app.services.inviting import colleagues
from app.store import sharing as sharing_store
from app.supplier import evidence_views, proposal_views, views
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of
from models import Answer, ProposedAnswer, Response, ResponseStatus
from questionnaires import Question, Questionnaire, path
from questionnaires import answers as answering


def _language() -> str:
    return str(get_locale())


def _question_on_path(
    questionnaire: Questionnaire, given: dict[str, answering.Answer], question_id: str
) -> Question | None:
    on_path = path.on_path(questionnaire, given)
    return next((question for question in on_path if question.id == question_id), None)


@blueprint.route("/answers/<int:invitation_id>/questions/<question_id>", methods=["GET", "POST"])
@access.respondent
def question(invitation_id: int, question_id: str) -> str | HttpResponse | tuple[str, int]:
    """One question. Pages off the respondent's path are refused with a way back to the list."""
    seat = seat_of(invitation_id)
    invitation = seat.invitation
    if invitation.response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    questionnaire = answering_service.questionnaire_of(invitation.response)
    given = answering_service.answers_of(invitation.response)
    asked = _question_on_path(questionnaire, given, question_id)
    if asked is None:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    section = views.section_of(questionnaire, asked)
    if not seat.answers(section.id):
        abort(404)
    proposal = proposal_views.open_for(invitation.response, asked)
    if proposal is not None and asked.id in given and not _wants_form(proposal, given[asked.id]):
        return _two_answers(seat, questionnaire, given, asked, proposal)
    raw: views.Raw = views.raw_of(
        asked, given.get(asked.id) or proposal_views.answer_of(proposal), _language()
    )
    revision = _revision(invitation.response, asked.id)
    errors: dict[str, str] = {}
    taken = evidence_views.Taken()
    if request.method == "POST":
        raw = views.raw_from_form(request.form)
        revision = request.form.get("revision", 0, type=int)
        taken = evidence_views.take(invitation.response, asked, _language())
        errors = taken.errors
        if request.form.get("then") != "attach":
            parsed = _parse(questionnaire, given, asked, raw)
            if isinstance(parsed, answering.Problems):
                errors = views.errors_of(parsed) | errors
            elif not errors:
                return _save(seat, questionnaire, given, asked, parsed, revision, raw)
    return render_template(
        "supplier/question.html",
        invitation=invitation,
        seat=seat,
        q=views.question_shown(path.worded(questionnaire, given, asked), _language()),
        raw=raw | taken.typed,
        errors=errors,
        revision=revision,
        proposed=proposal_views.shown(proposal, invitation.response, asked, asked.id in given),
        evidence=evidence_views.beside_question(invitation.id, invitation.response, asked),
        accepted=evidence_views.ACCEPTED,
        section=views.section_shown(questionnaire, asked, given, _language()),
        back_url=_back(seat, questionnaire, given, asked),
        is_new=not given and sharing_store.is_asked_for(db.session(), invitation.id),
    )


def _wants_form(proposal: ProposedAnswer, standing: answering.Answer) -> bool:
    """Whether the form is shown although another answer is proposed beside the one that stands."""
    return request.method == "POST" or "change" in request.args or proposal.content == standing.to_json()


def _two_answers(
    seat: colleagues.Seat,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
    proposal: ProposedAnswer,
) -> str:
    """The answer that stands and the one proposed in its place, side by side; a person chooses."""
    here: dict[str, Any] = {"invitation_id": seat.invitation.id, "question_id": asked.id}
    offered = answering.Answer.from_json(proposal.content)
    return render_template(
        "supplier/two_answers.html",
        invitation=seat.invitation,
        q=views.question_shown(path.worded(questionnaire, given, asked), _language()),
        theirs=views.compared(asked, given[asked.id], _language()),
        mine=views.compared(asked, offered, _language()),
        proposed=proposal_views.shown(proposal, seat.invitation.response, asked, is_answered=True),
        raw=views.raw_of(asked, offered, _language()),
        revision=_revision(seat.invitation.response, asked.id),
        keep_url=url_for("supplier.keep_answer", **here),
        change_url=url_for("supplier.question", **here, change=1, returning=request.args.get("returning")),
        back_url=_back(seat, questionnaire, given, asked),
    )


@blueprint.post("/answers/<int:invitation_id>/questions/<question_id>/keep")
@access.respondent
def keep_answer(invitation_id: int, question_id: str) -> HttpResponse:
    """Let the answer stand that is saved; what was proposed in its place is shown no more."""
    seat = seat_of(invitation_id)
    response = seat.invitation.response
    questionnaire = answering_service.questionnaire_of(response)
    given = answering_service.answers_of(response)
    asked = _question_on_path(questionnaire, given, question_id)
    if response.status != ResponseStatus.DRAFT or asked is None:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    if not seat.answers(views.section_of(questionnaire, asked).id):
        abort(404)
    proposing.keep(db.session(), access.person(), response, asked.id, clock.now())
    return redirect(_after(seat, questionnaire, given, asked, notice=False))


def _revision(response: Response, question_id: str) -> int:
    """The revision of the answer that the page shows; 0 if there is none."""
    return next((row.revision for row in response.answers if row.question_id == question_id), 0)


def _parse(
    questionnaire: Questionnaire, given: dict[str, answering.Answer], asked: Question, raw: views.Raw
) -> answering.Answer | answering.Problems:
    required = path.is_required(questionnaire, given, asked)
    as_read = views.to_parse(asked, raw)
    return answering.parse(asked, as_read, _language(), required=required, as_at=clock.today())


def _save(
    seat: colleagues.Seat,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
    answer: answering.Answer,
    revision: int,
    raw: views.Raw,
) -> HttpResponse | tuple[str, int]:
    """Save and go on; or show both answers, when another was saved since the page was opened."""
    invitation = seat.invitation
    try:
        answering_service.save(
            db.session(), access.person(), invitation, asked.id, answer, clock.now(), based_on=revision
        )
        proposing.keep(db.session(), access.person(), invitation.response, asked.id, clock.now())
    except answering_service.Conflict as conflict:
        return _conflict(seat, questionnaire, given, asked, answer, conflict.stored, raw)
    return redirect(_after(seat, questionnaire, given | {asked.id: answer}, asked))


def _conflict(
    seat: colleagues.Seat,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
    answer: answering.Answer,
    stored: Answer,
    raw: views.Raw,
) -> tuple[str, int]:
    standing = answering.Answer.from_json(stored.content)
    page = render_template(
        "supplier/conflict.html",
        invitation=seat.invitation,
        q=views.question_shown(path.worded(questionnaire, given, asked), _language()),
        mine=views.compared(asked, answer, _language()),
        theirs=views.compared(asked, standing, _language()),
        stored=stored,
        by_me=stored.answered_by_id == access.person().id,
        raw=raw,
        keep_url=_after(seat, questionnaire, given | {asked.id: standing}, asked, notice=False),
        back_url=request.full_path.rstrip("?"),
    )
    return page, 409


def _after(
    seat: colleagues.Seat,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
    notice: bool = True,
) -> str:
    """Where "Save and continue" leads: on, or back to where the person came from."""
    invitation = seat.invitation
    if request.form.get("then") == "later":
        if notice:
            flash(_("Your answers are saved. Use the link in your e-mail to come back."), "success")
        return url_for("supplier.tasks", invitation_id=invitation.id)
    returning = request.args.get("returning") if seat.owns else None
    if returning == "check" and path.is_complete(questionnaire, given):
        return url_for("supplier.check", invitation_id=invitation.id)
    following = path.next_after(questionnaire, given, asked.id)
    if returning == "check":
        following = path.first_unanswered(questionnaire, given) or following
    if following is None and seat.owns and path.is_complete(questionnaire, given):
        return url_for("supplier.check", invitation_id=invitation.id)
    if following is None or not seat.answers(views.section_of(questionnaire, following).id):
        return url_for("supplier.tasks", invitation_id=invitation.id)
    return url_for(
        "supplier.question", invitation_id=invitation.id, question_id=following.id, returning=returning
    )


def _back(
    seat: colleagues.Seat,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
) -> str:
    invitation = seat.invitation
    if request.args.get("returning") == "check" and seat.owns:
        return url_for("supplier.check", invitation_id=invitation.id)
    before = path.previous_before(questionnaire, given, asked.id)
    if before is None or not seat.answers(views.section_of(questionnaire, before).id):
        return url_for("supplier.tasks", invitation_id=invitation.id)
    return url_for("supplier.question", invitation_id=invitation.id, question_id=before.id)
