"""Answers that nobody has to type again: proposed from an earlier source, confirmed one by one.

A proposal is no answer. It counts for nothing until a person reads it on its question's page and saves it
(`answering.save`, which settles it). The declaration is never among them: it is no answer either, but made
anew for every response.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

import questionnaires
from app.services.answers import moving, questionnaires_in_use
from app.services.answers.answering import answers_of, questionnaire_of, reference_of
from app.store import audit, responses
from app.store import proposals as store
from models import Organisation, Person, ProposalSource, ProposedAnswer, Response, ResponseStatus
from questionnaires import Answer, Comparison, Question, Setting, own, path
from questionnaires import answers as answering
from questionnaires.cleaning import one_line

#: After so many months answers are asked for again; until then they can be shown to a council as they are.
YEARLY: Final = 12
_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a response that began from an earlier one still asks, as ids of questions in their order.

    `ready` have an answer to be confirmed, `new` were not in the questionnaire when it was last answered,
    `changed` take other answers since. All are on the path that would result if all proposals were confirmed.
    """

    ready: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]


def start_from(
    session: Session,
    response: Response,
    earlier: Response,
    person: Person | None,
    now: datetime,
    firm: Collection[int] = (),
) -> int:
    """Propose the answers of an earlier submitted response; returns how many. Nothing is committed.

    Only what counted there, and nothing for a question that takes other answers now. Of another
    questionnaire only the standard questions, which mean the same in all of them; then it is not the one from
    which the response began. A question that was answered or proposed from there before is passed over, so
    that a second call adds nothing. `firm` are organisations that are one with the response's own
    (`store.same_firm`). `ValueError` for a response that is another organisation's or was not submitted.
    """
    if earlier.status != ResponseStatus.SUBMITTED or earlier.submitted_at is None:
        raise ValueError(f"response {earlier.id} was not submitted")
    if earlier.organisation_id not in {response.organisation_id, *firm}:
        raise ValueError(f"response {earlier.id} is not of the same organisation")
    is_alike = earlier.questionnaire == response.questionnaire
    before = questionnaire_of(earlier)
    counted = path.submitted(before, answers_of(earlier))
    if not is_alike:
        counted = own.base_part(before, counted)
    carried = questionnaires.compare(before, questionnaire_of(response)).carried(counted)
    reference = earlier.reference or reference_of(earlier)
    source, held = ProposalSource.EARLIER_RESPONSE, answers_of(response)
    seen = {
        row.question_id
        for row in store.of_response(session, response.id)
        if row.source == source and row.source_name == reference
    }
    fresh = {name: one for name, one in carried.items() if name not in seen and name not in held}
    if is_alike:
        response.earlier_id = earlier.id
    return propose(session, response, fresh, source, reference, earlier.submitted_at.date(), person, now)


def propose(
    session: Session,
    response: Response,
    proposals: Mapping[str, Answer],
    source: ProposalSource,
    source_name: str,
    dated_on: date | None,
    person: Person | None,
    now: datetime,
) -> int:
    """Put answers beside their questions, to be confirmed; returns how many. Nothing is committed.

    Passed over: what the questionnaire does not ask, what a question does not take, what stands as the answer
    already, and what is open from the same source with the same content.
    """
    questionnaire, held = questionnaire_of(response), answers_of(response)
    known = {question.id: question for question in questionnaire.questions}
    name = one_line(source_name)[:_NAME]
    there = {
        (row.question_id, repr(row.content))
        for row in store.open_of(session, response.id)
        if (row.source, row.source_name) == (source, name)
    }
    added = []
    for question_id, answer in proposals.items():
        question, content = known.get(question_id), answer.to_json()
        if question is None or answer.is_blank or not fits(question, answer):
            continue
        if held.get(question_id) == answer or (question_id, repr(content)) in there:
            continue
        added.append(
            ProposedAnswer(
                response_id=response.id,
                question_id=question_id,
                content=content,
                source=source,
                source_name=name,
                dated_on=dated_on,
                proposed_by_id=person.id if person else None,
                proposed_at=now,
            )
        )
    if added:
        session.add_all(added)
        session.flush()
        audit.record(
            session,
            person,
            "answers.proposed",
            response,
            now,
            source=source.value,
            name=name,
            questions=[row.question_id for row in added],
        )
    return len(added)


