"""From the id and version that a response names to its questions: standard ones, or a council's own.

This is the one place that knows both. What was published is checked against its hash each time it is read: a
row that was changed behind the service's back is refused, because answers stand beside these very words.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Final

from sqlalchemy.orm import Session, object_session

import questionnaires
from app.store import own_questionnaires as store
from models import CouncilQuestionnaire, QuestionnaireState, Response
from questionnaires import Questionnaire, own, own_files

STANDARD: Final = "supplier"
"""The questionnaire that all councils share."""
_OWN: Final = re.compile(r"council_([1-9][0-9]{0,17})_([a-z0-9_]+)")


class NotAsPublished(Exception):
    """A council's published questionnaire is not what was published: nothing may be asked or read by it."""


def of_response(response: Response) -> Questionnaire:
    """The very version that a response answers, without its context. Needs the response's session where it
    is a council's own; raises `LookupError` if there is none, and `NotAsPublished`.
    """
    if not is_own(response.questionnaire):
        return questionnaires.get(response.questionnaire, response.version)
    session = object_session(response)
    if session is None:
        raise LookupError("a response to a council's own questionnaire is read in a session")
    return get(session, response.questionnaire, response.version)


def is_own(questionnaire_id: str) -> bool:
    """Whether an id names a council's own questionnaire."""
    return _OWN.fullmatch(questionnaire_id) is not None


def base_of(response: Response) -> Questionnaire:
    """The standard version whose questions a response answers, whether in a council's own questionnaire or
    not. Needs the response's session where it is a council's own; raises `LookupError`.
    """
    named = _OWN.fullmatch(response.questionnaire)
    if named is None:
        return questionnaires.get(response.questionnaire, response.version)
    session = object_session(response)
    row = store.version(session, int(named[1]), named[2], response.version) if session else None
    if row is None:
        raise LookupError(f"there is no version {response.version} of '{response.questionnaire}'")
    return questionnaires.get(row.base, row.base_version)


def get(session: Session, questionnaire_id: str, version: int) -> Questionnaire:
    """A version by its id. Raises `LookupError`, and `NotAsPublished`."""
    named = _OWN.fullmatch(questionnaire_id)
    if named is None:
        return questionnaires.get(questionnaire_id, version)
    row = store.version(session, int(named[1]), named[2], version)
    if row is None or row.state == QuestionnaireState.DRAFT:
        raise LookupError(f"no version {version} of the questionnaire '{questionnaire_id}' is published")
    return published(row)


def newest(session: Session, questionnaire_id: str) -> Questionnaire:
    """The newest version that was ever published under an id. Raises `LookupError`, and `NotAsPublished`."""
    named = _OWN.fullmatch(questionnaire_id)
    if named is None:
        return questionnaires.current(questionnaire_id)
    for row in store.versions(session, int(named[1]), named[2]):
        if row.state != QuestionnaireState.DRAFT:
            return published(row)
    raise LookupError(f"no version of the questionnaire '{questionnaire_id}' is published")


def published(row: CouncilQuestionnaire) -> Questionnaire:
    """The questionnaire of a published or retired row. Raises `NotAsPublished`."""
    written = own_files.canonical(row.content, row.questionnaire_id, row.version)
    if own_files.digest(row.content, row.questionnaire_id, row.version) != row.sha256:
        raise NotAsPublished(
            f"The questionnaire {row.questionnaire_id} version {row.version} was changed after it was "
            "published. Restore its row from a backup; a new wording is a new version."
        )
    return _built(written)


@lru_cache(maxsize=64)
def _built(written: str) -> Questionnaire:
    """The questionnaire of a canonical text, which says all that it is made of."""
    whole = json.loads(written)
    content = whole["content"]
    base = questionnaires.get(content["extends"], content["extends_version"])
    return own.extended(base, content, whole["id"], whole["version"])


def choices(session: Session, council_id: int) -> list[Questionnaire]:
    """What a council may send: its own published questionnaires, the last published first, then the standard
    one.
    """
    mine = [published(row) for row in store.published(session, council_id)]
    return [*mine, questionnaires.current(STANDARD)]


def chosen(session: Session, council_id: int, questionnaire_id: str = "") -> Questionnaire:
    """The one of `choices` with that id; the first without one. Raises `LookupError` for any other id."""
    for one in choices(session, council_id):
        if questionnaire_id in ("", one.id):
            return one
    raise LookupError(f"the council does not ask '{questionnaire_id}'")
