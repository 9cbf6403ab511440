"""What loading a file would do to a council's suppliers and contracts, without doing it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.intake import CouncilFile
from app.services.loads import merged_spend, namesakes, supplier_files
from app.store import stated_companies, uploads
from app.store import suppliers as store
from models import Contract as ContractRow
from models import Council, FileKind, Supplier
from screening.types import Contract

#: How many of each kind are shown by name.
SHOWN: Final = 5

#: What makes two rows of registers the same contract, as far as a preview tells.
#: A contract's supplier as files know it, also where that was merged into another.
_IS_RECORD: Final = Supplier.id == func.coalesce(ContractRow.recorded_under_id, ContractRow.supplier_id)
_ContractKey = tuple[str, str, str, str, str, str, str]


def counts_of(read: CouncilFile) -> dict[str, Any]:
    """What was read, as plain JSON."""
    first, last = read.period
    numbered = sum(bool(one.company_number) for one in read.suppliers)
    return {
        "rows_read": read.rows_read,
        "rows_loaded": read.rows_loaded,
        "blank": read.blank_rows + read.repeated_headers,
        "skipped": len(read.skipped),
        "notes": len(read.notes),
        "people_rows": read.people_withheld.rows,
        "people": read.people_withheld.payees,
        "redacted": read.redacted_rows,
        "suppliers": len(read.suppliers),
        "numbers_valid": numbered,
        "numbers_malformed": read.malformed_numbers,
        "numbers_none": len(read.suppliers) - numbered - read.malformed_numbers,
        "first_day": first.isoformat() if first else "",
        "last_day": last.isoformat() if last else "",
        "sheet": read.sheet,
        "unread_sheets": list(read.unread_sheets),
    }


def compare(session: Session, council: Council, read: CouncilFile, beside: bool) -> dict[str, Any]:
    """Counts of suppliers and contracts that come, change, stay and go, with the first of each by name; and
    the rows of which is asked whose they are."""
    asked = namesakes.asked(session, council.id, read.suppliers)
    read = replace(read, suppliers=tuple(namesakes.resolved(session, council.id, read.suppliers)))
    return {
        "namesakes": [one.to_json() for one in asked[: namesakes.MOST_ASKED]],
        "namesakes_more": max(0, len(asked) - namesakes.MOST_ASKED),
        **_suppliers(session, council, read, beside),
        **_contracts(session, council, read, beside),
        "replaces": [] if beside else [file.name for file in _replaced(session, council, read)],
    }


def _replaced(session: Session, council: Council, read: CouncilFile) -> Iterable[Any]:
    return uploads.in_force(session, council.id, FileKind(read.kind))


def _suppliers(session: Session, council: Council, read: CouncilFile, beside: bool) -> dict[str, Any]:
    known = store.suppliers_by_key(session, council.id)
    new: list[str] = []
    changed: list[dict[str, str]] = []
    stated = stated_companies.standing_of_council(session, council.id)
    paid = supplier_files.spend_is_known(session, council.id, read)
    other_numbers: list[dict[str, str]] = []
    same = 0
    keys = set()
    for given in read.suppliers:
        key = namesakes.stored_key(given)
        keys.add(key)
        supplier = known.get(key)
        if supplier is None:
            new.append(given.name)
            continue
        moved = _cells_changed(supplier, supplier_files.cells_after(supplier, given, beside, stated, paid))
        if supplier.id in stated and given.company_number not in ("", supplier.company_number):
            said = {"name": supplier.name, "stated": supplier.company_number, "file": given.company_number}
            other_numbers.append(said)
        if moved:
            changed.append({"name": supplier.name, **moved[0]})
        else:
            same += 1
    gone = [] if beside else _gone(session, council, FileKind(read.kind), keys)
    return {
        "new": len(new),
        "new_names": new[:SHOWN],
        "changed": len(changed),
        "changed_rows": changed[:SHOWN],
        "same": same,
        "other_numbers": len(other_numbers),
        "other_number_rows": other_numbers[:SHOWN],
        "gone": len(gone),
        "gone_names": gone[:SHOWN],
    }


def _cells_changed(supplier: Supplier, after: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {"cell": name, "before": _words(merged_spend.of_record(supplier, name)), "after": _words(cell)}
        for name, cell in after.items()
        if merged_spend.of_record(supplier, name) != cell
    ]


def _words(cell: Any) -> str:
    return "" if cell is None else str(cell)


def _gone(session: Session, council: Council, kind: FileKind, keys: set[str]) -> list[str]:
    """Suppliers that have contracts by files of this kind now, and none by this file."""
    files = [file.id for file in uploads.in_force(session, council.id, kind)]
    query = select(Supplier.key, Supplier.name).join(ContractRow, _IS_RECORD)
    query = query.where(Supplier.council_id == council.id)
    query = query.where(ContractRow.source_file_id.in_(files)).distinct().order_by(Supplier.name)
    return [name for key, name in session.execute(query) if key not in keys]


def _contracts(session: Session, council: Council, read: CouncilFile, beside: bool) -> dict[str, Any]:
    coming = Counter(_keys_of_file(read))
    there = Counter() if beside else Counter(_keys_in_force(session, council, FileKind(read.kind)))
    added, left = coming - there, there - coming
    return {
        "contracts_added": added.total(),
        "contracts_same": (coming & there).total(),
        "contracts_left": left.total(),
        "added_rows": [_shown(key) for key in _first(added)],
        "left_rows": [_shown(key) for key in _first(left)],
    }


def _keys_of_file(read: CouncilFile) -> Iterator[_ContractKey]:
    for given in read.suppliers:
        for contract in given.contracts:
            yield _contract_key(given.name, contract)


def _keys_in_force(session: Session, council: Council, kind: FileKind) -> Iterator[_ContractKey]:
    files = [file.id for file in uploads.in_force(session, council.id, kind)]
    query = select(Supplier.name, ContractRow).join(Supplier, _IS_RECORD)
    query = query.where(ContractRow.council_id == council.id)
    for name, row in session.execute(query.where(ContractRow.source_file_id.in_(files))):
        yield _contract_key(name, row)


def _contract_key(supplier: str, contract: Contract | ContractRow) -> _ContractKey:
    value = "" if contract.value is None else f"{contract.value:.2f}"
    days = (
        contract.start.isoformat() if contract.start else "",
        contract.end.isoformat() if contract.end else "",
    )
    called = (contract.reference[:120], contract.title[:400], contract.category[:200])
    return (supplier[:300].casefold(), *called, value, *days)


def _first(keys: Counter[_ContractKey]) -> list[_ContractKey]:
    return list(keys)[:SHOWN]


def _shown(key: _ContractKey) -> dict[str, str]:
    _supplier, reference, title, category, value, _start, end = key
    return {"what": title or category or reference, "value": value, "end": end}
