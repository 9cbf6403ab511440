"""The guidance library: entries that are shipped, and what a council added, changed or hid.

Reader of guidance.yaml. An entry belongs to topics: areas of the annual statement ("area:risk"), sections of
the questionnaire ("section:pay"), kinds of action ("action:remedy") and pages of officers ("page:decide").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from sqlalchemy.orm import Session

import questionnaires
from app.store import guidance as store
from models import GuidanceEntry, GuidanceReading, LinkCheck, LinkState
from screening import annual

_FILE: Final = Path(__file__).with_name("guidance.yaml")
OWN: Final = "own-"


class Kind(StrEnum):
    """What sort of thing an entry is."""

    LAW = "law"
    STATUTORY = "statutory"
    GUIDANCE = "guidance"
    PATHWAY = "pathway"
    HELPLINE = "helpline"
    TRAINING = "training"
    TOOLKIT = "toolkit"
    RESEARCH = "research"


class Reader(StrEnum):
    """For whom an entry is."""

    PROCUREMENT = "procurement"
    FRONT_LINE = "front_line"
    COUNCILLORS = "councillors"
    SUPPLIERS = "suppliers"
    CHILDREN = "children"
    ADULTS = "adults"


ACTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "fees": ("recruitment.no_fees", "fees.repaid", "factory.fees", "season.recruiters", "migrant"),
    "agencies": (
        "agency",
        "workforce.agency",
        "providers.licence_checks",
        "providers.all_known",
        "providers.pay_checked",
        "placements.checked",
        "labour_only.checked",
        "site.identity",
        "peaks.planned",
        "lines.checked",
    ),
    "freedom": (
        "documents.kept_by_workers",
        "leaving.free",
        "deposits.none",
        "contracts.understood",
        "workforce.migrant",
        "pay.own_account",
    ),
    "housing": ("accommodation", "workforce.accommodation", "housing.free", "deductions.limited"),
    "pay": (
        "low_paid",
        "skill",
        "workforce.low_paid",
        "wages.in_full",
        "hours.free",
        "hours.promised",
        "travel.paid",
        "drivers.status",
    ),
    "voice": ("voice.grievance", "union.free", "audit.worker_interviews", "partners.engaged"),
    "remedy": ("remedy.process", "remedy.actions"),
    "chain": (
        "tiers",
        "delivery",
        "sourcing",
        "listed_goods",
        "delivery.countries",
        "sourcing.countries",
        "subcontracting.tiers",
        "subcontractors.flow_down",
        "chain.mapped",
        "cotton.traced",
        "homework.known",
        "minerals.traced",
        "exports.known",
        "factories.listed",
        "factories.visited",
        "buying.fair",
    ),
    "checking": ("audit.kinds", "sites.visited", "indicators.watched", "factories.monitored", "sector"),
    "training": ("training.given",),
    "policy": (
        "statement",
        "answered",
        "statement.in_scope",
        "statement.published",
        "policy.published",
        "policy.provisions",
        "covers.structure",
        "covers.policies",
        "covers.due_diligence",
        "covers.risk_assessment",
        "covers.goals",
        "covers.training",
    ),
}
"""Kinds of action, and the findings of a report (factors and signals) that steps of each answer."""

PAGES: Final = (
    "seen_signs",
    "decide",
    "exclusion",
    "price_check",
    "ask",
    "packs",
    "match",
    "plan",
    "contract",
    "training",
    "referrals",
    "evaluation",
)
"""Pages beside which entries can stand."""


@dataclass(frozen=True, slots=True)
class Details:
    """What an entry says. `dated` is YYYY, YYYY-MM, YYYY-MM-DD or "" if not known."""

    kind: Kind
    title: str
    publisher: str
    url: str
    audiences: tuple[Reader, ...]
    topics: tuple[str, ...]
    title_cy: str = ""
    dated: str = ""
    note: str = ""
    note_cy: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the council has it. `row` is what the council did to it, None for one as shipped."""

    id: str
    details: Details
    row: GuidanceEntry | None = None

    @property
    def is_own(self) -> bool:
        """Whether the council added it."""
        return self.id.startswith(OWN)

    @property
    def is_changed(self) -> bool:
        """Whether it is a shipped one in the council's words."""
        return self.row is not None and self.row.is_changed and not self.is_own

    @property
    def is_hidden(self) -> bool:
        """Whether the council hid it."""
        return self.row is not None and self.row.hidden_at is not None


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the newest check of its link and a lead's newest reading, None where there is none."""

    entry: Entry
    check: LinkCheck | None
    reading: GuidanceReading | None

    @property
    def has_changed(self) -> bool:
        """Whether the page says other words than when a lead last read it, or than it did at first."""
        if self.check is None or self.check.changed_at is None:
            return False
        return self.reading is None or self.reading.read_at < self.check.changed_at

    @property
    def is_moved(self) -> bool:
        """Whether it answers from elsewhere and no lead has said since that it is right so."""
        if self.check is None or self.check.state != LinkState.MOVED:
            return False
        return self.reading is None or self.reading.read_at < self.check.since

    @property
    def is_flagged(self) -> bool:
        """Whether somebody should look: broken, not answered, moved or changed; not checkable is none."""
        is_bad = self.check is not None and self.check.state in (LinkState.BROKEN, LinkState.NOT_ANSWERED)
        return is_bad or self.is_moved or self.has_changed


