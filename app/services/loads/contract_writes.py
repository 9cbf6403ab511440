"""Contracts that a council's own system sends: each is read as a row of a register is, and kept or refused.

Nothing that is stored goes: what is sent is added, or put in the place of the contract of the same supplier
with the same reference. A later register replaces these contracts like those of an earlier one. What is sent
of a supplier that was merged into another is a contract of the other, as it is in a register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from sqlalchemy.orm import Session

from app.intake.council import READ_FIELDS, read_contracts
from app.intake.records import CouncilFile, SkippedRow, SupplierInput
from app.intake.tables import Table
from app.services.loads import merged_spend, namesakes
from app.store import api_lists, audit, merged, queue_entries
from app.store import suppliers as supplier_store
from models import PEOPLE, ApiToken, FileKind, SourceFile, Supplier
from models import Contract as ContractRow
from screening import identifiers
from screening.types import Contract

_LONGEST: Final = {"reference": 120, "title": 400, "category": 200}
_LONGEST_NAME: Final = 300


class Outcome(StrEnum):
    """What became of one contract that was sent."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to mend: the field ("" for the contract as a whole), what it is, and how to mend it."""

    field: str
    what: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a contract; one that was kept may still lack what its remarks tell of."""

    outcome: Outcome
    remarks: tuple[Remark, ...] = ()
    supplier_id: int | None = None
    contract_id: int | None = None
    record_id: int | None = None
    """The supplier as it was sent, which differs from `supplier_id` where that was merged into another."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A contract as the intake read it; without `supplier` it is refused."""

    supplier: SupplierInput | None
    remarks: tuple[Remark, ...]


def put(
    session: Session,
    token: ApiToken,
    given: Sequence[Mapping[str, str]],
    sha256: str,
    now: datetime,
) -> list[Written]:
    """Add or change contracts, given as texts by the fields of a register; the caller commits.

    One outcome for each, in their order. `sha256` is that of what was sent. The caller holds the council, so
    that two requests do not make one supplier twice.
    """
    read = [_read(cells) for cells in given]
    source = _source(session, token, sha256, read, now)
    owners = namesakes.owners(session, token.council_id, [one.supplier for one in read if one.supplier])
    read = [_owned(one, owners) for one in read]
    known = _Known(session, token.council_id, [one.supplier for one in read if one.supplier])
    written = [_write(session, token, source, known, one) for one in read]
    records = {one.record_id for one in written if one.record_id is not None}
    merged_spend.recount_all(session, merged.links(session, token.council_id), records)
    _record_on_suppliers(session, token, source, written, now)
    queue_entries.refresh_some(session, token.council_id, {one.supplier_id for one in written})
    counts = {outcome.value: 0 for outcome in Outcome}
    for one in written:
        counts[one.outcome.value] += 1
    audit.record(session, token, "contracts.written", source, now, token.council_id, sha256=sha256, **counts)
    return written


def _record_on_suppliers(
    session: Session, token: ApiToken, source: SourceFile, written: Sequence[Written], now: datetime
) -> None:
    """One event on each supplier with a contract that was added or changed, for its timeline."""
    by_supplier: dict[int, Counter[str]] = {}
    for one in written:
        if one.supplier_id is not None and one.outcome in (Outcome.CREATED, Outcome.UPDATED):
            by_supplier.setdefault(one.supplier_id, Counter())[one.outcome.value] += 1
    for supplier_id, number in by_supplier.items():
        subject = session.get_one(Supplier, supplier_id)
        audit.record(
            session, token, "contract.written", subject, now, token.council_id, file=source.id, **number
        )


def _read(cells: Mapping[str, str]) -> _Read:
    """Read one contract with the code that reads a register."""
    row = [cells.get(field, "") for field in READ_FIELDS]
    table = Table("", "", "utf-8", "", (), READ_FIELDS, 0, lambda: iter([(1, row)]))
    file = read_contracts(table)
    if refusal := _refusal(file):
        return _Read(None, (refusal,))
    supplier = file.suppliers[0]
    remarks = [_remark(note) for note in file.notes]
    if cells.get("company_number") and not supplier.company_number:
        remarks.append(Remark("company_number", "this cannot be a company number", "write eight characters"))
    if cells.get("vat_number") and not supplier.vat_number:
        remarks.append(Remark("vat_number", "this cannot be a VAT number", "write nine or twelve digits"))
    if cells.get("charity_number") and not supplier.charity_number:
        how = "write 1234567, SC012345 or NIC100123"
        remarks.append(Remark("charity_number", "this cannot be a charity number", how))
    if cells.get("postcode") and not supplier.postcode:
        remarks.append(_no_postcode(cells["postcode"]))
    return _Read(supplier, tuple(remarks))


def _owned(read: _Read, owners: Mapping[str, Supplier]) -> _Read:
    """The same, of the supplier that officers said rows of its name to be."""
    given = read.supplier
    owner = owners.get(namesakes.stored_key(given)) if given else None
    return replace(read, supplier=namesakes.as_of(owner, given)) if given and owner else read


def _no_postcode(given: str) -> Remark:
    """Why a postcode was not kept."""
    if not identifiers.postcode(given):
        return Remark("postcode", "this cannot be a postcode of the United Kingdom", "write EX1 1JN")
    what = "the postcode may be that of a person's home and was not kept"
    return Remark("postcode", what, "send the company or charity number as well")


