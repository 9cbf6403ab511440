"""What goes into a search for names and what comes out of it."""

from __future__ import annotations

from dataclasses import dataclass

from screening.types import Sentence


@dataclass(frozen=True, slots=True)
class Target:
    """One organisation that can be found, for instance one of the registry.

    `key` is unique within an index. `aliases` are its further names: trading names, previous names.
    """

    key: str
    name: str
    company_number: str = ""
    postcode: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """One name that is looked for, for instance a supplier as a council's ledger writes it."""

    key: str
    name: str
    company_number: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One target that a query may mean, and why.

    `probability`, in [0, 1], is that of both being one legal entity. `kind` is "same_entity", "same_group"
    (another company that seems to belong to the same group) or "none". `decision` is "automatic" (safe
    without a person), "possible" (a person should look) or "none" (shown as the nearest miss only).
    """

    query_key: str
    target_key: str
    target_name: str
    probability: float
    kind: str
    decision: str
    reasons: tuple[Sentence, ...]
