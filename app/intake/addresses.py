"""Whose postcode may be kept: that of a body, never that of a person.

The postcode of a sole trader, a foster carer or a childminder is that of their home. Payees whose names look
like people never come this far; others may be people all the same ("Rosie's Garden Care"). So a postcode is
kept only where the row says that the payee is a body of its own: a number in the register of companies or of
charities, or a name that ends in the form of an incorporated body and no word against it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

#: Forms of names that the law keeps for incorporated bodies of the United Kingdom.
INCORPORATED: Final = frozenset({"ltd", "plc", "llp", "cic", "cio", "scio", "unltd", "bs"})

_PEOPLE: Final = re.compile(
    r"\b(?:sole|indv|individuals?|people|persons?|self[- ]?employed|freelancers?|partnerships?|prsh|carers?|"
    r"unigol(?:ion)?|unig|hunangyflogedig|partneriaeth(?:au)?|gofalwyr?)\b",
    re.IGNORECASE,
)


def is_persons(kind_of_payee: str) -> bool:
    """Whether the words in which a council sorts its payees ("SOLE", "Individual") may mean people."""
    return bool(_PEOPLE.search(kind_of_payee))


def may_be_kept(registered: Collection[str], legal_form: str, kinds: Collection[str]) -> bool:
    """Whether the postcode of a payee may be kept.

    `registered` are its company and charity numbers, `legal_form` is that of its name (as
    `screening.names.clean` gives it), `kinds` are the council's own words for the kind of payee.
    """
    if any(registered):
        return True
    return legal_form in INCORPORATED and not any(map(is_persons, kinds))
