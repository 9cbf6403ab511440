"""The clauses of a pack: added, edited beside their original, put in order, dropped with a reason.

Every function here writes an audit event in the transaction of the change and commits. An issued pack is
frozen: `Frozen` is raised and nothing is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from app.services.judgement.cases import sentences_to_json
from app.store import audit
from models import AddedBy, ClausePack, PackClause, PackState, Person
from screening.clauses import library
from screening.clauses.lint import Finding, lint
from screening.clauses.numbering import FillInError, check_values, has_welsh
from screening.clauses.suggest import SuggestedClause
from screening.clauses.types import Clause, FillIn, Provision
from screening.types import Sentence, say

LONGEST_TEXT: Final = 20_000
MOST_ITEMS: Final = 26
_ITEM: Final = re.compile(r"^(?:\([a-z]{1,2}\)|[a-z]\)|[-•*\u2013])\s+")
_NUMBER: Final = re.compile(r"^\d+(?:\.\d+)*\.?\s+")

BY_PLACE: Final = say(
    "A country is among the reasons: it may shape how the contract is managed, never anything of a tender."
)


class Frozen(Exception):
    """An issued pack is not changed; it can be copied to a new one."""


class Changed(Exception):
    """Somebody else changed the row since it was read; nothing was written."""


class BadText(ValueError):
    """An edited text that cannot be kept. `kind` is "empty", "item_first", "items", "fill_in" or "long"."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind
        self.detail = detail


# --- Texts ------------------------------------------------------------------------------------------------


def text_of(title: str, provisions: Sequence[Provision]) -> dict[str, Any]:
    """A text as rows keep it."""
    return {
        "title": title,
        "provisions": [{"text": one.text, "items": list(one.items)} for one in provisions],
    }


def provisions_of(text: Mapping[str, Any]) -> tuple[Provision, ...]:
    """The provisions of a kept text."""
    return tuple(Provision(one["text"], tuple(one["items"])) for one in text["provisions"])


def as_lines(text: Mapping[str, Any]) -> str:
    """A kept text as an officer edits it: a sub-clause on each line, its items below it after "(a)"."""
    lines: list[str] = []
    for part in text["provisions"]:
        lines.append(part["text"])
        lines += [f"({chr(97 + number)}) {item}" for number, item in enumerate(part["items"])]
    return "\n".join(lines)


def from_lines(title: str, lines: str, known: Iterable[str]) -> dict[str, Any]:
    """A kept text from what an officer wrote; `known` are the fill-ins that it may use. Raises `BadText`."""
    if len(lines) > LONGEST_TEXT:
        raise BadText("long", str(LONGEST_TEXT))
    parts: list[dict[str, Any]] = []
    for line in (" ".join(one.split()) for one in lines.splitlines()):
        if not line:
            continue
        item = _ITEM.match(line)
        if item is None:
            parts.append({"text": _NUMBER.sub("", line), "items": []})
        elif not parts:
            raise BadText("item_first")
        elif len(parts[-1]["items"]) == MOST_ITEMS:
            raise BadText("items", str(MOST_ITEMS))
        else:
            parts[-1]["items"].append(line[item.end() :])
    text = {"title": " ".join(title.split()), "provisions": parts}
    if not parts or not text["title"] or not all(one["text"] for one in parts):
        raise BadText("empty")
    strange = set(library.placeholders(provisions_of(text))) - set(known)
    if strange:
        raise BadText("fill_in", ", ".join(sorted(strange)))
    return text


def current(row: PackClause, language: str = "en") -> dict[str, Any] | None:
    """The text that counts in a language: the edited one, else the library's; None where there is none.

    A Welsh text of the library beside an English one that was changed says something else: it does not count.
    """
    if language in row.edited:
        return dict(row.edited[language])
    if language == "cy" and "en" in row.edited:
        return None
    found = row.original.get(language)
    return dict(found) if found else None


def fill_ins_of(row: PackClause) -> Mapping[str, FillIn]:
    """The fill-ins of the clause's text with their ranges of today.

    A pack outlives versions of the library: a number that the library no longer has keeps a wide range.
    """
    found = library.clauses().get(row.clause)
    known = found.fill_ins if found else {}
    return {
        name: known.get(name) or FillIn(name, int(row.fill_ins[name]), 1, 9999, "") for name in row.fill_ins
    }


def lint_of(row: PackClause, language: str = "en") -> tuple[Finding, ...]:
    """What is to mend in an edited text; nothing for one of the library, which is linted where it is made."""
    text = row.edited.get(language)
    if not text:
        return ()
    return lint("\n".join(_filled(row, part) for part in as_lines(text).splitlines()), language)


def _filled(row: PackClause, text: str) -> str:
    for name, number in row.fill_ins.items():
        text = text.replace(f"{{{name}}}", str(number))
    return text


# --- Changes ----------------------------------------------------------------------------------------------


def new_row(clause: Clause, position: int, added_by: AddedBy, why: str = "") -> PackClause:
    """A row for a clause of the library with its texts of today and the defaults of its fill-ins."""
    original = {"en": text_of(clause.title, clause.provisions)}
    if has_welsh(clause) and clause.welsh is not None:
        original["cy"] = text_of(clause.welsh.title, clause.welsh.provisions)
    return PackClause(
        clause=clause.id,
        family=clause.family,
        variant=clause.variant,
        version=clause.version,
        position=position,
        added_by=added_by,
        why=why,
        original=original,
        fill_ins=dict(check_values(clause, {})),
    )


