"""The files of a question's page: what a form sends of them, and what the page shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app, request, url_for
from flask_babel import gettext as _

from app import access, downloads
from app.downloads import ACCEPTED as ACCEPTED
from app.downloads import shown
from app.extensions import clock, db
from app.services.answers import evidence
from app.services.answers.evidence import Refusal
from app.settings import Settings
from app.store import evidence as store
from models import EvidenceFile, Response
from questionnaires import Question, dates, messages
from questionnaires.faults import Fault

#: The boxes of the form: files to attach, their date and their last day, files to take over, to remove.
FILES, DATE, UNTIL, REUSE, REMOVE = "evidence_files", "file_date", "file_until", "reuse", "remove"


@dataclass
class Taken:
    """What a form did with files: what is wrong with which field, and the dates as they were typed."""

    errors: dict[str, str] = field(default_factory=dict)
    typed: dict[str, list[str]] = field(default_factory=dict)


def settings() -> Settings:
    """The settings of this installation."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def largest_form() -> int:
    """How many bytes a form with files may have: several of the largest files at once."""
    return downloads.largest_form(settings().evidence_megabytes)


def take(response: Response, question: Question, language: str) -> Taken:
    """Do what the form says of files, and keep it: remove, attach, take over, date.

    Called before the answer itself is read, so that files survive whatever is wrong with the answer.
    """
    taken = Taken()
    if question.evidence is None:
        return taken
    session, person, now = db.session(), access.person(), clock.now()
    for file_id in request.form.getlist(REMOVE, type=int):
        file = store.file_of_response(session, response.id, file_id)
        if file is not None and file.question_id == question.id:
            evidence.remove(session, settings(), person, file, now)
    sent = downloads.sent(FILES)
    refused = evidence.attach(session, settings(), person, response, question.id, sent, now)
    reused = request.form.getlist(REUSE, type=int)
    refused += evidence.reuse(session, person, response, question.id, reused, now)
    if refused:
        taken.errors[FILES] = " ".join(refusal_words(refusal) for refusal in refused)
    _take_dates(taken, response, question, language)
    return taken


def _take_dates(taken: Taken, response: Response, question: Question, language: str) -> None:
    """The date counts for every file of the question that has none yet."""
    undated = _undated(response, question)
    typed = {name: [*request.form.getlist(name), "", "", ""][:3] for name in (DATE, UNTIL)}
    has_date, has_until = (any(part.strip() for part in typed[name]) for name in (DATE, UNTIL))
    if not undated:
        return
    if not has_date:
        names = ", ".join(file.name for file in undated)
        taken.errors[DATE] = _("Enter the date of the document, or remove it: %(names)s", names=names)
        taken.typed = typed
        return
    dated_on = _read(taken, question, DATE, typed, language, latest=clock.today())
    until = _read(taken, question, UNTIL, typed, language) if has_until else None
    if dated_on and until and until < dated_on:
        taken.errors[UNTIL] = _("Enter a last day that is not before the date of the document")
    if taken.errors.keys() & {DATE, UNTIL} or dated_on is None:
        taken.typed = typed
        return
    evidence.date_undated(db.session(), access.person(), response, question.id, dated_on, until, clock.now())


def _read(
    taken: Taken,
    question: Question,
    name: str,
    typed: Mapping[str, Sequence[str]],
    language: str,
    latest: date | None = None,
) -> date | None:
    day, month, year = (part[:100] for part in typed[name])
    found = dates.read(day, month, year, latest=latest)
    if isinstance(found, Fault):
        taken.errors[name] = messages.message(question, found.code, found.fills, language)
        return None
    return found


def _undated(response: Response, question: Question) -> list[EvidenceFile]:
    beside = store.of_question(db.session(), response.id, question.id)
    return [file for file in beside if file.dated_on is None]


def refusal_words(refusal: Refusal) -> str:
    """Why a file was not taken, and what to do instead."""
    return downloads.refusal_words(
        refusal,
        settings().evidence_megabytes,
        lambda name: _(
            '"%(name)s" was not attached: a question takes %(most)s files. Remove one that matters less.',
            name=name,
            most=evidence.MOST_FILES,
        ),
    )


def beside_question(invitation_id: int, response: Response, question: Question) -> dict[str, Any]:
    """Everything that the page of a question shows of its files."""
    if question.evidence is None:
        return {"files": [], "reusable": [], "megabytes": settings().evidence_megabytes}
    session, person = db.session(), access.person()
    files = store.of_question(session, response.id, question.id)
    offered = evidence.reusable(session, person, response, question.id)
    return {
        "files": [shown(file, address_for(invitation_id)(file)) for file in files],
        "reusable": [_offered(file, question) for file in offered],
        "megabytes": settings().evidence_megabytes,
    }


def _offered(file: EvidenceFile, question: Question) -> dict[str, Any]:
    """A file of an earlier response; one that is out of date says so, and can be taken over all the same."""
    row = shown(file, "")
    months = question.evidence.valid_for_months if question.evidence else None
    last_days = [
        file.valid_until,
        dates.month_after(file.dated_on, months) if file.dated_on and months else None,
    ]
    if any(day is not None and day < clock.today() for day in last_days):
        row["facts"].append(_("out of date, so it no longer counts as evidence"))
    return row


def address_for(invitation_id: int) -> Callable[[EvidenceFile], str]:
    """Where the supplier's own people download a file."""
    return lambda file: url_for("supplier.evidence_file", invitation_id=invitation_id, file_id=file.id)
