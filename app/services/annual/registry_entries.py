"""The council's entry in the government's statement registry: what the records answer, what the lead answers,
and what was entered.

The entry is no part of what is approved: the registry asks for the address of the published statement and the
day of its approval, so it can be completed only after both, and an entry may be amended there for ever. The
answers therefore stay open until a lead notes that they were entered; from then on they stand, with their
checksum, until somebody opens them again. Nothing of it touches the texts and figures of the statement.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.services.annual import registry_known
from app.services.annual.registry_known import Known
from app.store import api_lists, audit
from app.store import registry_entries as store
from models import AnnualStatement, Person, RegistryAnswer, RegistryEntry, StatementState
from screening import registry_form
from screening.registry_form import Entry, InRegistry, Problem, Value
from screening.registry_form.rows import Row


class Entered(Exception):
    """The answers were entered in the registry, so they stand until they are opened again."""


class Overtaken(Exception):
    """Somebody else saved the step since; `by` is who did, as far as known."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class NotReady(Exception):
    """The answers cannot be noted as entered: `unpublished`, or the registry would refuse something."""

    def __init__(self, *, unpublished: bool) -> None:
        super().__init__("unpublished" if unpublished else "incomplete")
        self.unpublished = unpublished


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it stands: the answers, which of them the lead gave, and what the records say."""

    entry: Entry
    given: Mapping[str, RegistryAnswer]
    known: Mapping[str, Known]
    entered: RegistryEntry | None
    problems: tuple[Problem, ...]

    def from_records(self, field: str) -> Known | None:
        """What the records say, where that is the answer; None where the lead gave one, or entered it."""
        return None if self.entered or field in self.given else self.known.get(field)

    def differs(self, field: str) -> Known | None:
        """What the records say where the lead answered otherwise; nothing once it was entered."""
        said = self.known.get(field)
        if self.entered or field not in self.given or said is None:
            return None
        return None if said.value == tuple(self.given[field].value) else said

    def of_step(self, step: str) -> tuple[Problem, ...]:
        """The problems of a step."""
        return tuple(one for one in self.problems if registry_form.fields()[one.field].step == step)

    def revision(self, step: str) -> str:
        """A mark that changes with every save of a step, "" before the first."""
        saved = [row.noted_at for name, row in self.given.items() if _is_of(name, step)]
        return max(saved).isoformat() if saved else ""


def filled(session: Session, statement: AnnualStatement, today: date) -> Filled:
    """The form of a statement: as it was entered, else the lead's answers before those of the records."""
    entered = store.entry(session, statement)
    fields = registry_form.fields()
    given = {row.field: row for row in store.answers(session, statement) if row.field in fields}
    known = registry_known.known(session, statement, today)
    if entered is not None:
        entry = Entry({name: tuple(value) for name, value in entered.content.items() if name in fields})
    else:
        values = {name: one.value for name, one in known.items()}
        entry = Entry(values | {name: tuple(row.value) for name, row in given.items()})
    return Filled(entry, given, known, entered, registry_form.problems(entry, today))


