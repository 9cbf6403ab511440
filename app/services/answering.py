"""A supplier answers: every page is saved, and one page submits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.orm import Session

import questionnaires
from app.services import runs
from app.store import audit, responses
from models import Answer, Invitation, Person, Response, ResponseStatus
from questionnaires import Questionnaire
from questionnaires import answers as answering


class AlreadySubmitted(Exception):
    """The response was submitted, so its answers stand as they are."""


class NotComplete(Exception):
    """The response cannot be submitted yet; `problems` maps question ids to what is missing."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(f"{len(problems)} answers are missing or need mending")
        self.problems = problems


def questionnaire_of(response: Response) -> Questionnaire:
    """The very version of the questionnaire that this response answers."""
    return questionnaires.get(response.questionnaire, response.version)


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
) -> None:
    """Store one answer and what it replaced. An unchanged answer writes nothing."""
    response = invitation.response
    if response.status != ResponseStatus.DRAFT:
        raise AlreadySubmitted
    stored = responses.answer(session, response.id, question_id)
    content = answer.to_json()
    if stored is not None and stored.content == content:
        return
    if stored is None:
        stored = Answer(
            response=response,
            question_id=question_id,
            content=content,
            answered_at=now,
            answered_by_id=person.id,
        )
        session.add(stored)
    else:
        stored.content, stored.answered_at, stored.answered_by_id = content, now, person.id
        stored.revision += 1
    session.flush()
    audit.record(
        session, person, "answer.saved", response, now, question=question_id, revision=stored.revision
    )
    session.commit()


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
    council that asked for it has the supplier screened again, after the commit.
    """
    response = invitation.response
    if response.status == ResponseStatus.SUBMITTED:
        return response
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
