"""The figures of an annual statement in words: what each is called, its value, its share, last year's.

Everything is in the language of the locale in force; `flask_babel.force_locale` chooses another. A count of
people that is too small to be shown comes out as "fewer than 5" from every function here, and shares are not
told of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from flask_babel import format_decimal
from flask_babel import gettext as _

from app.services.annual.annual_figures import FEWEST_SHOWN, FigureValue, Pair, named, put_in
from app.store.annual_figures import FIGURES

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "suppliers": (
        "suppliers",
        "spend",
        "suppliers_screened",
        "spend_screened",
        "suppliers_high",
        "suppliers_medium",
        "suppliers_low",
        "suppliers_not_enough_known",
        "spend_high",
        "statements_found",
        "statements_not_found",
    ),
    "questionnaires": ("questionnaires_asked", "questionnaires_answered", "questionnaires_overdue"),
    "actions": (
        "decisions",
        "plans_opened",
        "actions_opened",
        "actions_closed",
        "actions_overdue",
        "clause_packs",
        "price_checks",
        "price_checks_concluded",
        "corrections_received",
        "corrections_replied",
    ),
    "training": (
        "training_sessions",
        "trained",
        "trained_first_responders",
        "trained_procurement",
        "trained_councillors",
    ),
    "promises": ("pledges", "pledges_kept"),
    "people": ("concerns_routed", "referrals_adults", "referrals_children", "notifications_adults"),
}
"""The figures in the order in which people look for them."""


def group_label(group: str) -> str:
    """What a group of figures is called."""
    return {
        "suppliers": _("Suppliers and spend"),
        "questionnaires": _("Questionnaires"),
        "actions": _("Decisions, actions, clauses and corrections"),
        "training": _("Training"),
        "promises": _("Promises of last year's statement"),
        "people": _("Concerns passed on (totals only)"),
    }.get(group, _("Other figures"))


def grouped() -> list[tuple[str, list[str]]]:
    """All figures by group; whatever is in no group comes last, so that a new figure is never lost."""
    known = {name for names in GROUPS.values() for name in names}
    found = [(group, [name for name in names if name in FIGURES]) for group, names in GROUPS.items()]
    rest = [name for name in FIGURES if name not in known]
    return [*found, ("other", rest)] if rest else found


def label(name: str) -> str:
    """What a figure counts, as the head of a row; the bare name of one that this version does not know."""
    words = _labels().get(name)
    return words() if words else name.replace("_", " ").capitalize()


def _labels() -> Mapping[str, Callable[[], str]]:
    return {
        "suppliers": lambda: _("Suppliers"),
        "spend": lambda: _("Spend with suppliers"),
        "suppliers_screened": lambda: _("Suppliers screened"),
        "spend_screened": lambda: _("Spend with suppliers that were screened"),
        "suppliers_high": lambda: _("Suppliers in the high band"),
        "suppliers_medium": lambda: _("Suppliers in the medium band"),
        "suppliers_low": lambda: _("Suppliers in the low band"),
        "suppliers_not_enough_known": lambda: _("Suppliers of which not enough is known for a band"),
        "spend_high": lambda: _("Spend with suppliers in the high band"),
        "statements_found": lambda: _(
            "Suppliers with a transparency statement found, their own or a group's"
        ),
        "statements_not_found": lambda: _("Suppliers without a statement found in the registry copy"),
        "questionnaires_asked": lambda: _("Questionnaires sent to suppliers"),
        "questionnaires_answered": lambda: _("Questionnaires answered"),
        "questionnaires_overdue": lambda: _("Questionnaires overdue"),
        "decisions": lambda: _("Decisions of officers about suppliers"),
        "plans_opened": lambda: _("Improvement plans begun with suppliers"),
        "actions_opened": lambda: _("Actions agreed with suppliers"),
        "actions_closed": lambda: _("Actions closed"),
        "actions_overdue": lambda: _("Actions overdue"),
        "clause_packs": lambda: _("Sets of clauses issued for contracts and tenders"),
        "price_checks": lambda: _("Checks of low prices against the wages that the law asks for"),
        "price_checks_concluded": lambda: _("Checks of low prices with a conclusion"),
        "corrections_received": lambda: _("Corrections that suppliers asked for"),
        "corrections_replied": lambda: _("Corrections with a reply"),
        "training_sessions": lambda: _("Training sessions"),
        "trained": lambda: _("People who took part in training"),
        "trained_first_responders": lambda: _("First responders who took part in training"),
        "trained_procurement": lambda: _("Procurement staff who took part in training"),
        "trained_councillors": lambda: _("Councillors who took part in training"),
        "pledges": lambda: _("Promises of last year's statement"),
        "pledges_kept": lambda: _("Promises of last year's statement that were kept"),
        "concerns_routed": lambda: _("Concerns that officers passed on"),
        "referrals_adults": lambda: _("Adults referred to the National Referral Mechanism"),
        "referrals_children": lambda: _("Children referred to the National Referral Mechanism"),
        "notifications_adults": lambda: _("Adults notified to the Home Office without their name"),
    }


def amount(value: Decimal, unit: str) -> str:
    """A number as it is printed: "1,234", or whole pounds as "£2,412,345" (never rounded to millions, so that
    it can be found again in its trail)."""
    whole = format_decimal(value.quantize(Decimal(1), ROUND_HALF_UP))
    return f"£{whole}" if unit == "pounds" else str(whole)


def value(found: FigureValue) -> str:
    """The value in words, as it stands in the place of [[name]]."""
    if found.is_suppressed:
        return _("fewer than %(number)s", number=FEWEST_SHOWN)
    known = FIGURES.get(found.name)
    return amount(found.value, known.unit if known else "count")


def share(part: FigureValue, whole: FigureValue | None) -> str:
    """A part of a whole as "120 of 340 (35%)"; the value alone where there is no whole or it is nothing."""
    if whole is None or part.is_suppressed or whole.is_suppressed or whole.value <= 0:
        return value(part)
    percent = (100 * part.value / whole.value).quantize(Decimal(1), ROUND_HALF_UP)
    if percent == 0 and part.value > 0:
        told = _("less than %(percent)s", percent="1%")
    elif percent == 100 and part.value < whole.value:
        told = _("more than %(percent)s", percent="99%")
    else:
        told = f"{percent}%"
    return _("%(part)s of %(whole)s (%(percent)s)", part=value(part), whole=value(whole), percent=told)


@dataclass(frozen=True, slots=True)
class FigureInWords:
    """One figure as a page or a document shows it. `before` is last year's, "" where there is none."""

    name: str
    label: str
    value: str
    share: str
    before: str
    is_suppressed: bool

    @property
    def before_words(self) -> str:
        """Last year's value as half a sentence, which says so where there is none."""
        if self.before:
            return _("%(value)s last year", value=self.before)
        return _("no value of last year")


def in_words(pair: Pair, whole: FigureValue | None = None) -> FigureInWords:
    """A figure with last year's; `whole` is the value of the figure of which it is a part, if any."""
    return FigureInWords(
        pair.now.name,
        label(pair.now.name),
        value(pair.now),
        share(pair.now, whole),
        value(pair.before) if pair.before else "",
        pair.now.is_suppressed,
    )


def put_into(text: str, values: Mapping[str, FigureValue]) -> str:
    """A text with its live figures as words; a figure that `values` does not have stays as it stands."""
    return put_in(text, {name: value(values[name]) for name in named(text) if name in values})
