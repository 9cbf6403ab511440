"""The form of the government's statement registry: its steps, questions, options and limits.

Reader of registry_form.yaml and registry_options.json. The words are the registry's own and English only: an
answer has to be found again in a form that exists in no other language.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Final

from screening.reference import DATA, load_yaml

YES: Final = "Yes"
NO: Final = "No"
RISKS: Final = 3
"""How many priority risks the form takes."""
_OWN_LISTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "GroupTypes": (("Single", "A single organisation"), ("Group", "A group of organisations")),
    "SectorTypes": (("Public", "Public"), ("Private", "Private")),
    "NoRisks": ((YES, "We did not identify any modern slavery risks"),),
    "YesNo": ((YES, YES), (NO, NO)),
}
"""Lists that the registry's source code keeps in its pages and not among its options."""


class Kind(StrEnum):
    """How a question is answered."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    URL = "url"
    EMAIL = "email"
    LINES = "lines"
    COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    `options` maps ids to the form's words; `none` is the option that excludes all others, "" if there is no
    such. `longest` is in characters, of each entry where several are taken, 0 without a limit. The question
    is asked where `only_if` = (field, option) holds, and not where `unless` does. `column` is where the
    answer ends up in the registry's download, "" if nowhere; `none_column` where it says that none applies.
    `ours` marks words that are ours, because the registry's were not to be had. `risk` is the number of the
    priority risk that it is about, 0 for none, `topic` the question that it answers together with others.
    """

    id: str
    step: str
    kind: Kind
    question: str
    column: str
    options: Mapping[str, str] = field(default_factory=dict)
    needed: bool = False
    longest: int = 0
    hint: str = ""
    none: str = ""
    none_column: str = ""
    only_if: tuple[str, str] | None = None
    unless: tuple[str, str] | None = None
    ours: bool = False
    risk: int = 0
    topic: str = ""

    @property
    def full_question(self) -> str:
        """The question as it reads on its own."""
        return f"{self.topic} {self.question}".strip()

    @property
    def takes_several(self) -> bool:
        """Whether several options or entries may be given."""
        return self.kind in (Kind.CHOICES, Kind.LINES, Kind.COUNTRIES)

    @property
    def is_chosen(self) -> bool:
        """Whether the answer is among options."""
        return bool(self.options)


@dataclass(frozen=True, slots=True)
class Step:
    """One page of the form; the registry takes no entry without those that are needed."""

    id: str
    title: str
    needed: bool
    fields: tuple[Field, ...]
    intro: str = ""


@cache
def option_lists() -> Mapping[str, Mapping[str, str]]:
    """The registry's lists of options: ids to words. A sector's words are its id."""
    table: dict[str, Any] = json.loads((DATA / "registry_options.json").read_text(encoding="utf-8"))
    found = {
        name: {row["key"]: row["label"] for row in rows}
        for name, rows in table.items()
        if isinstance(rows, list) and isinstance(rows[0], dict)
    }
    found["sectors"] = {label: label for label in table["sectors"]}
    return found | {name: dict(rows) for name, rows in _OWN_LISTS.items()}


@cache
def columns() -> tuple[str, ...]:
    """The columns of the registry's download, in its order."""
    table: dict[str, Any] = json.loads((DATA / "registry_options.json").read_text(encoding="utf-8"))
    return tuple(table["csv_columns"])


@cache
def steps() -> tuple[Step, ...]:
    """The form, in its order."""
    return tuple(_step(row) for row in load_yaml("registry_form.yaml")["steps"])


@cache
def fields() -> Mapping[str, Field]:
    """All questions by id, in the form's order."""
    return {one.id: one for step in steps() for one in step.fields}


def step(name: str) -> Step:
    """A step by its id. KeyError if there is none."""
    return {one.id: one for one in steps()}[name]


def _step(row: Mapping[str, Any]) -> Step:
    rows = [*row["fields"], *_repeated(row)]
    made = tuple(_field(one, row["id"]) for one in rows)
    return Step(row["id"], row["title"], row["needed"], made, row.get("intro", ""))


def _repeated(row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions that the form asks several times, with their number put in."""
    for number in range(1, row.get("repeat", 0) + 1):
        for one in json.loads(json.dumps(row["repeated"]).replace("{n}", str(number))):
            yield {**one, "risk": number}


def _field(row: Mapping[str, Any], step_id: str) -> Field:
    given = dict(row)
    kind = Kind(given.pop("kind"))
    options = option_lists()[given.pop("options", "YesNo")] if "options" in row or kind == Kind.YES_NO else {}
    without = given.pop("without", ())
    for name in ("only_if", "unless"):
        if name in given:
            (pair,) = given[name].items()
            given[name] = pair
    return Field(
        step=step_id,
        kind=kind,
        options={key: words for key, words in options.items() if key not in without},
        **given,
    )
