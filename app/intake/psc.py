"""Companies House's snapshot of persons with significant control: the companies among them are parents.

One JSON object a line. Lines about people are recognised by their kind and passed over unparsed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from app.intake.records import ParentLink
from screening import identifiers

SOURCE: Final = "companies_house_psc"

BROKEN_LINE = "the line is not a JSON object of the snapshot"
CEASED = "the control has ended"
NO_MAJORITY = "the control is not one by a majority"
OTHER_REGISTER = "the parent stands in another register than Companies House"

_KIND: Final = "corporate-entity-person-with-significant-control"
# A parent has a majority (Companies Act 2006, s.1159): a quarter to a half is not enough.
_MAJORITY: Final = (
    "ownership-of-shares-50-to-75-percent",
    "ownership-of-shares-75-to-100-percent",
    "voting-rights-50-to-75-percent",
    "voting-rights-75-to-100-percent",
    "right-to-appoint-and-remove-directors",
    "right-to-appoint-and-remove-members",
    "part-right-to-share-surplus-assets-50-to-75-percent",
    "part-right-to-share-surplus-assets-75-to-100-percent",
)
_UNITED_KINGDOM: Final = (
    *("united kingdom", "great britain", "england", "wales", "scotland", "northern ireland"),
    *("companies house", "cardiff", "edinburgh", "belfast"),
)
_SHORT_FORMS: Final = frozenset({"uk", "u.k.", "gb"})


def links(lines: Iterable[str]) -> Iterator[tuple[int, ParentLink | str | None]]:
    """(line, link); in place of a link why it is none, or None where the line is not about a company."""
    for line, text in enumerate(lines, start=1):
        yield line, _link(text) if _KIND in text else None


def _link(text: str) -> ParentLink | str | None:
    try:
        record = json.loads(text)
        data: dict[str, Any] = record["data"]
        identification: dict[str, Any] = data.get("identification") or {}
        child = str(record["company_number"])
    except (json.JSONDecodeError, KeyError, TypeError, AttributeError):
        return BROKEN_LINE
    if data.get("kind") != _KIND:
        return None
    if data.get("ceased_on") or data.get("ceased"):
        return CEASED
    if not any(_is_majority(str(nature)) for nature in data.get("natures_of_control") or ()):
        return NO_MAJORITY
    if not _is_british(identification):
        return OTHER_REGISTER
    return ParentLink(
        child_number=identifiers.company_number(child),
        parent_number=identifiers.company_number(str(identification.get("registration_number") or "")),
        parent_name=" ".join(str(data.get("name") or "").split()),
        source=SOURCE,
    )


def _is_majority(nature: str) -> bool:
    """By the parent itself or as a firm; what a trustee holds for others makes no group."""
    return nature.startswith(_MAJORITY) and not nature.endswith("-as-trust")


def _is_british(identification: dict[str, Any]) -> bool:
    told = [
        str(identification.get(key) or "").casefold() for key in ("country_registered", "place_registered")
    ]
    return any(place in one for one in told for place in _UNITED_KINGDOM) or any(
        one.strip() in _SHORT_FORMS for one in told
    )
