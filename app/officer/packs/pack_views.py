"""Packs of clauses as the officer's pages show them. Nothing here decides anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.officer.packs import pack_documents, pack_labels
from app.sentences import sentence
from app.services.packs import pack_clauses, pack_content
from app.services.packs.pack_suggestions import ALWAYS_OFFERED, ASKED_AT, asked, facts_of, type_of_cpv
from app.store import packs as store
from models import ClausePack, Contract, PackClause, PackStage, PackState, Supplier
from screening.clauses import library
from screening.clauses.kpis import kpis
from screening.clauses.numbering import NumberedLine, has_welsh, number_text
from screening.clauses.stages import stage_rules
from screening.clauses.types import Clause, Family, Provision, Size, Tier
from screening.clauses.welsh import disagreements


@dataclass(frozen=True, slots=True)
class Mend:
    """Something to mend in an edited text: the words found, why, and how."""

    found: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause of a pack with its text as it stands, in `language`, and all that is told beside it."""

    row: PackClause
    number: int
    language: str
    title: str
    lines: tuple[NumberedLine, ...]
    because: list[str]
    why_variant: str
    about: Clause | None
    purpose: str
    kpis: list[str]
    welsh: str
    mends: list[Mend]
    is_edited: bool


@dataclass(frozen=True, slots=True)
class Offered:
    """A clause of the library that may be added: `state` is "in" or "dropped" if the pack has its family."""

    family: Family
    clause: Clause
    title: str
    purpose: str
    state: str
    others: tuple[Clause, ...]


def clauses_shown(pack: ClausePack) -> list[ClauseShown]:
    """The clauses that stand, numbered as in the documents: clause 1 is for the definitions."""
    return [shown(row, number, pack) for number, row in enumerate(pack.standing, start=2)]


def shown(row: PackClause, number: int, pack: ClausePack) -> ClauseShown:
    """One clause of a pack."""
    language = language_of(row, pack)
    text = pack_clauses.current(row, language) or row.original["en"]
    numbered = number_text(text["title"], pack_clauses.provisions_of(text), row.fill_ins, number)
    about = library.clauses().get(row.clause)
    reasons = {"reasons": row.reasons, "why": row.why, "added_by": str(row.added_by)}
    return ClauseShown(
        row=row,
        number=number,
        language=language,
        title=text["title"],
        lines=tuple(line for line in numbered if line.level),
        because=pack_documents.because(reasons),
        why_variant=" ".join(sentence(one) for one in row.why_variant),
        about=about,
        purpose=purpose_of(about) if about else "",
        kpis=[_(kpis()[name].title) for name in about.kpis if name in kpis()] if about else [],
        welsh=welsh_state(row) if pack.language != "en" else "",
        mends=mends(row),
        is_edited=bool(row.edited),
    )


def language_of(row: PackClause, pack: ClausePack) -> str:
    """The language in which a reader is shown a clause: Welsh for one of Welsh, where its document has it."""
    in_welsh = pack.language != "en" and pack_clauses.current(row, "cy") is not None
    return "cy" if in_welsh and _reads_welsh() else "en"


def _reads_welsh() -> bool:
    return str(get_locale()).startswith("cy")


def welsh_state(row: PackClause) -> str:
    """What there is in Welsh of a clause, in words."""
    if pack_clauses.current(row, "cy") is None:
        if "cy" in row.original:
            return _("The English text was changed, so the Welsh one is not used. It stands in English.")
        return _("No Welsh text yet. It stands in English.")
    return _("In Welsh too; no translator has checked it.")


def mends(row: PackClause) -> list[Mend]:
    """What is to mend in the edited texts; they are kept all the same."""
    found = [
        Mend(one.found, _(one.why), _(one.mend))
        for language in ("en", "cy")
        for one in pack_clauses.lint_of(row, language)
    ]
    english, welsh = pack_clauses.current(row), pack_clauses.current(row, "cy")
    if not english or not welsh:
        return found
    if _shape(english) != _shape(welsh):
        why = _("The English and the Welsh text have not the same sub-clauses and items.")
        mend = _("Give both the same lines, so that a number means the same in each.")
        found.append(Mend(welsh["title"], why, mend))
    elif row.edited:
        why = _("One of the two texts has this and the other has not.")
        mend = _("Give both the same numbers, fill-ins and defined terms.")
        found += [Mend(one, why, mend) for one in _disagreements(english, welsh)]
    return found


