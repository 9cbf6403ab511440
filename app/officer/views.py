"""The explained result of a supplier and its answers in words. Nothing here decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.council_view import Shown, merged_lines, source_title
from app.documents import explanation
from app.labels import channel_label, factor_label
from app.sentences import sentence
from app.services.judgement.cases import sentences_from_json
from models import (
    StoredReport,
)
from questionnaires import Question
from questionnaires import answers as answering
from screening import codec, no_statement
from screening.clauses import brief
from screening.types import Contribution, Report, Sentence


def places_moved(stored: StoredReport) -> int:
    """How many places up (positive) or down the queue the last screening moved the supplier."""
    if stored.rank_before is None or stored.rank_after is None:
        return 0
    return stored.rank_before - stored.rank_after


def points_moved(stored: StoredReport) -> int:
    """By how many tenths of a point the last screening moved the score, all factors together."""
    return sum(round(10 * float(change["values"]["points"])) for change in stored.moved)


@dataclass(frozen=True, slots=True)
class Explained:
    """A report as its page shows it; `merged` and `single` are the same points, by reason or line by line."""

    report: Report
    merged: tuple[Shown, ...]
    single: tuple[Shown, ...]
    reasons: tuple[Sentence, ...]
    moved: tuple[Sentence, ...]
    moved_places: int
    moved_points: int


def explained(stored: StoredReport) -> Explained:
    """The stored report with its lines: what adds points first, then what takes them away."""
    report = codec.load_report(stored.text.report_json)
    return Explained(
        report=report,
        merged=merged_lines(report),
        single=tuple(_single(one) for one in sorted(report.contributions, key=lambda one: -one.points)),
        reasons=heaviest_reasons(report, 3),
        moved=sentences_from_json(stored.moved),
        moved_places=places_moved(stored),
        moved_points=points_moved(stored),
    )


def why_no_statement(stored: StoredReport, body: str = "") -> no_statement.Reading:
    """Why there is no statement of the supplier, by what was known when it was screened; `body` is what an
    officer said that it is, where that has no company number."""
    case = codec.load_case(stored.text.case_json)
    return no_statement.why(case.statement, case.signals, case.as_at, body=body)


def heaviest_reasons(report: Report, number: int) -> tuple[Sentence, ...]:
    """The reasons that add most points, each once."""
    return tuple(line.reason for line in explanation.lines_that_add(report)[:number])


def _single(one: Contribution) -> Shown:
    return Shown(
        label=factor_label(one.factor),
        channel_label=channel_label(one.channel),
        low=one.low,
        points=one.points,
        high=one.high,
        known=one.known,
        reason=sentence(one.reason),
        source=source_title(one.source),
        source_date=one.source_date,
    )


def clause_texts(report: Report) -> list[dict[str, Any]]:
    """The suggested clauses with their texts, each with the finding that called for it."""
    texts = {clause.id: clause.text for clause in brief.library()}
    return [
        {"title": _(one.title), "because": one.because, "text": _(texts[one.clause])}
        for one in report.clauses
    ]


def answer_words(question: Question, answer: answering.Answer | None, language: str) -> str:
    """One answer as text, with its evidence; several choices are separated by semicolons."""
    if answer is None:
        return _("Not answered")
    value = answering.display(question, answer, language)
    text = value if isinstance(value, str) else "; ".join(value)
    if not answer.evidence_url:
        return text
    day = format_date(answer.evidence_date, "d MMMM y")
    return _("%(text)s (evidence of %(day)s: %(url)s)", text=text, day=day, url=answer.evidence_url)
