"""The council's own annual statement: begun, written by several people, read, approved, frozen, published.

Until it is approved it can be written: the pages let leads write, and officers read and comment. From then on
nothing changes but where it was published and whether the link was seen: a reader finds what was approved.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.services import annual_figures
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
    StatementStep,
)
from screening import annual


class Conflict(Exception):
    """Somebody else wrote since; the section holds what stands now."""


class Finished(Exception):
    """The statement is approved, so its texts and figures stand."""


class NotYet(Exception):
    """The step cannot be taken; `lacks` names what is missing first."""

    def __init__(self, *lacks: str) -> None:
        super().__init__(", ".join(lacks))
        self.lacks = lacks


#: Where a statement may go from each state; back to the draft is always possible before it is approved.
FORWARD: Final[Mapping[StatementState, StatementState]] = {
    StatementState.DRAFT: StatementState.LEGAL,
    StatementState.LEGAL: StatementState.LEAD_MEMBER,
    StatementState.LEAD_MEMBER: StatementState.APPROVAL,
    StatementState.APPROVAL: StatementState.APPROVED,
    StatementState.APPROVED: StatementState.PUBLISHED,
}
OPEN: Final = frozenset(
    {
        StatementState.DRAFT,
        StatementState.LEGAL,
        StatementState.LEAD_MEMBER,
        StatementState.APPROVAL,
    }
)
#: Findings of the reading that keep an approval from being noted.
NEEDED: Final = frozenset({"missing_approval", "missing_signature", "signed_before_approved", "missing_area"})


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
        sha256=_sha256([*given]),
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
    texts = {one.area: one.text for one in earlier.sections} if earlier else {}
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
        earlier=annual.Earlier(texts) if earlier else None,
        homepage_link=True if statement.homepage_seen_on else None,
        in_registry=True if statement.registry_url else None,
    )


def findings(session: Session, statement: AnnualStatement) -> tuple[annual.Finding, ...]:
    """What the reading finds in the statement as it stands."""
    return annual.read(draft_of(session, statement), rules_of(statement))


def send(
    session: Session,
    person: Person,
    statement: AnnualStatement,
    to: StatementState,
    words: str,
    now: datetime,
    today: date,
) -> None:
    """Take a step: on to the next state, or back to the draft with a reason.

    Raises `NotYet` where something is missing, `Finished` for a statement that nobody can send back any more.
    Approving freezes the texts and the figures.
    """
    before = statement.state
    if to == before:
        return
    if to == StatementState.DRAFT and before in OPEN:
        if not words.strip():
            raise NotYet("reason")
    elif FORWARD.get(before) != to:
        raise Finished if before not in OPEN else NotYet("order")
    lacks = _lacks(session, statement, to)
    if lacks:
        raise NotYet(*lacks)
    if to == StatementState.APPROVED:
        _freeze(session, statement, now, today)
    if to == StatementState.PUBLISHED:
        statement.published_at = now
    statement.state = to
    session.add(
        StatementStep(
            statement_id=statement.id,
            before=before,
            after=to,
            words=words.strip(),
            person=person,
            taken_at=now,
        )
    )
    audit.record(
        session,
        person,
        "statement.sent",
        statement,
        now,
        statement.council_id,
        before=before.value if isinstance(before, StatementState) else str(before),
        after=to.value,
        sha256=statement.sha256,
    )
    session.commit()


def note_approval(
    session: Session, person: Person, statement: AnnualStatement, given: annual.Approval, now: datetime
) -> None:
    """Note who approved and signed, and when. Raises `Finished` once the statement is approved."""
    if statement.state not in OPEN:
        raise Finished
    statement.approved_by, statement.approved_on = given.body.strip(), given.approved_on
    statement.signed_by, statement.signed_role = given.signed_by.strip(), given.signed_role.strip()
    statement.signed_on = given.signed_on
    audit.record(
        session,
        person,
        "statement.approval_noted",
        statement,
        now,
        statement.council_id,
        body=statement.approved_by,
        approved=_day(given.approved_on),
        signed=_day(given.signed_on),
    )
    session.commit()


def note_places(
    session: Session,
    person: Person,
    statement: AnnualStatement,
    published_url: str,
    homepage_seen_on: date | None,
    registry_url: str,
    now: datetime,
) -> None:
    """Note where the statement stands, in the registry too, and when somebody saw the link to it on the front
    page. Possible for ever: addresses change after a statement is published."""
    statement.published_url, statement.registry_url = published_url.strip(), registry_url.strip()
    statement.homepage_seen_on = homepage_seen_on
    audit.record(
        session,
        person,
        "statement.places_noted",
        statement,
        now,
        statement.council_id,
        url=statement.published_url,
        registry=statement.registry_url,
        homepage_seen=_day(homepage_seen_on),
    )
    session.commit()


def _lacks(session: Session, statement: AnnualStatement, to: StatementState) -> list[str]:
    if to == StatementState.APPROVED:
        found = {one.rule for one in findings(session, statement)} & NEEDED
        unknown = any(annual_figures.unknown(one.text + one.text_cy) for one in statement.sections)
        suggested = any(one.state == SectionState.SUGGESTED for one in statement.sections)
        extra = {"unknown_figure": unknown, "suggested": suggested}
        return sorted(found | {name for name, holds in extra.items() if holds})
    if to == StatementState.PUBLISHED and not statement.published_url:
        return ["published_url"]
    return []


def _freeze(session: Session, statement: AnnualStatement, now: datetime, today: date) -> None:
    annual_figures.freeze(session, statement, today)
    for section in statement.sections:
        if section.state != SectionState.EMPTY:
            section.state = SectionState.APPROVED
    statement.frozen_at = now
    statement.sha256 = content_sha256(statement)


def content_sha256(statement: AnnualStatement) -> str:
    """The sha256 of what was approved: the texts, the figures, by whom and when."""
    return _sha256(
        [
            statement.year_end.isoformat(),
            [statement.approved_by, _day(statement.approved_on)],
            [statement.signed_by, statement.signed_role, _day(statement.signed_on)],
            [[one.area, one.text, one.text_cy, one.missing_because] for one in statement.sections],
            [[one.name, one.value, one.rows, one.as_at.isoformat()] for one in statement.figures],
        ]
    )


def is_unaltered(statement: AnnualStatement) -> bool:
    """Whether a frozen statement is still what was approved."""
    return statement.frozen_at is not None and content_sha256(statement) == statement.sha256


def _day(given: date | None) -> str:
    return given.isoformat() if given else ""


def _sha256(content: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
