"""The vocabulary of the judgement: what goes in, what comes out.

Every type is frozen, so that a `Case` can be hashed, stored and screened again to the same bytes.
Money is in pounds sterling without VAT (`Decimal`); probabilities are in [0, 1]; risk points are on a
scale of 0 to 100 and are kept as whole tenths of a point, so that contributions add up exactly.
Countries are ISO 3166-1 alpha-2 codes. Dates are calendar dates; nothing here reads a clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence for people: a template that can be translated, and the values that fill it.

    `str(sentence)` is the British English text. Keeping the two apart lets a page show the same
    reason in Welsh without the judgement knowing about languages. A value may be a sentence itself.
    """

    text: str
    values: Mapping[str, str | Sentence] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


def say(text: str, **values: object) -> Sentence:
    """Build a `Sentence`; values other than sentences become text here, so that the stored form is plain."""
    plain = {key: value if isinstance(value, Sentence) else str(value) for key, value in values.items()}
    return Sentence(text, plain)


class StatementStatus(StrEnum):
    """What is known of the supplier's transparency statement. Five different things, never merged.

    "Covered by group" is a statement that another organisation submitted for its group: never the supplier's
    own.
    """

    MATCHED = "matched"
    COVERED_BY_GROUP = "covered_by_group"
    POSSIBLE = "possible"
    NOT_FOUND = "not_found"
    NOT_LOOKED_FOR = "not_looked_for"


class Evidence(StrEnum):
    """The quality of what stands behind an answer, weakest first."""

    NONE = "none"
    SAID = "said"
    DOCUMENTED = "documented"
    VERIFIED = "verified"


class Channel(StrEnum):
    """The ways in which exploitation reaches a contract; a control works on the channel it controls."""

    OWN_WORKFORCE = "own_workforce"
    LABOUR_PROVIDERS = "labour_providers"
    GOODS = "goods"
    SUBCONTRACTING = "subcontracting"
    PLACE = "place"


class Use(StrEnum):
    """What a result is made for. The law allows some uses fewer facts than others: `data/uses.yaml`."""

    CONTRACT_MANAGEMENT = "contract_management"
    PRE_MARKET = "pre_market"
    ANNUAL_STATEMENT = "annual_statement"
    EVALUATION = "evaluation"


class Band(StrEnum):
    """Advice for an officer, never a verdict."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NOT_ENOUGH_KNOWN = "not_enough_known"


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract, or the year's spend under one category where only a spend file is known.

    `category` is the council's own word for what is bought (an expense type, a directorate's
    category). `cpv` are codes of eight digits, `proclass` of six, `sic` of UK SIC 2007 with five.
    An empty tuple of countries means "not known", never "none".

    The facts of the workforce are the council's own knowledge of the contract, "" where it is not known:
    `agency_labour` and `migrant_workers` are "none", "some", "most", or "yes" where nobody says how many;
    `subcontracting_tiers` is "none", "one", "more" or "yes"; `workforce_skill` "skilled", "mixed" or "low".
    `health_service_england` says whether the contract is for the health service in England (SI 2025/1212),
    None where it is not known; `notice` is the day on which the notice that invites suppliers is published.
    """

    reference: str = ""
    title: str = ""
    description: str = ""
    category: str = ""
    cpv: tuple[str, ...] = ()
    proclass: str = ""
    sic: tuple[str, ...] = ()
    value: Decimal | None = None
    start: date | None = None
    end: date | None = None
    delivery_countries: tuple[str, ...] = ()
    sourcing_countries: tuple[str, ...] = ()
    agency_labour: str = ""
    migrant_workers: str = ""
    subcontracting_tiers: str = ""
    workforce_skill: str = ""
    health_service_england: bool | None = None
    notice: date | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One fact that an answer gives, named by what it says and not by the question that asked it."""

    value: str | tuple[str, ...]
    evidence: Evidence = Evidence.SAID
    evidence_date: date | None = None


class CoverBasis(StrEnum):
    """Why an organisation is taken to be covered by its group's statement, the stronger ground first."""

    LISTED = "listed"
    """The statement's own list of the organisations that it covers names it."""
    PARENT_TABLE = "parent_table"
    """A table of parents says that it is a subsidiary; the statement's own list does not name it."""
    PERSON = "person"
    """A person said so."""


@dataclass(frozen=True, slots=True)
class GroupCover:
    """The statement of a group that covers a supplier which did not submit it.

    `submitted_by` is the organisation that did. `organisations` begins the statement's own list of those that
    it covers, in alphabetical order; `covers` is the length of the whole list.
    """

    submitted_by: str
    basis: CoverBasis
    organisations: tuple[str, ...] = ()
    covers: int = 0


