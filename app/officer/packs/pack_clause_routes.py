"""The clauses of a pack: looked for in the library, added, edited, put in order, dropped, brought back."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.packs import pack_views
from app.officer.packs.pack_forms import ClauseForm, ReasonForm, clause_form, fill_in_values
from app.officer.packs.pack_routes import changed_meanwhile, draft_of, to_pack
from app.services.packs import pack_clauses
from app.store import packs as store
from models import PackClause, PackState
from screening.clauses import library


def _row(pack_id: int, row_id: int) -> PackClause:
    """A clause of a draft of the officer's council; 404 for any other."""
    found = store.clause(db.session(), scope.council_id(), pack_id, row_id) or abort(404)
    return found if found.pack.state == PackState.DRAFT else abort(404)


@blueprint.get("/packs/<int:pack_id>/library")
@access.officer
def pack_library(pack_id: int) -> str:
    """The clause library for this contract, by family and by words."""
    found = draft_of(pack_id)
    words, family = request.args.get("q", "")[:100], request.args.get("family", "")
    return render_template(
        "officer/pack_library.html",
        pack=found,
        offered=pack_views.offered(found, words, family),
        families=[
            ("", _("All")),
            *((one.id, f"{one.id} {pack_views.title_of(one)}") for one in library.families()),
        ],
        words=words,
        family=family,
        languages_of=pack_views.languages_of,
        text_of=pack_views.text_of,
    )


@blueprint.route("/packs/<int:pack_id>/library/<clause_id>", methods=["GET", "POST"])
@access.officer
def add_pack_clause(pack_id: int, clause_id: str) -> str | HttpResponse:
    """Add a clause of the library, with the officer's reason."""
    found, clause = draft_of(pack_id), library.clauses().get(clause_id) or abort(404)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            pack_clauses.add(
                db.session(), access.person(), found, clause, form.reason.data or "", clock.now()
            )
        except pack_clauses.Changed:
            flash(changed_meanwhile(), "error")
            return to_pack(pack_id)
        flash(_("The clause was added at the end: %(title)s", title=pack_views.title_of(clause)), "success")
        return to_pack(pack_id, "clauses")
    lines = pack_clauses.as_lines(pack_clauses.text_of(clause.title, clause.provisions))
    return render_template(
        "officer/pack_clause_reason.html",
        pack=found,
        form=form,
        errors=form.first_errors(),
        heading=_("Add: %(title)s", title=pack_views.title_of(clause)),
        hint=_("No finding called for it, so say why it belongs in this contract."),
        button=_("Add the clause"),
        text=lines,
    )


@blueprint.route("/packs/<int:pack_id>/clauses/<int:row_id>", methods=["GET", "POST"])
@access.officer
def pack_clause(pack_id: int, row_id: int) -> str | HttpResponse:
    """Edit a clause; the library's text stays beside it, and the lint says what to mend."""
    row = _row(pack_id, row_id)
    fill_ins = pack_clauses.fill_ins_of(row)
    form = clause_form(fill_ins, _entries(row))
    if form.validate_on_submit() and _keep(row, form):
        if row.edited and pack_views.mends(row):
            flash(_("Saved. There is something to mend in the text: see below. It is kept all the same."), "")
            return redirect(url_for("officer.pack_clause", pack_id=pack_id, row_id=row_id, _anchor="mend"))
        flash(_("The clause was saved."), "success")
        return to_pack(pack_id, f"clause-{row_id}")
    number = 2 + (row.pack.standing.index(row) if row.dropped_at is None else 0)
    return render_template(
        "officer/pack_clause.html",
        pack=row.pack,
        row=row,
        form=form,
        errors=form.first_errors(),
        fill_ins=fill_ins,
        shown=pack_views.shown(row, number, row.pack),
        differences=pack_views.differences(row),
        with_welsh=row.pack.language != "en",
    )


