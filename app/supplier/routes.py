"""The supplier's pages: follow the link, answer one question a page, check, submit."""

from __future__ import annotations

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.services import access_links
from app.services import answering as answering_service
from app.store import responses
from app.supplier import views
from app.supplier.forms import DeclarationForm
from models import Invitation, ResponseStatus
from questionnaires import Question, Questionnaire, path
from questionnaires import answers as answering

blueprint = Blueprint("supplier", __name__, template_folder="templates")


def _invitation(invitation_id: int) -> Invitation:
    found = responses.invitation_of_contact(db.session(), access.person().id, invitation_id) or abort(404)
    g.council = found.council
    return found


def _language() -> str:
    return str(get_locale())


@blueprint.get("/answer/<token>")
@access.anyone
@limiter.limit("60 per hour")
def follow_invitation(token: str) -> HttpResponse:
    """The link of the invitation: the first time to the first question, later to the list of sections."""
    try:
        invitation = access_links.open_invitation(db.session(), token, clock.now())
    except access_links.UnusableLink as problem:
        abort(404 if problem.problem == access_links.LinkProblem.UNKNOWN else 410)
    language = session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    login_user(invitation.contact)
    response = invitation.response
    if response.status == ResponseStatus.DRAFT and not response.answers:
        first = answering_service.questionnaire_of(response).sections[0].questions[0]
        return redirect(url_for("supplier.question", invitation_id=invitation.id, question_id=first.id))
    return redirect(url_for("supplier.tasks", invitation_id=invitation.id))


@blueprint.get("/answers")
@access.respondent
def invitations() -> str | HttpResponse:
    """Everything this person was asked to answer; straight to it when there is just one."""
    asked = responses.invitations_of_contact(db.session(), access.person().id)
    if len(asked) == 1:
        return redirect(url_for("supplier.tasks", invitation_id=asked[0].id))
    return render_template("supplier/invitations.html", invitations=asked)


@blueprint.get("/answers/<int:invitation_id>")
@access.respondent
def tasks(invitation_id: int) -> str | HttpResponse:
    """The list of sections and how far each is."""
    invitation = _invitation(invitation_id)
    if invitation.response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    return render_template(
        "supplier/tasks.html",
        invitation=invitation,
        questionnaire=questionnaire,
        tasks=views.task_rows(invitation.id, questionnaire, given, _language()),
        is_complete=path.is_complete(questionnaire, given),
        remaining=views.remaining(questionnaire, given),
    )


def _material(invitation: Invitation) -> tuple[Questionnaire, dict[str, answering.Answer]]:
    response = invitation.response
    return answering_service.questionnaire_of(response), answering_service.answers_of(response)


def _question_on_path(
    questionnaire: Questionnaire, given: dict[str, answering.Answer], question_id: str
) -> Question | None:
    on_path = path.on_path(questionnaire, given)
    return next((question for question in on_path if question.id == question_id), None)


@blueprint.route("/answers/<int:invitation_id>/questions/<question_id>", methods=["GET", "POST"])
@access.respondent
def question(invitation_id: int, question_id: str) -> str | HttpResponse:
    """One question. Pages off the respondent's path are refused with a way back to the list."""
    invitation = _invitation(invitation_id)
    if invitation.response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    asked = _question_on_path(questionnaire, given, question_id)
    if asked is None:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    raw: views.Raw = views.raw_of(asked, given.get(asked.id), _language())
    errors: dict[str, str] = {}
    if request.method == "POST":
        raw = views.raw_from_form(request.form)
        parsed = _parse(questionnaire, given, asked, raw)
        if isinstance(parsed, answering.Answer):
            answering_service.save(db.session(), access.person(), invitation, asked.id, parsed, clock.now())
            return redirect(_after(invitation, questionnaire, given | {asked.id: parsed}, asked))
        errors = views.errors_of(parsed)
    return render_template(
        "supplier/question.html",
        invitation=invitation,
        q=views.question_shown(asked, _language()),
        raw=raw,
        errors=errors,
        section=views.section_shown(questionnaire, asked, _language()),
        back_url=_back(invitation, questionnaire, given, asked),
    )


def _parse(
    questionnaire: Questionnaire, given: dict[str, answering.Answer], asked: Question, raw: views.Raw
) -> answering.Answer | answering.Problems:
    required = path.is_required(questionnaire, given, asked)
    as_read = views.to_parse(asked, raw)
    return answering.parse(asked, as_read, _language(), required=required, as_at=clock.today())


def _after(
    invitation: Invitation,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
) -> str:
    """Where "Save and continue" leads: on, or back to where the person came from."""
    if request.form.get("then") == "later":
        flash(_("Your answers are saved. Use the link in your e-mail to come back."), "success")
        return url_for("supplier.tasks", invitation_id=invitation.id)
    if request.args.get("returning") == "check" and path.is_complete(questionnaire, given):
        return url_for("supplier.check", invitation_id=invitation.id)
    following = path.next_after(questionnaire, given, asked.id)
    if request.args.get("returning") == "check":
        following = path.first_unanswered(questionnaire, given) or following
    if following is None:
        end = "supplier.check" if path.is_complete(questionnaire, given) else "supplier.tasks"
        return url_for(end, invitation_id=invitation.id)
    return url_for(
        "supplier.question",
        invitation_id=invitation.id,
        question_id=following.id,
        returning=request.args.get("returning"),
    )


def _back(
    invitation: Invitation,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    asked: Question,
) -> str:
    if request.args.get("returning") == "check":
        return url_for("supplier.check", invitation_id=invitation.id)
    before = path.previous_before(questionnaire, given, asked.id)
    if before is None:
        return url_for("supplier.tasks", invitation_id=invitation.id)
    return url_for("supplier.question", invitation_id=invitation.id, question_id=before.id)


@blueprint.route("/answers/<int:invitation_id>/check", methods=["GET", "POST"])
@access.respondent
def check(invitation_id: int) -> str | HttpResponse:
    """All answers on one page, the declaration, and the one button that submits."""
    invitation = _invitation(invitation_id)
    if invitation.response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.done", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    form, problems = DeclarationForm(), {}
    if form.validate_on_submit():
        try:
            answering_service.submit(
                db.session(),
                access.person(),
                invitation,
                form.declared_name.data or "",
                form.declared_role.data or "",
                clock.now(),
                clock.today(),
                _language(),
            )
            return redirect(url_for("supplier.done", invitation_id=invitation_id))
        except answering_service.NotComplete as missing:
            problems = {f"row-{question_id}": text for question_id, text in missing.problems.items()}
    return render_template(
        "supplier/check.html",
        invitation=invitation,
        sections=views.check_sections(invitation.id, questionnaire, given, _language()),
        form=form,
        errors={**problems, **form.first_errors()},
        is_complete=path.is_complete(questionnaire, given),
    )


@blueprint.get("/answers/<int:invitation_id>/done")
@access.respondent
def done(invitation_id: int) -> str | HttpResponse:
    """The reference, what happens next, and a copy of what was submitted."""
    invitation = _invitation(invitation_id)
    if invitation.response.status != ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    return render_template(
        "supplier/done.html",
        invitation=invitation,
        response=invitation.response,
        sections=views.check_sections(invitation.id, questionnaire, given, _language(), can_change=False),
    )
