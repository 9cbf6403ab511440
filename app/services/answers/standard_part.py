"""The standard questions inside a council's own questionnaire, answered once for every council.

Their words, options and order are the same in all councils' questionnaires (`questionnaires.own`). So what
was answered in one council's own questionnaire can be offered to a council that asks the standard one: as a
submitted response of its own, which holds the standard part and nothing else.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.services.answers import questionnaires_in_use as in_use
from app.services.answers.answering import answers_of, questionnaire_of, reference_of
from app.services.answers.evidence import TAKEN_OVER
from app.store import audit, proposals, sharing
from app.store import standard_part as store
from models import Answer, EvidenceFile, Organisation, Person, Response, ResponseStatus
from questionnaires import Setting, own, path


def source(
    session: Session, person: Person, organisation: Organisation, setting: Setting, given: Response | None
) -> Response | None:
    """The newest submitted answers to a council's own questionnaire, if they are newer than `given`.

    Only what this very person was asked for, as with all that is offered (`proposals.submitted`).
    """
    rows = proposals.submitted(session, person.id, organisation.id, setting.value)
    newest = next((one for one in rows if in_use.is_own(one.questionnaire)), None)
    if newest is None or newest.submitted_at is None:
        return None
    if given is not None and given.submitted_at is not None and given.submitted_at >= newest.submitted_at:
        return None
    return newest


def of(session: Session, whole: Response, now: datetime) -> Response:
    """The standard part of submitted answers as a response of its own, made if there is none yet.

    It bears the day and the declaration of the whole, because these very answers were declared on that day.
    Nobody can read it before its owner agrees. Answers off the path, the council's own questions and their
    files are not in it. Nothing is committed. `ValueError` for answers that were not submitted.
    """
    if whole.status != ResponseStatus.SUBMITTED:
        raise ValueError(f"response {whole.id} was not submitted")
    base = in_use.base_of(whole)
    sharing.hold(session, whole.id)  # of two councils that ask at one moment the second finds the first's
    held = store.made_of(session, whole, base.id)
    if held is not None:
        return held
    part = Response(
        organisation_id=whole.organisation_id,
        questionnaire=base.id,
        version=base.version,
        context=dict(whole.context),
        status=ResponseStatus.SUBMITTED,
        declared_name=whole.declared_name,
        declared_role=whole.declared_role,
        submitted_at=whole.submitted_at,
        earlier_id=whole.id,
    )
    session.add(part)
    session.flush()
    part.reference = reference_of(part)
    names = _copy(part, whole)
    session.flush()
    audit.record(session, None, "response.standard_part", part, now, whole=whole.id, questions=names)
    return part


def whole_of(session: Session, part: Response) -> Response | None:
    """The answers whose standard part a submitted response is; None for any other response."""
    whole = session.get(Response, part.earlier_id) if part.earlier_id else None
    return whole if whole is not None and whole.questionnaire != part.questionnaire else None


def _copy(part: Response, whole: Response) -> list[str]:
    """Copy the answers that count and their files; returns the ids of their questions."""
    counting = path.submitted(questionnaire_of(whole), answers_of(whole))
    names = [name for name in counting if not own.is_own(name)]
    for row in whole.answers:
        if row.question_id in names:
            part.answers.append(
                Answer(
                    question_id=row.question_id,
                    content=dict(row.content),
                    answered_by_id=row.answered_by_id,
                    answered_at=row.answered_at,
                )
            )
    for file in whole.evidence:
        if file.question_id in names:
            taken = {name: getattr(file, name) for name in TAKEN_OVER}
            part.evidence.append(
                EvidenceFile(
                    question_id=file.question_id,
                    reused_from_id=file.id,
                    uploaded_by_id=file.uploaded_by_id,
                    uploaded_at=file.uploaded_at,
                    **taken,
                )
            )
    return names
