"""What goes into a search for organisations and what comes out of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from screening.types import Sentence


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that a target's group contains without being the target, for instance a subsidiary."""

    name: str
    company_number: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """One organisation that can be found, for instance one of the registry.

    `key` is unique within an index. `aliases` are further names that it has: trading names, names that a
    person confirmed; `previous_names` those that it had before. `members` belong to its group: a query that
    is one of them is answered "same_group", never "same_entity". Identifiers are in the one form that
    `screening.names` and `screening.identifiers` give them, `country` is an ISO 3166-1 alpha-2 code; all
    are empty where they are not known.
    """

    key: str
    name: str
    company_number: str = ""
    postcode: str = ""
    aliases: tuple[str, ...] = ()
    previous_names: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    charity_number: str = ""
    vat_number: str = ""
    domain: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Query:
    """One organisation that is looked for, for instance a supplier as a council's ledger writes it.

    `not_keys` are targets that a person has said it is not: they are neither answers nor rivals.
    Identifiers as in `Target`.
    """

    key: str
    name: str
    company_number: str = ""
    postcode: str = ""
    charity_number: str = ""
    vat_number: str = ""
    domain: str = ""
    country: str = ""
    not_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Match:
    """One target that a query may mean, and why.

    `probability`, in [0, 1], is that of both being one legal entity or, where `member` is given, of the query
    being that member of the target's group. `kind` is "same_entity", "same_group" (another organisation of
    the same group) or "none". `decision` is "automatic" (safe without a person), "possible" (a person should
    look) or "none" (shown as the nearest miss only). `explain` gives the reasons, which are put into words
    only when somebody asks for them.
    """

    query_key: str
    target_key: str
    target_name: str
    probability: float
    kind: str
    decision: str
    member: Member | None = None
    explain: Callable[[], tuple[Sentence, ...]] = field(default=tuple, compare=False, repr=False)

    @cached_property
    def reasons(self) -> tuple[Sentence, ...]:
        """Why, in sentences for an officer."""
        return self.explain()

    def __getstate__(self) -> dict[str, object]:
        """What another process needs: the reasons in words instead of the comparison behind them."""
        reasons = self.reasons
        return {**self.__dict__, "explain": Said(reasons), "reasons": reasons}


@dataclass(frozen=True, slots=True)
class Said:
    """Reasons that are in words already."""

    reasons: tuple[Sentence, ...]

    def __call__(self) -> tuple[Sentence, ...]:
        return self.reasons
