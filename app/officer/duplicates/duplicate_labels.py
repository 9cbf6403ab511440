"""Words of the pages about duplicates: why a pair is proposed, what a merge moves, why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.services.organisations.duplicate_pairs import KINDS
from app.services.organisations.merging import Refusal


def evidence_label(kind: str) -> str:
    """By what a pair was found."""
    return {
        "company_number": _("Same company number"),
        "charity_number": _("Same charity number"),
        "organisation": _("Same organisation"),
        "vat_number": _("Same VAT number, like names"),
        "previous_name": _("Previous name"),
        "name": _("Same name, written otherwise"),
        "similar": _("Similar name"),
    }.get(kind, kind)


def evidence_options() -> list[tuple[str, str]]:
    """The kinds of evidence to choose from, the strongest first."""
    return [("", _("Any")), *((kind, evidence_label(kind)) for kind in KINDS)]


def state_options() -> list[tuple[str, str]]:
    """Which pairs to show."""
    return [("open", _("To be decided")), ("dismissed", _("Not the same"))]


def refusal_words(why: Refusal, later: str = "") -> str:
    """Why nothing was merged or undone; `later` is the supplier whose merge has to be undone first."""
    return {
        Refusal.SAME: _("This is one record. Choose another one to merge it with."),
        Refusal.MERGED: _("One of the two was merged with another supplier meanwhile. Nothing was changed."),
        Refusal.TWO_NUMBERS: _(
            "The two have different company numbers, so they are two legal entities and are not merged. If "
            "one of the numbers is wrong, correct it on that supplier's page."
        ),
        Refusal.ONE_HAS_NONE: _(
            "One of the two has a company number, and of the other an officer said that it has none, so they "
            "are two and are not merged. If one of them is wrong, correct it on that supplier's page."
        ),
        Refusal.BOTH_ASKED: _("Say that both questionnaires stay open, or do not merge the two now."),
        Refusal.UNDONE: _("This merge was undone already."),
        Refusal.LATER_MERGE: _(
            "The supplier that stayed was itself merged into “%(name)s” later. Undo that first.", name=later
        ),
    }[why]


def rows_words(table: str, number: int) -> str:
    """So many rows of a table, as an officer calls them."""
    count = format_decimal(number)
    return _ROWS.get(table, _other)(number, count)


def _other(number: int, count: str) -> str:
    return ngettext("%(count)s other record", "%(count)s other records", number, count=count)


_ROWS: Final[Mapping[str, Callable[[int, str], str]]] = {
    "contract": lambda n, c: ngettext("%(count)s contract", "%(count)s contracts", n, count=c),
    "stated_facts": lambda n, c: ngettext(
        "what an officer said of %(count)s contract", "what officers said of %(count)s contracts", n, count=c
    ),
    "invitation": lambda n, c: ngettext(
        "%(count)s questionnaire with its answers", "%(count)s questionnaires with their answers", n, count=c
    ),
    "match": lambda n, c: ngettext(
        "%(count)s statement that was found", "%(count)s statements that were found", n, count=c
    ),
    "no_statement": lambda n, c: ngettext(
        "%(count)s word that no statement exists", "%(count)s words that no statement exists", n, count=c
    ),
    "supplier_care": lambda n, c: _("who looks after it, the next step and its day"),
    "note": lambda n, c: ngettext("%(count)s note", "%(count)s notes", n, count=c),
    "decision": lambda n, c: ngettext("%(count)s decision", "%(count)s decisions", n, count=c),
    "band_decision": lambda n, c: ngettext(
        "%(count)s decision on the band", "%(count)s decisions on the band", n, count=c
    ),
    "action_plan": lambda n, c: ngettext("%(count)s action plan", "%(count)s action plans", n, count=c),
    "action": lambda n, c: ngettext("%(count)s step of a plan", "%(count)s steps of plans", n, count=c),
    "clause_pack": lambda n, c: ngettext(
        "%(count)s pack of clauses", "%(count)s packs of clauses", n, count=c
    ),
    "correction": lambda n, c: ngettext("%(count)s correction", "%(count)s corrections", n, count=c),
    "supplier_hold": lambda n, c: ngettext(
        "%(count)s hold on removing data", "%(count)s holds on removing data", n, count=c
    ),
    "price_check": lambda n, c: ngettext("%(count)s price check", "%(count)s price checks", n, count=c),
    "exclusion_ground": lambda n, c: ngettext(
        "%(count)s exclusion ground", "%(count)s exclusion grounds", n, count=c
    ),
    "stated_company": lambda n, c: ngettext(
        "%(count)s company number that an officer said",
        "%(count)s company numbers that officers said",
        n,
        count=c,
    ),
    "supplier": lambda n, c: _("numbers of the supplier"),
    "report": lambda n, c: _("the result of a screening"),
}


def cell_words(name: str) -> str:
    """A cell that the supplier that stays takes over where it had none."""
    return {
        "organisation_id": _("the organisation that it is resolved to"),
        "company_number": _("the company number"),
        "vat_number": _("the VAT number"),
        "charity_number": _("the charity number"),
        "postcode": _("the postcode"),
        "no_number": _("that it has no company number"),
    }.get(name, name)
