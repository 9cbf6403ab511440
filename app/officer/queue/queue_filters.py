"""The queue's filter in the address: read, written, and shown as fields and as chips that can be removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import get_template_attribute
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.officer.queue import queue_labels as labels
from app.store.queue import SORTS
from app.store.queue_conditions import MOST_MONTHS, QueueFilter
from models import Person
from questionnaires.cleaning import clean

NAMES: Final = (
    *("q", "band", "sector", "statement", "response", "owner", "due", "moved"),
    *("decision", "spend", "ends", "disputed", "unnumbered", "actions", "sort"),
)
"""What the address may say of the queue, in the order in which it is shown."""

FIRST: Final = ("q", "band", "sector", "statement", "response", "sort")
"""The fields that are always seen; the others are under "More filters"."""

LONGEST: Final = 200
MOST_POUNDS: Final = 10**12


LABELS: Final = {
    "q": _l("Any name or number"),
    "band": _l("Band"),
    "sector": _l("Sector"),
    "statement": _l("Statement"),
    "response": _l("Questionnaire"),
    "owner": _l("Owner"),
    "due": _l("Next step due"),
    "moved": _l("Last screening"),
    "decision": _l("Decision"),
    "spend": _l("Spend"),
    "ends": _l("A contract ends"),
    "disputed": _l("Corrections"),
    "unnumbered": _l("Company number"),
    "actions": _l("Actions"),
    "sort": _l("Order"),
}
"""What each part of the address is called."""


@dataclass(frozen=True, slots=True)
class Field:
    """A list to choose from, which draws itself in a page; `more` is under "More filters".

    Its words are in the reader's language, so that the same field is drawn once for all who see it.
    """

    name: str
    label: str
    value: str
    options: tuple[labels.Option, ...]
    more: bool

    def __html__(self) -> str:
        return _drawn(self)


@lru_cache(maxsize=1024)
def _drawn(field: Field) -> str:
    draw: Callable[[Field], str] = get_template_attribute("officer/_queue_field.html", "queue_field")
    return str(draw(field))


@dataclass(frozen=True, slots=True)
class Chip:
    """One part of the filter in words, and the address's arguments without it."""

    label: str
    value: str
    without: dict[str, str]


def arguments(given: Mapping[str, str]) -> dict[str, str]:
    """What an address says of the queue; empty values, the usual order and other words are left out."""
    said = {name: clean(given.get(name, ""))[:LONGEST].strip() for name in NAMES}
    if said["sort"] not in SORTS[1:]:
        said["sort"] = ""
    for name, most in (("spend", MOST_POUNDS), ("ends", MOST_MONTHS)):
        said[name] = str(min(int(said[name]), most)) if _is_number(said[name]) else ""
    for name in ("disputed", "unnumbered", "actions"):
        said[name] = "1" if said[name] == "1" else ""
    return {name: value for name, value in said.items() if value}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def from_query(query: str) -> dict[str, str]:
    """The same of a query as a saved view keeps it."""
    return arguments(dict(parse_qsl(query)))


def to_query(said: Mapping[str, str]) -> str:
    """The arguments as a query of an address."""
    return urlencode(said)


def queue_filter(said: Mapping[str, str], reader: Person) -> QueueFilter:
    """The filter that `arguments` ask for; "me" is who reads."""
    owner = said.get("owner", "")
    return QueueFilter(
        text=said.get("q", ""),
        band=said.get("band", ""),
        sector=said.get("sector", ""),
        statement=said.get("statement", ""),
        response=said.get("response", ""),
        owner=str(reader.id) if owner == "me" else owner,
        due=said.get("due", ""),
        moved=said.get("moved", ""),
        decision=said.get("decision", ""),
        spend=int(said.get("spend", 0)),
        ends=int(said.get("ends", 0)),
        disputed="disputed" in said,
        unnumbered="unnumbered" in said,
        actions="actions" in said,
        sort=said.get("sort", "rank"),
    )


def fields(said: Mapping[str, str], sectors: Mapping[str, int], people: Sequence[Person]) -> list[Field]:
    """Every field but the search, in the order in which they are shown."""
    return [
        Field(
            name=name,
            label=str(LABELS[name]),
            value=said.get(name, "rank" if name == "sort" else ""),
            options=_with_given(name, _options(name, sectors, people), said.get(name, "")),
            more=name not in FIRST,
        )
        for name in NAMES[1:]
    ]


def _with_given(name: str, options: Sequence[labels.Option], given: str) -> tuple[labels.Option, ...]:
    """The options, with what the address says if it is another number: its form must not change it."""
    every = [] if name == "sort" else [("", _("All") if name in ("band", "sector") else _("Any"))]
    other: dict[str, Callable[[int], str]] = {"spend": labels.spend_label, "ends": labels.ends_label}
    if name in other and given and given not in dict(options):
        return (*every, *options, (given, other[name](int(given))))
    return (*every, *options)


def _options(name: str, sectors: Mapping[str, int], people: Sequence[Person]) -> Sequence[labels.Option]:
    """What a field offers, in the reader's language."""
    if name == "sector":
        return labels.sectors(sectors)
    if name == "owner":
        return labels.owners(people)
    return _OFFERED[name]()


_OFFERED: Final[dict[str, Callable[[], Sequence[labels.Option]]]] = {
    "band": labels.bands,
    "statement": labels.statements,
    "response": labels.responses,
    "due": labels.due,
    "moved": labels.moved,
    "decision": labels.decisions,
    "spend": labels.spends,
    "ends": labels.ends,
    "disputed": lambda: [("1", _("Disputed by the supplier"))],
    "unnumbered": lambda: [("1", _("Not known"))],
    "actions": lambda: [("1", _("With overdue actions"))],
    "sort": labels.sorts,
}


def chips(said: Mapping[str, str], people: Sequence[Person]) -> list[Chip]:
    """Each part of the filter in words; the order of the list is none."""
    return [
        Chip(
            label=str(LABELS[name]),
            value=_chip_value(name, value, people),
            without={other: kept for other, kept in said.items() if other != name},
        )
        for name, value in said.items()
        if name != "sort"
    ]


def _chip_value(name: str, value: str, people: Sequence[Person]) -> str:
    if name == "q":
        return value
    if name == "sector":
        return labels.sector_label(value)
    if name == "spend":
        return labels.spend_label(int(value))
    if name == "ends":
        return labels.ends_label(int(value))
    return dict(_options(name, {}, people)).get(value, value)
