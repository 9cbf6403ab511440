"""The vocabulary of the clause library: families, clauses, fill-ins, definitions, KPIs and questions.

Everything is frozen and comes from `data/clauses`. Texts are drafts for legal review, always: `STATUS` is no
field that anybody can turn off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from screening.clauses.brief import STATUS
from screening.types import Channel, StatementStatus


class Tier(StrEnum):
    """How much the contract asks for, the least first. "Not enough known" is medium: unknown is not low."""

    LOWER = "lower"
    MEDIUM = "medium"
    HIGHER = "higher"


class ContractType(StrEnum):
    """What is bought. Care and the supply of labour are services with risks of their own."""

    GOODS = "goods"
    SERVICES = "services"
    WORKS = "works"
    CARE = "care"
    LABOUR_SUPPLY = "labour_supply"


class Size(StrEnum):
    """The size of the supplier. Small: below 50 workers, as the council judges it."""

    SMALL = "small"
    LARGER = "larger"


class Stage(StrEnum):
    """Where the procurement is. It decides which findings may speak: `data/clauses/questions.yaml`."""

    PRELIMINARY_MARKET = "preliminary_market"
    CONDITIONS_OF_PARTICIPATION = "conditions_of_participation"
    AWARD = "award"
    CONTRACT_MANAGEMENT = "contract_management"


class Fact(StrEnum):
    """A fact of the contract, not of the supplier, that may call for a clause."""

    HEALTH_SERVICE_ENGLAND = "health_service_england"
    OVER_5_MILLION = "over_5_million"


FIVE_MILLION = Decimal(5_000_000)
"""Procurement Act 2023 s.52(1): "more than" this many pounds."""


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the council knows of the contract; None is "not known". `value` is its estimated value in pounds.

    `above_threshold` says whether it is a public contract above the threshold of the Procurement Act 2023,
    `light_touch` whether it is a light touch contract (most social care).
    """

    type: ContractType
    value: Decimal | None = None
    health_service_england: bool | None = None
    above_threshold: bool | None = None
    light_touch: bool | None = None

    @property
    def facts(self) -> frozenset[Fact]:
        """The facts that are known to hold."""
        found = set()
        if self.health_service_england:
            found.add(Fact.HEALTH_SERVICE_ENGLAND)
        if self.value is not None and self.value > FIVE_MILLION:
            found.add(Fact.OVER_5_MILLION)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class FillIn:
    """A number that the council chooses: `{name}` in the text, a whole number in [lowest, highest]."""

    name: str
    default: int
    lowest: int
    highest: int
    unit: str


@dataclass(frozen=True, slots=True)
class Provision:
    """One numbered sub-clause and its lettered items."""

    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Welsh:
    """The Welsh of a clause, `checked` once a translator has read it. No provisions: no text yet."""

    title: str
    purpose: str
    provisions: tuple[Provision, ...] = ()
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """One reviewed-as-a-whole text: a variant of a family for some tiers, contract types and sizes.

    `id` is "K5.care"; `version` counts up with each change of the text. `sources` are ids of the register of
    sources, `idea` what was taken from them in our words. `kpis` are ids of `kpis.yaml`.
    """

    id: str
    family: str
    variant: str
    version: int
    tiers: frozenset[Tier]
    types: frozenset[ContractType]
    sizes: frozenset[Size]
    title: str
    purpose: str
    use_when: str
    not_when: str
    provisions: tuple[Provision, ...]
    fill_ins: Mapping[str, FillIn]
    sources: tuple[str, ...]
    idea: str
    small_supplier: str
    legal_notes: tuple[str, ...]
    kpis: tuple[str, ...]
    welsh: Welsh | None = None
    status: str = field(default=STATUS, init=False)

    @property
    def narrowness(self) -> int:
        """How special the variant is: the contract type counts most, then the size, then the tier."""
        return (
            4 * (len(self.types) < len(ContractType))
            + 2 * (len(self.sizes) < len(Size))
            + (len(self.tiers) < len(Tier))
        )

    def suits(self, tier: Tier, kind: ContractType, size: Size) -> bool:
        """Whether the variant is written for this combination."""
        return tier in self.tiers and kind in self.types and size in self.sizes


@dataclass(frozen=True, slots=True)
class Call:
    """When a family is called for: from a tier on, by any one of the triggers, or by the tier alone.

    `channels` maps a channel to the tenths of a point that it must carry after controls. `always` needs no
    trigger: at the lower tier that is the baseline.
    """

    tier: Tier
    always: bool = False
    factors: tuple[str, ...] = ()
    channels: Mapping[Channel, int] = field(default_factory=dict)
    statement: tuple[StatementStatus, ...] = ()
    types: tuple[ContractType, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """A family of clauses, K1 to K17. `key` is its name in a report's short list, "" if it is not there."""

    id: str
    key: str
    title: str
    purpose: str
    calls: tuple[Call, ...]
    clauses: tuple[Clause, ...]
    welsh_title: str = ""
    welsh_purpose: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A defined term. `welsh` is "" where there is no Welsh text yet; Welsh is unchecked."""

    term: str
    text: str
    welsh_term: str = ""
    welsh: str = ""


@dataclass(frozen=True, slots=True)
class Kpi:
    """A key performance indicator: what is measured, unit, target, how often, from which data.

    `first` puts it at the head where three are needed and fewer are called for.
    """

    id: str
    title: str
    measure: str
    unit: str
    target: str
    frequency: str
    data: str
    small_supplier: str
    types: frozenset[ContractType]
    first: int


@dataclass(frozen=True, slots=True)
class StageRule:
    """What suggestions may be used for at a stage. `use` is the use of the judgement whose limits apply."""

    stage: Stage
    use: str
    allowed: str
    not_allowed: str
    s17: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question to tenderers or to the supplier at one stage, and what the law allows there.

    `above` and `below` say why it is allowed above and below the threshold; "" is "not allowed there", and
    then `above_not` or `below_not` says why.
    """

    id: str
    stage: Stage
    text: str
    evidence: str
    above: str
    below: str
    above_not: str
    below_not: str
    s17: str
    small_supplier: str
    types: frozenset[ContractType]
    tiers: frozenset[Tier]
    health_only: bool
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanColumn:
    """A column of the remedial action plan: what to write, an example, and what must not be written."""

    id: str
    title: str
    help: str
    example: str
    not_here: str
    required: bool
