"""A supplier brings its shared data from Find a Tender, so that what it answered there is not asked again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.intake.find_a_tender import Passed, read_shared_data
from app.services.answers import proposing
from app.services.answers.answering import AlreadySubmitted, answers_of, questionnaire_of
from app.store import responses
from models import Person, ProposalSource, Response
from questionnaires import path
from questionnaires.cleaning import one_line

#: What a source is called that came without a file's name: text put into the box.
PASTED: Final = "JSON"


class OtherOrganisation(Exception):
    """The file gives another company number than the organisation that answers here."""

    def __init__(self, theirs: str, ours: str) -> None:
        super().__init__(f"{theirs} is not {ours}")
        self.theirs, self.ours = theirs, ours


class NotYet(Exception):
    """The file says that it was shared on a day that has not come."""

    def __init__(self, day: date) -> None:
        super().__init__(day.isoformat())
        self.day = day


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file, as ids of questions in their order.

    `ready` can be confirmed now, `later` once the questions are asked (earlier answers decide), `answered`
    had an answer here, which stands. `passed` is what the file says beyond that, with the reason.
    """

    ready: tuple[str, ...]
    later: tuple[str, ...]
    answered: tuple[str, ...]
    passed: tuple[Passed, ...]
    shared_on: date | None


def take(
    session: Session,
    person: Person,
    response: Response,
    content: bytes,
    name: str,
    now: datetime,
    today: date,
) -> Taken:
    """Propose what a file of shared data says; nothing of it counts until it is confirmed.

    Raises `app.intake.find_a_tender.Unreadable`, `OtherOrganisation`, `NotYet` and `AlreadySubmitted`.
    """
    shared = read_shared_data(content)
    ours = response.organisation.company_number or ""
    if shared.company_number and ours and _bare(shared.company_number) != _bare(ours):
        raise OtherOrganisation(shared.company_number, ours)
    if shared.shared_on is not None and shared.shared_on > today:
        raise NotYet(shared.shared_on)
    if not responses.hold_draft(session, response.id):
        session.rollback()
        raise AlreadySubmitted
    questionnaire, given = questionnaire_of(response), answers_of(response)
    known = {question.id: question for question in questionnaire.questions}
    fitting = {
        question_id: answer
        for question_id, answer in shared.proposals.items()
        if question_id in known and proposing.fits(known[question_id], answer)
    }
    fresh = {question_id: answer for question_id, answer in fitting.items() if question_id not in given}
    proposing.propose(
        session,
        response,
        fresh,
        ProposalSource.FIND_A_TENDER,
        one_line(name) or PASTED,
        shared.shared_on,
        person,
        now,
    )
    likely = fresh | given
    asked = {question.id for question in path.on_path(questionnaire, likely)}
    session.commit()
    in_order = [question.id for question in questionnaire.questions]
    return Taken(
        ready=tuple(one for one in in_order if one in fresh and one in asked),
        later=tuple(one for one in in_order if one in fresh and one not in asked),
        answered=tuple(one for one in in_order if one in fitting and one in given),
        passed=shared.passed,
        shared_on=shared.shared_on,
    )


def _bare(number: str) -> str:
    """A company number without what people leave out or add: spaces, leading noughts, small letters."""
    return "".join(number.split()).upper().lstrip("0")
