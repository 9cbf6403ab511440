"""Screening a council's file against copies of the registry, without a database."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import screening
from app.documents.match_counts import MatchCounts
from app.documents.run_facts import InputFile, RunFacts, ScreenedSupplier, SkippedLine, Summary, summarise
from app.intake import (
    CouncilFile,
    RegistryFile,
    SkippedRow,
    StatementRow,
    SupplierInput,
    UnusableInput,
    read_council_file,
    read_registry,
)
from app.intake.answers import AnswersFile, read_answers
from app.intake.country_index import CountryIndex, IndexKind, read_country_index
from app.intake.weights import WeightsFile, read_weights
from app.services.judgement import country_indices
from app.services.judgement.answer_files import JoinedAnswers, join_answers
from app.services.matching import match_counting
from app.services.matching.statement_search import StatementSearch
from screening import collector, stability
from screening.matching import Query
from screening.matching.costs import Costs, thresholds_for
from screening.types import Case, Signal, StatementFinding, Use
from screening.weights import SHIPPED as SHIPPED_WEIGHTS
from screening.weights import Weights

SHIPPED: Final = Path(__file__).parents[2] / "example"
"""Where the part of the registry lies that comes with Fairhand."""

OnProgress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many are done and of how many (None where nobody knows yet)."""


@dataclass(frozen=True, slots=True)
class Screening:
    """A finished screening: the suppliers in ranked order, the facts of the run, and seconds by step.

    `title` names what was screened, for headings.
    """

    screened: tuple[ScreenedSupplier, ...]
    facts: RunFacts
    timings: Mapping[str, float]
    title: str

    @property
    def summary(self) -> Summary:
        """The portfolio in figures."""
        return summarise(self.screened, self.facts.inputs)


def shipped_copies() -> tuple[Path, ...]:
    """The registry files that come with Fairhand; raises `UnusableInput` if they are not installed."""
    paths = tuple(sorted(SHIPPED.glob("StatementSummaries*.csv")))
    if not paths:
        raise UnusableInput(
            f"{SHIPPED}: the registry copy that comes with Fairhand is missing; name your own."
        )
    return paths


def screen_files(
    suppliers: Path,
    statements: Sequence[Path] | None,
    as_at: date,
    mapping: Mapping[str, str] | None = None,
    on_progress: OnProgress | None = None,
    use: Use = Use.CONTRACT_MANAGEMENT,
    answers: Path | None = None,
    weights: Path | None = None,
    indices: Mapping[IndexKind, Path] | None = None,
) -> Screening:
    """Screen the suppliers of a council's file and rank them.

    `statements` are copies of the registry, to be searched together: None takes the part that comes with
    Fairhand, an empty sequence looks for no statements. `as_at` is the date for which to screen. `mapping`
    overrules which column of the suppliers' file is which (field -> header). `use` is what the results are
    for; `answers` is a table of what suppliers answered, `weights` one of weights that the council changed.
    `indices` are the council's own copies of outside country indices; they count as far as `weights` say.

    Raises `app.intake.UnusableInput` if a file cannot be used.
    """
    tell = on_progress or (lambda what, done, total: None)
    timings: dict[str, float] = {}
    paths = shipped_copies() if statements is None else tuple(statements)
    with _timed(timings, "read_suppliers"):
        council = read_council_file(suppliers, mapping, _reading(suppliers, tell))
        answered = read_answers(answers, _reading(answers, tell)) if answers else None
        own = read_weights(weights) if weights else None
        copies = [read_country_index(path, kind) for kind, path in (indices or {}).items()]
    with _timed(timings, "read_statements"):
        registries = [read_registry(path, progress=_reading(path, tell)) for path in paths]
    # Told as done only when every file has proved usable: an error then stands alone on the terminal.
    for name, rows in [(council.name, council.rows_read), *((one.name, one.rows_read) for one in registries)]:
        tell(f"Reading {name}", rows, rows)
    with _timed(timings, "match"):
        findings, matching = _look_for_statements(council.suppliers, registries, tell)
    joined = join_answers(answered, council.suppliers) if answered else JoinedAnswers({}, ())
    with _timed(timings, "screen"), collector.paused():
        weighed = own.weights if own else SHIPPED_WEIGHTS
        outside = country_indices.joined(copies)
        screened = _screen(council.suppliers, findings, joined.signals, as_at, use, weighed, outside, tell)
    facts = RunFacts(
        as_at=as_at,
        model_version=screening.MODEL_VERSION,
        references=dict(screening.reference_versions()),
        inputs=(
            _council_input(council),
            *([_answers_input(answered, joined)] if answered else []),
            *([_weights_input(own)] if own else []),
            *(_index_input(copy) for copy in copies),
            *(_registry_input(copy, shipped=statements is None) for copy in registries),
        ),
        options=_options(as_at, statements, mapping, use),
        use=use,
        credits=sum((supplier.credits for supplier in council.suppliers), Decimal(0)),
        amounts="Contract value" if council.kind == "contracts" else "Spend",
        matching=matching,
        weights=own.weights.changes if own else (),
        weights_sha256=own.weights.sha256 if own else "",
    )
    return Screening(screened, facts, timings, council.name)


