"""The answers that a supplier shares with the council, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from flask_babel import get_locale
from pydantic import Field

from app import access
from app.api.fields import Day, Moment, Told
from app.api.operations import operation
from app.api.supplier_routes import supplier_of_council
from app.extensions import clock, db
from app.services.answers import sharing
from app.services.answers.answering import answers_of, questionnaire_of
from app.services.judgement.cases import signals_of
from app.store import api_lists
from app.store.sharing import setting_of
from models import EvidenceFile, Invitation, Response, Scope
from questionnaires import Answer, Question, path
from questionnaires import answers as answering


class EvidenceTold(Told):
    """A document beside an answer: a file that is kept here, or a link that the supplier gave."""

    kind: Literal["file", "link"]
    url: Annotated[str, Field(description="Of a link; files are opened in the officers' pages.")]
    dated_on: Day | None
    valid_until: Day | None


class AnswerTold(Told):
    """One question on the path of the response, and what was answered."""

    question: str
    section: str
    text: str
    value: Annotated[
        list[str] | None, Field(description="The options' ids or what was typed; null: not answered.")
    ]
    words: list[str]
    evidence: list[EvidenceTold]


class SignalTold(Told):
    """What the judgement reads of the answers on this day."""

    value: list[str]
    evidence: Literal["none", "said", "documented", "verified"]
    evidence_date: Day | None


class ResponseTold(Told):
    """A submitted response that this council may read."""

    id: int
    reference: str
    questionnaire: str
    version: int
    setting: str
    submitted_at: Moment | None
    shared_since: Moment | None
    signals: dict[str, SignalTold]
    answers: list[AnswerTold]


class ResponsesTold(Told):
    """The responses, the newest first."""

    responses: list[ResponseTold]


@operation("GET", "/suppliers/{supplier_id}/responses", Scope.RESPONSES_READ, "Responses", ResponsesTold)
def list_responses(supplier_id: int) -> ResponsesTold:
    """Read the answers that a supplier shares with the council.

    Drafts, answers that the supplier has not shared with this council or has withdrawn, and whoever answered
    are not told. The supplier sees that the council read its answers, as with the officers' page.
    """
    token, session, now = access.api_token(), db.session(), clock.now()
    found = supplier_of_council(supplier_id)
    shared = api_lists.readable_responses(session, token.council_id, found.id)
    told = [_response(one) for one in shared]
    for one in shared:
        sharing.record_look(session, token.made_by, token.council_id, found.id, one.response_id, now)
    return ResponsesTold(responses=told)


def _response(invitation: Invitation) -> ResponseTold:
    response = invitation.response
    return ResponseTold(
        id=response.id,
        reference=response.reference or "",
        questionnaire=response.questionnaire,
        version=response.version,
        setting=setting_of(response),
        submitted_at=response.submitted_at,
        shared_since=invitation.agreed_at,
        signals=_signals(response),
        answers=list(_answers(response)),
    )


def _signals(response: Response) -> dict[str, SignalTold]:
    return {
        name: SignalTold.model_validate(
            {
                "value": [signal.value] if isinstance(signal.value, str) else list(signal.value),
                "evidence": signal.evidence.value,
                "evidence_date": signal.evidence_date,
            }
        )
        for name, signal in signals_of(response, clock.today()).items()
    }


def _answers(response: Response) -> Iterator[AnswerTold]:
    language = str(get_locale())
    questionnaire, given = questionnaire_of(response), answers_of(response)
    asked = {question.id for question in path.on_path(questionnaire, given)}
    files: dict[str, list[EvidenceFile]] = {}
    for file in response.evidence:
        if file.is_open:
            files.setdefault(file.question_id, []).append(file)
    for section in questionnaire.sections:
        for question in section.questions:
            if question.id in asked:
                answer = given.get(question.id)
                yield AnswerTold(
                    question=question.id,
                    section=section.title.in_language(language),
                    text=question.text.in_language(language),
                    value=_value(answer),
                    words=_words(question, answer, language),
                    evidence=_evidence(answer, files.get(question.id, [])),
                )


def _value(answer: Answer | None) -> list[str] | None:
    if answer is None or answer.is_blank:
        return None
    return [answer.value] if isinstance(answer.value, str) else [str(one) for one in answer.value]


def _words(question: Question, answer: Answer | None, language: str) -> list[str]:
    if answer is None:
        return []
    shown = answering.display(question, answer, language)
    return [shown] if isinstance(shown, str) else list(shown)


def _evidence(answer: Answer | None, files: list[EvidenceFile]) -> list[EvidenceTold]:
    found = [
        EvidenceTold(kind="file", url="", dated_on=file.dated_on, valid_until=file.valid_until)
        for file in files
    ]
    if answer is not None and answer.evidence_url:
        found.append(
            EvidenceTold(
                kind="link", url=answer.evidence_url, dated_on=answer.evidence_date, valid_until=None
            )
        )
    return found
