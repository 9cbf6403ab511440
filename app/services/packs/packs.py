"""Packs of clauses for a contract or a tender: begun from findings, changed, then issued and frozen."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.services.judgement.cases import sentences_to_json
from app.services.packs import pack_content
from app.services.packs.pack_clauses import Changed, Frozen, fill_ins_of, only_drafts, save, suggested_row
from app.services.packs.pack_suggestions import asked, for_pack, library_version, reasons_of
from app.store import audit
from app.store import packs as store
from models import (
    AddedBy,
    ClausePack,
    PackClause,
    PackStage,
    PackState,
    Person,
    StoredReport,
    Supplier,
    WordKind,
)
from screening.clauses.kpis import LEAST, kpis
from screening.clauses.suggest import Suggestions
from screening.clauses.types import Tier

__all__ = ["Changed", "Frozen"]


@dataclass(frozen=True, slots=True)
class Details:
    """What a council says of a contract or tender. None is "not known"; there is no place in it."""

    title: str
    stage: PackStage
    contract_type: str
    size: str
    bought: str = ""
    cpv: tuple[str, ...] = ()
    value: Decimal | None = None
    above_threshold: bool | None = None
    light_touch: bool | None = None
    health_service_england: bool | None = None
    language: str = "en"

    @classmethod
    def of(cls, pack: ClausePack) -> Details:
        """The details of a pack as it stands."""
        held = {one.name: getattr(pack, one.name) for one in fields(cls)}
        return cls(**{**held, "stage": PackStage(pack.stage), "cpv": tuple(pack.cpv)})


def start(
    session: Session,
    officer: Person,
    council_id: int,
    details: Details,
    now: datetime,
    today: date,
    supplier: Supplier | None = None,
    report: StoredReport | None = None,
    contract_key: str = "",
) -> ClausePack:
    """A new pack with the clauses, indicators and questions that the contract calls for.

    With a supplier its report speaks; without, what the tender buys. ValueError for one without the other.
    """
    if (supplier is None) != (report is None):
        raise ValueError("a supplier's pack is made from its report, a tender's from neither")
    pack = ClausePack(
        council_id=council_id,
        supplier=supplier,
        report=report,
        contract_key=contract_key,
        tier=Tier.MEDIUM.value,
        state=PackState.DRAFT,
        library_version=library_version(),
        made_by=officer,
        made_at=now,
        changed_at=now,
        clauses=[],
    )
    _describe(pack, details)
    session.add(pack)
    _suggest(session, pack, today)
    pack.kpis = _first_kpis(pack)
    pack.questions = _may_ask(pack)
    session.flush()
    save(session, officer, pack, "pack.made", now, clauses=[one.clause for one in pack.clauses])
    return pack


def _describe(pack: ClausePack, details: Details) -> None:
    for one in fields(details):
        given = getattr(details, one.name)
        setattr(pack, one.name, list(given) if isinstance(given, tuple) else given)


def _suggest(session: Session, pack: ClausePack, today: date) -> Suggestions:
    """Put the suggested clauses in; what an officer added, edited or dropped stays as it is."""
    found = for_pack(session, pack, today)
    pack.tier, pack.basis = found.suggestions.tier.value, found.basis
    there = {one.clause: one for one in pack.clauses}
    wanted = {one.clause.id: one for one in found.suggestions.suggested}
    places: dict[str, int] = {}
    for row in list(pack.clauses):
        if row.added_by == AddedBy.SUGGESTION and row.clause not in wanted and _is_untouched(row):
            places[row.family] = row.position
            pack.clauses.remove(row)
    families = {row.family for row in pack.clauses}
    end = max([*(one.position for one in pack.clauses), *places.values()], default=0)
    for name, one in wanted.items():
        if name in there:
            there[name].reasons = sentences_to_json(reasons_of(pack, one))
        elif one.clause.family not in families:
            end += one.clause.family not in places
            place = places.get(one.clause.family, end)
            pack.clauses.append(suggested_row(one, place, reasons_of(pack, one)))
    return found.suggestions


def _is_untouched(row: PackClause) -> bool:
    defaults = {name: one.default for name, one in fill_ins_of(row).items()}
    return not row.edited and row.dropped_at is None and row.fill_ins == defaults


def _may_ask(pack: ClausePack) -> list[str]:
    return [one.question.id for each in asked(pack).values() for one in each if one.allowed]


def _first_kpis(pack: ClausePack) -> list[str]:
    """As many of the proposed indicators as large contracts need: more only if an officer will read them."""
    return [one.kpi.id for one in pack_content.kpi_proposal(pack).kpis[:LEAST]]


def describe(
    session: Session,
    officer: Person,
    pack: ClausePack,
    details: Details,
    based_on: int,
    now: datetime,
    today: date,
) -> None:
    """Change what is said of the contract; the suggestions follow, and what officers did stays."""
    only_drafts(pack)
    if pack.revision != based_on:
        raise Changed
    if details == Details.of(pack):
        return
    asked_before = set(_may_ask(pack))
    _describe(pack, details)
    _suggest(session, pack, today)
    may_ask = _may_ask(pack)
    pack.questions = [one for one in may_ask if one in pack.questions or one not in asked_before]
    if not pack.kpis:
        pack.kpis = _first_kpis(pack)
    save(session, officer, pack, "pack.described", now, stage=str(pack.stage), tier=pack.tier)


def choose(
    session: Session,
    officer: Person,
    pack: ClausePack,
    chosen_kpis: list[str],
    chosen_questions: list[str],
    now: datetime,
) -> None:
    """Choose the indicators and the questions. ValueError for one that does not exist or may not be asked."""
    only_drafts(pack)
    allowed = _may_ask(pack)
    strangers = [one for one in chosen_kpis if one not in kpis()]
    strangers += [one for one in chosen_questions if one not in allowed]
    if strangers:
        raise ValueError(f"no such indicator or question here: {', '.join(strangers)}")
    pack.kpis = [name for name in kpis() if name in chosen_kpis]
    pack.questions = [name for name in allowed if name in chosen_questions]
    save(session, officer, pack, "pack.chosen", now, kpis=pack.kpis, questions=pack.questions)


def issue(session: Session, officer: Person, pack: ClausePack, based_on: int, now: datetime) -> None:
    """Freeze a pack: its texts, and the Word templates in use today. ValueError if no clause stands."""
    only_drafts(pack)
    if pack.revision != based_on:
        raise Changed
    if not pack.standing:
        raise ValueError("a pack without clauses is not issued")
    content = pack_content.build(session, pack)
    content |= {"issued_at": now.isoformat(), "issued_by": officer.name or officer.email}
    pack.content, pack.sha256 = content, pack_content.digest(content)
    pack.state, pack.issued_at, pack.issued_by = PackState.ISSUED, now, officer
    pack.template = store.template_in_use(session, pack.council_id, WordKind.SCHEDULE)
    pack.tender_template = store.template_in_use(session, pack.council_id, WordKind.TENDER_PACK)
    save(session, officer, pack, "pack.issued", now, sha256=pack.sha256)


_COPIED_CLAUSE = (
    *("clause", "family", "variant", "version", "position", "added_by", "reasons", "why_variant", "why"),
    *("original", "edited", "fill_ins", "edited_by_id", "edited_at"),
    *("dropped_at", "dropped_by_id", "dropped_why"),
)


def copy(session: Session, officer: Person, pack: ClausePack, title: str, now: datetime) -> ClausePack:
    """A new draft with the clauses, edits and choices of a pack; the texts stay those of the pack."""
    new = ClausePack(
        council_id=pack.council_id,
        supplier_id=pack.supplier_id,
        report_id=pack.report_id,
        contract_key=pack.contract_key,
        tier=pack.tier,
        basis=dict(pack.basis),
        kpis=list(pack.kpis),
        questions=list(pack.questions),
        state=PackState.DRAFT,
        library_version=pack.library_version,
        copied_from_id=pack.id,
        made_by=officer,
        made_at=now,
        changed_at=now,
        clauses=[PackClause(**{name: getattr(one, name) for name in _COPIED_CLAUSE}) for one in pack.clauses],
    )
    _describe(new, Details.of(pack))
    new.title = title.strip() or pack.title
    session.add(new)
    session.flush()
    save(session, officer, new, "pack.copied", now, copied_from=pack.id)
    return new


def discard(session: Session, officer: Person, pack: ClausePack, now: datetime) -> None:
    """Throw a draft away; its copies stay, and the audit log keeps that it was there."""
    only_drafts(pack)
    store.forget_origin(session, pack)
    audit.record(session, officer, "pack.discarded", pack, now, pack.council_id, title=pack.title)
    session.delete(pack)
    try:
        session.commit()
    except StaleDataError:
        session.rollback()
        raise Changed from None
