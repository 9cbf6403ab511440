"""A council's own questionnaires: everybody of the council sees them; a lead drafts, publishes, retires."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

import questionnaires
from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.own_questionnaires import own_questionnaire_views as views
from app.officer.own_questionnaires.mistake_words import line
from app.officer.own_questionnaires.own_questionnaire_forms import PublishForm, TitleForm, UploadForm, text_of
from app.officer.own_questionnaires.own_todo import ToDo, to_do
from app.services.answers import own_questionnaires as service
from app.services.answers import questionnaires_in_use as in_use
from app.store import own_questionnaires as store
from models import CouncilQuestionnaire, QuestionnaireState, Role
from questionnaires import Questionnaire, QuestionnaireError, own_files


def language() -> str:
    """The language of the page."""
    return str(get_locale())


def row_of(row_id: int) -> CouncilQuestionnaire:
    """A version of the officer's council; 404 for any other."""
    return store.one(db.session(), scope.council_id(), row_id) or abort(404)


def draft_of(row_id: int) -> CouncilQuestionnaire:
    """A draft of the officer's council; 404 for anything else: the rest is frozen."""
    found = row_of(row_id)
    return found if found.state == QuestionnaireState.DRAFT else abort(404)


def to_page(row: CouncilQuestionnaire, anchor: str | None = None) -> HttpResponse:
    """Go to the page of a version."""
    return redirect(url_for("officer.questionnaire", row_id=row.id, _anchor=anchor))


def built(row: CouncilQuestionnaire) -> Questionnaire | None:
    """The questionnaire, None while the draft has mistakes."""
    try:
        return service.drafted(row)
    except QuestionnaireError:
        return None


def changed_meanwhile() -> str:
    """What somebody is told whose draft another person changed."""
    return _(
        "Somebody else changed this draft after you opened it. Look at what stands there now, then save "
        "again to put yours in its place."
    )


@blueprint.get("/questionnaires", endpoint="questionnaires")
@access.officer
def own_list() -> str:
    """The standard questionnaire, and all versions of the council's own."""
    rows = store.of_council(db.session(), scope.council_id())
    return render_template(
        "officer/own_questionnaires.html",
        standard=questionnaires.current(in_use.STANDARD),
        language=language(),
        rows=[views.listed(row, language()) for row in rows],
        is_lead=access.person().role == Role.LEAD,
    )


@blueprint.route("/questionnaires/new", methods=["GET", "POST"])
@access.lead
def new_questionnaire() -> str | HttpResponse:
    """Begin an own questionnaire: the standard one under another name, to which questions are added."""
    form = TitleForm()
    if form.validate_on_submit():
        name = text_of(form.title_en.data, form.title_cy.data)
        row = service.start(db.session(), access.person(), scope.council_id(), name, clock.now())
        return to_page(row)
    return render_template("officer/own_title.html", form=form, errors=form.first_errors())


@blueprint.get("/questionnaires/<int:row_id>")
@access.officer
def questionnaire(row_id: int) -> str:
    """One version: its own questions, what it does about standard ones; a draft can be changed here."""
    row = row_of(row_id)
    whole = built(row)
    is_draft = row.state == QuestionnaireState.DRAFT
    return render_template(
        "officer/own_questionnaire.html",
        row=row,
        shown=views.listed(row, language()),
        own=views.own_sections(row, whole, language()),
        standard=views.standard_sections(service.base_of(row), row, language()),
        about_all=views.about_all(whole),
        to_do=_to_do(row) if is_draft else [],
        may_change=is_draft and access.person().role == Role.LEAD,
        is_lead=access.person().role == Role.LEAD,
        has_preview=whole is not None,
    )


def _to_do(row: CouncilQuestionnaire) -> list[ToDo]:
    needs_welsh = service.needs_welsh(db.session(), row)
    return to_do(row, service.mistakes(row), needs_welsh, language())


@blueprint.post("/questionnaires/<int:row_id>/next")
@access.lead
def next_questionnaire(row_id: int) -> HttpResponse:
    """Begin the next version as a copy of the newest, or go on with the draft that there is."""
    row = row_of(row_id)
    try:
        return to_page(service.new_version(db.session(), access.person(), row, clock.now()))
    except service.Changed:
        return redirect(url_for("officer.questionnaires"))


