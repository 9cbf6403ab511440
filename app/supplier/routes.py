"""The supplier's pages: follow the link, answer one question a page, check, submit."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import login_user
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db, limiter
from app.services import access_links, asking, colleagues
from app.services import answering as answering_service
from app.store import colleagues as colleagues_store
from app.store import evidence as evidence_store
from app.store import responses
from app.supplier import evidence_views, views
from app.supplier.forms import DeclarationForm
from app.supplier.seats import seat_of
from models import Answer, Invitation, Person, Response, ResponseStatus
from questionnaires import Question, Questionnaire, path
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
    """The link of the invitation: the first time to the first question, later to the list of sections."""
    try:
        invitation = access_links.open_invitation(db.session(), token, clock.now())
    except access_links.UnusableLink as problem:
        abort(404 if problem.problem == access_links.LinkProblem.UNKNOWN else 410)
    _enter(invitation.contact)
    response = invitation.response
    if response.status == ResponseStatus.DRAFT and not response.answers:
        first = path.on_path(answering_service.questionnaire_of(response), {})[0]
        return redirect(url_for("supplier.question", invitation_id=invitation.id, question_id=first.id))
    return redirect(url_for("supplier.tasks", invitation_id=invitation.id))


@blueprint.get("/colleague/<token>")
@access.anyone
@limiter.limit("60 per hour")
def follow_delegation(token: str) -> HttpResponse:
    """The link to a colleague's part: to their section, or to all answers for whoever is to declare."""
    try:
        delegation = access_links.open_delegation(db.session(), token, clock.now())
    except access_links.UnusableLink as problem:
        abort(404 if problem.problem == access_links.LinkProblem.UNKNOWN else 410)
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
    return render_template("supplier/invitations.html", invitations=asked)


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
    return render_template(
        "supplier/tasks.html",
        invitation=invitation,
        seat=seat,
        questionnaire=questionnaire,
        tasks=views.task_rows(invitation.id, questionnaire, given, _language(), seat.answers),
        titles=views.section_titles(questionnaire, _language()),
        returned=[one for one in returned if seat.answers(one.section_id)],
        handed_on=handed_on,
        finished=_finished_sections(seat),
        is_complete=path.is_complete(questionnaire, given),
        remaining=views.remaining(questionnaire, given),
        minutes=asking.burden_of(response, _language()).minutes,
        asked_no_more=[
            (one.text.in_language(_language()), answering.display(one, given[one.id], _language()))
            for one in asking.asked_no_more(questionnaire, given)
        ],
    )


def _finished_sections(seat: colleagues.Seat) -> set[str]:
    parts = colleagues_store.of_person(db.session(), seat.invitation.id, access.person().id)
    return {part.section_id for part in parts if part.finished_at is not None}


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
def question(invitation_id: int, question_id: str) -> str | HttpResponse | tuple[str, int]:
    """One question. Pages off the respondent's path are refused with a way back to the list."""
    seat = seat_of(invitation_id)
    invitation = seat.invitation
    if invitation.response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    questionnaire, given = _material(invitation)
    asked = _question_on_path(questionnaire, given, question_id)
    if asked is None:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    section = views.section_of(questionnaire, asked)
    if not seat.answers(section.id):
        abort(404)
    raw: views.Raw = views.raw_of(asked, given.get(asked.id), _language())
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
        evidence=evidence_views.beside_question(invitation.id, invitation.response, asked),
        accepted=evidence_views.ACCEPTED,
        section=views.section_shown(questionnaire, asked, given, _language()),
        back_url=_back(seat, questionnaire, given, asked),
    )


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
    form, problems = DeclarationForm(), {}
    if form.validate_on_submit():
        try:
            _submit(invitation, form)
            return redirect(url_for("supplier.done", invitation_id=invitation_id))
        except answering_service.NotComplete as missing:
            problems = {f"row-{question_id}": text for question_id, text in missing.problems.items()}
        except (answering_service.NotDeclarer, answering_service.SentBack):
            abort(409)
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
    )


def _submit(invitation: Invitation, form: DeclarationForm) -> None:
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
    )
    colleagues.tell_owner_submitted(db.session(), evidence_views.settings(), person, invitation, now)


def _sections_shown(
    invitation: Invitation,
    questionnaire: Questionnaire,
    given: dict[str, answering.Answer],
    can_change: bool,
) -> list[dict[str, object]]:
    stored = evidence_store.of_response(db.session(), invitation.response_id)
    files = downloads.by_question(stored, evidence_views.address_for(invitation.id))
    return views.check_sections(invitation.id, questionnaire, given, _language(), can_change, files)


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
    questionnaire, given = _material(invitation)
    return render_template(
        "supplier/done.html",
        invitation=invitation,
        response=invitation.response,
        sections=_sections_shown(invitation, questionnaire, given, can_change=False),
    )