def fits(question: Question, answer: Answer) -> bool:
    """Whether the question takes this answer. That a link still wants its date is for its page to say."""
    read = answering.parse(question, answering.to_raw(question, Answer(answer.value)), "en", required=False)
    return read == Answer(answer.value) and (question.evidence is not None or not answer.evidence_url)


def open_proposals(session: Session, response: Response) -> dict[str, ProposedAnswer]:
    """Question id -> the newest open proposal, of questions that the response asks and that take it."""
    known = {question.id: question for question in questionnaire_of(response).questions}
    return {
        row.question_id: row
        for row in store.open_of(session, response.id)
        if row.question_id in known and fits(known[row.question_id], Answer.from_json(row.content))
    }


def keep(session: Session, person: Person, response: Response, question_id: str, now: datetime) -> None:
    """Let the answer stand as it is: what was proposed in its place is settled and shown no more."""
    if not store.open_of(session, response.id, question_id):
        return
    stored = None
    if responses.hold_draft(session, response.id):
        stored = responses.answer(session, response.id, question_id)
    if stored is None:
        session.rollback()  # submitted by now, or nothing stands that could be kept
        return
    said = store.settle(session, response.id, question_id, stored.content, now)
    audit.record(session, person, "answer.kept", response, now, question=question_id, **said)
    session.commit()


def earlier_of(
    session: Session, person: Person, organisation: Organisation, setting: Setting, questionnaire: str
) -> Response | None:
    """The newest submitted response that this person was asked for and may start from again."""
    return store.newest_submitted(session, person.id, organisation.id, questionnaire, setting.value)


def all_earlier(
    session: Session, person: Person, organisation: Organisation, setting: Setting, questionnaire: str
) -> list[Response]:
    """From which this person may start: the newest answers to the questionnaire, and the newest of all.

    In the order in which they were submitted, so that of two answers to one question the newer is proposed.
    The newest of all may be to another council's questionnaire: its standard questions are the same.
    """
    found = store.submitted(session, person.id, organisation.id, setting.value)
    alike = next((one for one in found if one.questionnaire == questionnaire), None)
    newest = found[0] if found else None
    return [one for one in dict.fromkeys((alike, newest)) if one is not None]


def open_proposal(session: Session, response: Response, question: Question) -> ProposedAnswer | None:
    """The newest open proposal for one question, if the question takes it."""
    found = store.open_of(session, response.id, question.id)
    return next((row for row in reversed(found) if fits(question, Answer.from_json(row.content))), None)


def since_last(session: Session, response: Response) -> Comparison | None:
    """What is new in the questionnaire since the person last answered it; None if there is nothing before.

    Before is the response from which this one began, else the version in which this draft itself began.
    """
    earlier = earlier_response(session, response)
    if earlier is not None:
        return questionnaires.compare(questionnaire_of(earlier), questionnaire_of(response))
    moved = moving.last_move(session, response)
    if moved is None:
        return None
    before = questionnaires_in_use.get(session, response.questionnaire, moved.from_version)
    return questionnaires.compare(before, questionnaire_of(response))


def earlier_response(session: Session, response: Response) -> Response | None:
    """The submitted response from which this one began."""
    return session.get(Response, response.earlier_id) if response.earlier_id else None


def ahead(response: Response, since: Comparison | None, proposed: Mapping[str, ProposedAnswer]) -> Ahead:
    """What is still to be confirmed and answered; see `Ahead`."""
    given = answers_of(response)
    likely = {name: Answer.from_json(row.content) for name, row in proposed.items()} | given
    asked = [one.id for one in path.on_path(questionnaire_of(response), likely) if one.id not in given]
    return Ahead(
        ready=tuple(name for name in asked if name in proposed),
        new=tuple(name for name in asked if since and name in since.new),
        changed=tuple(name for name in asked if since and name in since.changed),
    )
