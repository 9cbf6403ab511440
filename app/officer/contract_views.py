"""Contracts and their facts as the officer's pages show them. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from app.officer.labels import fact_label, fact_words
from app.services import contract_facts
from app.services.contract_facts import Facts
from models import Contract, StatedFacts, Supplier


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract of the register, what is known of its work, and what an officer said of it."""

    contract: Contract
    known: tuple[tuple[str, str], ...]
    stated: StatedFacts | None


def contract_rows(supplier: Supplier) -> list[ContractRow]:
    """The contracts of a supplier in the order of the register."""
    return [
        ContractRow(contract, known_facts(contract_facts.standing(contract)), contract_facts.stated(contract))
        for contract in supplier.contracts
    ]


def known_facts(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The facts that are known, each with its label, in words."""
    return tuple(row for row, known in _rows(facts) if known)


def all_facts(facts: Facts) -> Sequence[tuple[str, str]]:
    """Every fact with its label, in words; "Not known" where nobody has said."""
    return [row for row, _known in _rows(facts)]


def _rows(facts: Facts) -> list[tuple[tuple[str, str], bool]]:
    rows = []
    for name in contract_facts.NAMES:
        value = getattr(facts, name)
        rows.append(((fact_label(name), _words(name, value)), value not in ("", None)))
    return rows


def _words(name: str, value: str | bool | date | None) -> str:
    if isinstance(value, date):
        return str(format_date(value, "d MMMM y"))
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return fact_words(name, value or "")
