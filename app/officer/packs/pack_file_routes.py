"""The documents of a pack: Word, text to paste; and the council's own Word templates of all kinds."""

from __future__ import annotations

import io
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.documents import clause_text
from app.documents.word import checking, rendering
from app.documents.word.safe import IN_ENGLISH
from app.downloads import attachment
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.packs import pack_changes, pack_documents, pack_labels
from app.officer.packs.pack_forms import TemplateForm
from app.officer.packs.pack_routes import pack_of
from app.services.files import word_templates
from app.services.packs import pack_content
from app.store import packs as store
from models import ClausePack, PackState, Role, WordKind, WordTemplate

LANGUAGES = ("en", "cy")
OF_PACKS = (WordKind.SCHEDULE, WordKind.TENDER_PACK)


def _language() -> str:
    wanted = request.args.get("language", "en")
    return wanted if wanted in LANGUAGES else abort(404)


def _content(pack: ClausePack) -> dict[str, Any]:
    try:
        return pack_content.of_pack(db.session(), pack)
    except pack_content.Damaged:
        abort(409)


def _template(pack: ClausePack, kind: WordKind) -> WordTemplate | None:
    """The council's template: of an issued pack the one of its day, of a draft the one in use."""
    if pack.state == PackState.ISSUED:
        return pack.template if kind == WordKind.SCHEDULE else pack.tender_template
    return store.template_in_use(db.session(), pack.council_id, kind)


@blueprint.get("/packs/<int:pack_id>/<kind>.docx")
@access.officer
def pack_word(pack_id: int, kind: str) -> HttpResponse:
    """The contract schedule or the tender pack as a Word file, in the language that the address says; with
    `changes=tracked` what officers changed is there as tracked changes."""
    found, language = pack_of(pack_id), _language()
    if kind not in OF_PACKS:
        abort(404)
    tracked = request.args.get("changes") == "tracked"
    numbers, editors = pack_changes.editors_of(found) if tracked else ({}, [])
    make = pack_documents.context if kind == WordKind.SCHEDULE else pack_documents.tender_context
    context = make(_content(found), language, clock.today(), numbers)
    own = _template(found, WordKind(kind))
    try:
        made = rendering.render(
            own.content if own else rendering.shipped(kind),
            context,
            title=f"{context['title']}: {context['words'][kind]}",
            language=language,
            author=context["council"],
            made=found.issued_at or clock.now(),
            editors=editors,
        )
    except rendering.TemplateProblem as problem:
        flash(_("The Word file was not made.") + " " + pack_labels.problem_words(problem), "error")
        return redirect(url_for("officer.pack", pack_id=pack_id, _anchor="files"))
    name = f"{kind.replace('_', '-')}-{found.id}-{language}{'-changes' if tracked else ''}.docx"
    return attachment(io.BytesIO(made), name, len(made))


@blueprint.get("/packs/<int:pack_id>/schedule.txt")
@access.officer
def pack_text_file(pack_id: int) -> HttpResponse:
    """The contract schedule as a text file."""
    found, language = pack_of(pack_id), _language()
    text = clause_text.plain(pack_documents.context(_content(found), language, clock.today()))
    content = text.replace("\n", "\r\n").encode("utf-8-sig")
    return attachment(io.BytesIO(content), f"schedule-{found.id}-{language}.txt", len(content))


@blueprint.get("/packs/<int:pack_id>/text")
@access.officer
def pack_text(pack_id: int) -> str:
    """The contract schedule in blocks to copy, one for each clause."""
    found, language = pack_of(pack_id), _language()
    context = pack_documents.context(_content(found), language, clock.today())
    return render_template(
        "officer/pack_text.html",
        pack=found,
        language=language,
        notes=context["notes"],
        status=context["status"].replace(IN_ENGLISH, ""),
        blocks=clause_text.blocks(context),
    )


# --- The council's own templates --------------------------------------------------------------------------


@blueprint.route("/word-templates", methods=["GET", "POST"], endpoint="word_templates")
@access.officer
def template_page() -> str | HttpResponse:
    """The Word templates in use; a lead uploads others."""
    is_lead, form = access.person().role == Role.LEAD, TemplateForm(data={"kind": WordKind.SCHEDULE.value})
    if request.method == "POST" and not is_lead:
        abort(403)
    if form.validate_on_submit():
        sent = request.files["file"]
        content = sent.read(word_templates.LARGEST + 1)
        sent.close()
        try:
            word_templates.add(
                db.session(),
                access.person(),
                scope.council_id(),
                WordKind(form.kind.data),
                (sent.filename or "template.docx")[-200:],
                content,
                clock.now(),
            )
        except word_templates.Refused as refused:
            form.file.errors = [_refusal(refused.why)]
        except rendering.TemplateProblem as problem:
            form.file.errors = [pack_labels.problem_words(problem)]
        else:
            flash(
                _("The template is in use from now on. What is issued or approved keeps the one it had."),
                "success",
            )
            return redirect(url_for("officer.word_templates"))
    return render_template(
        "officer/word_templates.html",
        templates=store.templates(db.session(), scope.council_id()),
        kinds=[(one.value, pack_labels.kind_label(one.value)) for one in WordKind],
        placeholders=[
            (pack_labels.kind_label(one.value), sorted(set(checking.placeholders(one.value).values())))
            for one in WordKind
        ],
        kind_label=pack_labels.kind_label,
        form=form,
        errors=form.first_errors(),
        is_lead=is_lead,
    )


def _refusal(why: word_templates.Refusal) -> str:
    return {
        word_templates.Refusal.TOO_LARGE: _("The file is larger than 2 MB. Make its pictures smaller."),
        word_templates.Refusal.NOT_WORD: _("Choose a Word document (.docx) that is sound and not locked."),
        word_templates.Refusal.MACROS: _(
            "The file carries macros or other programs. Save it as a Word document without macros (.docx)."
        ),
        word_templates.Refusal.LINKS: _(
            "The file loads something from another place, such as a linked picture or template. Put it into "
            "the file instead."
        ),
    }[why]


@blueprint.get("/word-templates/shipped/<kind>.docx")
@access.officer
def shipped_word_template(kind: str) -> HttpResponse:
    """Our own template, to begin from."""
    if kind not in tuple(WordKind):
        abort(404)
    content = rendering.shipped(kind)
    return attachment(io.BytesIO(content), f"fairhand-{kind.replace('_', '-')}.docx", len(content))


def _own(template_id: int) -> WordTemplate:
    return store.template(db.session(), scope.council_id(), template_id) or abort(404)


@blueprint.get("/word-templates/<int:template_id>")
@access.officer
def word_template(template_id: int) -> HttpResponse:
    """A template of the council's as it was uploaded."""
    found = _own(template_id)
    return attachment(io.BytesIO(found.content), found.name, found.size)


@blueprint.post("/word-templates/<int:template_id>/retire")
@access.lead
def retire_word_template(template_id: int) -> HttpResponse:
    """Use our template again."""
    word_templates.retire(db.session(), access.person(), _own(template_id), clock.now())
    flash(_("Our template is used again. What is issued or approved keeps the one it had."), "success")
    return redirect(url_for("officer.word_templates"))
