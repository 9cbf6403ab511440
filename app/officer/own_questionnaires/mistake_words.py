"""Mistakes in a council's own questionnaire, in the language of the page."""

from __future__ import annotations

from flask_babel import gettext

from questionnaires.mistakes import Mistake, Said


def told(said: object) -> str:
    """A sentence of the checks in the language of the page. Words of the file stay as they are."""
    if not isinstance(said, Said):
        return str(said)
    return gettext(said.template).format(**{name: told(value) for name, value in said.values.items()})


def line(mistake: Mistake) -> tuple[str, str]:
    """Where a mistake is, and what is wrong with how to mend it."""
    return told(mistake.where), what_and_how(mistake)


def what_and_how(mistake: Mistake) -> str:
    """What is wrong, and how to mend it."""
    return f"{told(mistake.what)} {told(mistake.how)}"
