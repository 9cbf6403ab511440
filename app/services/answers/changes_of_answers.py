"""What changed in a supplier's answers since the council last looked at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from app.services.answers.answering import answers_of, questionnaire_of
from app.store import sharing as store
from models import EvidenceFile, Response
from questionnaires import Answer, Question, dates, path


class ChangeKind(StrEnum):
    """What became of an answer, or of the evidence beside it."""

    ADDED = "added"
    CHANGED = "changed"
    TAKEN_BACK = "taken_back"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """An answer that was added, changed or taken back; `question` as it stands where it was asked last.

    `question_before` is the same question in the words to which `before` is the answer.
    """

    kind: ChangeKind
    question: Question
    question_before: Question
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class EvidenceChange:
    """A file or a linked document that came, went, or no longer documents; `name` is the file or the link."""

    kind: ChangeKind
    question: Question
    name: str


@dataclass(frozen=True, slots=True)
class Changes:
    """From what the council had before it on `looked_on` to what it may read now.

    `earlier` and `newest` are the same response if only evidence ran out meanwhile.
    """

    earlier: Response
    newest: Response
    looked_on: date
    answers: tuple[AnswerChange, ...]
    evidence: tuple[EvidenceChange, ...]

    @property
    def are_none(self) -> bool:
        """Whether nothing changed."""
        return not self.answers and not self.evidence


def since_last_look(
    session: Session, council_id: int, supplier_id: int, newest: Response, today: date
) -> Changes | None:
    """What changed from the answers that anybody of the council last looked at before these; None if nobody
    looked before.

    If the council has read no others, what ran out since it last read these on an earlier day. Only answers
    that it may still read are compared.
    """
    same = None
    for look in store.looks_of_council(session, council_id, supplier_id):
        other = look.invitation.response
        if other.id == newest.id:
            same = same or (look if look.looked_on < today else None)
        elif _precedes(other, newest):
            return between(other, newest, look.looked_on, today)
    return between(newest, newest, same.looked_on, today) if same else None


def _precedes(other: Response, newest: Response) -> bool:
    """Whether a response is an older one to the same questions."""
    if other.submitted_at is None or newest.submitted_at is None:
        return False
    is_alike = (other.questionnaire, store.setting_of(other)) == (
        newest.questionnaire,
        store.setting_of(newest),
    )
    return is_alike and (other.submitted_at, other.id) < (newest.submitted_at, newest.id)


def between(earlier: Response, newest: Response, looked_on: date, today: date) -> Changes:
    """All differences between two submitted responses, in the order of the questions."""
    before, after = _Given(earlier), _Given(newest)
    return Changes(
        earlier=earlier,
        newest=newest,
        looked_on=looked_on,
        answers=tuple(_answers(before, after)),
        evidence=tuple(_evidence(before, after, looked_on, today)),
    )


class _Given:
    """A response as it counts: its questions, the answers on the path, and the files beside them."""

    def __init__(self, response: Response) -> None:
        questionnaire, answers = questionnaire_of(response), answers_of(response)
        counting = path.submitted(questionnaire, answers)
        self.answers = {name: answer for name, answer in counting.items() if not answer.is_blank}
        self.questions = {
            one.id: path.worded(questionnaire, answers, one)
            for one in questionnaire.questions
            if one.id in self.answers
        }
        self.files: dict[str, list[EvidenceFile]] = {}
        for file in response.evidence:
            if file.question_id in self.questions and file.is_open:
                self.files.setdefault(file.question_id, []).append(file)


def _answers(before: _Given, after: _Given) -> Iterator[AnswerChange]:
    for name, question in after.questions.items():
        old, new = before.answers.get(name), after.answers[name]
        if old is None:
            yield AnswerChange(ChangeKind.ADDED, question, question, None, new)
        elif old.value != new.value:
            yield AnswerChange(ChangeKind.CHANGED, question, before.questions[name], old, new)
    for name, question in before.questions.items():
        if name not in after.questions:
            yield AnswerChange(ChangeKind.TAKEN_BACK, question, question, before.answers[name], None)


def _evidence(before: _Given, after: _Given, looked_on: date, today: date) -> Iterator[EvidenceChange]:
    for name, question in after.questions.items():
        held, holds = _documents(before, name), _documents(after, name)
        yield from (
            EvidenceChange(ChangeKind.ADDED, question, one.name)
            for key, one in holds.items()
            if key not in held
        )
        yield from (
            EvidenceChange(ChangeKind.TAKEN_BACK, question, one.name)
            for key, one in held.items()
            if key not in holds
        )
        yield from (
            EvidenceChange(ChangeKind.EXPIRED, question, one.name)
            for key, one in holds.items()
            if key in held and one.last_day is not None and looked_on <= one.last_day < today
        )


@dataclass(frozen=True, slots=True)
class _Document:
    """A file or a link; `last_day` is the last on which it counts, None for one without a date."""

    name: str
    last_day: date | None


def _documents(given: _Given, question_id: str) -> dict[str, _Document]:
    """What documents one answer, by the content's hash or the link's address."""
    question, answer = given.questions.get(question_id), given.answers.get(question_id)
    if question is None or answer is None or question.evidence is None:
        return {}
    months = question.evidence.valid_for_months

    def last(dated_on: date | None, valid_until: date | None) -> date | None:
        if dated_on is None:
            return None
        return min(dates.month_after(dated_on, months), valid_until or date.max)

    found = {
        file.sha256: _Document(file.name, last(file.dated_on, file.valid_until))
        for file in given.files.get(question_id, [])
    }
    if answer.evidence_url:
        found[answer.evidence_url] = _Document(answer.evidence_url, last(answer.evidence_date, None))
    return found
