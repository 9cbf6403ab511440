"""A supplier answers: every page is saved, and one page submits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import questionnaires
from app.services import runs
from app.store import audit, colleagues, responses
from models import Answer, Invitation, Person, Response, ResponseStatus
from questionnaires import Context, Questionnaire
from questionnaires import answers as answering


class AlreadySubmitted(Exception):
    """The response was submitted, so its answers stand as they are."""


class Conflict(Exception):
    """Somebody else changed the answer since the person saw it; `stored` is how it stands now."""

    def __init__(self, stored: Answer) -> None:
        super().__init__(f"revision {stored.revision} stands")
        self.stored = stored


class NotDeclarer(Exception):
    """The declaration is another person's: of whoever was asked to make it, else of the owner."""


class SentBack(Exception):
    """Sections were sent back and nobody has dealt with them yet."""


class NotComplete(Exception):
    """The response cannot be submitted yet; `problems` maps question ids to what is missing."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(f"{len(problems)} answers are missing or need mending")
        self.problems = problems


def questionnaire_of(response: Response) -> Questionnaire:
    """The very version of the questionnaire that this response answers, as it is asked in its context."""
    asked = questionnaires.get(response.questionnaire, response.version)
    return asked.asked_in(Context.from_json(response.context))


def answers_of(response: Response) -> dict[str, answering.Answer]:
    """All stored answers by question id, also those that an earlier change took off the path."""
    return {row.question_id: answering.Answer.from_json(row.content) for row in response.answers}


def save(
    session: Session,
    person: Person,
    invitation: Invitation,
    question_id: str,
    answer: answering.Answer,
    now: datetime,
    based_on: int | None = None,
) -> None:
    """Store one answer and note what happened. An unchanged answer writes nothing.

    `based_on` is the revision that the person had before them, 0 if there was no answer. If another one
    stands by now, `Conflict` is raised and nothing is written. None overwrites whatever stands.
    """
    response, content = invitation.response, answer.to_json()
    while True:
        if response.status != ResponseStatus.DRAFT:
            raise AlreadySubmitted
        stored = responses.answer(session, response.id, question_id)
        if stored is not None and stored.content == content:
            return
        if based_on is not None and stored is not None and stored.revision != based_on:
            raise Conflict(stored)
        revision = _write(session, person, response, question_id, stored, content, now)
        if revision is not None:
            break
        session.rollback()  # somebody else was quicker by a moment; look again
    audit.record(session, person, "answer.saved", response, now, question=question_id, revision=revision)
    session.commit()


def _write(
    session: Session,
    person: Person,
    response: Response,
    question_id: str,
    stored: Answer | None,
    content: dict[str, Any],
    now: datetime,
) -> int | None:
    """Write over exactly what was read, or add; returns the new revision, None if another was quicker."""
    if stored is not None:
        return responses.change_answer(session, stored, content, person.id, now)
    made = Answer(
        response=response, question_id=question_id, content=content, answered_at=now, answered_by_id=person.id
    )
    session.add(made)
    try:
        session.flush()
    except IntegrityError:
        return None
    return made.revision


def reference_of(response: Response) -> str:
    """A short reference that people can read out, for example FH-000042."""
    return f"FH-{response.id:06d}"


def submit(
    session: Session,
    person: Person,
    invitation: Invitation,
    declared_name: str,
    declared_role: str,
    now: datetime,
    today: date,
    language: str = "en",
) -> Response:
    """Submit the whole response, once; a second press of the button changes nothing.

    The response is validated again from the first question; what is missing is said in `language`. Every
    council that asked for it has the supplier screened again, after the commit. If somebody was asked to make
    the declaration nobody else can, and nobody while a section that was sent back is still open.
    """
    response = invitation.response
    if response.status == ResponseStatus.SUBMITTED:
        return response
    declarer = colleagues.declarer(session, response.id)
    if person.id != (declarer.person_id if declarer else invitation.contact_id):
        raise NotDeclarer
    if colleagues.open_returns(session, response.id):
        raise SentBack
    problems = answering.validate(questionnaire_of(response), answers_of(response), language)
    if problems:
        raise NotComplete(problems)
    response.status, response.submitted_at = ResponseStatus.SUBMITTED, now
    response.declared_name, response.declared_role = declared_name.strip(), declared_role.strip()
    response.reference = reference_of(response)
    for asked in responses.invitations_to_response(session, response.id):
        audit.record(
            session, person, "response.submitted", asked, now, asked.council_id, supplier=asked.supplier_id
        )
        runs.queue_run(session, asked.council_id, asked.supplier_id, "response_submitted", now, today)
    session.commit()
    return response
