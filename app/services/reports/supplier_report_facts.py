"""What the report on one supplier says, in values: no words of a language, and no names of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from models import ActionSide, ActionState, CorrectionState, DecisionKind, MatchDecision, Role
from questionnaires import Answer, Question
from screening.stability import Stability
from screening.types import Case, Report, Sentence, Use


@dataclass(frozen=True, slots=True)
class Place:
    """The place among the council's suppliers, how far the last screening moved it, how firm it is."""

    rank: int
    suppliers: int
    moved_places: int
    stability: Stability | None


@dataclass(frozen=True, slots=True)
class BandDecided:
    """What an officer said of the band, as of the screening of a day."""

    advised: str
    band: str
    reason: str
    on: date
    role: Role
    as_of: date


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands; `second_role` is that of the second person who agreed, if one had to."""

    kind: DecisionKind
    reason: str
    on: date
    role: Role
    second_role: Role | None
    review_on: date | None


@dataclass(frozen=True, slots=True)
class Disputed:
    """A line that the supplier says is wrong, in English and in Welsh, and what became of that."""

    line: str
    line_cy: str
    about: str
    made_on: date
    state: CorrectionState
    replied_on: date | None


@dataclass(frozen=True, slots=True)
class MatchFound:
    """The match that counts: who says so, and why; `decided_by` is the role of whoever decided."""

    decision: MatchDecision
    organisation: str
    kind: str
    probability: float
    reasons: tuple[Sentence, ...]
    decided_by: Role | None
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class Document:
    """Evidence beside an answer: a file, or the link that the supplier gave; it counts if it is dated."""

    is_file: bool
    dated_on: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Answered:
    """One question on the path, the answer to it, and the evidence beside it."""

    question: Question
    answer: Answer | None
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers by which the council judges."""

    response_id: int
    reference: str
    questionnaire: str
    version: int
    submitted_on: date
    declared_role: str
    rows: tuple[Answered, ...]


@dataclass(frozen=True, slots=True)
class ActionOfPlan:
    """One action of a plan, by which side, until when, and how far it is."""

    what: str
    side: ActionSide
    due_on: date
    state: ActionState
    overdue: bool


@dataclass(frozen=True, slots=True)
class SupplierReportFacts:
    """All that the report on one supplier says, for one use.

    `council` and `council_cy` are the council's names. `asked` has the question of the council's
    questionnaire that gives a signal, by signal. Beside `case` and `report` nothing is filled in for
    evaluation; `place`, `answers` and the others are None or empty too where there is nothing to tell.
    """

    use: Use
    made_at: datetime
    today: date
    council: str
    council_cy: str
    supplier_id: int
    vendor_id: str
    case: Case
    report: Report
    report_sha256: str
    reference_versions: Mapping[str, str]
    organisation: str = ""
    asked: Mapping[str, Question] = field(default_factory=dict)
    place: Place | None = None
    moved_points: int = 0
    moved: tuple[Sentence, ...] = ()
    band_decided: BandDecided | None = None
    decisions: tuple[Decided, ...] = ()
    disputed: tuple[Disputed, ...] = ()
    match: MatchFound | None = None
    answers: Answers | None = None
    actions: tuple[ActionOfPlan, ...] = ()
