"""The whole content of a pack as plain data: what documents are made of, and what is frozen on issue.

Texts stand in both languages where they exist, sentences of the judgement as they are stored, so that one
content gives the documents in English and in Welsh.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from app.services.judgement.cases import sentences_to_json
from app.services.packs.pack_clauses import as_plain, current, provisions_of
from app.services.packs.pack_suggestions import ASKED_AT, SUGGESTED_AT, asked, facts_of
from models import ClausePack, Council, PackClause, PackState
from screening.clauses import library
from screening.clauses.brief import STATUS
from screening.clauses.kpis import Proposal, kpis, propose
from screening.clauses.stages import remedial_plan, remedial_plan_intro, stage_rules
from screening.clauses.types import Clause, Size, Stage

VERSION: Final = 1
"""Of the form of the content; it is in the content, so that an old pack can always be read."""
PLAN_FAMILY: Final = "K12"


class Damaged(Exception):
    """The content of an issued pack is not what was issued."""


def digest(content: dict[str, Any]) -> str:
    """The sha256 of the canonical form of a content."""
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def of_pack(session: Session, pack: ClausePack) -> dict[str, Any]:
    """The content of a pack: as issued, or of the draft as it stands. Raises `Damaged`."""
    if pack.state == PackState.ISSUED:
        if digest(pack.content) != pack.sha256:
            raise Damaged(pack.id)
        return pack.content
    return build(session, pack)


def build(session: Session, pack: ClausePack) -> dict[str, Any]:
    """The content of a draft."""
    council = session.get_one(Council, pack.council_id)
    rows = pack.standing
    return {
        "form": VERSION,
        "status": STATUS,
        "council": {"en": council.name, "cy": council.name_cy},
        "title": pack.title,
        "supplier": pack.supplier.name if pack.supplier else "",
        "bought": pack.bought,
        "cpv": list(pack.cpv),
        "stage": str(pack.stage),
        "type": pack.contract_type,
        "size": pack.size,
        "tier": pack.tier,
        "value": None if pack.value is None else str(pack.value),
        "above_threshold": pack.above_threshold,
        "light_touch": pack.light_touch,
        "health_service_england": pack.health_service_england,
        "basis": pack.basis,
        "library_version": pack.library_version,
        "rule": _rule(SUGGESTED_AT[pack.stage]),
        "rules": {stage.value: _rule(stage) for stage in ASKED_AT[pack.stage]},
        "definitions": _definitions(rows),
        "clauses": [_clause(row, number) for number, row in enumerate(rows, start=2)],
        "dropped": [
            {
                "clause": row.clause,
                "title": row.original["en"]["title"],
                "welsh_title": row.original.get("cy", {}).get("title", ""),
                "why": row.dropped_why,
            }
            for row in pack.clauses
            if row.dropped_at is not None
        ],
        "kpis": _kpis(pack),
        "kpi_note": sentences_to_json([kpi_proposal(pack).note]),
        "questions": _questions(pack),
        "plan": _plan(rows),
    }


def _rule(stage: Stage) -> dict[str, str]:
    rule = stage_rules()[stage]
    return {"allowed": rule.allowed, "not_allowed": rule.not_allowed, "s17": rule.s17}


def _clause(row: PackClause, number: int) -> dict[str, Any]:
    known = library.clauses().get(row.clause)
    return {
        "number": number,
        "id": row.clause,
        "family": row.family,
        "version": row.version,
        "added_by": str(row.added_by),
        "reasons": row.reasons,
        "why": row.why,
        "text": {name: text for name in ("en", "cy") if (text := current(row, name))},
        "original": row.original if row.edited else {},
        "edited": sorted(row.edited),
        "fill_ins": row.fill_ins,
        **(as_plain(known) if known else {}),
    }


def _definitions(rows: list[PackClause]) -> list[dict[str, Any]]:
    """The defined terms that the texts use, as they stand."""
    texts = [provisions_of(text) for row in rows if (text := current(row))]
    blank = next(iter(library.clauses().values()))
    return [asdict(one) for one in library.definitions_for(replace(blank, provisions=each) for each in texts)]


def clauses_of(pack: ClausePack) -> list[Clause]:
    """The clauses of the library that stand in a pack; one that the library no longer has is passed over."""
    found = library.clauses()
    return [found[row.clause] for row in pack.standing if row.clause in found]


def kpi_proposal(pack: ClausePack) -> Proposal:
    """The indicators that the library proposes for the clauses of a pack."""
    return propose(clauses_of(pack), facts_of(pack), Size(pack.size))


def _kpis(pack: ClausePack) -> list[dict[str, Any]]:
    because = {one.kpi.id: one for one in kpi_proposal(pack).kpis}
    chosen = []
    for name in pack.kpis:
        if name not in kpis():
            continue
        kpi, proposed = kpis()[name], because.get(name)
        plain = {**asdict(kpi), "types": sorted(one.value for one in kpi.types)}
        chosen.append({**plain, "because": sentences_to_json([proposed.because]) if proposed else []})
    return chosen


def _questions(pack: ClausePack) -> list[dict[str, Any]]:
    """The chosen questions, and those that may not be asked at these stages with the reason."""
    found = []
    for stage, questions in asked(pack).items():
        for one in questions:
            if one.question.id in pack.questions or not one.allowed:
                found.append(
                    {
                        "id": one.question.id,
                        "stage": stage.value,
                        "text": one.question.text,
                        "evidence": one.question.evidence,
                        "allowed": one.allowed,
                        "not_allowed": one.not_allowed,
                        "s17": one.question.s17,
                        "small_supplier": one.question.small_supplier,
                    }
                )
    return found


def _plan(rows: list[PackClause]) -> dict[str, Any]:
    """The template of a remedial action plan, where a clause asks for one."""
    if all(row.family != PLAN_FAMILY for row in rows):
        return {}
    return {"intro": remedial_plan_intro(), "columns": [asdict(one) for one in remedial_plan()]}
