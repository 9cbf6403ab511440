"""What the report on all suppliers of a council says, in values: no words, no names of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from screening.types import Band, Sentence, StatementStatus, WeightChange


@dataclass(frozen=True, slots=True)
class Group:
    """Suppliers that have something in common: how many, and the spend of those whose spend is known."""

    suppliers: int = 0
    with_spend: int = 0
    spend: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class SectorGroup:
    """The suppliers of a sector, and how many of them are in the band High and in Not enough known."""

    sector: str
    group: Group
    high: int
    not_enough_known: int


@dataclass(frozen=True, slots=True)
class Told:
    """A supplier at the head of the queue, in whole tenths of a point."""

    supplier_id: int
    rank: int
    name: str
    sector: str
    band: Band
    residual: int
    low: int
    high: int
    spend: Decimal | None
    statement: StatementStatus
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Mover:
    """A supplier that the last screening moved: how many places up (negative: down), and why."""

    supplier_id: int
    name: str
    places: int
    points: int
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class MissingFact:
    """A fact that is missing for some of the suppliers told of, and by how many tenths knowing it would
    narrow their ranges together."""

    ask: Sentence
    suppliers: int
    gain: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is known of how many suppliers; `contracts_placed` are contracts with a known country."""

    suppliers: int
    screened: int
    with_spend: int
    with_contracts: int
    contracts: int
    contracts_placed: int


@dataclass(frozen=True, slots=True)
class PortfolioFacts:
    """All that the report on a council's suppliers says. Mappings have every key, also where none is there.

    `responses`, `decisions` and `actions` are counts by state. `moved` is how many suppliers the last
    screening moved up, down and not at all; `bands_moved` counts by band before and band now.
    """

    made_at: datetime
    today: date
    council: str
    council_cy: str
    as_at: date
    model_version: str
    reference_versions: Mapping[str, str]
    copy_date: date | None
    weights: tuple[WeightChange, ...]
    coverage: Coverage
    whole: Group
    bands: Mapping[Band, Group]
    sectors: tuple[SectorGroup, ...]
    statements: Mapping[StatementStatus, Group]
    moved: tuple[int, int, int]
    bands_moved: Mapping[tuple[Band, Band], int]
    movers: tuple[Mover, ...]
    top: tuple[Told, ...]
    missing: tuple[MissingFact, ...]
    responses: Mapping[str, int]
    decisions: Mapping[str, int]
    waiting_for_second: int
    bands_confirmed: int
    bands_changed: int
    actions: Mapping[str, int]
    open_corrections: int
