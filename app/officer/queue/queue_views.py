"""From rows of the queue to what its page, its files and its confirm pages show. Nothing here decides."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import get_template_attribute, url_for
from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.labels import band_label
from app.officer.deciding.care_labels import called, kind_label
from app.officer.views import heaviest_reasons, places_moved, points_moved
from app.sentences import sentence
from app.services.deciding.corrections import disputed_lines, disputed_words
from app.services.judgement.cases import sentences_from_json
from app.store.queue import QueueRow
from models import Decision, Invitation, SupplierCare
from screening import codec
from screening.types import Report, Sentence, StatementFinding

#: The beginning of what the judgement says where nobody has answered yet.
_ASK = "Ask the supplier to answer the questionnaire"


@dataclass(frozen=True, slots=True)
class Row:
    """One supplier of the queue as the list and its files show it, words in the reader's language.

    Points are whole tenths. `href` and `button` are the next step as a link; `next_step` says it in words.
    """

    rank: int
    supplier_id: int
    name: str
    company_number: str
    band: str
    advice: str
    residual: int
    low: int
    high: int
    moved_places: int
    moved_points: int
    moved_because: str
    reasons: tuple[str, ...]
    sector: str
    spend: Decimal | None
    contracts: int
    contracts_value: Decimal | None
    next_end: date | None
    statement: str
    response: str
    days_overdue: int
    decision: str
    disputed: tuple[str, ...]
    owner: str
    due_on: date | None
    is_due: bool
    next_step: str
    button: str
    href: str
    rank_stability: float | None
    band_stability: float | None


def rows(session: Session, council_id: int, found: Sequence[QueueRow], today: date) -> list[Row]:
    """Rows of the queue as they are shown."""
    ids = [one.entry.supplier_id for one in found]
    disputes = disputed_lines(session, council_id, ids, str(get_locale()))
    return [_row(one, disputes.get(one.entry.supplier_id, ()), today) for one in found]


def in_parts(
    session: Session, council_id: int, found: Iterable[QueueRow], today: date, size: int = 200
) -> Iterator[Row]:
    """The same for many rows, a part at a time."""
    part: list[QueueRow] = []
    for one in found:
        part.append(one)
        if len(part) == size:
            yield from rows(session, council_id, part, today)
            part = []
    yield from rows(session, council_id, part, today)


def _row(found: QueueRow, disputed: tuple[str, ...], today: date) -> Row:
    report = codec.load_report(found.report.text.report_json)
    moved = sentences_from_json(found.report.moved)
    places, care = places_moved(found.report), found.care
    button, href = _button(found, report, disputed, today)
    return Row(
        rank=found.rank,
        supplier_id=found.entry.supplier_id,
        name=found.supplier.name,
        company_number=found.supplier.company_number,
        band=report.band.value,
        advice=_advice(found),
        residual=report.residual,
        low=report.low,
        high=report.high,
        moved_places=places,
        moved_points=points_moved(found.report),
        moved_because=_moved_because(moved, places),
        reasons=tuple(sentence(reason) for reason in heaviest_reasons(report, 2)),
        sector=_(report.sector_label),
        spend=found.supplier.spend,
        contracts=found.contracts.number,
        contracts_value=found.contracts.value,
        next_end=found.contracts.next_end,
        statement=statement_words(report.statement),
        response=response_words(found.invitation, today),
        days_overdue=days_overdue(found.invitation, today),
        decision=_decision_words(found.decision, found.waiting),
        disputed=disputed,
        owner=_owner(care),
        due_on=care.due_on if care else None,
        is_due=bool(care and care.due_on and care.due_on < today),
        next_step=(care.next_step if care else "") or sentence(report.next_action),
        button=button,
        href=href,
        rank_stability=found.report.rank_stability,
        band_stability=found.report.band_stability,
    )


def _owner(care: SupplierCare | None) -> str:
    if care is None or care.owner is None:
        return ""
    name = called(care.owner)
    return name if care.owner.active else _("%(name)s, who has left", name=name)


def _moved_because(moved: Sequence[Sentence], places: int) -> str:
    if moved:
        return sentence(moved[0])
    return _("Its own points did not move: others did.") if places else ""


def _advice(found: QueueRow) -> str:
    """Whether an officer has confirmed the band, or put another in its place."""
    decided = found.band_decision
    if decided is None:
        return _("advice")
    if decided.band == found.report.band:
        return _("confirmed by an officer")
    return _("an officer decided: %(band)s", band=band_label(decided.band).lower())


def _decision_words(decision: Decision | None, waiting: Decision | None) -> str:
    said = []
    if decision is not None:
        day = format_date(decision.decided_at, "d MMMM y")
        said.append(_("%(decision)s on %(day)s", decision=kind_label(decision.kind), day=day))
    if waiting is not None:
        kind = kind_label(waiting.kind)
        said.append(_("%(decision)s: waits for a second person", decision=kind))
    return "; ".join(said)


def _button(found: QueueRow, report: Report, disputed: Sequence[str], today: date) -> tuple[str, str]:
    """What the button of the next step says, and where it leads."""
    supplier_id = found.entry.supplier_id
    if disputed:
        return _("Reply to what is disputed"), url_for("officer.corrections")
    if found.entry.statement_status == "possible" and not report.statement.decided:
        return _("Check the statement match"), url_for("officer.supplier_statement", supplier_id=supplier_id)
    if days_overdue(found.invitation, today):
        return _("Remind or phone"), url_for("officer.ask", supplier_id=supplier_id)
    if found.invitation is None and report.next_action.text.startswith(_ASK):
        return _("Ask it to answer"), url_for("officer.ask", supplier_id=supplier_id)
    return _("Look at this supplier"), url_for("officer.supplier", supplier_id=supplier_id)


def statement_words(finding: StatementFinding) -> str:
    """What looking for the statement found, with the date of the registry copy: as every page says it."""
    words = get_template_attribute("macros/status.html", "statement_words")
    return html.unescape(str(words(finding)).strip())


def days_overdue(invitation: Invitation | None, today: date) -> int:
    """By how many days an answer that is still awaited is late."""
    if invitation is None or invitation.withdrawn_at is not None or _is_answered(invitation):
        return 0
    return max((today - invitation.due_on).days, 0)


def _is_answered(invitation: Invitation) -> bool:
    return invitation.is_shared and invitation.response.submitted_at is not None


def response_words(invitation: Invitation | None, today: date) -> str:
    """Where the questionnaire stands, in a few words."""
    if invitation is None:
        return _("Not asked")
    if invitation.withdrawn_at is not None:
        return _("Answers withdrawn on %(day)s", day=format_date(invitation.withdrawn_at, "d MMMM y"))
    if _is_answered(invitation):
        return _answered_words(invitation)
    days = days_overdue(invitation, today)
    if days > 0:
        return _("No answer, %(days)s days overdue", days=days)
    return _("Asked, answer due by %(day)s", day=format_date(invitation.due_on, "d MMMM y"))


def _answered_words(invitation: Invitation) -> str:
    submitted = invitation.response.submitted_at
    day = format_date(submitted, "d MMMM y")
    if submitted is not None and submitted < invitation.sent_at:
        return _("Shared answers of %(day)s", day=day)
    return _("Answered on %(day)s", day=day)


def disputed_text(row: Row) -> str:
    """What a file says of disputed lines."""
    return disputed_words(row.disputed)


def kept(arguments: Mapping[str, str], **changed: str) -> dict[str, str]:
    """The arguments of an address with some changed; those that are empty are left out."""
    return {name: value for name, value in {**arguments, **changed}.items() if value}
