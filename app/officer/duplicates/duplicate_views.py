"""Two suppliers side by side, and what merging them does, as the pages show it. Nothing here decides."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.documents.words import points
from app.labels import band_label, company_number_words
from app.officer.deciding.care_labels import called
from app.officer.duplicates import duplicate_labels as labels
from app.officer.queue import queue_labels
from app.pages import pounds
from app.services.judgement.cases import sentences_from_json
from app.services.organisations.merge_plan import Change
from app.services.organisations.merging import Preview, number_of
from app.store import care as care_store
from app.store import duplicates, merged, responses, screenings
from app.store import merge_rows as rows
from app.store import merges as store
from models import DuplicateProposal, Invitation, ResponseStatus, StoredReport, Supplier, SupplierMerge
from screening.types import Sentence

#: Tables whose rows are counted where two suppliers are compared, in this order.
_COUNTED = ("note", "decision", "action_plan", "action", "clause_pack", "correction", "price_check")


@dataclass(frozen=True, slots=True)
class PairSeen:
    """A proposed pair as the list shows it."""

    row: DuplicateProposal
    label: str
    reason: Sentence | str


def pair_seen(row: DuplicateProposal) -> PairSeen:
    """A pair with the first of its reasons."""
    reasons = sentences_from_json(row.reasons)
    return PairSeen(row, labels.evidence_label(row.evidence), reasons[0] if reasons else "")


def card(session: Session, supplier: Supplier, title: str) -> dict[str, Any]:
    """One supplier as a card of `macros/compare.html`: who it is."""
    organisation = supplier.organisation
    absorbed = merged.absorbed(session, supplier.council_id, [supplier.id]).get(supplier.id, [])
    facts = [
        (_("Company number"), number_of(supplier) or company_number_words(supplier)),
        (_("Charity number"), supplier.charity_number),
        (_("VAT number"), supplier.vat_number),
        (_("Postcode"), supplier.postcode),
        (_("Vendor id"), supplier.vendor_id),
        (_("Organisation"), organisation.name if organisation else ""),
        (_("Postcode of the registered office"), organisation.postcode if organisation else ""),
    ]
    if absorbed:
        facts.append((_("Merged into it"), "; ".join(one.name for one in absorbed)))
    return {"title": title, "name": supplier.name, "facts": facts}


def beside(session: Session, one: Supplier, other: Supplier) -> list[tuple[str, str, str]]:
    """What hangs on two suppliers, row by row: what it is, what the first has, what the second has."""
    left, right = _hanging(session, one), _hanging(session, other)
    return [(label, words, right[label]) for label, words in left.items()]


def _hanging(session: Session, supplier: Supplier) -> dict[str, str]:
    council_id = supplier.council_id
    report = screenings.current_report(session, council_id, supplier.id)
    kept = care_store.care_of(session, council_id, [supplier.id]).get(supplier.id)
    counted = rows.counts(session, supplier.id)
    invitation = responses.newest_invitation(session, council_id, supplier.id)
    work = [labels.rows_words(name, counted[name]) for name in _COUNTED if counted[name]]
    contracts = [one.title or one.category or one.reference for one in supplier.contracts]
    return {
        _("Spend or contract value"): pounds(supplier.spend) or _("Not known"),
        _("Contracts"): _contracts(contracts),
        _("Band"): band_label(report.band) if report else _("Not screened yet"),
        _("Statement"): _statement(report.statement_status) if report else _("Not looked for"),
        _("Questionnaire"): answer_words(invitation),
        _("Looked after by"): called(kept.owner) if kept and kept.owner else _("Nobody"),
        _("Work on it"): "; ".join(work) or _("None yet"),
    }


def _contracts(titles: list[str]) -> str:
    told = "; ".join(list(dict.fromkeys(filter(None, titles)))[:3])
    number = labels.rows_words("contract", len(titles))
    return f"{number}: {told}" if told else number


def _statement(status: str) -> str:
    return dict(queue_labels.statements()).get(status, status)


def answer_words(invitation: Invitation | None) -> str:
    """Where a supplier's questionnaire stands, and who has it."""
    if invitation is None:
        return _("Not asked")
    if invitation.response.status == ResponseStatus.SUBMITTED and invitation.is_shared:
        return _("Answered by %(email)s", email=invitation.contact.email)
    day = format_date(invitation.due_on, "d MMMM y")
    return _("Open with %(email)s until %(day)s", email=invitation.contact.email, day=day)


@dataclass(frozen=True, slots=True)
class Told:
    """What a merge does, in words: rows that move, rows that stay, cells that are taken over, and spend."""

    moves: list[str]
    stays: list[str]
    filled: list[str]
    spend: str


def told(preview: Preview, survivor: Supplier, absorbed: Supplier) -> Told:
    """A preview in words."""
    plan = preview.plan
    return Told(
        moves=[labels.rows_words(name, number) for name, number in plan.moved.items()],
        stays=[labels.rows_words(name, number) for name, number in plan.left.items()],
        filled=[labels.cell_words(name) for name in plan.taken_over],
        spend=_spend_words(survivor.spend, absorbed.spend),
    )


def _spend_words(ours: Decimal | None, theirs: Decimal | None) -> str:
    if ours is None or theirs is None:
        return pounds(theirs if ours is None else ours) or _("not known")
    return _(
        "%(ours)s and %(theirs)s, together %(both)s",
        ours=pounds(ours),
        theirs=pounds(theirs),
        both=pounds(ours + theirs),
    )


def result_words(report: StoredReport | None) -> str:
    """A result in one line; "" for none."""
    if report is None:
        return ""
    return _(
        "%(band)s, %(points)s points, as at %(day)s",
        band=band_label(report.band),
        points=points(report.residual),
        day=format_date(report.run.as_at, "d MMMM y"),
    )


def kept_words(kept: list[Any]) -> list[str]:
    """Rows that an undo left as they were, counted by what they are."""
    counted = Counter(one["table"] for one in kept)
    return [labels.rows_words(name, number) for name, number in sorted(counted.items())]


def changes_words(changes: list[Change]) -> list[str]:
    """Rows that an undo would leave as they are now, counted by what they are."""
    return kept_words([{"table": change.table} for change in changes])


def moved_words(made: SupplierMerge) -> list[str]:
    """What a merge moved."""
    return [labels.rows_words(name, number) for name, number in made.counts.items()]


def percent(probability: float) -> str:
    """A probability for people; never 100 %, since a name is no proof."""
    return f"{format_decimal(min(99, round(100 * probability)))}%"


def for_supplier(session: Session, supplier: Supplier) -> dict[str, Any]:
    """`same_as` and `merged_in`: the context of `officer/_duplicates.html` on a supplier's page."""
    pairs = duplicates.of_supplier(session, supplier.council_id, supplier.id)
    return {
        "same_as": [
            (
                row,
                row.second if row.first_id == supplier.id else row.first,
                labels.evidence_label(row.evidence),
            )
            for row in pairs
        ],
        "merged_in": store.into(session, supplier.council_id, supplier.id),
    }
