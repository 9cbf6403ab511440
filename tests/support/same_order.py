"""WCAG 3.2.3 and 3.2.6: what many pages repeat, menus and help, is in the same order on all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from support.kept_pages import KeptPage

MAY_BE_LEFT_OUT = {
    "public.home": "the name of the service, beside that of a council",
    "mailto": "the address of the council, where it gave one",
    "supplier.tasks": "the way back to the answers, where none are being given",
}
"""Links that only some pages of an audience have, and why; where they are they keep their place."""

ANOTHER_AUDIENCE = {"officer.preview_questionnaire": "shows officers the page of a supplier"}
"""Pages that look like those of somebody else, and why."""


def in_another_order(pages: Iterable[KeptPage]) -> list[str]:
    """What stands elsewhere on a page than on others that the same person gets, or is missing there."""
    found: dict[tuple[str, str], str] = {}
    for (who, _audience), alike in _by_audience(pages).items():
        for number, (place, _links) in enumerate(alike[0].landmarks):
            fullest = max(alike, key=lambda page, at=number: len(page.landmarks[at][1]))
            whole = fullest.landmarks[number][1]
            for page in alike:
                links = page.landmarks[number][1]
                if not _is_without_some(links, whole):
                    text = f"{place} of {page.address} leads to {links}, of {fullest.address} to {whole}"
                    found.setdefault((page.endpoint, place), f"{who}: {text}")
    return list(found.values())


def _by_audience(pages: Iterable[KeptPage]) -> dict[tuple[str, str], list[KeptPage]]:
    """The pages by who got them and for whom they are."""
    found = defaultdict(list)
    for page in pages:
        if page.endpoint not in ANOTHER_AUDIENCE:
            found[page.who, page.endpoint.partition(".")[0]].append(page)
    return found


def _is_without_some(links: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether these are all links, in their order, but perhaps for some that may be left out."""
    left = list(links)
    for one in whole:
        if left and left[0] == one:
            left.pop(0)
        elif one not in MAY_BE_LEFT_OUT:
            return False
    return not left