@contextmanager
def _timed(timings: dict[str, float], step: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    timings[step] = time.perf_counter() - began


def _reading(path: Path, tell: OnProgress) -> Callable[[int], None]:
    return lambda done: tell(f"Reading {path.name}", done, None)


def _look_for_statements(
    suppliers: Sequence[SupplierInput], registries: Sequence[RegistryFile], tell: OnProgress
) -> tuple[list[StatementFinding], MatchCounts | None]:
    rows, dates = _merge(registries)
    newest = max((registry.as_at for registry in registries), default=None)
    queries = [_query(supplier) for supplier in suppliers]
    what, total = "Looking for statements", len(queries)
    search = StatementSearch(rows, newest, dates)
    results = search.look_for(queries, progress=lambda done: tell(what, done, total))
    counts = match_counting.count(search, queries, results, thresholds_for(Costs()))
    return [result.finding for result in results], counts


def _merge(registries: Sequence[RegistryFile]) -> tuple[list[StatementRow], dict[str, date]]:
    """The rows of all copies with the dates of their copies; a row that two copies have is the newer's."""
    rows: dict[str, StatementRow] = {}
    dates: dict[str, date] = {}
    for registry in sorted(registries, key=lambda registry: (registry.as_at, registry.sha256)):
        for row in registry.rows:
            rows[row.key], dates[row.key] = row, registry.as_at
    return list(rows.values()), dates


def _query(supplier: SupplierInput) -> Query:
    return Query(supplier.key, supplier.name, supplier.company_number, postcode=supplier.postcode)


def _screen(
    suppliers: Sequence[SupplierInput],
    findings: Sequence[StatementFinding],
    signals: Mapping[str, Mapping[str, Signal]],
    as_at: date,
    use: Use,
    weights: Weights,
    outside: country_indices.Outside,
    tell: OnProgress,
) -> tuple[ScreenedSupplier, ...]:
    what, total = "Screening", len(suppliers)
    cases: dict[str, Case] = {}
    reports = []
    for done, (supplier, finding) in enumerate(zip(suppliers, findings, strict=True), start=1):
        case = Case(
            identity=supplier.key,
            name=supplier.name,
            as_at=as_at,
            company_number=supplier.company_number,
            contracts=supplier.contracts,
            spend=supplier.spend,
            statement=finding,
            signals=signals.get(supplier.key, {}),
        )
        case = country_indices.beside(case, outside)
        cases[case.identity] = case
        reports.append(screening.screen(case, use, weights))
        if done % 200 == 0 or done == total:
            tell(what, done, total)
    ranked = screening.rank(reports)
    firm = stability.of_reports(ranked)
    return tuple(
        ScreenedSupplier(place, cases[report.identity], report, firm.get(screening.order_key(report)))
        for place, report in enumerate(ranked, start=1)
    )


def _council_input(council: CouncilFile) -> InputFile:
    return InputFile(
        role="Suppliers",
        name=council.name,
        sha256=council.sha256,
        kind="contracts register" if council.kind == "contracts" else "spend file",
        rows_read=council.rows_read,
        columns=dict(council.columns),
        skipped=_lines(council.skipped),
        notes=_lines(council.notes),
        people_rows=council.people_withheld.rows,
        people_payees=council.people_withheld.payees,
        redacted_rows=council.redacted_rows,
        blank_rows=council.blank_rows,
        repeated_headers=council.repeated_headers,
        period=council.period,
        encoding=council.encoding,
        sheet=council.sheet,
        unread_sheets=council.unread_sheets,
    )


def _answers_input(answers: AnswersFile, joined: JoinedAnswers) -> InputFile:
    return InputFile(
        role="Answers",
        name=answers.name,
        sha256=answers.sha256,
        kind="answers of suppliers",
        rows_read=answers.rows_read,
        columns=dict(answers.columns),
        skipped=_lines(sorted((*answers.skipped, *joined.unjoined), key=lambda row: row.line)),
        notes=_lines(answers.notes),
        blank_rows=answers.blank_rows,
    )


def _weights_input(own: WeightsFile) -> InputFile:
    return InputFile(
        role="Weights",
        name=own.name,
        sha256=own.sha256,
        kind="weights that the council changed",
        rows_read=own.rows_read,
    )


def _index_input(copy: CountryIndex) -> InputFile:
    return InputFile(
        role="Country index",
        name=copy.name,
        sha256=copy.sha256,
        kind=f"the council's own copy of an outside country index ({copy.kind.value})",
        rows_read=len(copy.rows) + len(copy.skipped),
        skipped=_lines(copy.skipped),
    )


def _registry_input(registry: RegistryFile, *, shipped: bool) -> InputFile:
    return InputFile(
        role="Statements",
        name=registry.name,
        sha256=registry.sha256,
        kind="copy of the modern slavery statement registry",
        rows_read=registry.rows_read,
        copy_date=registry.as_at,
        shipped=shipped,
        skipped=_lines(registry.skipped),
    )


def _lines(rows: Sequence[SkippedRow]) -> tuple[SkippedLine, ...]:
    return tuple(SkippedLine(row.line, row.what, row.value, row.mend) for row in rows)


def _options(
    as_at: date, statements: Sequence[Path] | None, mapping: Mapping[str, str] | None, use: Use
) -> dict[str, str]:
    looked = "shipped" if statements is None else "given" if statements else "none"
    chosen = {f"map.{field}": column for field, column in (mapping or {}).items()}
    return {"as_at": as_at.isoformat(), "statements": looked, "use": use.value, **chosen}
