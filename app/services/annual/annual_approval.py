"""The way of an annual statement to the public: sent on and back, approved, frozen, published.

From the approval on nothing changes but where it was published and whether the link was seen: a reader finds
what was approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from app.services.annual import annual_figures
from app.services.annual.annual_statements import OPEN, Finished, content_hash, findings
from app.store import audit, packs
from models import AnnualStatement, Person, SectionState, StatementState, StatementStep, WordKind
from screening import annual


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
#: Findings of the reading that keep an approval from being noted.
NEEDED: Final = frozenset({"missing_approval", "missing_signature", "signed_before_approved", "missing_area"})


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
    front_page_url: str = "",
) -> None:
    """Note where the statement stands, in the registry too, when somebody saw the link to it on the front
    page, and where that page is. Possible for ever: addresses change after a statement is published."""
    statement.published_url, statement.registry_url = published_url.strip(), registry_url.strip()
    statement.front_page_url = front_page_url.strip()
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
    statement.word_template = packs.template_in_use(session, statement.council_id, WordKind.STATEMENT)
    statement.frozen_at = now
    statement.sha256 = content_sha256(statement)


def content_sha256(statement: AnnualStatement) -> str:
    """The sha256 of what was approved: the texts, the figures, by whom and when."""
    return content_hash(
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
