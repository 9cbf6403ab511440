"""One section of a statement: its text, what lies beside it, comments, suggestions and history."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope, views, words
from app.council.differences import differences
from app.council.forms import CommentForm, SectionForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import annual_statements, annual_suggestions, section_versions
from app.services.annual.annual_statements import Conflict, Finished
from app.store import annual as store
from models import AnnualSection
from screening.annual import welsh


def _to_section(section: AnnualSection, anchor: str = "") -> HttpResponse:
    address = url_for("council.section", statement_id=section.statement_id, area=section.area)
    return redirect(address + anchor)


def _finished(section: AnnualSection) -> HttpResponse:
    db.session().rollback()
    flash(_("The statement is approved, so its texts can no longer be changed."), "error")
    return _to_section(section)


def _too_late(section: AnnualSection) -> HttpResponse:
    db.session().rollback()
    flash(
        _("Somebody else saved this section just now. Look at it, and do it again if it is needed."), "error"
    )
    return _to_section(section)


def _page(section: AnnualSection, form: SectionForm, texts: views.Texts, is_preview: bool = False) -> str:
    session, today, statement = db.session(), clock.today(), section.statement
    findings = views.read(session, section, texts)
    is_open = statement.state in annual_statements.OPEN
    return render_template(
        "council/section.html",
        statement=statement,
        section=section,
        form=form,
        errors=form.first_errors(),
        comment_form=CommentForm(formdata=None),
        desk=views.desk(session, section, texts, today),
        lines=views.section_lines(session, statement, findings),
        state=words.section_state(section.state),
        colour=words.COLOURS[section.state],
        weights=words.weight,
        reads_welsh=[words.rule(one) for one in welsh.READS],
        reads_no_welsh=[words.rule(one) for one in welsh.READS_NOT],
        pledge_state=words.pledge_state,
        foot=views.foot(statement, today),
        is_open=is_open,
        may_write=is_open and scope.is_lead(),
        is_preview=is_preview,
        is_lead=scope.is_lead(),
    )


def _form_of(section: AnnualSection) -> SectionForm:
    return SectionForm(
        formdata=None,
        data={
            "text": section.text,
            "text_cy": section.text_cy,
            "missing_because": section.missing_because,
            "based_on": str(section.revision),
        },
    )


@blueprint.get("/<int:statement_id>/sections/<area>")
@access.officer
def section(statement_id: int, area: str) -> str:
    """The desk of one section."""
    found = scope.section(statement_id, area)
    return _page(found, _form_of(found), views.saved_texts(found))


@blueprint.post("/<int:statement_id>/sections/<area>")
@access.lead
def write_section(statement_id: int, area: str) -> str | tuple[str, int] | HttpResponse:
    """Save the texts of a section, or show how they would read."""
    found, form = scope.section(statement_id, area), SectionForm()
    given = views.Texts(form.text.data or "", form.text_cy.data or "", form.missing_because.data or "")
    is_valid = form.validate()
    if request.form.get("do") == "preview" or not is_valid:
        return _page(found, form, given, is_preview=is_valid)
    if given == views.saved_texts(found) and form.revision != found.revision:
        return _to_section(found)
    try:
        annual_statements.write(
            db.session(),
            scope.person(),
            found,
            given.text,
            given.text_cy,
            given.missing_because,
            form.revision,
            clock.now(),
        )
    except Finished:
        return _finished(found)
    except Conflict:
        db.session().rollback()
        return _conflict(found, given), 409
    flash(_("Saved."), "success")
    return _to_section(found)


def _conflict(section: AnnualSection, given: views.Texts) -> str:
    """Both texts with what differs: nothing of either is lost."""
    stands = views.saved_texts(section)
    form = _form_of(section)
    form.text.data, form.text_cy.data = given.text, given.text_cy
    form.missing_because.data = given.missing_because
    fields = ("text", "text_cy", "missing_because")
    return render_template(
        "council/conflict.html",
        statement=section.statement,
        section=section,
        title=views.area_title(section.area),
        form=form,
        errors={},
        compared=[
            (
                form[name].label.text,
                differences(getattr(stands, name), getattr(given, name)),
                getattr(stands, name),
            )
            for name in fields
            if getattr(stands, name) != getattr(given, name)
        ],
    )


@blueprint.post("/<int:statement_id>/sections/<area>/check")
@access.lead
def check_section(statement_id: int, area: str) -> HttpResponse:
    """Note that somebody has read the section against the records and the guidance."""
    found = scope.section(statement_id, area)
    try:
        annual_statements.check(db.session(), scope.person(), found, clock.now())
    except Finished:
        return _finished(found)
    flash(_("Noted as checked."), "success")
    return _to_section(found)


@blueprint.post("/<int:statement_id>/sections/<area>/suggestions/<name>")
@access.lead
def take_suggestion(statement_id: int, area: str, name: str) -> HttpResponse:
    """Put a suggested paragraph at the end of the texts; it stays marked until a person saves the section."""
    found = scope.section(statement_id, area)
    offered = annual_suggestions.suggestions(db.session(), found.statement, area, clock.today())
    chosen = [one for one in offered if name in (one.name, "all")] or abort(404)
    try:
        for one in chosen:
            append(found, one.text, one.text_cy, suggested=True)
    except Finished:
        return _finished(found)
    except Conflict:
        return _too_late(found)
    flash(_("Put into the text. It stays marked as suggested until somebody reads and saves it."), "success")
    return _to_section(found)


def append(section: AnnualSection, text: str, text_cy: str, *, suggested: bool) -> bool:
    """Add a paragraph to the texts that do not have it yet. False if both have it. Raises as `write` does."""

    def joined(before: str, new: str) -> str:
        return before if new in before else "\n\n".join(part for part in (before, new) if part)

    texts = joined(section.text, text), joined(section.text_cy, text_cy)
    if texts == (section.text, section.text_cy):
        return False
    annual_statements.write(
        db.session(),
        scope.person(),
        section,
        *texts,
        section.missing_because,
        section.revision,
        clock.now(),
        suggested=suggested,
    )
    return True


@blueprint.post("/<int:statement_id>/sections/<area>/comments")
@access.officer
def comment_section(statement_id: int, area: str) -> HttpResponse:
    """Say something of a section to those who write it. Every officer of the council may."""
    found, form = scope.section(statement_id, area), CommentForm()
    if form.validate():
        annual_statements.comment(db.session(), scope.person(), found, form.text.data or "", clock.now())
        flash(_("Your comment was added."), "success")
    else:
        flash(next(iter(form.first_errors().values())), "error")
    return _to_section(found, "#comments")


@blueprint.post("/comments/<int:comment_id>/settle")
@access.lead
def settle_comment(comment_id: int) -> HttpResponse:
    """A comment is dealt with."""
    said = scope.comment(comment_id)
    annual_statements.settle(db.session(), scope.person(), said, scope.council().id, clock.now())
    found = db.session().get(AnnualSection, said.section_id) or abort(404)
    return _to_section(found, "#comments")


@blueprint.get("/<int:statement_id>/sections/<area>/history")
@access.officer
def section_history(statement_id: int, area: str) -> str:
    """Who wrote what and when, each version against the one before it."""
    found = scope.section(statement_id, area)
    return render_template(
        "council/history.html",
        statement=found.statement,
        section=found,
        title=views.area_title(area),
        entries=views.history(db.session(), found),
        differences=differences,
        may_write=scope.is_lead() and found.statement.state in annual_statements.OPEN,
        is_lead=scope.is_lead(),
    )


@blueprint.post("/<int:statement_id>/sections/<area>/history/<int:revision>/<step>")
@access.lead
def version_step(statement_id: int, area: str, revision: int, step: str) -> HttpResponse:
    """Take the words of an earlier version again, or take them out of the history."""
    found = scope.section(statement_id, area)
    version = store.version(db.session(), found.id, revision) or abort(404)
    if step not in ("again", "remove"):
        abort(404)
    if step == "remove":
        try:
            section_versions.remove_words(db.session(), scope.person(), found, version, clock.now())
        except Finished:
            flash(_("This is the text as it stands. Write over it first."), "error")
        return redirect(url_for("council.section_history", statement_id=statement_id, area=area))
    if version.removed_at is not None:
        abort(404)
    try:
        annual_statements.write(
            db.session(),
            scope.person(),
            found,
            version.text,
            version.text_cy,
            version.missing_because,
            found.revision,
            clock.now(),
        )
    except Finished:
        return _finished(found)
    except Conflict:
        return _too_late(found)
    flash(_("The earlier version stands again. The one before it is still in the history."), "success")
    return _to_section(found)
