"""The page on which a supplier brings its shared data from Find a Tender."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.intake import find_a_tender
from app.intake.find_a_tender import Reason, Trouble, Unreadable
from app.services.answers import shared_data as service
from app.services.answers.answering import questionnaire_of
from app.supplier.routes import blueprint
from app.supplier.seats import owned
from models import Invitation, ResponseStatus

FILE, TEXT = "shared_file", "shared_text"


@blueprint.route("/answers/<int:invitation_id>/find-a-tender", methods=["GET", "POST"])
@access.respondent
def shared_data(invitation_id: int) -> str | HttpResponse | tuple[str, int]:
    """Upload or paste shared data; afterwards the page lists what was taken, and what was not and why."""
    seat = owned(invitation_id)
    invitation = seat.invitation
    if invitation.response.status == ResponseStatus.SUBMITTED:
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    errors: dict[str, str] = {}
    if request.method == "POST":
        field, content, name = _sent()
        try:
            taken = service.take(
                db.session(),
                access.person(),
                invitation.response,
                content,
                name,
                clock.now(),
                clock.today(),
            )
            return _result(invitation, taken)
        except Unreadable as problem:
            errors[field] = trouble_words(problem)
        except service.OtherOrganisation as problem:
            errors[field] = _(
                "This file is of the company with the number %(theirs)s, and you answer here for %(ours)s. "
                "Choose the shared data of the organisation named in your invitation.",
                theirs=problem.theirs,
                ours=problem.ours,
            )
        except service.NotYet as problem:
            errors[field] = _(
                "The file says that it was shared on %(day)s, which has not come yet. Download it again.",
                day=format_date(problem.day, "d MMMM y"),
            )
    return render_template(
        "supplier/shared_data.html",
        invitation=invitation,
        errors=errors,
        megabytes=find_a_tender.LARGEST // (1024 * 1024),
        back_url=url_for("supplier.tasks", invitation_id=invitation_id),
    )


def _sent() -> tuple[str, bytes, str]:
    """Which field was filled in, its content (or enough to see that it is too much), and the file's name."""
    file = request.files.get(FILE)
    if file is not None and file.filename:
        with file.stream as content:
            return FILE, content.read(find_a_tender.LARGEST + 1), file.filename
    text = request.form.get(TEXT, "")
    return (TEXT if text.strip() else FILE), text.encode("utf-8", "surrogatepass"), ""


def _result(invitation: Invitation, taken: service.Taken) -> str:
    language = str(get_locale())
    questionnaire = questionnaire_of(invitation.response)

    def named(question_id: str) -> dict[str, str]:
        return {
            "text": questionnaire.question(question_id).text.in_language(language),
            "href": url_for("supplier.question", invitation_id=invitation.id, question_id=question_id),
        }

    return render_template(
        "supplier/shared_data_taken.html",
        invitation=invitation,
        ready=[named(one) for one in taken.ready],
        later=[named(one) for one in taken.later],
        answered=[named(one) for one in taken.answered],
        passed=[(one.about.in_language(language), reason_words(one.reason)) for one in taken.passed],
        shared_on=taken.shared_on,
        back_url=url_for("supplier.tasks", invitation_id=invitation.id),
    )


def trouble_words(problem: Unreadable) -> str:
    """What is wrong with a file, where, and what to do."""
    where = problem.where
    if problem.trouble is Trouble.NOT_JSON and ":" in where:
        line, column = where.split(":")
        return _(
            "The text stops being JSON at line %(line)s, character %(column)s. Download the file again, or "
            "copy all of it, from the first bracket to the last.",
            line=line,
            column=column,
        )
    return {
        Trouble.EMPTY: _("Choose the file of shared data, or paste its text"),
        Trouble.TOO_LARGE: _(
            "The file is larger than %(megabytes)s MB, which shared data never is. Choose the JSON file.",
            megabytes=find_a_tender.LARGEST // (1024 * 1024),
        ),
        Trouble.DOCUMENT: _(
            "This is a PDF or a ZIP archive. It cannot be read here: choose the JSON file, whose name ends "
            "in .json. If you have none, simply answer the questions."
        ),
        Trouble.NOT_JSON: _(
            "This is no JSON file. Choose the file of shared data, whose name ends in .json."
        ),
        Trouble.NOT_SHARED_DATA: _(
            "This is JSON, but not shared data of Find a Tender: it has no “%(where)s”. Choose the file that "
            "was made with your share code.",
            where=where or "supplierInformationData",
        ),
        Trouble.NOT_SUBMITTED: _(
            "These answers were not finished on Find a Tender (see “%(where)s”). Finish them there, then "
            "download the file again.",
            where=where,
        ),
        Trouble.NO_ANSWERS: _(
            "The file holds no answers about modern slavery (looked for in “%(where)s”). Answer that section "
            "on Find a Tender, or simply answer the questions here.",
            where=where,
        ),
    }[problem.trouble]


def reason_words(reason: Reason) -> str:
    """Why an answer of the file was not taken over."""
    return {
        Reason.NO_ANSWER: _("not answered there"),
        Reason.SAYS_NOTHING: _("a No there answers none of our questions"),
        Reason.UPLOAD: _("files are not part of shared data; attach the file beside the question here"),
        Reason.DROPPED: _("no longer asked there, and not asked here"),
        Reason.BAD_LINK: _("not a web address that can be used; enter the link beside the question here"),
        Reason.LINK_ALONE: _("a link without the answer that it belongs to"),
        Reason.UNCLEAR: _(
            "your own words, which do not say clearly that one of the six areas is missing; answer these "
            "questions yourself"
        ),
        Reason.TWICE: _("answered there in two different ways"),
    }[reason]
