"""Matches and the search for statements as the officer's pages show them. Nothing here decides anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.documents.match_counts import MatchCounts
from app.labels import company_number_words
from app.services.judgement.cases import sentences_from_json, standing_match, standing_of
from models import Match, MatchDecision, ScreeningRun, Supplier
from screening.types import Sentence


@dataclass(frozen=True, slots=True)
class MatchCard:
    """A match as two cards side by side, and what an officer may do with it."""

    match: Match
    is_standing: bool
    left: dict[str, Any]
    right: dict[str, Any]
    reasons: tuple[Sentence, ...]
    decided: bool
    words: str
    submitted_by: str
    covers: tuple[str, ...]


def match_cards(supplier: Supplier, matches: Sequence[Match]) -> list[MatchCard]:
    """The matches of a supplier, the one that counts first."""
    standing = standing_match(matches)
    ordered = sorted(matches, key=lambda one: (one is not standing, -one.probability, one.id))
    return [_card(supplier, one, one is standing) for one in ordered[:5]]


def _card(supplier: Supplier, match: Match, is_standing: bool) -> MatchCard:
    organisation, statement = match.organisation, match.organisation.statement
    period = format_date(statement.period_end, "d MMMM y") if statement.period_end else ""
    left = {
        "title": _("In your records"),
        "name": supplier.name,
        "facts": [
            (_("Company number"), company_number_words(supplier)),
            (_("Postcode"), supplier.postcode),
            (_("Vendor id"), supplier.vendor_id),
        ],
    }
    right = {
        "title": _("In the registry"),
        "name": organisation.name,
        "facts": [
            (_("Company number"), organisation.company_number),
            (_("Statement for the year to"), period),
            (_("Group led by"), statement.parent_name if statement.is_group else _("No group")),
        ],
    }
    return MatchCard(
        match=match,
        is_standing=is_standing,
        left=left,
        right=right,
        reasons=(*sentences_from_json(match.reasons), *standing_of(match).reasons),
        decided=match.decision in (MatchDecision.CONFIRMED, MatchDecision.REJECTED),
        words=_decision_words(match),
        submitted_by=statement.parent_name or organisation.name,
        covers=tuple(sorted((one.name for one in statement.organisations), key=str.casefold))
        if statement.is_group
        else (),
    )


def _decision_words(match: Match) -> str:
    """Who says what the match is: Fairhand, an officer, or nobody yet."""
    possible = _("May be the same organisation, not confirmed")
    if match.kind == "same_group":
        possible = _("May be another company of the same group, not confirmed")
    if match.found_by == "suggestion":
        possible = _("Suggested by another council's decision, not confirmed")
    by_fairhand = {
        "number": _("Matched by Fairhand, by company number"),
        "previous_name": _("Matched by Fairhand, by a name in the register of companies"),
        "known_name": _("Matched by Fairhand, by a name that an officer confirmed before"),
        "group": _("Matched by Fairhand, by a table of parents"),
    }
    return {
        MatchDecision.AUTOMATIC: by_fairhand.get(match.found_by, _("Matched by Fairhand")),
        MatchDecision.POSSIBLE: possible,
        MatchDecision.CONFIRMED: _("Confirmed by an officer"),
        MatchDecision.REJECTED: _("Rejected by an officer"),
    }[MatchDecision(match.decision)]


def other_names(supplier: Supplier) -> list[str]:
    """The further names of the supplier's organisation, previous ones with the year in which they ended."""
    if supplier.organisation is None:
        return []
    return [
        _("%(name)s (until %(year)s)", name=one.name, year=one.used_until.year)
        if one.used_until
        else one.name
        for one in supplier.organisation.names
        if one.name != supplier.name and one.council_id in (None, supplier.council_id)
    ]


@dataclass(frozen=True, slots=True)
class MatchingRun:
    """A finished screening of all suppliers with the figures of its search for statements."""

    run: ScreeningRun
    counts: MatchCounts
    ways: tuple[tuple[str, int, int], ...]


def matching_runs(runs: Sequence[ScreeningRun]) -> list[MatchingRun]:
    """The runs that looked for statements; `ways`: by what, how many, not by the registry's names alone."""
    words = {
        "number": _("by company number"),
        "name": _("by name"),
        "previous_name": _("by a name in the register of companies"),
        "known_name": _("by a name that an officer confirmed before"),
        "group": _("by a table of parents"),
        "suggestion": _("by a name that another council confirmed"),
    }
    shown = []
    for run in runs:
        counts = MatchCounts.read(run.matching)
        if counts is not None:
            ways = tuple(
                (words[by], number, counts.only_by.get(by, 0)) for by, number in counts.found_by.items()
            )
            shown.append(MatchingRun(run, counts, ways))
    return shown
