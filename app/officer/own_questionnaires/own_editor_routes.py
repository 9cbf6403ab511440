"""Changing a draft of an own questionnaire: its name, sections, questions and conditions. For leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse
from wtforms import Field

from app import access
from app.extensions import clock, db
from app.officer.blueprint import blueprint
from app.officer.own_questionnaires import own_conditions
from app.officer.own_questionnaires import own_questionnaire_views as views
from app.officer.own_questionnaires.mistake_words import what_and_how
from app.officer.own_questionnaires.own_questionnaire_forms import (
    QuestionForm,
    Revised,
    SectionForm,
    StandardForm,
    TitleForm,
    text_of,
    type_examples,
    type_options,
)
from app.officer.own_questionnaires.own_questionnaire_routes import (
    built,
    changed_meanwhile,
    draft_of,
    language,
    to_page,
)
from app.services.answers import own_questionnaires as service
from models import CouncilQuestionnaire
from questionnaires import Question, QuestionnaireError, editing, own

NEW = "new"


def _saved(
    row: CouncilQuestionnaire, form: Revised, field: Field, content: dict[str, Any], what: str
) -> bool:
    """Write a draft. If it cannot be, the first field says why and nothing that was entered is lost."""
    try:
        service.change(db.session(), access.person(), row, content, form.based_on, clock.now(), what=what)
    except service.Changed:
        db.session().rollback()
        field.errors = [*field.errors, changed_meanwhile()]
        form.revision.data = str(row.revision)
        return False
    except QuestionnaireError as error:
        field.errors = [*field.errors, " ".join(what_and_how(one) for one in error.mistakes)]
        return False
    return True


def _part(row: CouncilQuestionnaire, name: str) -> dict[str, Any]:
    try:
        return editing.question(row.content, name)
    except KeyError:
        abort(404)


def _section(row: CouncilQuestionnaire, name: str) -> dict[str, Any]:
    try:
        return editing.section(row.content, name)
    except KeyError:
        abort(404)


class _Renaming(TitleForm, Revised):
    """The name of a draft, changed."""


@blueprint.route("/questionnaires/<int:row_id>/name", methods=["GET", "POST"])
@access.lead
def own_title(row_id: int) -> str | HttpResponse:
    """Change the name that suppliers read."""
    row = draft_of(row_id)
    name = row.content["title"]
    shown = {"title_en": name["en"], "title_cy": name.get("cy", ""), "revision": row.revision}
    form = _Renaming(data=shown)
    if form.validate_on_submit():
        content = {**row.content, "title": text_of(form.title_en.data, form.title_cy.data)}
        if _saved(row, form, form.title_en, content, "title"):
            return to_page(row)
    return render_template("officer/own_title.html", form=form, errors=form.first_errors(), row=row)


@blueprint.route("/questionnaires/<int:row_id>/sections/<name>", methods=["GET", "POST"])
@access.lead
def own_section(row_id: int, name: str) -> str | HttpResponse:
    """Add a section ("new"), or change its title and who can usually answer."""
    row = draft_of(row_id)
    before = None if name == NEW else _section(row, name)
    form = SectionForm(data={**SectionForm.entries(before or {}), "revision": row.revision})
    if form.validate_on_submit():
        section_id = name if before else editing.new_id(row.content, form.title_en.data or "")
        kept = {"show_if": before["show_if"]} if before and "show_if" in before else {}
        content = editing.put_section(row.content, {**form.written(section_id), **kept})
        if before and "who" in before and not (form.who_en.data or "").strip():
            editing.section(content, section_id).pop("who", None)
        if _saved(row, form, form.title_en, content, section_id):
            return to_page(row, section_id)
    return render_template(
        "officer/own_section.html", row=row, form=form, errors=form.first_errors(), is_new=before is None
    )


@blueprint.route("/questionnaires/<int:row_id>/sections/<name>/question", methods=["GET", "POST"])
@access.lead
def new_own_question(row_id: int, name: str) -> str | HttpResponse:
    """Add a question at the end of an own section: first its kind, then its words."""
    row = draft_of(row_id)
    section = _section(row, name)
    kind = _kind()
    form = QuestionForm(data={"revision": row.revision, "type": kind})
    if request.method == "GET" and not kind:
        return _kind_page(row, section["title"])
    if form.validate_on_submit():
        question_id = editing.new_id(row.content, form.text_en.data or "")
        content = editing.put_question(row.content, name, form.written(question_id, {}))
        if _saved(row, form, form.text_en, content, question_id):
            return to_page(row, question_id)
    return _question_page(row, form)


@blueprint.route("/questionnaires/<int:row_id>/questions/<name>", methods=["GET", "POST"])
@access.lead
def own_question(row_id: int, name: str) -> str | HttpResponse:
    """Change an own question, and its kind if another is chosen first."""
    row = draft_of(row_id)
    before = _part(row, name)
    kind = _kind() or before["type"]
    form = QuestionForm(data={**QuestionForm.entries(before), "revision": row.revision, "type": kind})
    if request.method == "GET" and "choose" in request.args and not _kind():
        return _kind_page(row, before["text"], name, before["type"])
    if form.validate_on_submit():
        section = editing.section_with(row.content, name)
        content = editing.put_question(row.content, section["id"], form.written(name, before))
        if _saved(row, form, form.text_en, content, name):
            return to_page(row, name)
    return _question_page(row, form, name)


def _kind() -> str:
    """The kind of answer that was chosen before the rest is asked for; "" for none and for nonsense."""
    kind = request.args.get("kind", "")
    return kind if kind in dict(type_options()) else ""


def _kind_page(row: CouncilQuestionnaire, about: Mapping[str, str], name: str = "", chosen: str = "") -> str:
    """Choose the kind of answer; pressing the button without a choice is told."""
    return render_template(
        "officer/own_kind.html",
        row=row,
        name=name,
        about=views.said(about, language()),
        kinds=type_options(),
        examples=type_examples(),
        chosen=chosen,
        errors={"kind": _("Choose a kind of answer")} if "go" in request.args else {},
    )


def _question_page(row: CouncilQuestionnaire, form: QuestionForm, name: str = "") -> str:
    whole = built(row)
    return render_template(
        "officer/own_question.html",
        row=row,
        form=form,
        errors=form.first_errors(),
        name=name,
        kind=form.type.data if form.type.data in dict(type_options()) else "",
        kind_words=dict(type_options()).get(form.type.data, ""),
        when=views.when_words(whole, name, language()) if whole and name else "",
    )


@blueprint.route("/questionnaires/<int:row_id>/questions/<name>/when", methods=["GET", "POST"])
@access.lead
def own_condition(row_id: int, name: str) -> str | HttpResponse:
    """Say when a question is asked: first which question it depends on, then what the answer has to be."""
    row = draft_of(row_id)
    written = _part(row, name)
    whole = built(row)
    if whole is None:
        flash(_("First mend the mistakes of the draft."), "error")
        return to_page(row)
    before = own_conditions.earlier(whole, name)
    about = next((one for one in before if one.id == request.args.get("about")), None)
    room = own_conditions.has_room(written.get("show_if"))
    form = None
    if about is not None and room:
        form = _condition_form(row, about, bool(written.get("show_if")))
        if form.validate_on_submit():
            rule = own_conditions.joined(written.get("show_if"), form.rule(), form.join.data or "all")
            section = editing.section_with(row.content, name)
            content = editing.put_question(row.content, section["id"], {**written, "show_if": rule})
            if _saved(row, form, form.relation, content, name):
                return redirect(url_for("officer.own_condition", row_id=row.id, name=name))
    return render_template(
        "officer/own_condition.html",
        row=row,
        name=name,
        text=views.said(written["text"], language()),
        when=views.when_words(whole, name, language()),
        has_room=room,
        questions=[(one.id, one.text.in_language(language())) for one in before],
        about=about.text.in_language(language()) if about else "",
        form=form,
        errors=form.first_errors() if form else {},
    )


def _condition_form(row: CouncilQuestionnaire, about: Question, joins: bool) -> own_conditions.ConditionForm:
    return own_conditions.ConditionForm(
        about, language(), joins, data={"revision": row.revision, "join": "all"}
    )


@blueprint.post("/questionnaires/<int:row_id>/parts/<name>")
@access.lead
def change_own_part(row_id: int, name: str) -> HttpResponse:
    """Move a section or a question up or down, remove it, or let a question be asked always."""
    row = draft_of(row_id)
    if name not in editing.names(row.content):
        abort(404)
    form, what = Revised(), request.form.get("do", "")
    if not form.validate_on_submit():
        abort(400)
    if what == "always":
        written = {key: value for key, value in _part(row, name).items() if key != "show_if"}
        content = editing.put_question(row.content, editing.section_with(row.content, name)["id"], written)
    elif what == "remove":
        content = editing.removed(row.content, name)
    elif what in ("up", "down"):
        content = editing.moved(row.content, name, 1 if what == "down" else -1)
    else:
        abort(400)
    if not _saved(row, form, form.revision, content, name):
        flash(" ".join(str(one) for one in form.revision.errors), "error")
    return to_page(row, None if what == "remove" else name)


@blueprint.route("/questionnaires/<int:row_id>/standard/<name>", methods=["GET", "POST"])
@access.lead
def standard_question(row_id: int, name: str) -> str | HttpResponse:
    """Put a note below a standard question, or leave it out where nothing depends on it."""
    row = draft_of(row_id)
    base = service.base_of(row)
    asked = next((one for one in base.questions if one.id == name), None) or abort(404)
    note = (row.content.get("help") or {}).get(name, {})
    shown = {
        "note_en": note.get("en", ""),
        "note_cy": note.get("cy", ""),
        "asked": "no" if name in (row.content.get("switched_off") or []) else "yes",
        "revision": row.revision,
    }
    may_switch_off = name in own.may_switch_off(base)
    form = StandardForm(may_switch_off, data=shown)
    if form.validate_on_submit():
        content = editing.with_standard(row.content, name, form.note(), asked=form.is_asked)
        if _saved(row, form, form.note_en, content, name):
            return to_page(row, name)
    return render_template(
        "officer/own_standard.html",
        row=row,
        form=form,
        errors=form.first_errors(),
        question=views.question_shown(asked, language()),
        may_switch_off=may_switch_off,
    )
