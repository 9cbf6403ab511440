"""The queue's filter in the address: read, written, and shown as fields and as chips that can be removed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from flask_babel import gettext as _

from app.officer import queue_labels as labels
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


def fields(
    said: Mapping[str, str], sectors: Mapping[str, int], people: Sequence[Person]
) -> list[dict[str, Any]]:
    """Every field but the search, as `macros/filters.html` takes them; `more` is under "More filters"."""
    options = _options(sectors, people)
    return [
        {
            "name": name,
            "label": field_label(name),
            "value": said.get(name, "rank" if name == "sort" else ""),
            "options": _with_given(name, options[name], said.get(name, "")),
            "more": name not in FIRST,
        }
        for name in NAMES[1:]
    ]


def _with_given(name: str, options: Sequence[labels.Option], given: str) -> list[labels.Option]:
    """The options, with what the address says if it is another number: its form must not change it."""
    every = [] if name == "sort" else [("", _("All") if name in ("band", "sector") else _("Any"))]
    other: dict[str, Callable[[int], str]] = {"spend": labels.spend_label, "ends": labels.ends_label}
    if name in other and given and given not in dict(options):
        return [*every, *options, (given, other[name](int(given)))]
    return [*every, *options]


def _options(sectors: Mapping[str, int], people: Sequence[Person]) -> dict[str, list[labels.Option]]:
    return {
        "band": labels.bands(),
        "sector": labels.sectors(sectors),
        "statement": labels.statements(),
        "response": labels.responses(),
        "owner": labels.owners(people),
        "due": labels.due(),
        "moved": labels.moved(),
        "decision": labels.decisions(),
        "spend": labels.spends(),
        "ends": labels.ends(),
        "disputed": [("1", _("Disputed by the supplier"))],
        "unnumbered": [("1", _("Not known"))],
        "actions": [("1", _("With overdue actions"))],
        "sort": labels.sorts(),
    }


def field_label(name: str) -> str:
    """What a field is called."""
    return {
        "q": _("Any name or number"),
        "band": _("Band"),
        "sector": _("Sector"),
        "statement": _("Statement"),
        "response": _("Questionnaire"),
        "owner": _("Owner"),
        "due": _("Next step due"),
        "moved": _("Last screening"),
        "decision": _("Decision"),
        "spend": _("Spend"),
        "ends": _("A contract ends"),
        "disputed": _("Corrections"),
        "unnumbered": _("Company number"),
        "actions": _("Actions"),
        "sort": _("Order"),
    }[name]


def chips(said: Mapping[str, str], people: Sequence[Person]) -> list[Chip]:
    """Each part of the filter in words; the order of the list is none."""
    options = {name: dict(pairs) for name, pairs in _options({}, people).items()}
    return [
        Chip(
            label=field_label(name),
            value=_chip_value(name, value, options),
            without={other: kept for other, kept in said.items() if other != name},
        )
        for name, value in said.items()
        if name != "sort"
    ]


def _chip_value(name: str, value: str, options: Mapping[str, Mapping[str, str]]) -> str:
    if name == "sector":
        return labels.sector_label(value)
    if name == "spend":
        return labels.spend_label(int(value))
    if name == "ends":
        return labels.ends_label(int(value))
    return options.get(name, {}).get(value, value)