@cache
def topics() -> Mapping[str, tuple[str, ...]]:
    """All topics by their group, in the order of what they belong to."""
    questionnaire = questionnaires.current("supplier")
    return {
        "area": tuple(f"area:{one}" for one in annual.areas()),
        "section": tuple(f"section:{one.id}" for one in questionnaire.sections),
        "action": tuple(f"action:{one}" for one in ACTIONS),
        "page": tuple(f"page:{one}" for one in PAGES),
    }


def action_topics(finding: str) -> tuple[str, ...]:
    """The topics of a step that answers a finding of a report; those of every plan if it answers none."""
    return tuple(f"action:{kind}" for kind, found in ACTIONS.items() if finding in found) or ("page:plan",)


@cache
def question_topics(question_id: str) -> tuple[str, ...]:
    """The topic of a question of the standard questionnaire: its section. None for one that is not in it."""
    sections = questionnaires.current("supplier").sections
    found = (one.id for one in sections if any(asked.id == question_id for asked in one.questions))
    return tuple(f"section:{name}" for name in found)


@cache
def noted_on() -> date:
    """The day on which the addresses of the shipped entries were put down. Nobody opened them then."""
    return date.fromisoformat(str(_table()["noted_on"]))


@cache
def shipped() -> Mapping[str, Details]:
    """The shipped entries by id, in the order of the file. ValueError for unknown names."""
    return {str(row["id"]): _details(row) for row in _table()["entries"]}


@cache
def _table() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def _details(row: Mapping[str, Any]) -> Details:
    known = {one for group in topics().values() for one in group}
    if strange := sorted(set(row["topics"]) - known):
        raise ValueError(f"{row['id']}: no such topics: {', '.join(strange)}")
    return Details(
        kind=Kind(row["kind"]),
        title=row["title"],
        publisher=row["publisher"],
        url=row["url"],
        audiences=tuple(Reader(one) for one in row["audiences"]),
        topics=tuple(row["topics"]),
        title_cy=row.get("title_cy", ""),
        dated=str(row.get("dated", "")),
        note=row.get("note", ""),
        note_cy=row.get("note_cy", ""),
    )


def library(session: Session, council_id: int) -> list[Entry]:
    """All entries of a council, hidden ones too: its own first, then the shipped ones."""
    rows = store.entries(session, council_id)
    changed = {one.shipped: one for one in rows if one.shipped}
    own = [Entry(f"{OWN}{one.id}", of_row(one), one) for one in rows if one.shipped is None]
    found = [*own]
    for name, details in shipped().items():
        row = changed.get(name)
        found.append(Entry(name, of_row(row) if row and row.is_changed else details, row))
    return found


def of_row(row: GuidanceEntry) -> Details:
    """What an entry says in the council's words."""
    return Details(
        kind=Kind(row.kind),
        title=row.title,
        publisher=row.publisher,
        url=row.url,
        audiences=tuple(Reader(one) for one in row.audiences if one in set(Reader)),
        topics=tuple(row.topics),
        title_cy=row.title_cy,
        dated=row.dated,
        note=row.note,
        note_cy=row.note_cy,
    )


def entry(session: Session, council_id: int, name: str) -> Entry | None:
    """One entry of a council, hidden or not; None if there is none of this id."""
    if name in shipped():
        row = store.changed_entry(session, council_id, name)
        return Entry(name, of_row(row) if row and row.is_changed else shipped()[name], row)
    number = name.removeprefix(OWN)
    if not name.startswith(OWN) or not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    row = store.own_entry(session, council_id, int(number))
    return Entry(name, of_row(row), row) if row else None


def lines(session: Session, council_id: int, entries: Iterable[Entry]) -> list[Line]:
    """Entries with their checks and readings, in their order."""
    found = list(entries)
    checks = store.checks(session, {one.details.url for one in found})
    readings = store.readings(session, council_id)
    return [Line(one, checks.get(one.details.url), _reading_of(one, readings.get(one.id))) for one in found]


def _reading_of(entry: Entry, reading: GuidanceReading | None) -> GuidanceReading | None:
    """The reading, unless it was of another address than the entry has now."""
    return reading if reading is not None and reading.url == entry.details.url else None


def for_topics(
    session: Session,
    council_id: int,
    wanted: Collection[str],
    reader: str = "",
    most: int | None = None,
) -> list[Line]:
    """What stands beside a topic: entries that are not hidden, those whose link is broken last."""
    here = [
        one
        for one in library(session, council_id)
        if not one.is_hidden
        and set(wanted) & set(one.details.topics)
        and (not reader or reader in one.details.audiences)
    ]
    found = lines(session, council_id, here)
    found.sort(key=lambda one: one.check is not None and one.check.state == LinkState.BROKEN)
    return found[:most]


def all_urls(session: Session) -> Sequence[str]:
    """Every address that some council's library may show."""
    return sorted({one.url for one in shipped().values()} | store.urls(session))