def _entries(row: PackClause) -> dict[str, Any]:
    english = pack_clauses.current(row) or row.original["en"]
    welsh = row.edited.get("cy") or row.original.get("cy")
    values = {f"fill_in_{name}": number for name, number in row.fill_ins.items()}
    return {
        "title_en": english["title"],
        "text_en": pack_clauses.as_lines(english),
        "title_cy": welsh["title"] if welsh else "",
        "text_cy": pack_clauses.as_lines(welsh) if welsh else "",
        "welsh_agrees": "cy" in row.edited,
        "revision": str(row.revision),
        **values,
    }


def _keep(row: PackClause, form: ClauseForm) -> bool:
    """Write what the form says; False, with the message at its field, where it cannot be kept."""
    fill_ins = pack_clauses.fill_ins_of(row)
    texts = {}
    for language in ("en", "cy") if row.pack.language != "en" else ("en",):
        title, text = form[f"title_{language}"], form[f"text_{language}"]
        if language == "cy" and not (text.data or "").strip():
            continue
        try:
            texts[language] = pack_clauses.from_lines(title.data or "", text.data or "", fill_ins)
        except pack_clauses.BadText as error:
            text.errors = [_bad_text(error, list(fill_ins))]
            return False
    if row.pack.language == "en" and "cy" in row.edited:
        texts["cy"] = row.edited["cy"]
    try:
        pack_clauses.edit(
            db.session(),
            access.person(),
            row,
            texts,
            fill_in_values(form, fill_ins),
            form.based_on,
            clock.now(),
            welsh_agrees=bool(form.welsh_agrees.data),
        )
    except pack_clauses.Changed:
        db.session().rollback()
        form.text_en.errors = [changed_meanwhile()]
        form.revision.data = str(row.revision)
        return False
    return True


def _bad_text(error: pack_clauses.BadText, known: list[str]) -> str:
    names = ", ".join(f"{{{name}}}" for name in known) or _("none")
    return {
        "empty": _("Enter a title and at least one line of text"),
        "item_first": _("An item such as “(a)” needs a line before it to belong to"),
        "items": _("A sub-clause has at most %(number)s items", number=error.detail),
        "long": _("Shorten this to %(number)s characters or fewer", number=error.detail),
        "fill_in": _(
            "There is no number called %(names)s in this clause; there are: %(known)s",
            names=error.detail,
            known=names,
        ),
    }[error.kind]


@blueprint.post("/packs/<int:pack_id>/clauses/<int:row_id>/<step>")
@access.officer
def pack_clause_step(pack_id: int, row_id: int, step: str) -> HttpResponse:
    """Move a clause up or down, bring a dropped one back, or take its edits back."""
    row, person, now = _row(pack_id, row_id), access.person(), clock.now()
    try:
        if step in ("up", "down"):
            pack_clauses.move(db.session(), person, row, step == "up", now)
        elif step == "restore":
            pack_clauses.restore(db.session(), person, row, now)
        elif step == "library":
            pack_clauses.edit(db.session(), person, row, {}, dict(row.fill_ins), row.revision, now)
            flash(_("The library's text stands again."), "success")
        else:
            abort(404)
    except pack_clauses.Changed:
        flash(changed_meanwhile(), "error")
    return to_pack(pack_id, f"clause-{row_id}")


@blueprint.route("/packs/<int:pack_id>/clauses/<int:row_id>/drop", methods=["GET", "POST"])
@access.officer
def drop_pack_clause(pack_id: int, row_id: int) -> str | HttpResponse:
    """Leave a clause out, with a reason."""
    row, form = _row(pack_id, row_id), ReasonForm()
    if form.validate_on_submit():
        try:
            pack_clauses.drop(db.session(), access.person(), row, form.reason.data or "", clock.now())
        except pack_clauses.Changed:
            flash(changed_meanwhile(), "error")
        else:
            flash(_("The clause was dropped. You can bring it back at the foot of the list."), "success")
        return to_pack(pack_id, "clauses")
    language = pack_views.language_of(row, row.pack)
    title = (pack_clauses.current(row, language) or row.original["en"])["title"]
    return render_template(
        "officer/pack_clause_reason.html",
        pack=row.pack,
        form=form,
        errors=form.first_errors(),
        heading=_("Drop: %(title)s", title=title),
        hint=_("The reason stands in the tender pack for the lawyers, and in the audit log."),
        button=_("Drop the clause"),
        text="",
    )
