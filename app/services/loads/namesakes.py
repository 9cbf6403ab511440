"""Rows of a file that would make a second supplier of one that the council has already, by its name.

Files know suppliers by different things: a ledger by its vendor ids, a register by company numbers, or by
names alone. Where a row makes a new supplier and exactly one that stands has its very name, and nothing known
of both speaks against it, the preview asks the officer whose the row is. Equal names are no proof, so unless
somebody says so the row makes a supplier of its own, which is then among the proposed duplicates. What was
said counts for later files too, as long as still nothing speaks against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from sqlalchemy.orm import Session

from app.intake import SupplierInput
from app.intake.suppliers import name_key
from app.store import api_lists, audit
from app.store import suppliers as store
from app.store import uploads as upload_store
from models import PEOPLE, Person, RowOwner, Supplier, Upload

MOST_ASKED: Final = 200
"""Of how many rows of a file is asked; a longer list nobody reads. The others are proposed as duplicates."""
_LONGEST_KEY: Final = 320


@dataclass(frozen=True, slots=True)
class Namesake:
    """A row of a file (its key, name and company number) and the supplier of that name; `said` if an officer
    said that it is it."""

    row_key: str
    name: str
    company_number: str
    owner: Supplier
    said: RowOwner | None

    def to_json(self) -> dict[str, Any]:
        """What the preview shows of it."""
        owner, said = self.owner, self.said
        return {
            "row_key": self.row_key,
            "name": self.name,
            "row_number": self.company_number,
            "owner_id": owner.id,
            "owner_key": owner.key,
            "owner": owner.name,
            "company_number": owner.company_number,
            "vendor_id": owner.vendor_id,
            "spend": "" if owner.spend is None else str(owner.spend),
            "said_by": (said.person.name or said.person.email) if said else "",
            "said_at": said.said_at.isoformat() if said else "",
        }


def stored_key(given: SupplierInput) -> str:
    """The supplier's key as the table takes it; a name as long as a paragraph is cut short, still unique."""
    if len(given.key) <= _LONGEST_KEY:
        return given.key
    return f"{given.key[:200]} {sha256(given.key.encode()).hexdigest()}"


def speaks_against(given: SupplierInput, owner: Supplier) -> bool:
    """Whether a number of both differs, or a postcode, or an officer's word that there is no number."""
    for mine, theirs in (
        (given.company_number, owner.company_number),
        (given.vendor_id, owner.vendor_id),
        (given.vat_number, owner.vat_number),
        (given.charity_number, owner.charity_number),
        (given.postcode, owner.postcode),
    ):
        if mine and theirs and mine != theirs:
            return True
    return owner.no_number in PEOPLE or bool(given.company_number and owner.no_number)


def asked(session: Session, council_id: int, given: Sequence[SupplierInput]) -> list[Namesake]:
    """The rows of a file of which the officer is asked whose they are: those of which it was said before
    first, then by the spend of the supplier."""
    known = store.suppliers_by_key(session, council_id)
    said = upload_store.row_owners(session, council_id)
    names = Counter(name_key(one.name) for one in given if stored_key(one) not in known)
    standing: dict[tuple[str, str], list[Supplier]] = {}
    for supplier in known.values():
        standing.setdefault(name_key(supplier.name), []).append(supplier)
    found = []
    for one in given:
        key, name = stored_key(one), name_key(one.name)
        namesakes = standing.get(name, [])
        if key in known or names[name] > 1 or len(namesakes) != 1 or speaks_against(one, namesakes[0]):
            continue
        (owner,) = namesakes
        if owner.merged_into_id is None:
            earlier = said.get(key)
            is_said = earlier is not None and earlier.owner_key == owner.key
            found.append(Namesake(key, one.name, one.company_number, owner, earlier if is_said else None))
    return sorted(found, key=_first_shown)


def _first_shown(one: Namesake) -> tuple[bool, Decimal]:
    return one.said is None, -(one.owner.spend or Decimal(0))


def owners(session: Session, council_id: int, given: Iterable[SupplierInput]) -> dict[str, Supplier]:
    """Whose the rows are that officers said to be a supplier's: by the key of the row, the supplier.

    Without rows that make no supplier any more since there is one of their own key, and those whose owner is
    gone or against whom something speaks by now.
    """
    rows = {stored_key(one): one for one in given}
    said = {key: one for key, one in upload_store.row_owners(session, council_id).items() if key in rows}
    if not said:
        return {}
    keys = {*said, *(one.owner_key for one in said.values())}
    known = {one.key: one for one in api_lists.known_suppliers(session, council_id, keys, set())}
    found = {key: known[one.owner_key] for key, one in said.items() if one.owner_key in known}
    return {
        key: owner
        for key, owner in found.items()
        if key not in known and not speaks_against(rows[key], owner)
    }


def as_of(owner: Supplier, row: SupplierInput) -> SupplierInput:
    """A row as one of the supplier whose it is, which keeps its key and name."""
    return replace(row, key=owner.key, name=owner.name)


def resolved(session: Session, council_id: int, given: Sequence[SupplierInput]) -> list[SupplierInput]:
    """The suppliers of a file, those that officers said to be another's added to that one.

    Where the file has that one as well, under its own key, both are added up.
    """
    whose = owners(session, council_id, given)
    kept = {stored_key(one): one for one in given}
    for key, owner in whose.items():
        row, own = kept.pop(key), kept.get(owner.key)
        kept[owner.key] = _together(own, row) if own else as_of(owner, row)
    return list(kept.values())


def _together(own: SupplierInput, other: SupplierInput) -> SupplierInput:
    spends = [one.spend for one in (own, other) if one.spend is not None]
    return replace(
        own,
        vendor_id=own.vendor_id or other.vendor_id,
        company_number=own.company_number or other.company_number,
        vat_number=own.vat_number or other.vat_number,
        charity_number=own.charity_number or other.charity_number,
        postcode=own.postcode or other.postcode,
        spend=sum(spends[1:], spends[0]) if spends else None,
        credits=own.credits + other.credits,
        contracts=(*own.contracts, *other.contracts),
    )


def say(session: Session, person: Person, upload: Upload, same: Collection[str], now: datetime) -> None:
    """Keep of which rows of a previewed file the officer says that they are the supplier of their name
    (`same`, their keys); what was said of its other rows before is taken back. The caller commits."""
    rows: Sequence[Mapping[str, Any]] = upload.preview.get("changes", {}).get("namesakes", ())
    earlier = upload_store.row_owners(session, upload.council_id)
    for row in rows:
        key, kept = row["row_key"], earlier.get(row["row_key"])
        owner = store.supplier(session, upload.council_id, row["owner_id"])
        if owner is None or (key in same) == (kept is not None and kept.owner_key == row["owner_key"]):
            continue
        if key in same:
            kept = kept or RowOwner(council_id=upload.council_id, row_key=key)
            kept.owner_key, kept.person, kept.said_at = row["owner_key"], person, now
            session.add(kept)
        else:
            session.delete(kept)
        action = "supplier.rows_added" if key in same else "supplier.rows_kept_apart"
        audit.record(
            session, person, action, owner, now, upload.council_id, file=upload.name, row=row["name"]
        )
