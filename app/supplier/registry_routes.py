"""What a supplier can copy from its answers to the statement registry: as a page and as a table."""

from __future__ import annotations

import io

from defusedcsv import csv
from flask import Response as FileResponse
from flask import abort, render_template
from flask_babel import gettext as _

from app import access
from app.services.answers import registry_answers as service
from app.supplier import registry_views as views
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of
from models import Invitation, ResponseStatus


def _submitted(invitation_id: int) -> Invitation:
    """The invitation to submitted answers, for their owner or for whoever declared them; else 404."""
    seat = seat_of(invitation_id)
    if not (seat.owns or seat.declares) or seat.invitation.response.status != ResponseStatus.SUBMITTED:
        abort(404)
    return seat.invitation


@blueprint.get("/answers/<int:invitation_id>/registry")
@access.respondent
def registry_answers(invitation_id: int) -> str:
    """The registry's questions with what the answers say to them."""
    invitation = _submitted(invitation_id)
    found = service.lines(invitation.response)
    return render_template(
        "supplier/registry.html",
        invitation=invitation,
        lines=[views.shown(one) for one in found],
        left=[one.full_question for one in service.left(found)],
    )


@blueprint.get("/answers/<int:invitation_id>/registry.csv")
@access.respondent
def registry_answers_table(invitation_id: int) -> FileResponse:
    """The same as a table."""
    invitation = _submitted(invitation_id)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_("The registry's question"), _("Your answer there"), _("Asked here as"), _("Check")])
    for one in map(views.shown, service.lines(invitation.response)):
        there = "\n".join(one["chosen"]) or one["text"]
        writer.writerow([one["asked"], there, one["question"], one["check"]])
    answer = FileResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"{invitation.response.reference}-registry.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