def save(
    session: Session,
    person: Person,
    statement: AnnualStatement,
    step: str,
    values: Mapping[str, Value],
    based_on: str,
    now: datetime,
    today: date,
) -> tuple[Problem, ...]:
    """Keep the answers to a step, unless something in them is wrong: then nothing is kept and the problems
    are returned. What is only missing can be given later.

    Raises `Entered` once they were entered, `Overtaken` if somebody saved the step since revision `based_on`.
    KeyError for a step that the form does not have.
    """
    api_lists.hold_council(session, statement.council_id)  # of two who save at once, one comes second
    held = filled(session, statement, today)
    if held.entered is not None:
        raise Entered
    if held.revision(step) != based_on:
        newest = max((row for row in held.given.values() if _is_of(row.field, step)), key=_when, default=None)
        if newest is not None:  # else nobody saved anything that could be overwritten
            raise Overtaken(newest.person.name or newest.person.email)
    fields = {one.id: one for one in registry_form.step(step).fields}
    entry = held.entry.with_({name: values.get(name, ()) for name in fields})
    wrong = tuple(one for one in registry_form.of_step(entry, step, today) if not one.is_missing)
    if wrong:
        return wrong
    changed, is_first = [], any(name not in held.given for name in fields)
    for name, field in fields.items():
        # An answer to a question that is not asked is not kept: it would come back unseen.
        value = list(entry.given(name)) if entry.asks(field) else []
        if value != list(held.entry.given(name)):
            changed.append(name)
        _keep(session, person, statement, held.given.get(name), name, value, now)
    if not (changed or is_first):
        session.rollback()
        return ()
    audit.record(
        session,
        person,
        "registry.answered",
        statement,
        now,
        statement.council_id,
        step=step,
        changed=changed,
    )
    session.commit()
    return ()


def _keep(
    session: Session,
    person: Person,
    statement: AnnualStatement,
    row: RegistryAnswer | None,
    name: str,
    value: list[str],
    now: datetime,
) -> None:
    by = person.id
    if row is None:
        row = RegistryAnswer(statement_id=statement.id, field=name)
    row.value, row.person_id, row.noted_at = value, by, now
    session.add(row)


def enter(
    session: Session, person: Person, statement: AnnualStatement, day: date, now: datetime, today: date
) -> RegistryEntry:
    """Note that the answers were entered in the registry on a day; from then on they stand.

    Raises `NotReady` for a statement that is not published, or while the registry would refuse something.
    """
    held = filled(session, statement, today)
    if held.entered is not None:
        return held.entered
    if statement.state != StatementState.PUBLISHED:
        raise NotReady(unpublished=True)
    if held.problems:
        raise NotReady(unpublished=False)
    content = {name: list(value) for name, value in held.entry.asked().items()}
    made = RegistryEntry(
        statement_id=statement.id,
        content=content,
        sha256=_sha256(content),
        entered_on=day,
        person_id=person.id,
        noted_at=now,
    )
    session.add(made)
    audit.record(
        session, person, "registry.entered", made, now, statement.council_id,
        statement=statement.id, day=day.isoformat(), sha256=made.sha256,
    )  # fmt: skip
    session.commit()
    return made


def reopen(session: Session, person: Person, statement: AnnualStatement, now: datetime) -> None:
    """Open the answers again, to amend the entry. They are then the lead's, as they were entered; the log
    keeps the checksum of what was."""
    entered = store.entry(session, statement)
    if entered is None:
        return
    given = {row.field: row for row in store.answers(session, statement)}
    for name in registry_form.fields():
        value = list(entered.content.get(name, []))
        _keep(session, person, statement, given.get(name), name, value, now)
    audit.record(
        session, person, "registry.opened", entered, now, statement.council_id,
        statement=statement.id, sha256=entered.sha256,
    )  # fmt: skip
    session.delete(entered)
    session.commit()


def is_unaltered(entered: RegistryEntry) -> bool:
    """Whether what was entered still has the checksum of that day."""
    return _sha256(entered.content) == entered.sha256


def rows(held: Filled, statement: AnnualStatement, today: date) -> list[Row]:
    """The entry in the registry's own columns, as the registry would publish it."""
    day = held.entered.entered_on if held.entered else today
    return registry_form.rows(held.entry, InRegistry(day, statement.registry_url))


def note_export(
    session: Session, person: Person, statement: AnnualStatement, form: str, language: str, now: datetime
) -> None:
    """Note in the audit log that somebody took the entry with them."""
    audit.record(
        session, person, "registry.exported", statement, now, statement.council_id,
        form=form, language=language,
    )  # fmt: skip
    session.commit()


def _is_of(field: str, step: str) -> bool:
    return registry_form.fields()[field].step == step


def _when(row: RegistryAnswer) -> datetime:
    return row.noted_at


def _sha256(content: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
