"""The supplier's own report: as a page, an accessible PDF, plain text, and a table to share out."""

from __future__ import annotations

from flask import Response as FileResponse
from flask import abort, redirect, render_template, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.documents import pdf
from app.documents.plan_files import plan_csv, plan_text
from app.extensions import clock, limiter
from app.sentences import council_name
from app.services.inviting.colleagues import Seat
from app.services.inviting.own_reports import OwnReport, own_report
from app.supplier import report_views
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of
from models import ResponseStatus


def _seat(invitation_id: int) -> Seat:
    """The seat of the owner or of whoever declares; the report is theirs alone."""
    seat = seat_of(invitation_id)
    if not (seat.owns or seat.declares):
        abort(404)
    return seat


def _report(seat: Seat) -> tuple[OwnReport, report_views.Shown]:
    """The report of submitted answers and all its words; before that there is none."""
    response = seat.invitation.response
    if response.status != ResponseStatus.SUBMITTED:
        abort(404)
    report = own_report(response, clock.today())
    return report, report_views.shown(report)


@blueprint.get("/answers/<int:invitation_id>/report")
@access.respondent
def own_report_page(invitation_id: int) -> str | HttpResponse:
    """What the supplier does well, what would help, and what evidence runs out when."""
    seat = _seat(invitation_id)
    if seat.invitation.response.status != ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    _, shown = _report(seat)
    return render_template("supplier/report.html", invitation=seat.invitation, report=shown)


@blueprint.get("/answers/<int:invitation_id>/report.pdf")
@access.respondent
@limiter.limit("120 per hour")
def own_report_pdf(invitation_id: int) -> FileResponse:
    """The same as a PDF file that screen readers can read (PDF/UA-1)."""
    seat = _seat(invitation_id)
    report, shown = _report(seat)
    lines = report_views.file_lines(
        report, council_name(seat.invitation.council), seat.invitation.supplier.name
    )
    content = pdf.render(
        "plan",
        shown,
        cover=pdf.Cover(title=shown["title"], **lines),
        language=str(get_locale()),
        now=clock.now(),
    )
    return _download(report, content, "application/pdf", "pdf")


@blueprint.get("/answers/<int:invitation_id>/report.txt")
@access.respondent
def own_report_text(invitation_id: int) -> FileResponse:
    """The same as plain text."""
    report, shown = _report(_seat(invitation_id))
    return _download(report, plan_text(shown).encode(), "text/plain; charset=utf-8", "txt")


@blueprint.get("/answers/<int:invitation_id>/report.csv")
@access.respondent
def own_report_table(invitation_id: int) -> FileResponse:
    """The plan as a table with room for a name and a day in each line."""
    report, shown = _report(_seat(invitation_id))
    return _download(report, plan_csv(shown, report_views.columns()), "text/csv; charset=utf-8", "csv")


def _download(report: OwnReport, content: bytes, kind: str, ending: str) -> FileResponse:
    answer = FileResponse(content, content_type=kind)
    name = f"{report.response.reference}-{get_locale()}.{ending}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
