"""What the records already answer of the registry's form: only where they say it for certain.

A policy, a risk or an indicator is never read out of a text or a tracker: whether it belongs into a public
register is for the lead to say. Nothing found in the records is not an answer, so no "none of these" is ever
filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from app.services.annual import annual_figures
from app.store import annual_records, registry_entries
from models import AnnualSection, AnnualStatement, Audience
from screening import annual
from screening.registry_form import Entry, Value, fields, length

MONTHS_TO_DEADLINE: Final = 6
"""By when after its year a statement is due: the year of that day is the registry's reporting year."""
_PUBLIC_SECTOR: Final = "Public sector"
_TRAINED: Final[Mapping[Audience, str]] = {
    Audience.ALL_STAFF: "OwnOrganisation",
    Audience.FRONT_LINE: "OwnStaff",
    Audience.PROCUREMENT: "OwnProcurers",
    Audience.SUPPLIERS: "Suppliers",
}
_TRAINED_BESIDES: Final[Mapping[Audience, str]] = {
    Audience.COUNCILLORS: "Councillors",
    Audience.FIRST_RESPONDERS: "First responders",
}
"""Audiences that the form has no option for: in the registry's language, which is English."""
_STAYS: Final = ("address", "company_number", "group", "members", "sectors", "other_sector")
"""What is likely to be as it was a year ago."""
_TITLES: Final = frozenset(
    {"cllr", "councillor", "cyng", "cynghorydd", "dr", "mr", "mrs", "ms", "miss", "sir"}
)


class Source(StrEnum):
    """Where in the records an answer stands."""

    COUNCIL = "council"
    YEAR = "year"
    SECTIONS = "sections"
    APPROVAL = "approval"
    PLACES = "places"
    TRAINING = "training"
    QUESTIONNAIRES = "questionnaires"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Known:
    """An answer that the records give, and where it stands in them."""

    value: Value
    source: Source


def known(session: Session, statement: AnnualStatement, today: date) -> dict[str, Known]:
    """The answers by field, those of last year's entry only where nothing newer is known."""
    found = _of_last_year(session, statement)
    found |= _of_council(statement)
    found |= _of_approval(statement)
    found |= _of_sections(statement.sections)
    found |= _of_training(session, statement)
    found |= _of_questionnaires(session, statement, today)
    return {name: one for name, one in found.items() if any(one.value) and _fits(name, one.value)}


def reporting_year(year_end: date) -> int:
    """The year of the registry to which a statement belongs: that of the day six months after its end."""
    return year_end.year + (year_end.month + MONTHS_TO_DEADLINE > 12)


def _fits(name: str, value: Value) -> bool:
    """Whether the form would take the answer: a text that is too long is for the lead to shorten."""
    longest = fields()[name].longest
    return not longest or all(length(text) <= longest for text in value)


def _of_council(statement: AnnualStatement) -> dict[str, Known]:
    return {
        "organisation_name": Known((statement.council.name,), Source.COUNCIL),
        "sector_type": Known(("Public",), Source.COUNCIL),
        "sectors": Known((_PUBLIC_SECTOR,), Source.COUNCIL),
        "statement_year": Known((str(reporting_year(statement.year_end)),), Source.YEAR),
        "period_start": Known((statement.year_start.isoformat(),), Source.YEAR),
        "period_end": Known((statement.year_end.isoformat(),), Source.YEAR),
    }


def _of_approval(statement: AnnualStatement) -> dict[str, Known]:
    approved = statement.approved_on.isoformat() if statement.approved_on else ""
    first, last = _names(statement.signed_by)
    return {
        "approved_on": Known((approved,), Source.APPROVAL),
        "first_name": Known((first,), Source.APPROVAL),
        "last_name": Known((last,), Source.APPROVAL),
        "job_title": Known((statement.signed_role,), Source.APPROVAL),
        "statement_url": Known((statement.published_url,), Source.PLACES),
    }


def _names(signed_by: str) -> tuple[str, str]:
    """First and last name, where there is no doubt which is which; else both empty."""
    words = signed_by.split()
    while words and words[0].strip(".").casefold() in _TITLES:
        words.pop(0)
    return (words[0], words[1]) if len(words) == 2 else ("", "")


def _of_sections(sections: Iterable[AnnualSection]) -> dict[str, Known]:
    """An area with a text is covered; one with a reason instead is not, and an empty one is not known yet."""
    of_column = {one.column: name for name, one in fields().items() if one.column}
    reasons = {one.only_if: name for name, one in fields().items() if one.only_if}
    found: dict[str, Known] = {}
    for section in sections:
        area = annual.areas()[section.area]
        column = area.registry or (annual.areas()[area.stands_for].registry if area.stands_for else "")
        if not column:
            continue
        name = of_column[column]
        if section.text:
            found[name] = Known(("Yes",), Source.SECTIONS)
        elif section.missing_because and name not in found:
            found[name] = Known(("No",), Source.SECTIONS)
            reason = " ".join(section.missing_because.split())
            found[reasons[name, "No"]] = Known((reason,), Source.SECTIONS)
    return found


def _of_training(session: Session, statement: AnnualStatement) -> dict[str, Known]:
    held = annual_records.training(session, statement.council_id, statement.year_start, statement.year_end)
    audiences = {Audience(one.audience) for one in held}
    ticked = [option for audience, option in _TRAINED.items() if audience in audiences]
    besides = [words for audience, words in _TRAINED_BESIDES.items() if audience in audiences]
    return {
        "training": Known((*ticked, *(["Other"] if besides else [])), Source.TRAINING),
        "other_training": Known(("; ".join(besides),), Source.TRAINING),
    }


def _of_questionnaires(session: Session, statement: AnnualStatement, today: date) -> dict[str, Known]:
    """Suppliers who answered the council's questions were engaged with."""
    answered = annual_figures.value_in(session, statement, "questionnaires_answered", today)
    ticked = ("OwnSuppliers",) if answered and answered.value else ()
    return {"engagement": Known(ticked, Source.QUESTIONNAIRES)}


def _of_last_year(session: Session, statement: AnnualStatement) -> dict[str, Known]:
    """What an earlier entry says of things that stay; and the count of years, where it follows."""
    earlier = registry_entries.newest_before(session, statement)
    if earlier is None:
        return {}
    entry = Entry({name: tuple(value) for name, value in earlier.content.items() if name in fields()})
    found = {name: Known(entry.given(name), Source.LAST_YEAR) for name in _STAYS}
    # From "1 to 5 years" either answer can follow.
    follows = {"Year1": "Years1To5", "Over5Years": "Over5Years"}.get(entry.text("years"), "")
    return found | {"years": Known((follows,), Source.LAST_YEAR)}