@blueprint.post("/questionnaires/<int:row_id>/discard")
@access.lead
def discard_questionnaire(row_id: int) -> HttpResponse:
    """Throw a draft away."""
    service.discard(db.session(), access.person(), draft_of(row_id), clock.now())
    flash(_("The draft was thrown away. What was published stays as it is."), "success")
    return redirect(url_for("officer.questionnaires"))


@blueprint.route("/questionnaires/<int:row_id>/publish", methods=["GET", "POST"])
@access.lead
def publish_questionnaire(row_id: int) -> str | HttpResponse:
    """What publishing would mean for suppliers; then publish, with a reason."""
    row = draft_of(row_id)
    wrong = service.mistakes(row) or service.lacking_welsh(db.session(), row)
    form = PublishForm(data={"revision": row.revision})
    if form.validate_on_submit() and not wrong:
        reason = form.reason.data or ""
        try:
            service.publish(db.session(), access.person(), row, reason, form.based_on, clock.now())
        except (service.Changed, service.Frozen):
            db.session().rollback()
            flash(_("Not published: somebody else changed the draft meanwhile. Look at it again."), "error")
            return to_page(row)
        flash(_("Published. From now on suppliers are asked these questions."), "success")
        return to_page(row)
    effect = None if wrong else service.effect(db.session(), row, language())
    return render_template(
        "officer/own_publish.html",
        row=row,
        shown=views.listed(row, language()),
        to_do=_to_do(row) if wrong else [],
        effect=views.effect_shown(effect, language()) if effect else None,
        is_first=row.version == 1,
        form=form,
        errors=form.first_errors(),
    )


@blueprint.route("/questionnaires/<int:row_id>/retire", methods=["GET", "POST"])
@access.lead
def retire_questionnaire(row_id: int) -> str | HttpResponse:
    """Ask it no longer."""
    row = row_of(row_id)
    if row.state != QuestionnaireState.PUBLISHED:
        abort(404)
    form = PublishForm()
    if form.validate_on_submit():
        service.retire(db.session(), access.person(), row, form.reason.data or "", clock.now())
        flash(_("Retired. Suppliers that were asked already can still answer."), "success")
        return to_page(row)
    return render_template(
        "officer/own_retire.html",
        row=row,
        shown=views.listed(row, language()),
        form=form,
        errors=form.first_errors(),
    )


@blueprint.get("/questionnaires/<int:row_id>/file")
@access.officer
def questionnaire_file(row_id: int) -> HttpResponse:
    """What the council adds, as a file that can be changed and uploaded to a draft."""
    row = row_of(row_id)
    answer = HttpResponse(own_files.to_yaml(row.content), mimetype="application/yaml")
    name = f"{row.slug}-{row.version}.yaml"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


@blueprint.route("/questionnaires/<int:row_id>/upload", methods=["GET", "POST"])
@access.lead
def upload_questionnaire(row_id: int) -> str | HttpResponse:
    """Put a file in the place of a draft, after the same checks as on every page."""
    row = draft_of(row_id)
    form = UploadForm(data={"revision": row.revision})
    mistakes: list[tuple[str, str]] = []
    if form.validate_on_submit():
        sent = request.files["file"]
        try:
            content, read = own_files.from_yaml(sent.read(own_files.LARGEST + 1), (sent.filename or "")[:80])
            service.replace(db.session(), access.person(), row, content, read, form.based_on, clock.now())
        except QuestionnaireError as error:
            mistakes = [line(one) for one in error.mistakes]
            form.file.errors = [_("The file has mistakes and was not taken. They are listed below.")]
        except service.Changed:
            db.session().rollback()
            form.file.errors = [changed_meanwhile()]
            form.revision.data = str(row.revision)
        else:
            flash(_("The draft is now as the file says."), "success")
            return to_page(row)
    return render_template(
        "officer/own_upload.html",
        row=row,
        shown=views.listed(row, language()),
        form=form,
        errors=form.first_errors(),
        mistakes=mistakes,
    )
