"""A council's own questionnaires: drafted by a lead, looked at, published with a reason, frozen, retired.

What was published is never changed or removed; a change is a new version, begun as a copy of the newest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

import questionnaires
from app.services.answers import questionnaires_in_use as in_use
from app.store import audit
from app.store import own_questionnaires as store
from models import Council, CouncilQuestionnaire, Person, QuestionnaireState
from questionnaires import (
    Burden,
    Comparison,
    Context,
    Questionnaire,
    QuestionnaireError,
    Setting,
    editing,
    own,
    own_files,
)
from questionnaires.advice import Advice, advice
from questionnaires.mistakes import Mistake
from questionnaires.own import untranslated
from questionnaires.source import Source, Unfiled


class Frozen(Exception):
    """Published and retired questionnaires are not changed."""


class Changed(Exception):
    """Somebody else changed the draft since it was read; nothing was written."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing a draft means for suppliers, told before it is done.

    `before` and `after` are what is asked at each stage of a supplier of whom nothing is known and that has
    answered nothing yet, by what is asked now and by the draft. `own_minutes` is about how long the
    `own_questions` take if all of them are asked, whatever they depend on. `compared` is with `earlier`: the
    version before, or the standard questionnaire.
    """

    earlier: Questionnaire
    draft: Questionnaire
    before: Mapping[Setting, Burden]
    after: Mapping[Setting, Burden]
    own_questions: int
    own_minutes: int
    compared: Comparison
    advice: tuple[tuple[str, Advice], ...]


def start(
    session: Session, lead: Person, council_id: int, title: Mapping[str, str], now: datetime
) -> CouncilQuestionnaire:
    """A first draft: the newest standard questionnaire, with nothing added yet."""
    base = questionnaires.current(in_use.STANDARD)
    taken = {row.slug for row in store.of_council(session, council_id)}
    content = editing.empty(base.id, base.version, title)
    return _drafted(session, lead, council_id, _slug(title["en"], taken), 1, content, now)


def _slug(words: str, taken: set[str]) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:24].strip("_") or "own"
    names = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def new_version(
    session: Session, lead: Person, row: CouncilQuestionnaire, now: datetime
) -> CouncilQuestionnaire:
    """The draft of the next version: the one there is, or else a copy of the newest published version.

    It is moved to the newest standard questionnaire; what no longer fits that one is told as mistakes.
    """
    newest = store.versions(session, row.council_id, row.slug)[0]
    if newest.state == QuestionnaireState.DRAFT:
        return newest
    base = questionnaires.current(in_use.STANDARD)
    known = {question.id for question in base.questions}
    content = {
        **newest.content,
        "extends": base.id,
        "extends_version": base.version,
        "help": {name: note for name, note in (newest.content.get("help") or {}).items() if name in known},
        "switched_off": [
            name for name in newest.content.get("switched_off") or [] if name in own.may_switch_off(base)
        ],
    }
    return _drafted(session, lead, row.council_id, row.slug, newest.version + 1, content, now)


def _drafted(
    session: Session,
    lead: Person,
    council_id: int,
    slug: str,
    version: int,
    content: dict[str, Any],
    now: datetime,
) -> CouncilQuestionnaire:
    row = CouncilQuestionnaire(
        council_id=council_id,
        slug=slug,
        version=version,
        base=content["extends"],
        base_version=content["extends_version"],
        content=own.normal(content),
        state=QuestionnaireState.DRAFT,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError:  # two people began it in the same moment
        session.rollback()
        raise Changed from None
    audit.record(session, lead, "questionnaire.drafted", row, now, council_id, slug=slug, version=version)
    session.commit()
    return row


# --- Drafts -----------------------------------------------------------------------------------------------


def base_of(row: CouncilQuestionnaire) -> Questionnaire:
    """The standard version that a row extends."""
    return questionnaires.get(row.base, row.base_version)


def mistakes(row: CouncilQuestionnaire, content: Mapping[str, Any] | None = None) -> tuple[Mistake, ...]:
    """What keeps a draft from being published, all at once; empty if nothing does."""
    try:
        own.extended(base_of(row), row.content if content is None else content)
    except QuestionnaireError as error:
        return error.mistakes
    return ()


def drafted(row: CouncilQuestionnaire) -> Questionnaire:
    """A draft as it would be asked, with sections that have no question yet left out; what was published, as
    it is. Raises `QuestionnaireError`, and `questionnaires_in_use.NotAsPublished`.
    """
    if row.state != QuestionnaireState.DRAFT:
        return in_use.published(row)
    return own.extended(base_of(row), _unfinished(row.content), row.questionnaire_id, row.version)


def change(
    session: Session,
    lead: Person,
    row: CouncilQuestionnaire,
    content: Mapping[str, Any],
    based_on: int,
    now: datetime,
    **what: str,
) -> None:
    """Write a draft. `based_on` is the revision that the person had before them; `what` is for the audit log.

    Raises `Frozen`, `Changed`, and `QuestionnaireError` for mistakes that were not there before: a draft may
    be unfinished, but a change does not break what it leaves alone.
    """
    _still_draft(row, based_on)
    changed = own.normal(content)
    before = {one.what for one in mistakes(row, _unfinished(row.content))}
    new = [one for one in mistakes(row, _unfinished(changed)) if one.what not in before]
    if new:
        raise QuestionnaireError(new)
    row.content = changed
    _record(session, lead, "questionnaire.changed", row, now, **what)


def _unfinished(content: Mapping[str, Any]) -> dict[str, Any]:
    """Without the sections to which no question was added yet."""
    return {**content, "sections": [one for one in editing.sections(content) if one.get("questions")]}


def replace(
    session: Session,
    lead: Person,
    row: CouncilQuestionnaire,
    content: Mapping[str, Any],
    read: Source,
    based_on: int,
    now: datetime,
) -> None:
    """Put what a file says in the place of a draft. Raises `Frozen`, `Changed`, `QuestionnaireError`."""
    _still_draft(row, based_on)
    own.extended(base_of(row), content, read=read)
    row.content = own.normal(content)
    _record(session, lead, "questionnaire.replaced", row, now, file=read.name)


def _still_draft(row: CouncilQuestionnaire, based_on: int) -> None:
    if row.state != QuestionnaireState.DRAFT:
        raise Frozen
    if row.revision != based_on:
        raise Changed


def discard(session: Session, lead: Person, row: CouncilQuestionnaire, now: datetime) -> None:
    """Throw a draft away; what was published stays. Raises `Frozen`."""
    if row.state != QuestionnaireState.DRAFT:
        raise Frozen
    audit.record(
        session, lead, "questionnaire.discarded", row, now, row.council_id, slug=row.slug, version=row.version
    )
    session.delete(row)
    session.commit()


# --- Publishing -------------------------------------------------------------------------------------------


def effect(session: Session, row: CouncilQuestionnaire, language: str) -> Effect:
    """What publishing would mean. Raises `QuestionnaireError` for a draft that cannot be published."""
    draft = own.extended(base_of(row), row.content, row.questionnaire_id, row.version)
    older = [one for one in store.versions(session, row.council_id, row.slug) if one.version < row.version]
    earlier = in_use.published(older[0]) if older else base_of(row)
    sections = [one for one in draft.sections if own.is_own(one.id)]
    return Effect(
        earlier=earlier,
        draft=draft,
        before={one: _burden(earlier, one, language) for one in Setting},
        after={one: _burden(draft, one, language) for one in Setting},
        own_questions=sum(len(one.questions) for one in sections),
        own_minutes=own.minutes_of(sections),
        compared=questionnaires.compare(earlier, draft),
        advice=advice(draft),
    )


def _burden(questionnaire: Questionnaire, setting: Setting, language: str) -> Burden:
    return questionnaires.burden(questionnaire, {}, Context(setting=setting), language)


def needs_welsh(session: Session, row: CouncilQuestionnaire) -> bool:
    """Whether every text needs Welsh: the council has a Welsh name, so it asks in both languages."""
    return bool(session.get_one(Council, row.council_id).name_cy)


def lacking_welsh(session: Session, row: CouncilQuestionnaire) -> tuple[Mistake, ...]:
    """The texts that a council with a Welsh name has still to give in Welsh."""
    if not needs_welsh(session, row):
        return ()
    read = Unfiled(row.content)
    return tuple(
        Mistake(
            read.where(place),
            "There is no Welsh.",
            "Add it: your council asks in both languages.",
        )
        for place in untranslated(row.content)
    )


def publish(
    session: Session,
    lead: Person,
    row: CouncilQuestionnaire,
    reason: str,
    based_on: int,
    now: datetime,
) -> None:
    """Freeze a draft and ask it from now on; the version before is retired. Needs a reason (ValueError).

    Raises `Frozen`, `Changed`, and `QuestionnaireError` if something is wrong or not in Welsh.
    """
    if not reason.strip():
        raise ValueError("publishing needs a reason")
    _still_draft(row, based_on)
    wrong = mistakes(row) or lacking_welsh(session, row)
    if wrong:
        raise QuestionnaireError(wrong)
    for older in store.versions(session, row.council_id, row.slug):
        if older.state == QuestionnaireState.PUBLISHED:
            older.state, older.retired_at = QuestionnaireState.RETIRED, now
    row.state, row.published_at, row.published_by = QuestionnaireState.PUBLISHED, now, lead
    row.reason = reason.strip()
    row.sha256 = own_files.digest(row.content, row.questionnaire_id, row.version)
    _record(session, lead, "questionnaire.published", row, now, reason=row.reason, sha256=row.sha256)


def retire(session: Session, lead: Person, row: CouncilQuestionnaire, reason: str, now: datetime) -> None:
    """Ask it no longer. Who was asked already can still answer, and answers stay readable."""
    if row.state != QuestionnaireState.PUBLISHED:
        raise Frozen
    row.state, row.retired_at = QuestionnaireState.RETIRED, now
    _record(session, lead, "questionnaire.retired", row, now, reason=reason.strip())


def _record(
    session: Session, lead: Person, action: str, row: CouncilQuestionnaire, now: datetime, **detail: str
) -> None:
    """Write the row and the event together. Raises `Changed` if somebody was quicker by a moment."""
    try:
        session.flush()
    except StaleDataError:
        session.rollback()
        raise Changed from None
    audit.record(
        session, lead, action, row, now, row.council_id, slug=row.slug, version=row.version, **detail
    )
    session.commit()
