"""Contracts and their facts as the officer's pages show them. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass

from app.labels import known_facts
from app.services.judgement import contract_facts
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