def _refusal(file: CouncilFile) -> Remark | None:
    if file.people_withheld.rows:
        return Remark(
            "supplier",
            "the name looks like that of a person, and people are not stored",
            "leave it out, or send the company number if it is a company",
        )
    if file.redacted_rows:
        return Remark("supplier", "the name is blacked out", "leave it out")
    if file.skipped:
        return _remark(file.skipped[0], "supplier")
    if not file.suppliers:
        return Remark("supplier", "no supplier is named", "send its name")
    return None


def _remark(row: SkippedRow, field: str = "") -> Remark:
    """What the intake noted of a cell; it names the field before a colon where the cell alone would not."""
    named, colon, what = row.what.partition(": ")
    return (
        Remark(named, what, row.mend) if colon and named in READ_FIELDS else Remark(field, row.what, row.mend)
    )


def _source(
    session: Session, token: ApiToken, sha256: str, read: Sequence[_Read], now: datetime
) -> SourceFile:
    """The row that tells officers what was sent, and what was refused and why."""
    source = supplier_store.source_file(session, token.council_id, sha256)
    if source is None:
        source = SourceFile(council_id=token.council_id, sha256=sha256)
        session.add(source)
    source.kind, source.name, source.in_force = FileKind.CONTRACTS, f"API: {token.name}", True
    source.rows_read, source.rows_loaded = len(read), sum(one.supplier is not None for one in read)
    source.skipped = [
        {"line": number, "what": " ".join(filter(None, (remark.field, remark.what, remark.how)))}
        for number, one in enumerate(read, start=1)
        for remark in one.remarks
    ]
    source.loaded_at = now
    session.flush()
    return source


class _Known:
    """The council's suppliers that could be meant, by key and by company number."""

    def __init__(self, session: Session, council_id: int, given: Sequence[SupplierInput]) -> None:
        keys = {one.key for one in given}
        found = api_lists.known_suppliers(session, council_id, keys, {one.company_number for one in given})
        self._by_key = {one.key: one for one in found}
        self._by_number: dict[str, list[Supplier]] = {}
        for one in found:
            self._by_number.setdefault(one.company_number, []).append(one)

    def find(self, given: SupplierInput) -> Supplier | None:
        """The supplier of the same key, merged or not, else the only standing one of the same company
        number."""
        if given.key in self._by_key:
            return self._by_key[given.key]
        of_number = self._by_number.get(given.company_number, []) if given.company_number else []
        fits = [one for one in of_number if not (one.vendor_id and given.vendor_id)]
        standing = [one for one in fits if one.merged_into_id is None]
        return standing[0] if len(standing) == 1 else None

    def add(self, supplier: Supplier) -> None:
        """Remember one that was made just now."""
        self._by_key[supplier.key] = supplier
        self._by_number.setdefault(supplier.company_number, []).append(supplier)


def _write(session: Session, token: ApiToken, source: SourceFile, known: _Known, read: _Read) -> Written:
    given = read.supplier
    if given is None:
        return Written(Outcome.REFUSED, read.remarks)
    supplier = known.find(given)
    if supplier is None:
        supplier = _made(session, token.council_id, given)
        known.add(supplier)
    top = merged.survivor(session, supplier)
    under = supplier.id if top is not supplier else None
    supplier.vendor_id = supplier.vendor_id or given.vendor_id
    supplier.vat_number = supplier.vat_number or given.vat_number
    supplier.charity_number = supplier.charity_number or given.charity_number
    # An officer's word that there is no company number stands; the postcode of people is nobody's business.
    if not supplier.no_number:
        supplier.company_number = supplier.company_number or given.company_number
    if supplier.no_number not in PEOPLE:
        supplier.postcode = supplier.postcode or given.postcode
    theirs = [one for one in top.contracts if one.recorded_under_id == under]
    spent = merged_spend.of_record(supplier, "spend")
    follows = spent in (None, _value(theirs))
    cells = _cells(given.contracts[0])
    row = next((one for one in theirs if one.reference == cells["reference"]), None)
    if row is None:
        row = ContractRow(
            council_id=token.council_id, source_file_id=source.id, recorded_under_id=under, **cells
        )
        top.contracts.append(row)
        theirs.append(row)
        outcome = Outcome.CREATED
    else:
        outcome = _changed(row, cells)
    # As of a register, the spend is the sum of the values, unless a file of payments said what it is.
    if follows:
        setattr(supplier, merged_spend.column_of("spend", supplier.own_credits), _value(theirs))
    session.flush()
    return Written(outcome, read.remarks, top.id, row.id, supplier.id)


def _value(contracts: Sequence[ContractRow]) -> Decimal | None:
    values = [one.value for one in contracts if one.value is not None]
    return sum(values, Decimal(0)) if values else None


def _made(session: Session, council_id: int, given: SupplierInput) -> Supplier:
    supplier = Supplier(
        council_id=council_id,
        key=given.key,
        name=given.name[:_LONGEST_NAME],
        vendor_id=given.vendor_id,
        company_number=given.company_number,
        vat_number=given.vat_number,
        charity_number=given.charity_number,
        postcode=given.postcode,
        credits=Decimal(0),
    )
    session.add(supplier)
    session.flush()
    return supplier


def _cells(contract: Contract) -> dict[str, Any]:
    """The columns of a contract's row."""
    cells = {field.name: getattr(contract, field.name) for field in fields(contract)}
    return {
        name: list(value)
        if isinstance(value, tuple)
        else value[: _LONGEST[name]]
        if name in _LONGEST
        else value
        for name, value in cells.items()
    }


def _changed(row: ContractRow, cells: Mapping[str, Any]) -> Outcome:
    before = {name: getattr(row, name) for name in cells}
    if before == cells:
        return Outcome.UNCHANGED
    for name, value in cells.items():
        setattr(row, name, value)
    return Outcome.UPDATED
