"""The annual statements of the example council: last year's published one, and this year's draft.

Reader of app/example/statement.yaml. Everything is written through the services that people's pages use, so
that the texts, figures, promises and records of the example have the trail that real ones have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import yaml
from flask_babel import force_locale, format_date
from sqlalchemy.orm import Session

from app.services.annual import (
    annual_approval,
    annual_statements,
    annual_suggestions,
    front_page,
    pledges,
    referrals,
    trackers,
    training,
)
from app.services.annual.trackers import TrackerState
from app.settings import Settings
from app.store import annual as store
from models import AnnualStatement, Audience, Council, Person, PledgeState, StatementState
from screening import annual

_FILE: Final = Path(__file__).parents[2] / "example" / "statement.yaml"
_OUTLINE: Final = "six_areas"
_READY: Final = timedelta(days=80)
"""After the end of its year the example's statement is approved and out by this many days."""
_STEPS: Final = (StatementState.LEGAL, StatementState.LEAD_MEMBER, StatementState.APPROVAL)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who writes, for which council, and the end of the year whose statement is published."""

    session: Session
    settings: Settings
    lead: Person
    council: Council
    end: date
    now: datetime
    today: date

    @property
    def next_end(self) -> date:
        """The last day of the year whose statement is a draft."""
        return self.end.replace(year=self.end.year + 1)

    def at(self, days: int) -> datetime:
        """A working moment so many days after the end of the published year, not later than now."""
        return min(datetime.combine(self.end + timedelta(days=days), time(10), UTC), self.now)


def make(
    session: Session, settings: Settings, lead: Person, council: Council, now: datetime, today: date
) -> None:
    """Make both statements and the records behind them, once; later only keep the address of the page."""
    held = store.statements(session, council.id)
    if held:
        _keep_address(session, settings, lead, held[-1], now)
        return
    told: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    desk = Desk(session, settings, lead, council, _last_end(today), now, today)
    _training(desk, told["training"])
    _referrals(desk, told["referrals"])
    _trackers(desk, told["trackers"])
    published = _published(desk, told["published"])
    _promises(desk, published, told["published"]["promises"])
    _draft(desk, told["draft"])


def _last_end(today: date) -> date:
    """The newest 31 March whose statement can be out by today."""
    end = date(today.year, 3, 31)
    return end if end + _READY <= today else end.replace(year=today.year - 1)


def _keep_address(
    session: Session, settings: Settings, lead: Person, statement: AnnualStatement, now: datetime
) -> None:
    """The example may be served at another port than last time."""
    address = front_page.permanent_address(settings, statement)
    if statement.published_url not in ("", address):
        seen, registered = statement.homepage_seen_on, statement.registry_url
        annual_approval.note_places(session, lead, statement, address, seen, registered, now)


def _training(desk: Desk, rows: list[Mapping[str, Any]]) -> None:
    given = []
    for row in rows:
        days = row["days_after_end"] if "days_after_end" in row else -row["days_before_end"]
        held = desk.end + timedelta(days=days)
        until = held.replace(year=held.year + row["valid_years"]) if "valid_years" in row else None
        given.append(
            training.Details(
                held,
                row["title"],
                Audience(row["audience"]),
                row["provider"],
                row["attended"],
                row["before"],
                row["after"],
                until,
            )
        )
    training.add(desk.session, desk.lead, desk.council.id, given, desk.now, desk.today)


def _referrals(desk: Desk, rows: list[list[int]]) -> None:
    """Totals of the quarters of the published year, the oldest first."""
    quarters = [referrals.quarter_of(desk.end)]
    while len(quarters) < len(rows):
        quarters.append(referrals.quarter_of(quarters[-1] - timedelta(days=1)))
    for quarter, numbers in zip(reversed(quarters), rows, strict=True):
        given = referrals.Totals(*numbers)
        referrals.enter(desk.session, desk.lead, desk.council.id, quarter, given, desk.now, desk.today)


def _trackers(desk: Desk, told: Mapping[str, Mapping[str, Mapping[str, str]]]) -> None:
    for name, items in told.items():
        for item, said in items.items():
            trackers.note(
                desk.session,
                desk.lead,
                desk.council.id,
                name,
                item,
                TrackerState(said["state"]),
                said["words"],
                "",
                desk.now,
            )


def _texts(desk: Desk, given: Mapping[str, str], end: date) -> tuple[str, str]:
    """A text in both languages with the days of its year put in; "" for a language without one."""
    start = end.replace(year=end.year - 1) + timedelta(days=1)
    found = []
    for language in ("en", "cy"):
        with force_locale(language):
            days = {name: format_date(day, "d MMMM y") for name, day in (("start", start), ("end", end))}
        found.append(given.get(language, "").format(**days))
    return found[0], found[1]


def _write(desk: Desk, statement: AnnualStatement, area: str, texts: tuple[str, str], **more: Any) -> None:
    section = annual_statements.section_of(statement, area)
    now = more.pop("now", desk.now)
    annual_statements.write(desk.session, desk.lead, section, *texts, "", section.revision, now, **more)


def _published(desk: Desk, told: Mapping[str, Any]) -> AnnualStatement:
    session, lead = desk.session, desk.lead
    made = annual_statements.begin(session, lead, desk.council, desk.end, _OUTLINE, desk.at(12))
    for section in made.sections:
        _write(
            desk, made, section.area, _texts(desk, told["sections"][section.area], desk.end), now=desk.at(20)
        )
        annual_statements.check(session, lead, section, desk.at(28))
    for days, state in zip((35, 44, 58), _STEPS, strict=True):
        annual_approval.send(session, lead, made, state, "", desk.at(days), desk.at(days).date())
    approved = desk.at(70)
    noted = annual.Approval(
        told["approved_by"], approved.date(), told["signed_by"], told["signed_role"], desk.at(71).date()
    )
    annual_approval.note_approval(session, lead, made, noted, desk.at(71))
    annual_approval.send(session, lead, made, StatementState.APPROVED, "", desk.at(71), desk.at(71).date())
    address = front_page.permanent_address(desk.settings, made)
    annual_approval.note_places(session, lead, made, address, desk.at(76).date(), "", desk.at(76))
    annual_approval.send(session, lead, made, StatementState.PUBLISHED, "", desk.at(76), desk.at(76).date())
    return made


def _promises(desk: Desk, statement: AnnualStatement, rows: list[Mapping[str, Any]]) -> None:
    for row in rows:
        due = _months_after(desk.end, row["months"])
        made = pledges.note(
            desk.session, desk.lead, statement, row["area"], row["text"], row["owner"], due, desk.at(77)
        )
        state = PledgeState(row["state"])
        if state != PledgeState.OPEN:
            pledges.settle(desk.session, desk.lead, made, state, row["outcome"], "", desk.now)


def _months_after(day: date, months: int) -> date:
    """The last day of the month so many months after that of a day."""
    month = day.month + months
    first_after = date(day.year + month // 12, month % 12 + 1, 1)
    return first_after - timedelta(days=1)


def _draft(desk: Desk, told: Mapping[str, Any]) -> None:
    session, lead = desk.session, desk.lead
    made = annual_statements.begin(session, lead, desk.council, desk.next_end, _OUTLINE, desk.now)
    for section in made.sections:
        if section.area in told["empty"]:
            continue
        if section.area in told["sections"]:
            _write(desk, made, section.area, _texts(desk, told["sections"][section.area], desk.next_end))
            continue
        offered = annual_suggestions.suggestions(session, made, section.area, desk.today)
        texts = ("\n\n".join(one.text for one in offered), "\n\n".join(one.text_cy for one in offered))
        _write(desk, made, section.area, texts, suggested=True)
    said = told["comment"]
    commented = annual_statements.section_of(made, said["area"])
    annual_statements.comment(session, lead, commented, said["text"], desk.now)
