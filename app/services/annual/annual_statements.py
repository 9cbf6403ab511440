"""The council's own annual statement: begun, written by several people, read.

Until it is approved it can be written: the pages let leads write, and officers read and comment. How it is
approved, frozen and published is in `annual_approval`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.store import annual as store
from app.store import audit
from models import (
    AnnualSection,
    AnnualStatement,
    Council,
    Person,
    SectionComment,
    SectionState,
    StatementState,
)
from screening import annual


class Conflict(Exception):
    """Somebody else wrote since; the section holds what stands now."""


class Finished(Exception):
    """The statement is approved, so its texts and figures stand."""


OPEN: Final = frozenset(
    {
        StatementState.DRAFT,
        StatementState.LEGAL,
        StatementState.LEAD_MEMBER,
        StatementState.APPROVAL,
    }
)


def rules_of(statement: AnnualStatement) -> annual.RuleSet:
    """The rules by which the statement was begun. KeyError for a set that this version does not have."""
    return {one.id: one for one in annual.rule_sets()}[statement.rules]


def switched_on(council: Council) -> dict[str, date]:
    """The proposed rules that the council applies, with their first days."""
    return {name: date.fromisoformat(day) for name, day in council.statement_rules.items()}


def begin(
    session: Session, person: Person, council: Council, year_end: date, outline: str, now: datetime
) -> AnnualStatement:
    """Begin the statement of the year that ends on a day, with an empty section for each area; once a year.

    The rules are those that hold on that day, with what the council switched on. KeyError for an outline that
    does not exist.
    """
    held = store.of_year(session, council.id, year_end)
    if held is not None:
        return held
    rules = annual.in_force(year_end, switched_on(council))
    made = AnnualStatement(
        council_id=council.id,
        year_start=_first_day(year_end),
        year_end=year_end,
        rules=rules.id,
        outline=outline,
        state=StatementState.DRAFT,
        due_on=annual.deadline(rules, year_end, council.statement_months),
    )
    for area in annual.outlines()[outline].areas:
        made.sections.append(AnnualSection(area=area, state=SectionState.EMPTY))
    session.add(made)
    session.flush()
    audit.record(
        session, person, "statement.begun", made, now, council.id, year=year_end.isoformat(), rules=rules.id
    )
    session.commit()
    return made


def _first_day(year_end: date) -> date:
    """The first day of the year that ends on a day."""
    after = year_end + date.resolution
    if (after.month, after.day) == (2, 29):
        return date(after.year - 1, 3, 1)
    return after.replace(year=after.year - 1)


def section_of(statement: AnnualStatement, area: str) -> AnnualSection:
    """The section of an area. KeyError if the outline has none."""
    return {one.area: one for one in statement.sections}[area]


def write(
    session: Session,
    person: Person,
    section: AnnualSection,
    text: str,
    text_cy: str,
    missing_because: str,
    based_on: int,
    now: datetime,
    *,
    suggested: bool = False,
) -> None:
    """Write a section. Raises `Conflict` if it changed since revision `based_on`, `Finished` once approved.

    `suggested` marks a text that was put together from records; the next person who saves it makes it theirs.
    """
    if section.statement.state not in OPEN:
        raise Finished
    session.refresh(section)
    if section.revision != based_on:
        raise Conflict
    given = (text.strip(), text_cy.strip(), missing_because.strip())
    state = _state(section, given, suggested)
    if given == (section.text, section.text_cy, section.missing_because) and state == section.state:
        return
    written = store.change_section(
        session,
        section,
        text=given[0],
        text_cy=given[1],
        missing_because=given[2],
        state=state,
        written_by_id=person.id,
        written_at=now,
    )
    if not written:
        session.rollback()
        raise Conflict
    audit.record(
        session,
        person,
        "statement.section_written",
        section,
        now,
        section.statement.council_id,
        area=section.area,
        revision=based_on + 1,
        suggested=suggested,
        sha256=content_hash([*given]),
    )
    session.commit()


def _state(section: AnnualSection, given: tuple[str, str, str], suggested: bool) -> SectionState:
    if not any(given):
        return SectionState.EMPTY
    return SectionState.SUGGESTED if suggested else SectionState.DRAFTED


def check(session: Session, person: Person, section: AnnualSection, now: datetime) -> None:
    """Somebody has read the section against the records and the guidance. Nothing for one that is empty or
    only suggested."""
    if section.statement.state not in OPEN:
        raise Finished
    if section.state != SectionState.DRAFTED:
        return
    section.state = SectionState.CHECKED
    audit.record(session, person, "statement.section_checked", section, now, section.statement.council_id)
    session.commit()


def comment(
    session: Session, person: Person, section: AnnualSection, text: str, now: datetime
) -> SectionComment:
    """Say something about a section to the co-authors."""
    said = SectionComment(section_id=section.id, person=person, text=text.strip(), said_at=now)
    session.add(said)
    session.flush()
    audit.record(session, person, "statement.commented", said, now, section.statement.council_id)
    session.commit()
    return said


def settle(session: Session, person: Person, said: SectionComment, council_id: int, now: datetime) -> None:
    """A comment is dealt with; once."""
    if said.settled_at is None:
        said.settled_at = now
        audit.record(session, person, "statement.comment_settled", said, now, council_id)
        session.commit()


def draft_of(session: Session, statement: AnnualStatement) -> annual.Draft:
    """The statement as the reading takes it, with last year's beside it."""
    earlier = store.before(session, statement)
    before = earlier.sections if earlier else []
    return annual.Draft(
        year_end=statement.year_end,
        texts={one.area: one.text for one in statement.sections},
        missing_because={one.area: one.missing_because for one in statement.sections},
        approval=annual.Approval(
            statement.approved_by,
            statement.approved_on,
            statement.signed_by,
            statement.signed_role,
            statement.signed_on,
        ),
        earlier=annual.Earlier(
            {one.area: one.text for one in before}, {one.area: one.text_cy for one in before}
        )
        if earlier
        else None,
        homepage_link=True if statement.homepage_seen_on else None,
        in_registry=True if statement.registry_url else None,
        texts_cy={one.area: one.text_cy for one in statement.sections if one.text_cy},
    )


def findings(session: Session, statement: AnnualStatement) -> tuple[annual.Finding, ...]:
    """What the reading finds in the statement as it stands."""
    return annual.read(draft_of(session, statement), rules_of(statement))


def content_hash(content: Sequence[object]) -> str:
    """The sha256 of a list of plain values, in hex."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
