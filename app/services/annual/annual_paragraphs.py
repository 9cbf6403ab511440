"""The paragraphs that are suggested for the areas of a statement: what each says, and when it is offered.

Figures stand in them as live figures. They say what the records do not hold, name no supplier and no person,
promise nothing, and the reading (`screening.annual.read`) finds nothing in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from flask_babel import format_date, format_decimal, get_locale
from flask_babel import gettext as _

from app.services.annual import figure_words
from app.services.annual.annual_figures import FigureValue
from app.services.annual.trackers import Summary, TrackerState
from models import AnnualStatement
from screening.annual import national


@dataclass(frozen=True, slots=True)
class Known:
    """What a paragraph may be made of: this year's figures, last year's as published, who and when."""

    statement: AnnualStatement
    now: Mapping[str, FigureValue]
    before: Mapping[str, FigureValue]
    has_earlier: bool
    confidence: tuple[Decimal, Decimal] | None
    trackers: tuple[Summary, ...] = ()

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
                "Questionnaires about modern slavery that the council sent to suppliers in the year: "
                "[[questionnaires_asked]]. Answered in the year: [[questionnaires_answered]]; overdue: "
                "[[questionnaires_overdue]]. A supplier that did not answer is not known to be at risk or "
                "without risk."
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
                "Decisions that officers took about suppliers: [[decisions]]. Improvement plans that they "
                "began with them: [[plans_opened]]. Actions that were agreed: [[actions_opened]], closed: "
                "[[actions_closed]], overdue: [[actions_overdue]]. That an action is closed tells that the "
                "agreed step was taken, not that the risk is gone."
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
    if known.has("price_checks"):
        yield (
            "price_checks",
            _(
                "Prices that looked too low for the wages that the law asks for were looked into "
                "[[price_checks]] times, of which [[price_checks_concluded]] have a conclusion. A low price "
                "is a reason to ask how it comes about and no finding."
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
            "The council measures what it did and what came of it. Questionnaires answered: "
            "[[questionnaires_answered]] of [[questionnaires_asked]]; actions closed: [[actions_closed]]; "
            "people who took part in training: [[trained]]."
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
            _("Promises of last year's statement: [[pledges]]; noted as kept: [[pledges_kept]]."),
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
        yield "national", _national()
    if known.has_rows("concerns_routed"):
        yield (
            "concerns",
            _(
                "Concerns about signs of modern slavery that officers passed on to those who may act on "
                "them: [[concerns_routed]]. The council records how many and where they went, and nothing "
                "about anybody."
            ),
        )


def _national() -> str:
    """The newest quarter of the national figures, for comparison."""
    newest = national.newest()
    first = newest.first_day
    last = date(first.year, first.month + 2, 1)
    return _(
        "For comparison: from %(first)s to %(last)s all first responders of the United Kingdom together "
        "referred %(all)s people, %(own)s of these through local authorities. That is the newest quarter of "
        "which the council's records have the national figures. Few referrals do not mean that few people "
        "are harmed.",
        first=format_date(first, "MMMM"),
        last=format_date(last, "MMMM y"),
        all=_people(newest.total),
        own=_people(newest.people["local_authorities"]),
    )


def _people(value: int | None) -> str:
    if value is None:
        return _("fewer than %(number)s", number=national.FEWEST)
    return str(format_decimal(value))


CHARTER: Final = "charter"
"""The tracker that is about policies; the others go to "other" where the outline has that."""


def _policies(known: Known) -> Paragraphs:
    has_other = any(one.area == "other" for one in known.statement.sections)
    told = [one for one in known.trackers if one.tracker.id == CHARTER or not has_other]
    found = [*_tracked(told)]
    if known.has("clause_packs"):
        text = _(
            "What the council expects of its suppliers becomes part of contracts: clauses on modern slavery "
            "were issued [[clause_packs]] times in the year."
        )
        found.append(("policy_clauses", text))
    yield from found
    if not any(one.noted for one in told):
        yield (
            "no_policies",
            _("The records from which this statement is written do not hold the council's policies."),
        )


def _tracked(summaries: Sequence[Summary]) -> Paragraphs:
    """What the council notes of itself on lists of commitments; nothing of a list without a note."""
    for one in summaries:
        if not one.noted:
            continue
        yield (
            f"tracker_{one.tracker.id}",
            _(
                "The council keeps a list of commitments and notes how far it is with each: %(title)s. By "
                "its own notes, of the %(all)s commitments: in place %(in_place)s, begun %(begun)s, not "
                "started %(not_started)s, does not apply %(not_applicable)s, nothing noted %(rest)s. Nobody "
                "outside the council has checked the notes.",
                title=_(one.tracker.title),
                all=one.all,
                in_place=one.by_state[TrackerState.IN_PLACE],
                begun=one.by_state[TrackerState.BEGUN],
                not_started=one.by_state[TrackerState.NOT_STARTED],
                not_applicable=one.by_state[TrackerState.DOES_NOT_APPLY],
                rest=one.all - one.noted,
            ),
        )


def _other(known: Known) -> Paragraphs:
    yield from _tracked([one for one in known.trackers if one.tracker.id != CHARTER])
    if known.has("decisions"):
        yield (
            "people_decide",
            _(
                "What a computer says of the risk at a supplier is advice. The [[decisions]] decisions about "
                "suppliers in the year were taken by officers, each with a reason in writing."
            ),
        )
    yield (
        "figures",
        _(
            "The figures in this statement are counted from the council's records, each on one day, and can "
            "be downloaded as open data with those of the year before. Small numbers of people are not shown."
        ),
    )


WRITERS: Final[Mapping[str, Callable[[Known], Paragraphs]]] = {
    "structure": _structure,
    "policies": _policies,
    "due_diligence": _due_diligence,
    "remediation": _due_diligence,
    "risk": _risk,
    "effectiveness": _effectiveness,
    "training": _training,
    "other": _other,
}
"""What writes the paragraphs of an area, each with a name, in the language of the locale in force."""


def _day(given: date) -> str:
    return str(format_date(given, "d MMMM y"))
