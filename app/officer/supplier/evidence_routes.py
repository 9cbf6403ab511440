"""Downloads of a supplier's evidence, for officers of a council that asked for it."""

from __future__ import annotations

from flask import abort, current_app
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.services.answers import evidence, sharing
from app.services.answers.answering import answers_of, questionnaire_of
from app.store import evidence as store
from questionnaires import path


@blueprint.get("/suppliers/<int:supplier_id>/evidence/<int:file_id>")
@downloads.sandboxed
@access.officer
def evidence_file(supplier_id: int, file_id: int) -> HttpResponse:
    """A file of a submitted response that this council asked for; not of an answer that does not count."""
    file = store.submitted_file(db.session(), scope.council_id(), supplier_id, file_id) or abort(404)
    response = store.response_of(db.session(), file)
    asked = path.on_path(questionnaire_of(response), answers_of(response))
    if not any(question.id == file.question_id for question in asked):
        abort(404)
    try:
        content = evidence.open_content(current_app.config["SETTINGS"], file)
    except FileNotFoundError:
        abort(404)
    person, now = access.person(), clock.now()
    evidence.record_download(db.session(), person, file, now)
    sharing.record_look(db.session(), person, scope.council_id(), supplier_id, file.response_id, now)
    return downloads.attachment(content, file.name, file.size)
