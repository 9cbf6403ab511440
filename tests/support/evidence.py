"""What tests of evidence share: a question that takes files, and files to attach to it."""

from __future__ import annotations

import io
from typing import Any

from app.extensions import clock
from app.services.answers import answering, evidence
from models import EvidenceFile, Invitation
from questionnaires import Question, path
from support import documents
from support.world import World, acceptable


def upload(name: str = "policy.pdf", content: bytes = documents.PDF) -> evidence.Upload:
    """A file as somebody sends it."""
    return evidence.Upload(name, io.BytesIO(content))


def to_question_with_evidence(world: World, invitation: Invitation) -> Question:
    """Answer up to the first question that takes evidence and gives a signal, and return that."""
    questionnaire = answering.questionnaire_of(invitation.response)
    while True:
        given = answering.answers_of(invitation.response)
        asked = path.first_unanswered(questionnaire, given)
        assert asked is not None, "no question of the questionnaire takes evidence"
        if asked.evidence is not None and asked.signal is not None:
            return asked
        person = invitation.contact
        answering.save(world.session, person, invitation, asked.id, acceptable(asked), clock.now())


def attach(
    world: World, invitation: Invitation, question: Question, *uploads: evidence.Upload, **settings: Any
):
    """Attach files as the invited person; returns what was refused."""
    changed = world.settings.model_copy(update=settings)
    return evidence.attach(
        world.session,
        changed,
        invitation.contact,
        invitation.response,
        question.id,
        uploads or (upload(),),
        clock.now(),
    )


def files(world: World, invitation: Invitation) -> list[EvidenceFile]:
    """All files of the response, as they stand now."""
    world.session.expire_all()
    return list(invitation.response.evidence)
