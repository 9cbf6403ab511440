"""Pages of the workbook: download it, upload it, see what came of it, choose between two answers."""

from __future__ import annotations

import io
import re
from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db, limiter
from app.services.answers.answering import AlreadySubmitted, questionnaire_of, reference_of
from app.services.files import file_kinds
from app.services.inviting.colleagues import Seat
from app.services.workbooks import answer_workbooks, workbook_loads, workbook_markers
from app.services.workbooks import workbook_choices as choices_service
from app.services.workbooks.workbook_choices import Choice
from app.supplier import workbook_views
from app.supplier.evidence_views import settings
from app.supplier.routes import blueprint
from app.supplier.seats import seat_of
from models import ResponseStatus

#: The file, and as much again for the rest of the form.
_LARGEST_FORM = 2 * workbook_loads.LARGEST


@blueprint.url_value_preprocessor
def _allow_workbooks(endpoint: str | None, values: dict[str, object] | None) -> None:
    """A workbook may be larger than other forms. Runs before anything reads it."""
    if endpoint == "supplier.workbook":
        request.max_content_length = _LARGEST_FORM


def _answering_seat(invitation_id: int) -> Seat:
    """The seat of somebody who answers something, of a response that can still be answered."""
    seat = seat_of(invitation_id)
    if not (seat.owns or seat.sections):
        abort(404)
    if seat.invitation.response.status != ResponseStatus.DRAFT:
        raise AlreadySubmitted
    return seat


def _language() -> str:
    return str(get_locale())


@blueprint.route("/answers/<int:invitation_id>/workbook", methods=["GET", "POST"])
@access.respondent
@limiter.limit("60 per hour", methods=["POST"])
def workbook(invitation_id: int) -> str | HttpResponse | tuple[str, int]:
    """How to answer in Excel: download, upload; after an upload, what came of it."""
    seat = _answering_seat(invitation_id)
    errors: dict[str, str] = {}
    if request.method == "POST":
        file = request.files.get("workbook")
        if file is None or not file.filename:
            errors["workbook"] = _("Choose the workbook that you filled in")
        else:
            try:
                return _result(seat, _load(seat, file, clock.now()))
            except workbook_loads.Refused as refused:
                errors["workbook"] = workbook_views.trouble_words(refused.trouble)
    return render_template(
        "supplier/workbook.html",
        invitation=seat.invitation,
        seat=seat,
        undecided=len(choices_service.undecided(db.session(), seat)),
        errors=errors,
    )


def _load(seat: Seat, file: FileStorage, now: datetime) -> workbook_loads.Loaded:
    name = file_kinds.tidy_name(file.filename or "", file_kinds.KINDS["xlsx"])
    return workbook_loads.load(
        db.session(), settings(), access.person(), seat, name, file.stream, _language(), now, clock.today()
    )


def _result(seat: Seat, loaded: workbook_loads.Loaded) -> str:
    """The counts, and each cell that was not taken. Shown at once: sending the file again changes nothing."""
    response, language = seat.invitation.response, _language()
    errors = workbook_views.errors_shown(loaded, language)
    marks = workbook_views.marks_of(loaded, language)
    questionnaire = questionnaire_of(response)
    return render_template(
        "supplier/workbook_result.html",
        invitation=seat.invitation,
        loaded=loaded,
        errors=errors,
        summary=workbook_views.summary_of(errors),
        off_path=workbook_views.texts_of(questionnaire, loaded.off_path, language),
        marked=workbook_markers.signed_cells(settings(), response, marks) if marks else "",
    )


@blueprint.get("/answers/<int:invitation_id>/workbook/file")
@access.respondent
@limiter.limit("120 per hour")
def workbook_file(invitation_id: int) -> HttpResponse:
    """The workbook of the sections that the person answers."""
    seat = _answering_seat(invitation_id)
    made = answer_workbooks.download(
        db.session(), settings(), access.person(), seat, _language(), clock.now()
    )
    return _attachment(seat, made)


@blueprint.post("/answers/<int:invitation_id>/workbook/marked")
@access.respondent
@limiter.limit("60 per hour")
def marked_workbook(invitation_id: int) -> HttpResponse:
    """The workbook with the cells marked that were not taken, what was typed in them, and why."""
    seat = _answering_seat(invitation_id)
    marks = workbook_markers.read_cells(settings(), seat.invitation.response, request.form.get("marked", ""))
    if marks is None:
        abort(400)
    made = answer_workbooks.download(
        db.session(), settings(), access.person(), seat, _language(), clock.now(), marks
    )
    return _attachment(seat, made, _("to mend"))


def _attachment(seat: Seat, made: bytes, note: str = "") -> HttpResponse:
    reference = reference_of(seat.invitation.response)
    name = re.sub(r"[^\w .-]+", " ", " ".join(filter(None, [reference, seat.invitation.supplier.name, note])))
    return downloads.attachment(io.BytesIO(made), f"{' '.join(name.split())[:100]}.xlsx", len(made))


@blueprint.route("/answers/<int:invitation_id>/workbook/choices", methods=["GET", "POST"])
@access.respondent
@limiter.limit("60 per hour", methods=["POST"])
def workbook_choices(invitation_id: int) -> str | HttpResponse:
    """Answers that differ between the web and a workbook, to choose from; nothing is chosen beforehand."""
    seat = _answering_seat(invitation_id)
    pairs = choices_service.undecided(db.session(), seat)
    errors: dict[str, str] = {}
    if request.method == "POST":
        chosen = _chosen([one.question.id for one in pairs])
        if chosen:
            return _decide(seat, chosen)
        if pairs:
            errors[f"choice-{pairs[0].question.id}"] = _("Choose which answer should stand")
    if not pairs:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    return render_template(
        "supplier/workbook_merge.html",
        invitation=seat.invitation,
        pairs=workbook_views.undecided_shown(pairs, access.person(), _language()),
        errors=errors,
    )


def _chosen(question_ids: list[str]) -> dict[str, Choice]:
    """What the form chooses for each question: by its radios, or by a button for all."""
    said = {name: request.form.get("all") or request.form.get(f"choice-{name}", "") for name in question_ids}
    return {name: Choice(value) for name, value in said.items() if value in set(Choice)}


def _decide(seat: Seat, chosen: dict[str, Choice]) -> HttpResponse:
    decided = choices_service.decide(
        db.session(), access.person(), seat, chosen, {name: _seen(name) for name in chosen}, clock.now()
    )
    if decided:
        flash(
            ngettext("%(num)s answer was settled.", "%(num)s answers were settled.", len(decided)), "success"
        )
    if len(decided) < len(chosen):
        flash(_("Some answers were changed again meanwhile. Look at them once more."), "error")
    page = "supplier.workbook_choices" if choices_service.undecided(db.session(), seat) else "supplier.tasks"
    return redirect(url_for(page, invitation_id=seat.invitation.id))


def _seen(question_id: str) -> tuple[int, int]:
    """Which answers the page showed: the revision on the web, and the workbook's."""
    revision, _colon, proposed = request.form.get(f"seen-{question_id}", "").partition(":")
    known = all(re.fullmatch("[0-9]{1,15}", part) for part in (revision, proposed))
    return (int(revision), int(proposed)) if known else (0, 0)