def _disagreements(english: dict[str, Any], welsh: dict[str, Any]) -> list[str]:
    """What only one of two texts with the same lines has, each once, in the order of the text."""
    told = [
        one
        for first, second in zip(_lines(english), _lines(welsh), strict=True)
        for one in disagreements(first, second, own_words=False)
    ]
    return list(dict.fromkeys(told))


def _lines(text: dict[str, Any]) -> list[str]:
    return [line for one in pack_clauses.provisions_of(text) for line in (one.text, *one.items)]


def _shape(text: dict[str, Any]) -> list[int]:
    return [len(one["items"]) for one in text["provisions"]]


_WORDS = re.compile(r"\s+|[^\s]+")


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """Word by word what changed: ("same" | "removed" | "added", text), the removed before the added."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    found: list[tuple[str, str]] = []
    for kind, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(("same", "".join(old[first:last])))
            continue
        if first < last:
            found.append(("removed", "".join(old[first:last])))
        if start < end:
            found.append(("added", "".join(new[start:end])))
    return found


def differences(row: PackClause) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """For each edited language its code, its name, and the text with what changed from the library's."""
    languages = {"en": _("English"), "cy": _("Welsh")}
    return [
        (name, languages[name], difference(_whole(row.original.get(name)), _whole(text)))
        for name, text in sorted(row.edited.items(), reverse=True)
        if text != row.original.get(name)
    ]


def _whole(text: dict[str, Any] | None) -> str:
    return f"{text['title']}\n{pack_clauses.as_lines(text)}" if text else ""


# --- The library ------------------------------------------------------------------------------------------


def offered(pack: ClausePack, words: str = "", family: str = "") -> list[Offered]:
    """The clauses of the library for this contract, by family; `words` must all be in the clause."""
    wanted = [one.casefold() for one in words.split()]
    found = []
    for each in library.families():
        if family and each.id != family:
            continue
        clause = library.clause_for(each, Tier(pack.tier), facts_of(pack).type, Size(pack.size))
        if all(one in _searched(clause) for one in wanted):
            others = tuple(one for one in each.clauses if one is not clause)
            told = title_of(clause), purpose_of(clause)
            found.append(Offered(each, clause, *told, _state(pack, each.id), others))
    return found


def always_offered(pack: ClausePack) -> list[Offered]:
    """Responsible exit and the buyer's own undertakings, where they do not stand in the pack."""
    there = {row.family for row in pack.standing}
    return [one for one in offered(pack) if one.family.id in ALWAYS_OFFERED and one.family.id not in there]


def _searched(clause: Clause) -> str:
    texts = (clause.provisions, clause.welsh.provisions if clause.welsh else ())
    parts = [text for each in texts for one in each for text in (one.text, *one.items)]
    told = [title_of(clause), purpose_of(clause)]
    return " ".join([clause.id, clause.title, clause.purpose, clause.use_when, *told, *parts]).casefold()


def _state(pack: ClausePack, family: str) -> str:
    rows = [row for row in pack.clauses if row.family == family]
    if any(row.dropped_at is None for row in rows):
        return "in"
    return "dropped" if rows else ""


def title_of(clause: Clause | Family) -> str:
    """The title of a clause or family in the reader's language."""
    return pack_documents.in_locale(clause.title, _welsh(clause)[0])


def purpose_of(clause: Clause | Family) -> str:
    """What it is for, in the reader's language."""
    return pack_documents.in_locale(clause.purpose, _welsh(clause)[1])


def _welsh(one: Clause | Family) -> tuple[str, str]:
    if isinstance(one, Family):
        return one.welsh_title, one.welsh_purpose
    return (one.welsh.title, one.welsh.purpose) if one.welsh else ("", "")


def text_of(clause: Clause) -> tuple[str, tuple[Provision, ...]]:
    """(Language, provisions) of a clause of the library for its reader; English where there is no Welsh."""
    if clause.welsh is not None and clause.welsh.provisions and _reads_welsh():
        return "cy", clause.welsh.provisions
    return "en", clause.provisions


def languages_of(clause: Clause) -> str:
    """In which languages there is a text."""
    return _("English and Welsh") if has_welsh(clause) else _("English; no Welsh text yet")


# --- The page of a pack -----------------------------------------------------------------------------------


