"""Names for people of what the queue can be narrowed to and sorted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from app.officer.deciding.care_labels import called, kind_label
from models import DecisionKind, Person
from screening import reference

Option = tuple[str, str]

SPENDS = (10_000, 25_000, 100_000, 1_000_000, 5_000_000)
MONTHS = (3, 6, 12)


def bands() -> list[Option]:
    """The bands, the one to look at first on top."""
    return [
        ("high", _("High")),
        ("not_enough_known", _("Not enough known")),
        ("medium", _("Medium")),
        ("low", _("Low")),
    ]


def statements() -> list[Option]:
    """What looking for a statement found."""
    return [
        ("matched", _("Statement found")),
        ("covered_by_group", _("Covered by its group's statement")),
        ("possible", _("May have a statement")),
        ("not_found", _("Not found")),
        ("not_looked_for", _("Not looked for")),
    ]


def responses() -> list[Option]:
    """Where the questionnaire stands."""
    return [
        ("not_asked", _("Not asked")),
        ("waiting", _("Asked, still in time")),
        ("overdue", _("No answer, overdue")),
        ("answered", _("Answered")),
        ("shared", _("Answered: shared answers given before")),
        ("withdrawn", _("Answers withdrawn")),
    ]


def due() -> list[Option]:
    """When the next step is due."""
    return [
        ("overdue", _("Overdue")),
        ("week", _("This week")),
        ("month", _("This month")),
        ("none", _("No day set")),
    ]


def moved() -> list[Option]:
    """How the last screening moved the supplier."""
    return [("up", _("Moved up")), ("down", _("Moved down"))]


def decisions() -> list[Option]:
    """The decision that stands."""
    return [
        *((kind.value, kind_label(kind)) for kind in DecisionKind),
        ("waiting", _("Waits for a second person")),
        ("none", _("No decision")),
    ]


def spends() -> list[Option]:
    """The least spend, in pounds."""
    return [(str(pounds), spend_label(pounds)) for pounds in SPENDS]


def spend_label(pounds: int) -> str:
    """A least spend in words."""
    return _("£%(pounds)s or more", pounds=format_decimal(pounds))


def ends() -> list[Option]:
    """Within how many months a contract ends."""
    return [(str(months), ends_label(months)) for months in MONTHS]


def ends_label(months: int) -> str:
    """A number of months in words."""
    return ngettext("Within %(num)s month", "Within %(num)s months", months)


def sorts() -> list[Option]:
    """The orders of the queue."""
    return [
        ("rank", _("Place: risk first")),
        ("spend", _("Spend: highest first")),
        ("due", _("Next step: due first")),
        ("movement", _("Movement: moved up most first")),
        ("name", _("Name")),
    ]


def owners(people: Sequence[Person]) -> list[Option]:
    """Who looks after a supplier: the reader, nobody, or a colleague."""
    named = [(str(one.id), called(one)) for one in people]
    return [("me", _("Me")), ("nobody", _("Nobody")), *named]


def sectors(counted: Mapping[str, int]) -> list[Option]:
    """Sector id and its label with the number of suppliers, in order of the label."""
    labelled = [(key, f"{sector_label(key)} ({number})") for key, number in counted.items()]
    return sorted(labelled, key=lambda pair: pair[1].casefold())


def sector_label(key: str) -> str:
    """A kind of work in words."""
    known = reference.sectors()
    return _(known[key].label) if key in known else key
