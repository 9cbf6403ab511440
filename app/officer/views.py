"""From stored rows to what the officer's templates show. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.council_view import Shown, merged_lines, source_title
from app.documents import explanation
from app.labels import channel_label, factor_label
from app.officer import evidence_views
from app.officer.labels import event_words
from app.sentences import sentence
from app.services.answering import answers_of, questionnaire_of
from app.services.cases import sentences_from_json
from app.store import audit
from app.store.screenings import QueueFilter, QueueRow
from models import (
    AuditEvent,
    Invitation,
    Response,
    StoredReport,
    Supplier,
)
from questionnaires import Question, path
from questionnaires import answers as answering
from questionnaires.cleaning import clean
from screening import codec, reference
from screening.clauses import brief
from screening.types import Contribution, Report, Sentence

FILTERS = ("q", "band", "sector", "statement", "response")


def queue_filter(arguments: Mapping[str, str]) -> QueueFilter:
    """The filter that the address asks for."""
    text, band, sector, statement, response = (clean(arguments.get(name, ""))[:200] for name in FILTERS)
    return QueueFilter(text, band, sector, statement, response)


def kept_arguments(wanted: QueueFilter) -> dict[str, str]:
    """The filter as arguments for links to other pages of the queue."""
    values = (wanted.text, wanted.band, wanted.sector, wanted.statement, wanted.response)
    return {name: value for name, value in zip(FILTERS, values, strict=True) if value}


def sector_options(sectors: Mapping[str, int]) -> list[tuple[str, str]]:
    """Sector id and its label with the number of suppliers, in order of the label."""
    known = reference.sectors()
    labelled = [
        (key, f"{_(known[key].label) if key in known else key} ({number})") for key, number in sectors.items()
    ]
    return sorted(labelled, key=lambda pair: pair[1].casefold())


@dataclass(frozen=True, slots=True)
class Row:
    """One supplier of the queue as the list shows it."""

    rank: int
    supplier: Supplier
    stored: StoredReport
    report: Report
    reasons: tuple[Sentence, ...]
    moved_places: int
    moved_points: int
    moved: tuple[Sentence, ...]
    response: str


def queue_row(row: QueueRow, today: date) -> Row:
    """A row with its two heaviest reasons and what is known of its answer."""
    report = codec.load_report(row.report.text.report_json)
    return Row(
        rank=row.rank,
        supplier=row.supplier,
        stored=row.report,
        report=report,
        reasons=heaviest_reasons(report, 2),
        moved_places=places_moved(row.report),
        moved_points=points_moved(row.report),
        moved=sentences_from_json(row.report.moved),
        response=response_words(row.invitation, today),
    )


def places_moved(stored: StoredReport) -> int:
    """How many places up (positive) or down the queue the last screening moved the supplier."""
    if stored.rank_before is None or stored.rank_after is None:
        return 0
    return stored.rank_before - stored.rank_after


def points_moved(stored: StoredReport) -> int:
    """By how many tenths of a point the last screening moved the score, all factors together."""
    return sum(round(10 * float(change["values"]["points"])) for change in stored.moved)


def response_words(invitation: Invitation | None, today: date) -> str:
    """Where the questionnaire stands, in a few words."""
    if invitation is None:
        return _("Not asked")
    if invitation.withdrawn_at is not None:
        return _("Answers withdrawn on %(day)s", day=format_date(invitation.withdrawn_at, "d MMMM y"))
    if invitation.is_shared and invitation.response.submitted_at:
        return _("Answered on %(day)s", day=format_date(invitation.response.submitted_at, "d MMMM y"))
    days = (today - invitation.due_on).days
    if days > 0:
        return _("No answer, %(days)s days overdue", days=days)
    return _("Asked, answer due by %(day)s", day=format_date(invitation.due_on, "d MMMM y"))


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


def heaviest_reasons(report: Report, number: int) -> tuple[Sentence, ...]:
    """The reasons that add most points, each once."""
    lines = [line for line in explanation.lines_of(report) if line.points > 0]
    return tuple(line.reason for line in lines[:number])


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


def answers_shown(response: Response | None, supplier_id: int) -> list[dict[str, Any]]:
    """The submitted answers with their files, section by section, as check-answers shows them."""
    if response is None:
        return []
    language = str(get_locale())
    files = evidence_views.by_question(response, supplier_id)
    questionnaire, given = questionnaire_of(response), answers_of(response)
    on_path = {question.id for question in path.on_path(questionnaire, given)}
    return [
        {
            "title": section.title.in_language(language),
            "rows": [
                {
                    "key": question.text.in_language(language),
                    "value": evidence_views.with_files(
                        answer_words(question, given.get(question.id), language), files.get(question.id, [])
                    ),
                }
                for question in section.questions
                if question.id in on_path
            ],
        }
        for section in questionnaire.sections
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


def timeline(
    session: Session, council_id: int, supplier: Supplier, invitation: Invitation | None
) -> list[tuple[AuditEvent, str]]:
    """What happened with this supplier, newest first, each event in words."""
    subjects = [("supplier", supplier.id)]
    if invitation is not None:
        subjects.append(("invitation", invitation.id))
    return [(event, event_words(event.action)) for event in audit.of_subjects(session, council_id, subjects)]
