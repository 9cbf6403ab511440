"""Downloads of evidence for the supplier's own people."""

from __future__ import annotations

from flask import abort
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db
from app.services.answers import evidence
from app.services.answers.answering import questionnaire_of
from app.store import evidence as store
from app.supplier.evidence_views import settings
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of


@blueprint.get("/answers/<int:invitation_id>/evidence/<int:file_id>")
@downloads.sandboxed
@access.respondent
def evidence_file(invitation_id: int, file_id: int) -> HttpResponse:
    """A file of a section that the person may see, as a download."""
    seat = seat_of(invitation_id)
    response = seat.invitation.response
    file = store.file_of_response(db.session(), response.id, file_id) or abort(404)
    sections = questionnaire_of(response).sections
    holds = (section for section in sections if any(one.id == file.question_id for one in section.questions))
    section = next(holds, None)
    if section is None or not seat.sees(section.id):
        abort(404)
    try:
        content = evidence.open_content(settings(), file)
    except FileNotFoundError:
        abort(404)
    evidence.record_download(db.session(), access.person(), file, clock.now())
    return downloads.attachment(content, file.name, file.size)
