"""Paragraphs for a statement, put together from the records: a beginning that a person has to make their own.

Figures stand in them as live figures. They say what the records do not hold, name no supplier and no person,
promise nothing, and the reading (`screening.annual.read`) finds nothing in them. A text for which a language
has no words yet is left empty in that language rather than given in another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from flask_babel import force_locale, format_date, format_decimal, get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.services import annual_figures, figure_words
from app.services.annual_figures import FigureValue
from app.store import annual as store
from app.store.annual_figures import FIGURES
from models import AnnualStatement


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One paragraph in English and in Welsh, "" where there is no Welsh yet."""

    name: str
    text: str
    text_cy: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a paragraph may be made of: this year's figures, last year's as published, who and when."""

    statement: AnnualStatement
    now: Mapping[str, FigureValue]
    before: Mapping[str, FigureValue]
    has_earlier: bool
    confidence: tuple[Decimal, Decimal] | None

    def has(self, name: str) -> bool:
        """Whether a figure is more than nothing."""
        return self.now[name].value > 0

    def has_rows(self, *names: str) -> bool:
        """Whether anything at all is recorded for one of the figures, a zero too."""
        return any(self.now[name].rows for name in names)


Paragraphs = Iterator[tuple[str, str]]


def _structure(known: Known) -> Paragraphs:
    statement = known.statement
    yield (
        "year",
        _(
            "This statement of %(council)s is about the year from %(start)s to %(end)s.",
            council=statement.council.name_in(str(get_locale())),
            start=_day(statement.year_start),
            end=_day(statement.year_end),
        ),
    )
    if not known.has("suppliers"):
        yield (
            "no_suppliers",
            _(
                "No list of suppliers is loaded in the council's records, so this statement does not say "
                "from how many suppliers the council buys, or for how much."
            ),
        )
        return
    yield (
        "suppliers",
        _(
            "The records hold [[suppliers]] suppliers, to whom the council paid [[spend]]. They were "
            "screened for the risk of modern slavery: [[suppliers_screened]] of them, with "
            "[[spend_screened]] of the spend."
        ),
    )
    yield (
        "not_known",
        _(
            "Behind these direct suppliers stand sub-contractors and makers of goods. The council knows them "
            "only where a supplier told of them."
        ),
    )


def _due_diligence(known: Known) -> Paragraphs:
    if known.has("questionnaires_asked"):
        yield (
            "questionnaires",
            _(
                "In the year the council sent [[questionnaires_asked]] questionnaires about modern slavery "
                "to suppliers. [[questionnaires_answered]] were answered in the year and "
                "[[questionnaires_overdue]] were overdue. A supplier that did not answer is not known to be "
                "at risk or without risk."
            ),
        )
    else:
        yield (
            "no_questionnaires",
            _(
                "No questionnaire about modern slavery was sent to a supplier in the year. What the council "
                "knows of its suppliers comes from its own records and from public ones."
            ),
        )
    if known.has("suppliers_screened"):
        yield (
            "statements",
            _(
                "Of [[suppliers_screened]] suppliers screened, [[statements_found]] have a transparency "
                "statement in the registry copy, their own or that of their group. For "
                "[[statements_not_found]] none was found in it: many are too small to owe one, and not found "
                "does not mean that none exists."
            ),
        )
    if known.has("decisions") or known.has("actions_opened") or known.has("actions_closed"):
        yield (
            "actions",
            _(
                "Officers took [[decisions]] decisions about suppliers. [[actions_opened]] actions were "
                "agreed with suppliers and [[actions_closed]] were closed; [[actions_overdue]] are overdue. "
                "That an action is closed tells that the agreed step was taken, not that the risk is gone."
            ),
        )
    if known.has("clause_packs"):
        yield (
            "clauses",
            _(
                "Clauses on modern slavery were issued for [[clause_packs]] contracts or tenders. That a "
                "clause is in a contract does not tell whether it is kept."
            ),
        )
    if known.has("corrections_received"):
        yield (
            "corrections",
            _(
                "Suppliers can dispute what the council holds about them. In the year they did so "
                "[[corrections_received]] times; [[corrections_replied]] have a reply."
            ),
        )
    yield from _referrals(known)


def _risk(known: Known) -> Paragraphs:
    if not known.has("suppliers_screened"):
        yield (
            "not_screened",
            _(
                "No supplier was screened for the risk of modern slavery by the end of the year. Where the "
                "risks are highest is therefore not known from the council's records."
            ),
        )
        return
    yield (
        "bands",
        _(
            "Of [[suppliers_screened]] suppliers screened, [[suppliers_high]] are in the high band, "
            "[[suppliers_medium]] in the medium and [[suppliers_low]] in the low one. [[spend_high]] was "
            "paid to those in the high band. The bands rest on what is bought, how the work is done and what "
            "suppliers answered. They say where to look first and are no finding about a supplier."
        ),
    )
    if known.has("suppliers_not_enough_known"):
        yield (
            "not_enough",
            _(
                "Of [[suppliers_not_enough_known]] suppliers not enough is known for a band. Not known does "
                "not mean low."
            ),
        )


def _effectiveness(known: Known) -> Paragraphs:
    yield (
        "measures",
        _(
            "The council measures what it did and what came of it: [[questionnaires_answered]] of "
            "[[questionnaires_asked]] questionnaires were answered, [[actions_closed]] actions were closed, "
            "and [[trained]] people took part in training."
        ),
    )
    if known.before:
        compared = ("questionnaires_asked", "questionnaires_answered", "actions_closed", "trained")
        parts = [
            _("%(label)s: %(value)s", label=figure_words.label(name), value=figure_words.value(value))
            for name in compared
            if (value := known.before.get(name)) is not None
        ]
        if parts:
            yield "last_year", _("Last year's statement said: %(figures)s.", figures="; ".join(parts))
    else:
        yield (
            "no_last_year",
            _(
                "The records hold no published figures of the year before, so this year's stand alone and "
                "are what next year's can be compared with."
            ),
        )
    if known.has("pledges"):
        yield (
            "promises",
            _("Of [[pledges]] promises of last year's statement, [[pledges_kept]] are noted as kept."),
        )
    elif known.has_earlier:
        yield "no_promises", _("No promise of last year's statement is noted in the ledger.")


def _training(known: Known) -> Paragraphs:
    if not known.has("training_sessions"):
        yield (
            "no_training",
            _(
                "The council's records hold no training session on modern slavery in the year. A session "
                "that nobody entered is missing here, so this does not prove that nobody was trained."
            ),
        )
        return
    yield (
        "training",
        _(
            "In the year [[training_sessions]] training sessions on modern slavery were held, in which "
            "[[trained]] people took part. Of these [[trained_first_responders]] are first responders, "
            "[[trained_procurement]] buy for the council and [[trained_councillors]] are councillors."
        ),
    )
    if known.confidence:
        before, after = known.confidence
        yield (
            "confidence",
            _(
                "Asked how confident they feel to act on signs, with 5 out of 5 as the most, they said "
                "%(before)s on average before and %(after)s after.",
                before=format_decimal(before, "0.0"),
                after=format_decimal(after, "0.0"),
            ),
        )
    else:
        yield (
            "no_confidence",
            _("What people learned from it is not known: no session has confidence before and after."),
        )


def _referrals(known: Known) -> Paragraphs:
    if known.has_rows("referrals_adults", "referrals_children", "notifications_adults"):
        yield (
            "referrals",
            _(
                "As a first responder the council referred [[referrals_adults]] adults and "
                "[[referrals_children]] children to the National Referral Mechanism, and told the Home "
                "Office of [[notifications_adults]] adults who did not consent to a referral. These are "
                "totals of the year; no case is told."
            ),
        )


def _nothing(known: Known) -> Paragraphs:
    yield from ()


_WRITERS: Final[Mapping[str, Callable[[Known], Paragraphs]]] = {
    "structure": _structure,
    "policies": _nothing,
    "due_diligence": _due_diligence,
    "remediation": _due_diligence,
    "risk": _risk,
    "effectiveness": _effectiveness,
    "training": _training,
    "other": _nothing,
}


def suggestions(
    session: Session, statement: AnnualStatement, area: str, today: date
) -> tuple[Suggestion, ...]:
    """The paragraphs for an area, in order; none where the records hold nothing for it."""
    write = _WRITERS.get(area, _nothing)
    known = _known(session, statement, today)
    with force_locale("en"):
        english = list(write(known))
    with force_locale("cy"):
        welsh = dict(write(known))
    return tuple(
        Suggestion(name, text, "" if welsh.get(name) == text else welsh.get(name, ""))
        for name, text in english
    )


def _known(session: Session, statement: AnnualStatement, today: date) -> Known:
    earlier = store.before(session, statement)
    now, before = {}, {}
    for name in FIGURES:
        pair = annual_figures.pair(session, statement, earlier, name, today)
        if pair is None:
            continue
        now[name] = pair.now
        if pair.before is not None:
            before[name] = pair.before
    confidence = store.mean_confidence(
        session, statement.council_id, statement.year_start, min(statement.year_end, today)
    )
    return Known(statement, now, before, earlier is not None, confidence)


def _day(given: date) -> str:
    return str(format_date(given, "d MMMM y"))
