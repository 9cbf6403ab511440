"""The library of recommendations and strengths: `data/improvements.yaml`, read once and checked as a whole.

Every text is in English and Welsh. Whatever names a signal, a value, a role or a guidance that does not exist
is refused when the file is read, and so is an answer that could be a gap and calls for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from screening.controls import DO_NOT_KNOW
from screening.reference import load_yaml
from screening.signals import SignalValues, signal_values

NOT_APPLICABLE = "not_applicable"
EFFORTS = ("hours", "days", "weeks")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    en: str
    cy: str

    def in_language(self, language: str) -> str:
        """The Welsh text for "cy", else the English one."""
        return self.cy if language == "cy" else self.en


@dataclass(frozen=True, slots=True)
class Guidance:
    """Public guidance to read. `checked` is the day on which somebody opened the address, None if nobody yet.

    Publisher and title are in the language of the publication.
    """

    id: str
    publisher: str
    title: str
    address: str
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class Strength:
    """What a good answer means: any of `values` to `signal`."""

    signal: str
    values: frozenset[str]
    text: Text


@dataclass(frozen=True, slots=True)
class Without:
    """Answers that are not the best and call for nothing on purpose."""

    signal: str
    values: frozenset[str]
    reason: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One thing that would help, and the answers that call for it.

    It is called for by an answer of `calls`; by an answer of several that has none of `lacks_all`, or lacks
    one of `lacks_any`. `how` are the steps, `small` those for fewer than 50 people, `find_out` the first step
    after "I do not know". `effort` and `small_effort` are one of `EFFORTS`; `factor` is that of its group.
    """

    id: str
    group: str
    factor: float
    calls: Mapping[str, frozenset[str]]
    lacks_all: Mapping[str, frozenset[str]]
    lacks_any: Mapping[str, frozenset[str]]
    title: Text
    why: Text
    find_out: Text
    how: tuple[Text, ...]
    small: tuple[Text, ...]
    effort: str
    small_effort: str
    who: tuple[Text, ...]
    guidance: tuple[Guidance, ...]
    evidence: Text

    @property
    def signals(self) -> tuple[str, ...]:
        """The signals that can call for it, in the order of the file."""
        return tuple(dict.fromkeys([*self.calls, *self.lacks_all, *self.lacks_any]))

    def is_called_by(self, signal: str, values: frozenset[str]) -> bool:
        """Whether this answer calls for it. What does not apply never does."""
        if signal not in self.signals or not values or NOT_APPLICABLE in values:
            return False
        if values & self.calls.get(signal, frozenset()):
            return True
        if DO_NOT_KNOW in values:
            return False
        needed, whole = self.lacks_all.get(signal), self.lacks_any.get(signal)
        return (needed is not None and not values & needed) or (whole is not None and not whole <= values)


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that a plan is made of, in the order of the file."""

    recommendations: tuple[Recommendation, ...]
    strengths: tuple[Strength, ...]
    without: tuple[Without, ...]


@cache
def library() -> Library:
    """The library. ValueError, naming what is wrong and where, if the file is not right."""
    found = read(load_yaml("improvements.yaml"))
    uncovered = list(answers_without_advice(found))
    if uncovered:
        raise ValueError(
            f"improvements.yaml: these answers call for nothing, and no reason is given: {uncovered}"
        )
    return found


def answers_without_advice(library: Library) -> Iterator[tuple[str, str]]:
    """Every (signal, answer) that is neither a strength, nor advised on, nor left without on purpose.

    Countries are no gaps: of them only "I do not know" is looked at.
    """
    told: list[Strength | Without] = [*library.strengths, *library.without]
    for signal, allowed in signal_values().items():
        for value in allowed.values:
            one = frozenset({value})
            settled = any(each.signal == signal and value in each.values for each in told)
            advised = any(each.is_called_by(signal, one) for each in library.recommendations)
            if not settled and not advised and value != NOT_APPLICABLE:
                yield signal, value


def read(data: Mapping[str, Any]) -> Library:
    """The library from the parsed file. ValueError or KeyError for what it names and does not have."""
    guidance = {name: _guidance(name, row) for name, row in data["guidance"].items()}
    roles = {name: _text(row, f"roles.{name}") for name, row in data["roles"].items()}
    factors = {name: float(row["factor"]) for name, row in data["groups"].items()}
    return Library(
        recommendations=tuple(
            _recommendation(name, row, factors, roles, guidance)
            for name, row in data["recommendations"].items()
        ),
        strengths=tuple(
            Strength(
                row["signal"], _values(row["signal"], row["values"]), _text(row, f"strength {row['signal']}")
            )
            for row in data["strengths"]
        ),
        without=tuple(
            Without(row["signal"], _values(row["signal"], row["values"]), str(row["reason"]))
            for row in data["without"]
        ),
    )


def _recommendation(
    name: str,
    row: Mapping[str, Any],
    factors: Mapping[str, float],
    roles: Mapping[str, Text],
    guidance: Mapping[str, Guidance],
) -> Recommendation:
    efforts = (row["effort"], row["small_effort"])
    if not set(efforts) <= set(EFFORTS):
        raise ValueError(f"{name}: an effort is one of {', '.join(EFFORTS)}, and not {efforts}")
    calls = _called(row["calls"])
    if not calls:
        raise ValueError(f"{name}: no answer calls for it")
    return Recommendation(
        id=name,
        group=row["group"],
        factor=factors[row["group"]],
        calls=calls,
        lacks_all=_called(row.get("lacks_all", {})),
        lacks_any=_called(row.get("lacks_any", {})),
        title=_text(row["title"], f"{name}.title"),
        why=_text(row["why"], f"{name}.why"),
        find_out=_text(row["find_out"], f"{name}.find_out"),
        how=_texts(row["how"], f"{name}.how"),
        small=_texts(row["small"], f"{name}.small"),
        effort=efforts[0],
        small_effort=efforts[1],
        who=tuple(roles[role] for role in row["who"]),
        guidance=tuple(guidance[each] for each in row["guidance"]),
        evidence=_text(row["evidence"], f"{name}.evidence"),
    )


def _texts(rows: Sequence[Mapping[str, Any]], place: str) -> tuple[Text, ...]:
    if not rows:
        raise ValueError(f"{place}: at least one step is needed")
    return tuple(_text(row, f"{place}.{number}") for number, row in enumerate(rows))


def _called(table: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {signal: _values(signal, values) for signal, values in table.items()}


def _values(signal: str, values: Sequence[str]) -> frozenset[str]:
    allowed: SignalValues | None = signal_values().get(signal)
    if allowed is None:
        raise ValueError(f"no signal is called {signal!r}")
    strange = set(values) - set(allowed.values)
    if strange or not values:
        raise ValueError(f"{signal} cannot be {sorted(strange) or 'nothing'}")
    return frozenset(values)


def _text(row: Mapping[str, Any], place: str) -> Text:
    found = Text(str(row.get("en", "")).strip(), str(row.get("cy", "")).strip())
    if not (found.en and found.cy):
        raise ValueError(f"{place}: a text is needed in English and in Welsh")
    return found


def _guidance(name: str, row: Mapping[str, Any]) -> Guidance:
    if not str(row["address"]).startswith("https://"):
        raise ValueError(f"guidance.{name}: the address must begin with https://")
    return Guidance(name, row["publisher"], row["title"], row["address"], row.get("checked"))