@dataclass(frozen=True, slots=True)
class StatementFinding:
    """What looking for a statement found.

    `copy_date` is the date of the registry copy that was searched, None if nothing was searched.
    `areas` maps the six areas of s.54(5) Modern Slavery Act 2015 (structure, policies,
    risk_assessment, due_diligence, training, goals) to what the registry row says of them.
    `decided` says a person, not the matcher, confirmed or rejected the match. `group` is given where the
    status is "covered by group".
    """

    status: StatementStatus = StatementStatus.NOT_LOOKED_FOR
    copy_date: date | None = None
    organisation: str = ""
    period_end: date | None = None
    url: str = ""
    probability: float | None = None
    kind: str = ""
    reasons: tuple[Sentence, ...] = ()
    areas: Mapping[str, bool] = field(default_factory=dict)
    turnover: str = ""
    decided: bool = False
    group: GroupCover | None = None


@dataclass(frozen=True, slots=True)
class OutsideFigure:
    """What the council's own copy of an outside country index says of one country.

    `index` names the weight of its table, "gsi" (Global Slavery Index) or "tip" (Trafficking in Persons
    report); `share` is 0 for the best and 1 for the worst figure that the index can give; `edition` is its
    year, "" where the copy does not say.
    """

    index: str
    country: str
    share: float
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """All that the judgement may know of one supplier of one council.

    `identity` is a stable key (vendor id or name) that breaks the last tie of the order. `spend` is
    what was paid in the period of the file, credits apart. `signals` holds only what was answered:
    an absent signal was not asked or not answered, the value "unknown" is an honest "I do not know".
    `outside` are the figures of the countries above in the council's own copies of outside indices.
    """

    identity: str
    name: str
    as_at: date
    company_number: str = ""
    contracts: tuple[Contract, ...] = ()
    spend: Decimal | None = None
    statement: StatementFinding = field(default_factory=StatementFinding)
    signals: Mapping[str, Signal] = field(default_factory=dict)
    outside: tuple[OutsideFigure, ...] = ()


@dataclass(frozen=True, slots=True)
class Contribution:
    """One line of the explanation: points that a factor adds (or, for a control, takes away).

    `low`, `points` and `high` are whole tenths of a point: at the best plausible value of everything unknown,
    as known, and at the worst. `known` is False where the factor was estimated from the sector's usual range.
    """

    channel: Channel
    factor: str
    low: int
    points: int
    high: int
    known: bool
    reason: Sentence
    source: str
    source_date: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """A missing fact, what it is worth (tenths by which the interval would shrink) and who can settle it."""

    factor: str
    gain: int
    ask: Sentence
    signal: str


@dataclass(frozen=True, slots=True)
class ClauseSuggestion:
    """A contract clause that a finding called for."""

    clause: str
    title: str
    because: Sentence


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A factor that the judgement may not use for what the result is made for, and the legal reason."""

    channel: Channel
    factor: str
    reason: Sentence
    source: str
    source_date: str


@dataclass(frozen=True, slots=True)
class WeightChange:
    """A weight that a council moved, by "table.name": from the shipped value to what, by whom, when, why."""

    name: str
    shipped: float
    value: float
    by: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class ContractResult:
    """One contract judged by itself, with what is known of the supplier, in whole tenths of a point.

    `label` is its reference, title or category. A supplier's residual is never below that of any of its
    contracts.
    """

    label: str
    sector: str
    residual: int
    low: int
    high: int
    band: Band


@dataclass(frozen=True, slots=True)
class Report:
    """The explained result for one `Case`.

    `inherent - controls == residual`, and the points of `contributions` add up to `residual`, all in
    whole tenths of a point in [0, 1000]. `low <= residual <= high` is the interval that the unknowns leave.
    `use` is what the report was made for, `permitted_use` all that it may lawfully be used for, and
    `left_out` what the law kept out of it, nothing of which is in any other field. `notes` say what the law
    asks of the council for these contracts. `contracts` are the contracts judged one by one, riskiest first.
    `weights` are the weights that the council moved, and `weights_sha256` stands for their values: empty
    where the judgement was made with the shipped weights.
    """

    identity: str
    name: str
    as_at: date
    model_version: str
    case_sha256: str
    sector: str
    sector_label: str
    sector_basis: Sentence
    countries: tuple[str, ...]
    statement: StatementFinding
    inherent: int
    controls: int
    residual: int
    low: int
    high: int
    band: Band
    contributions: tuple[Contribution, ...]
    unknowns: tuple[Unknown, ...]
    findings: int
    next_action: Sentence
    clauses: tuple[ClauseSuggestion, ...]
    permitted_use: tuple[str, ...]
    use: Use = Use.CONTRACT_MANAGEMENT
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[Sentence, ...] = ()
    contracts: tuple[ContractResult, ...] = ()
    weights: tuple[WeightChange, ...] = ()
    weights_sha256: str = ""