def page(session: Session, pack: ClausePack) -> dict[str, Any]:
    """What the page of a pack shows."""
    proposal = pack_content.kpi_proposal(pack)
    content = pack_content.of_pack(session, pack)
    return {
        "pack": pack,
        "is_draft": pack.state == PackState.DRAFT,
        "state": state_words(pack),
        "facts": pack_documents.facts(content),
        "clauses": clauses_shown(pack),
        "dropped": [(row, _dropped_title(row)) for row in pack.clauses if row.dropped_at is not None],
        "always": always_offered(pack),
        "considered": [
            {"family": one["family"], "title": _family_title(one), "why": sentence(one["why"][0])}
            for one in pack.basis.get("considered", [])
            if one["family"] not in {row.family for row in pack.standing}
        ],
        "notes": [sentence(one) for one in pack.basis.get("notes", [])],
        "rules": [
            (pack_labels.law_stage_label(stage.value), stage_rules()[stage]) for stage in ASKED_AT[pack.stage]
        ],
        "kpis": content["kpis"],
        "kpi_note": sentence(proposal.note),
        "too_few_kpis": bool(proposal.asked_by_law) and len(pack.kpis) < 3,
        "questions": [one for one in content["questions"] if one["allowed"]],
        "refused": [one for one in content["questions"] if not one["allowed"]],
        "stage_label": pack_labels.law_stage_label,
    }


def _dropped_title(row: PackClause) -> str:
    welsh = row.original.get("cy", {}).get("title", "")
    return pack_documents.in_locale(row.original["en"]["title"], welsh)


def _family_title(considered: dict[str, Any]) -> str:
    family = next((one for one in library.families() if one.id == considered["family"]), None)
    return title_of(family) if family else str(considered["title"])


def choices(pack: ClausePack) -> dict[str, Any]:
    """Every indicator and every question that may be chosen, the proposed ones first."""
    proposed = {one.kpi.id: sentence(one.because) for one in pack_content.kpi_proposal(pack).kpis}
    kind = facts_of(pack).type
    suited = [one for one in kpis().values() if kind in one.types or one.id in pack.kpis]
    return {
        "kpis": sorted(
            ((one, proposed.get(one.id, ""), one.id in pack.kpis) for one in suited),
            key=lambda row: (not row[1], row[0].first),
        ),
        "stages": [
            (
                pack_labels.law_stage_label(stage.value),
                stage_rules()[stage],
                [(one, one.question.id in pack.questions) for one in questions],
            )
            for stage, questions in asked(pack).items()
        ],
    }


def state_words(pack: ClausePack) -> str:
    """Whether a pack may still be changed, in words."""
    return _("Issued and frozen") if pack.state == PackState.ISSUED else _("Draft")


def listed(packs: Sequence[ClausePack]) -> list[dict[str, Any]]:
    """Packs as a list shows them."""
    stages = dict(pack_labels.stage_options())
    return [
        {"pack": one, "state": state_words(one), "stage": stages[str(one.stage)], "count": len(one.standing)}
        for one in packs
    ]


def for_supplier(session: Session, supplier: Supplier) -> dict[str, Any]:
    """The context of `_packs.html` on a supplier's page."""
    return {"supplier_packs": listed(store.of_supplier(session, supplier.council_id, supplier.id))}


def details_of_contract(supplier: Supplier, contract: Contract | None, health: bool | None) -> dict[str, Any]:
    """What the form of a new pack shows for a contract of a supplier, the officer's to correct."""
    chosen = contract or (supplier.contracts[0] if len(supplier.contracts) == 1 else None)
    codes = tuple(str(code)[:8] for code in chosen.cpv) if chosen else ()
    kind = type_of_cpv(codes)
    name = (chosen.title or chosen.category or chosen.reference) if chosen else ""
    return {
        "title": (name or supplier.name)[:200],
        "bought": (chosen.description if chosen and chosen.description != name else "")[:400]
        if chosen
        else "",
        "cpv": ", ".join(code for code in codes if code.isdigit() and len(code) == 8),
        "value": f"{chosen.value:,.0f}" if chosen and chosen.value is not None and chosen.value >= 0 else "",
        "contract_type": kind.value if kind else None,
        "stage": PackStage.IN_CONTRACT.value,
        "health_service_england": "" if health is None else ("yes" if health else "no"),
    }
