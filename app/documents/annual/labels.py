"""The words around a statement in its own language; documents are made outside a request as well."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of one language."""

    draft: str
    figures: str
    figure: str
    value: str
    before: str
    none: str
    rules: str
    only_english: str
    nothing_yet: str
    page: str
    page_word: str
    of_word: str


def labels(language: str) -> Labels:
    """The words in a language ("en", "cy")."""
    with force_locale(language):
        return Labels(
            draft=_("DRAFT: not approved, not published"),
            figures=_("The figures of the year"),
            figure=_("What is counted"),
            value=_("This year"),
            before=_("Last year"),
            none=_("no value of last year"),
            rules=_("Written by:"),
            only_english=_("This part is in English only."),
            nothing_yet=_("Nothing is written on this area yet."),
            page=_("Page {page} of {pages}"),
            page_word=_("Page"),
            of_word=_("of"),
        )