def suggested_row(one: SuggestedClause, position: int, reasons: Sequence[Sentence]) -> PackClause:
    """A row for a suggested clause with the findings that called for it."""
    row = new_row(one.clause, position, AddedBy.SUGGESTION)
    row.reasons = sentences_to_json(reasons)
    row.why_variant = sentences_to_json([one.why_variant, *([BY_PLACE] if one.geography else [])])
    return row


def add(
    session: Session, officer: Person, pack: ClausePack, clause: Clause, why: str, now: datetime
) -> PackClause:
    """Add a clause of the library at the end, or bring one back that was dropped."""
    only_drafts(pack)
    there = next((one for one in pack.clauses if one.clause == clause.id), None)
    if there is not None:
        if there.dropped_at is not None:
            restore(session, officer, there, now)
        return there
    row = new_row(clause, _end(pack), AddedBy.OFFICER, why.strip())
    pack.clauses.append(row)
    save(session, officer, pack, "pack.clause_added", now, clause=clause.id, why=row.why)
    return row


def drop(session: Session, officer: Person, row: PackClause, why: str, now: datetime) -> None:
    """Leave a clause out; it stays with the reason and can be brought back. ValueError without a reason."""
    only_drafts(row.pack)
    if not why.strip():
        raise ValueError("dropping a clause needs a reason")
    row.dropped_at, row.dropped_by, row.dropped_why = now, officer, why.strip()
    save(session, officer, row.pack, "pack.clause_dropped", now, clause=row.clause, why=row.dropped_why)


def restore(session: Session, officer: Person, row: PackClause, now: datetime) -> None:
    """Bring a dropped clause back, at the end."""
    only_drafts(row.pack)
    row.dropped_at = row.dropped_by = None
    row.dropped_why, row.position = "", _end(row.pack)
    save(session, officer, row.pack, "pack.clause_restored", now, clause=row.clause)


def move(session: Session, officer: Person, row: PackClause, up: bool, now: datetime) -> None:
    """Change places with the clause before or after it; at an end nothing happens."""
    only_drafts(row.pack)
    standing = row.pack.standing
    place = standing.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(standing):
        return
    row.position, standing[other].position = standing[other].position, row.position
    save(session, officer, row.pack, "pack.clause_moved", now, clause=row.clause, up=up)
    session.expire(row.pack, ["clauses"])


def edit(
    session: Session,
    officer: Person,
    row: PackClause,
    texts: Mapping[str, dict[str, Any]],
    fill_ins: Mapping[str, int],
    based_on: int,
    now: datetime,
    welsh_agrees: bool = False,
) -> None:
    """Keep an officer's texts beside the originals, and the fill-ins. The library's own text is no edit.

    But the Welsh text of the library counts beside a changed English one if the officer says `welsh_agrees`.

    Raises `Frozen`, `Changed` and the library's `FillInError`. Nothing happens where nothing is different.
    """
    only_drafts(row.pack)
    if row.revision != based_on:
        raise Changed
    edited = {
        name: text
        for name, text in texts.items()
        if text != row.original.get(name) or (name == "cy" and welsh_agrees and "cy" in row.original)
    }
    if set(edited) == {"cy"} and edited["cy"] == row.original.get("cy"):
        edited = {}
    checked = _checked(row, fill_ins)
    if edited == row.edited and checked == row.fill_ins:
        return
    row.edited, row.fill_ins = edited, checked
    row.edited_by, row.edited_at = officer, now
    save(session, officer, row.pack, "pack.clause_edited", now, clause=row.clause, languages=sorted(edited))


def _checked(row: PackClause, given: Mapping[str, int]) -> dict[str, int]:
    """The numbers of all fill-ins of the text, each within its range; those not given stay. FillInError."""
    ranges = fill_ins_of(row)
    for name, number in given.items():
        if name not in ranges:
            raise FillInError(name, f"{row.clause} has no such fill-in")
        one = ranges[name]
        if not one.lowest <= number <= one.highest:
            raise FillInError(name, f"must be from {one.lowest} to {one.highest} {one.unit}, not {number}")
    return {**row.fill_ins, **given}


def _end(pack: ClausePack) -> int:
    return max((one.position for one in pack.clauses), default=0) + 1


def only_drafts(pack: ClausePack) -> None:
    """Raise `Frozen` for an issued pack."""
    if pack.state != PackState.DRAFT:
        raise Frozen


def save(
    session: Session, officer: Person, pack: ClausePack, action: str, now: datetime, **detail: Any
) -> None:
    """Write the change and its audit event. Raises `Changed` if somebody was quicker by a moment."""
    pack.changed_at = now
    try:
        session.flush()
    except StaleDataError:
        session.rollback()
        raise Changed from None
    audit.record(session, officer, action, pack, now, pack.council_id, **detail)
    session.commit()


def as_plain(clause: Clause) -> dict[str, Any]:
    """What is told of a clause beside its text, as plain JSON values."""
    return {
        "purpose": clause.purpose,
        "welsh_purpose": clause.welsh.purpose if clause.welsh else "",
        "use_when": clause.use_when,
        "not_when": clause.not_when,
        "small_supplier": clause.small_supplier,
        "legal_notes": list(clause.legal_notes),
        "kpis": list(clause.kpis),
        "sources": list(clause.sources),
    }
