"""What is told of a run beside its results: the files read, what was left out of them, versions and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from app.documents import words
from app.documents.match_counts import MatchCounts
from screening.stability import Stability
from screening.types import Band, Case, Report, StatementStatus, Use, WeightChange


@dataclass(frozen=True, slots=True)
class ScreenedSupplier:
    """One supplier: its place in the queue (from 1, 0 outside one), what was known of it, the explained
    result, and how firm its place is."""

    rank: int
    case: Case
    report: Report
    stability: Stability | None = None


@dataclass(frozen=True, slots=True)
class SkippedLine:
    """A line of an input file that was left out, or one of its cells, and why.

    `value` is what stood there, told only where it can be no name; `mend` is how its publisher could put
    it right.
    """

    line: int
    why: str
    value: str = ""
    mend: str = ""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file that was read. `copy_date` is the date of a registry copy, None for a council's file.

    `rows_read` counts the rows below the header, those left out included. `skipped` are rows left out,
    `notes` rows that were used without one of their cells. `people_rows` are rows whose payee looks like a
    person (`people_payees` different ones) and `redacted_rows` those the publisher blacked out: counted,
    not screened, not shown. `period` is from the first to the last payment of a spend file. `shipped` says
    that the file came with Fairhand: a part of the registry.
    """

    role: str
    name: str
    sha256: str
    kind: str
    rows_read: int
    copy_date: date | None = None
    shipped: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[SkippedLine, ...] = ()
    notes: tuple[SkippedLine, ...] = ()
    people_rows: int = 0
    people_payees: int = 0
    redacted_rows: int = 0
    blank_rows: int = 0
    repeated_headers: int = 0
    period: tuple[date | None, date | None] = (None, None)
    encoding: str = ""
    sheet: str = ""
    unread_sheets: tuple[str, ...] = ()

    def sentences(self) -> tuple[str, ...]:
        """Tell of the reading, a sentence for each fact that there is: dates, rows, rows left out and why."""
        told = [f"{words.count(self.rows_read, 'row')} read."]
        if self.copy_date is not None:
            part = "A partial copy that comes with Fairhand, as" if self.shipped else "As"
            told.insert(0, f"{part} at {words.long_date(self.copy_date)}.")
        if self.period[0] and self.period[1]:
            first, last = map(words.long_date, self.period)
            told.append(f"Payments of {first} to {last}.")
        if self.people_rows:
            payees = words.count(self.people_payees, "payee looks", "payees look")
            like = "like a person" if self.people_payees == 1 else "like people"
            rows = words.count(self.people_rows, "row")
            told.append(f"{rows} withheld because their {payees} {like}: not screened, not shown.")
        if self.redacted_rows:
            rows = words.count(self.redacted_rows, "row")
            told.append(f"{rows} blacked out by the publisher: not screened.")
        if left_out := self.blank_rows + self.repeated_headers:
            told.append(f"{words.count(left_out, 'row')} blank, or the header again.")
        told += [
            f"{words.count(rows, 'row')} skipped: {why}." for why, rows in by_reason(self.skipped).items()
        ]
        told += [
            f"{words.count(rows, 'row')} used without a cell: {why}."
            for why, rows in by_reason(self.notes).items()
        ]
        if self.unread_sheets:
            told.append(f"Sheets not read: {', '.join(self.unread_sheets)}.")
        return tuple(told)


def by_reason(lines: Iterable[SkippedLine]) -> dict[str, int]:
    """Count lines by reason, the most frequent first (ties by reason)."""
    counts = Counter(line.why for line in lines)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The facts of a run that every output tells. `as_at` is the date for which suppliers were screened.

    `amounts` says what the suppliers' amounts are: "Spend" or "Contract value". `credits` is the sum of the
    negative amounts, which are in no supplier's spend. `use` is what the results are for. `matching`
    counts what looking for statements found, None if nothing was looked for.
    """

    as_at: date
    model_version: str
    references: Mapping[str, str]
    inputs: tuple[InputFile, ...]
    options: Mapping[str, str] = field(default_factory=dict)
    amounts: str = "Spend"
    credits: Decimal = Decimal(0)
    matching: MatchCounts | None = None
    use: Use = Use.CONTRACT_MANAGEMENT
    weights: tuple[WeightChange, ...] = ()
    weights_sha256: str = ""

    @property
    def copies(self) -> tuple[InputFile, ...]:
        """The registry copies that were searched, newest first."""
        copies = [file for file in self.inputs if file.copy_date is not None]
        return tuple(sorted(copies, key=lambda file: (file.copy_date or date.min, file.name), reverse=True))

    @property
    def searched(self) -> str:
        """What was searched for statements, as a phrase with its dates; "" if nothing was."""
        copies = self.copies
        if not copies:
            return ""
        days = list(dict.fromkeys(words.long_date(file.copy_date) for file in copies))
        if all(file.shipped for file in copies):
            return f"the partial registry copy of {words.listed(days)} that comes with Fairhand"
        return f"the registry {'copy' if len(days) == 1 else 'copies'} of {words.listed(days)}"


@dataclass(frozen=True, slots=True)
class Summary:
    """The portfolio in figures. Every band and status is present, also where the count is 0.

    `spend` is the sum over the suppliers whose spend is known, None if no file told any. Rows are those
    of the council's files.
    """

    suppliers: int
    bands: Mapping[Band, int]
    statements: Mapping[StatementStatus, int]
    spend: Decimal | None
    rows_read: int
    rows_skipped: int
    skipped: Mapping[str, int]
    people_rows: int
    redacted_rows: int


def summarise(screened: Sequence[ScreenedSupplier], inputs: Iterable[InputFile]) -> Summary:
    """Count the suppliers by band and by statement status, and the rows that were read and left out."""
    council = [file for file in inputs if file.role == "Suppliers"]
    bands = Counter(supplier.report.band for supplier in screened)
    statements = Counter(supplier.report.statement.status for supplier in screened)
    spends = [supplier.case.spend for supplier in screened if supplier.case.spend is not None]
    skipped = by_reason(line for file in council for line in file.skipped)
    return Summary(
        suppliers=len(screened),
        bands={band: bands[band] for band in Band},
        statements={status: statements[status] for status in StatementStatus},
        spend=sum(spends, Decimal(0)) if spends else None,
        rows_read=sum(file.rows_read for file in council),
        rows_skipped=sum(skipped.values()),
        skipped=skipped,
        people_rows=sum(file.people_rows for file in council),
        redacted_rows=sum(file.redacted_rows for file in council),
    )
