"""Notes for colleagues: written, removed by their writer, marked as read."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.deciding import note_views
from app.officer.deciding.care_forms import NoteForm
from app.services.people import notes as service
from app.store import care as store

WORK = "work"


@blueprint.route("/suppliers/<int:supplier_id>/notes", methods=["GET", "POST"])
@access.officer
def notes(supplier_id: int) -> str | HttpResponse:
    """Write a note. A text that looks like data on a person is shown once more before it is kept."""
    found, officer = scope.supplier(supplier_id), access.person()
    colleagues = service.colleagues_of(db.session(), officer)
    form = NoteForm(colleagues)
    if form.validate_on_submit():
        text = form.text.data or ""
        picked = [int(one) for one in form.mentions.data or []]
        settings = current_app.config["SETTINGS"]
        kept = service.write(db.session(), settings, officer, found, text, picked, clock.now())
        _tell(bool(kept.mentions), service.mentioned_in(text, colleagues)[1])
        return _to_notes(supplier_id)
    return render_template(
        "officer/notes.html",
        supplier=found,
        form=form,
        errors=form.first_errors(),
        colleague_notes={
            **note_views.for_supplier(db.session(), found, officer)["colleague_notes"],
            "form": None,
        },
    )


def _tell(has_readers: bool, unclear: list[str]) -> None:
    saved = _("The note was saved, and those whom it mentions were told by e-mail.")
    flash(saved if has_readers else _("The note was saved."), "success")
    if unclear:
        names = ", ".join(f"@{one}" for one in unclear)
        flash(
            _(
                "Nobody, or more than one colleague, is called so: %(names)s. They were not told.",
                names=names,
            ),
            "error",
        )


@blueprint.post("/notes/<int:note_id>/remove")
@access.officer
def remove_note(note_id: int) -> HttpResponse:
    """Remove one's own note."""
    found = store.note(db.session(), scope.council_id(), note_id) or abort(404)
    try:
        service.remove(db.session(), access.person(), found, clock.now())
    except service.NotOwn:
        abort(403)
    flash(_("The note was removed. The log keeps that there was one, not what it said."), "success")
    return _to_notes(found.supplier_id)


@blueprint.post("/mentions/<int:mention_id>/seen")
@access.officer
def mention_seen(mention_id: int) -> HttpResponse:
    """Mark a note that mentions the officer, or somebody for whom it stands in, as read."""
    found = store.mention(db.session(), scope.council_id(), mention_id) or abort(404)
    try:
        service.mark_seen(db.session(), access.person(), found, clock.now(), clock.today())
    except service.NotOwn:
        abort(403)
    if request.form.get("back") == WORK:
        return redirect(url_for("officer.my_work"))
    return _to_notes(found.note.supplier_id)


def _to_notes(supplier_id: int) -> HttpResponse:
    return redirect(url_for("officer.supplier_work", supplier_id=supplier_id, _anchor="colleagues"))
