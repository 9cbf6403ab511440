"""A supplier answers: every page is saved, and one page submits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.services.answers import questionnaires_in_use, receipts, sharing_mail
from app.services.background import runs
from app.services.outside import webhooks
from app.settings import Settings
from app.store import audit, colleagues, proposals, responses, sharing
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


class NobodyAgreed(Exception):
    """No council was chosen that may read the answers; submitting shows them to somebody."""


class NotComplete(Exception):
    """The response cannot be submitted yet; `problems` maps question ids to what is missing."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(f"{len(problems)} answers are missing or need mending")
        self.problems = problems


def questionnaire_of(response: Response) -> Questionnaire:
    """The very version of the questionnaire that this response answers, as it is asked in its context."""
    return questionnaires_in_use.of_response(response).asked_in(Context.from_json(response.context))


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

    The draft is held from the first look to the commit. So of two who save the same new answer at one moment
    the second finds the first's, and an answer is part of what is submitted or is refused with
    `AlreadySubmitted`, whatever was true when the page was read.
    """
    response, content = invitation.response, answer.to_json()
    if not responses.hold_draft(session, response.id):
        session.rollback()
        raise AlreadySubmitted
    stored = responses.answer(session, response.id, question_id)
    if stored is not None and stored.content == content:
        session.commit()  # there is nothing to write; this lets go of the draft
        return
    if based_on is not None and stored is not None and stored.revision != based_on:
        session.rollback()
        raise Conflict(stored)
    revision = _write(session, person, response, question_id, stored, content, now)
    said = proposals.settle(session, response.id, question_id, content, now)
    audit.record(
        session, person, "answer.saved", response, now, question=question_id, revision=revision, **said
    )
    session.commit()


def _write(
    session: Session,
    person: Person,
    response: Response,
    question_id: str,
    stored: Answer | None,
    content: dict[str, Any],
    now: datetime,
) -> int:
    """Add the answer to a draft that is held, or write over the one that stands; returns its revision."""
    person_id = person.id  # read first: after a commit it is a query, which would flush a half-made answer
    if stored is None:
        stored = Answer(response=response, question_id=question_id, revision=0)
        session.add(stored)
    stored.content, stored.revision = content, stored.revision + 1
    stored.answered_by_id, stored.answered_at = person_id, now
    return stored.revision


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
    *,
    agreed: Collection[int] | None = None,
    settings: Settings | None = None,
) -> Response:
    """Submit the whole response, once; a second press of the button changes nothing.

    `agreed` are the ids of the invitations whose councils may read the answers; None is all. The others wait
    until the owner agrees to them. With `settings` the councils that may read are told by e-mail, and the
    supplier gets a receipt.

    The response is validated again from the first question; what is missing is said in `language`. Every
    council that may read them has the supplier screened again, after the commit. If somebody was asked to
    make the declaration nobody else can, and nobody while a section that was sent back is still open.
    """
    response = invitation.response
    if not responses.hold_draft(session, response.id):
        session.rollback()
        return response
    session.expire_all()  # what was read before the draft was held may have changed since
    refusal = _refusal(session, person, invitation, language, agreed)
    if refusal is not None:
        session.rollback()
        raise refusal
    response.status, response.submitted_at = ResponseStatus.SUBMITTED, now
    response.declared_name, response.declared_role = declared_name.strip(), declared_role.strip()
    response.reference = reference_of(response)
    for asked in responses.invitations_to_response(session, response.id):
        if agreed is not None and asked.id not in agreed:
            audit.record(session, person, "response.not_shared", asked, now)
            continue
        asked.agreed_at, asked.withdrawn_at = now, None
        audit.record(
            session, person, "response.submitted", asked, now, asked.council_id, supplier=asked.supplier_id
        )
        runs.queue_run(session, asked.council_id, asked.supplier_id, "response_submitted", now, today)
        webhooks.tell_of_response(session, asked, now)
        if settings is not None:
            sharing_mail.shared(session, settings, asked, now)
    _offer_newer(session, person, invitation, now)
    if settings is not None:
        receipts.send(session, settings, person, invitation, now)
    session.commit()
    return response


def _offer_newer(session: Session, person: Person, invitation: Invitation, now: datetime) -> None:
    """What a council is still offered of the answers from which these began is these from now on."""
    response = invitation.response
    for offered in sharing.pending(session, response.earlier_id) if response.earlier_id else ():
        is_owners = offered.contact_id == invitation.contact_id
        if is_owners and sharing.asking(session, offered.supplier_id, response.id) is None:
            offered.response = response
            audit.record(session, person, "invitation.moved", offered, now, response=response.id)


def _refusal(
    session: Session,
    person: Person,
    invitation: Invitation,
    language: str,
    agreed: Collection[int] | None,
) -> NotDeclarer | SentBack | NotComplete | NobodyAgreed | None:
    """What keeps this person from submitting the draft as it stands."""
    response = invitation.response
    declarer = colleagues.declarer(session, response.id)
    if person.id != (declarer.person_id if declarer else invitation.contact_id):
        return NotDeclarer()
    if colleagues.open_returns(session, response.id):
        return SentBack()
    problems = answering.validate(questionnaire_of(response), answers_of(response), language)
    if problems:
        return NotComplete(problems)
    asked = responses.invitations_to_response(session, response.id)
    if agreed is not None and not any(one.id in agreed for one in asked):
        return NobodyAgreed()
    return None
