"""A response as an Excel workbook, to be filled in away from the web; `workbook_loads` reads it back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.documents import workbook
from app.services.answers import answering, proposing
from app.services.inviting.colleagues import Seat
from app.services.workbooks import workbook_markers
from app.settings import Settings
from app.store import audit
from app.workbook_layout import Column, RowKey
from models import Person, Response, ResponseStatus
from questionnaires import Answer, Questionnaire
from questionnaires import answers as parsing


def download(
    session: Session,
    settings: Settings,
    person: Person,
    seat: Seat,
    language: str,
    now: datetime,
    wrong: Mapping[tuple[RowKey, Column], workbook.Wrong] | None = None,
) -> bytes:
    """The workbook of the sections that this person answers, with the answers as they stand.

    With `wrong`, those cells hold what was typed, marked and with a note. Raises `AlreadySubmitted`.
    """
    response, invitation = seat.invitation.response, seat.invitation
    if response.status != ResponseStatus.DRAFT:
        raise answering.AlreadySubmitted
    questionnaire, given = answering.questionnaire_of(response), answering.answers_of(response)
    may_come = workbook.questions_that_may_come(questionnaire, given, language)
    asked = tuple(one for one in may_come if seat.answers(one.section.id))
    mine = {one.question.id for one in asked}
    standing = {
        row.question_id: workbook.Standing(_name(row.answered_by), row.answered_at)
        for row in response.answers
    }
    content = workbook.Content(
        questionnaire=questionnaire,
        asked=asked,
        about=workbook.About(
            organisation=invitation.supplier.name,
            council=invitation.council.name,
            reference=answering.reference_of(response),
            due_on=invitation.due_on,
            downloaded_at=now,
            is_part=not seat.owns,
        ),
        language=language,
        marker=workbook_markers.signed(settings, response, mine, language),
        answers={name: answer for name, answer in given.items() if name in mine},
        standing=standing,
        earlier=_earlier(session, response, questionnaire, mine, language),
        wrong=wrong or {},
    )
    made = workbook.answer_workbook(content)
    audit.record(
        session, person, "workbook.downloaded", response, now, questions=len(asked), marked=len(wrong or {})
    )
    session.commit()
    return made


def _name(person: Person | None) -> str:
    return (person.name or person.email) if person else ""


def _earlier(
    session: Session, response: Response, questionnaire: Questionnaire, mine: Collection[str], language: str
) -> dict[str, str]:
    """Question id -> the open proposal in words, with its source; nobody has confirmed these."""
    found = {}
    for question_id, row in proposing.open_proposals(session, response).items():
        if question_id in mine:
            question = questionnaire.question(question_id)
            shown = parsing.display(question, Answer.from_json(row.content), language)
            words = shown if isinstance(shown, str) else "; ".join(shown)
            found[question_id] = f"{words} ({row.source_name})" if row.source_name else words
    return found
