"""What officers say of contracts: who does the work, and whether it is for the health service in England.

The register's own facts are kept beside it, so that taking the officer's word back restores them; where the
register says nothing either, the fact is "not known" again, which widens the interval and is never low.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.services.background import runs
from app.store import audit
from models import Contract, FactsOfContract, Person, StatedFacts
from screening.workforce import CONTRACT_FACTS


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a contract in the words of the judgement; "" and None are "not known"."""

    agency_labour: str = ""
    migrant_workers: str = ""
    subcontracting_tiers: str = ""
    workforce_skill: str = ""
    health_service_england: bool | None = None
    notice: date | None = None

    def __post_init__(self) -> None:
        for name, words in CONTRACT_FACTS.items():
            if getattr(self, name) not in ("", *words):
                raise ValueError(f"{name}: {getattr(self, name)!r} is none of {', '.join(words)}")

    def plain(self) -> dict[str, Any]:
        """The facts as plain JSON values, for the audit log."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
        }


NAMES = tuple(field.name for field in fields(Facts))


def of_row(row: FactsOfContract) -> Facts:
    """The facts of one row, the register's or an officer's."""
    return Facts(**{name: getattr(row, name) for name in NAMES})


def contract_key(contract: Contract) -> str:
    """What a contract is known by from one register to the next: its reference, else all that it is called.

    Rows of one supplier that have the same are one contract to the council, and share what is said of it.
    """
    called = [contract.title, contract.category, contract.description]
    known_by = ["reference", contract.reference] if contract.reference else ["called", *called]
    return hashlib.sha256(json.dumps(known_by).encode()).hexdigest()


def stated(contract: Contract) -> StatedFacts | None:
    """What an officer said of this contract, None if nothing."""
    said = contract.supplier.stated_facts
    key = contract_key(contract) if said else ""
    return next((one for one in said if one.contract_key == key), None)


def standing(contract: Contract) -> Facts:
    """The facts that count: an officer's, else the register's."""
    return of_row(stated(contract) or contract)


def state(
    session: Session, officer: Person, contract: Contract, given: Facts, now: datetime, today: date
) -> bool:
    """An officer says what is known of a contract, in place of the register; the supplier is screened again.

    False, with nothing written, where exactly this was said before.
    """
    row = stated(contract)
    if row is not None and of_row(row) == given:
        return False
    before = standing(contract)
    if row is None:
        row = StatedFacts(council_id=contract.council_id, contract_key=contract_key(contract))
        contract.supplier.stated_facts.append(row)
    for name in NAMES:
        setattr(row, name, getattr(given, name))
    row.stated_by, row.stated_at = officer, now
    _record(session, officer, "contract.facts_stated", contract, before, given, now, today)
    return True


def take_back(session: Session, officer: Person, contract: Contract, now: datetime, today: date) -> bool:
    """Take back what an officer said: the register's facts stand again. False if nothing was said."""
    row = stated(contract)
    if row is None:
        return False
    before = of_row(row)
    contract.supplier.stated_facts.remove(row)
    _record(session, officer, "contract.facts_taken_back", contract, before, of_row(contract), now, today)
    return True


def _record(
    session: Session,
    officer: Person,
    action: str,
    contract: Contract,
    before: Facts,
    after: Facts,
    now: datetime,
    today: date,
) -> None:
    """The audit event and the run, in the transaction of the change."""
    supplier = contract.supplier
    audit.record(
        session,
        officer,
        action,
        supplier,
        now,
        supplier.council_id,
        contract=contract.reference or contract.title or contract.category,
        before=before.plain(),
        after=after.plain(),
    )
    runs.queue_run(session, supplier.council_id, supplier.id, "facts_stated", now, today)
    session.commit()
