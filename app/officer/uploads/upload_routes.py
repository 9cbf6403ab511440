"""Adding a register, a spend file or notices in the browser: send, look, correct, load, undo."""

from __future__ import annotations

import io

from defusedcsv import csv
from flask import abort, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db, limiter
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.uploads import row_words, upload_views
from app.services.loads import load_undo_work, load_undoing, uploads
from app.settings import Settings
from app.store import suppliers
from app.store import uploads as store
from models import SourceFile, Upload, UploadState, WorkState

#: After how long a page looks again by itself while a worker has the file, unless told not to.
_SECONDS_TO_LOOK_AGAIN = 5


@blueprint.url_value_preprocessor
def _allow_uploads(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A register may be larger than other forms. Runs before anything reads it."""
    if endpoint == "officer.add_file":
        request.max_content_length = (_settings().upload_megabytes + 1) * 1024 * 1024


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _upload(upload_id: int) -> Upload:
    return store.upload(db.session(), scope.council_id(), upload_id) or abort(404)


def _file(file_id: int) -> SourceFile:
    """A file of the council's own; copies of registers are nobody's to undo."""
    files = suppliers.source_files(db.session(), scope.council_id())
    return next((one for one in files if one.id == file_id and one.council_id), None) or abort(404)


def _to(upload: Upload) -> HttpResponse:
    return redirect(url_for("officer.upload", upload_id=upload.id))


@blueprint.route("/files/add", methods=["GET", "POST"])
@access.officer
@limiter.limit("60 per hour", methods=["POST"])
def add_file() -> str | HttpResponse:
    """Send a file; and those that wait for somebody to look at them."""
    errors: dict[str, str] = {}
    council_id = scope.council_id()
    loaded = None
    if request.method == "POST":
        file = request.files.get("file")
        if file is None or not file.filename:
            errors["file"] = _("Choose a file")
        else:
            try:
                sent = uploads.receive(
                    db.session(), _settings(), access.person(), file.filename, file.stream, clock.now()
                )
                return _to(sent)
            except uploads.Refused as refused:
                errors["file"] = upload_views.trouble_words(refused.trouble, _settings().upload_megabytes)
                loaded = refused.file
    return render_template(
        "officer/file_add.html",
        errors=errors,
        loaded=loaded,
        megabytes=_settings().upload_megabytes,
        waiting=store.waiting(db.session(), council_id),
        kind_words=upload_views.kind_words,
    )


@blueprint.get("/files/added/<int:upload_id>")
@access.officer
def upload(upload_id: int) -> HttpResponse:
    """One added file: how far it is, its preview, what came of it."""
    found = _upload(upload_id)
    page = {
        UploadState.QUEUED: "officer/file_progress.html",
        UploadState.RUNNING: "officer/file_progress.html",
        UploadState.PREVIEW: "officer/file_preview.html",
    }.get(UploadState(found.state), "officer/file_outcome.html")
    problems = found.problems if found.state == UploadState.PREVIEW else []
    still = request.args.get("still") == "1"
    answer = make_response(
        render_template(
            page,
            upload=found,
            fields=upload_views.field_words(),
            problems=problems[: upload_views.PROBLEMS_SHOWN],
            problems_total=len(problems),
            views=upload_views,
            row_words=row_words,
            still=still,
        )
    )
    if found.is_open and not still:
        answer.headers["Refresh"] = str(_SECONDS_TO_LOOK_AGAIN)
    return answer


@blueprint.post("/files/added/<int:upload_id>/<any(columns, load, discard, retry):act>")
@access.officer
def act_on_upload(upload_id: int, act: str) -> HttpResponse:
    """Correct the columns, load the file, discard it, or read it again."""
    found, now = _upload(upload_id), clock.now()
    try:
        if act == "columns":
            said = upload_views.said(request.form)
            uploads.choose(db.session(), _settings(), access.person(), found, said, now)
        elif act == "load":
            same = set(request.form.getlist("same")) if request.form.get("asked") else None
            uploads.load(db.session(), _settings(), access.person(), found, now, same)
        elif act == "retry":
            uploads.retry(db.session(), _settings(), found, now)
        else:
            uploads.discard(db.session(), _settings(), access.person(), found, now)
            flash(_("The file was discarded. Nothing was loaded."), "success")
            return redirect(url_for("officer.add_file"))
    except uploads.Refused as refused:
        flash(upload_views.trouble_words(refused.trouble, _settings().upload_megabytes), "error")
    return _to(found)


@blueprint.get("/files/added/<int:upload_id>/problems.csv")
@access.officer
def upload_problems(upload_id: int) -> HttpResponse:
    """All rows with something to mend, as CSV."""
    found = _upload(upload_id)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_("line"), _("what"), _("value"), _("how to mend it"), _("row")])
    for row in found.problems:
        told = row_words.what(row), row["value"], row_words.mend(row), row_words.outcome(row)
        writer.writerow([row["line"], *told])
    content = text.getvalue().encode("utf-8-sig")
    return downloads.attachment(io.BytesIO(content), f"{found.name} to mend.csv", len(content))


@blueprint.route("/registry-copies/<int:file_id>/undo", methods=["GET", "POST"])
@access.officer
def undo_file(file_id: int) -> str | HttpResponse:
    """What undoing the load of a file would do; then do it, or leave it to a worker."""
    found, session = _file(file_id), db.session()
    under_way = store.undo_under_way(session, scope.council_id(), found.id)
    if under_way is not None:
        return redirect(url_for("officer.load_undo", undo_id=under_way.id))
    effect, refusal = None, ""
    try:
        if request.method == "POST":
            asked = load_undo_work.begin(session, access.person(), found, clock.now(), clock.today())
            if asked.state == WorkState.DONE:
                flash(_("The load was undone. The suppliers are being screened again."), "success")
                return redirect(url_for("officer.statements"))
            return redirect(url_for("officer.load_undo", undo_id=asked.id))
        effect = load_undoing.effect(session, access.person(), found)
    except load_undoing.Refused as refused:
        refusal = upload_views.refusal_words(refused.why, refused.later.name if refused.later else "")
    return render_template(
        "officer/file_undo.html",
        file=found,
        lines=upload_views.effect_lines(effect) if effect else [],
        refusal=refusal,
        in_background=effect is not None and effect.size > load_undo_work.AT_ONCE,
    )


@blueprint.get("/files/undone/<int:undo_id>")
@access.officer
def load_undo(undo_id: int) -> HttpResponse:
    """How far the undo of a large load is, and what came of it."""
    found = store.undo(db.session(), scope.council_id(), undo_id) or abort(404)
    still = request.args.get("still") == "1"
    answer = make_response(
        render_template(
            "officer/file_undoing.html",
            undo=found,
            lines=upload_views.effect_lines(load_undoing.Effect(**found.effect)) if found.effect else [],
            refusal=upload_views.refusal_words(load_undoing.Refusal(found.refused), found.problem)
            if found.refused
            else "",
            views=upload_views,
            still=still,
        )
    )
    if found.is_open and not still:
        answer.headers["Refresh"] = str(_SECONDS_TO_LOOK_AGAIN)
    return answer
