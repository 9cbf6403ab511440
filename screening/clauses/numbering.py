"""Fill in a clause and number its parts: the neutral form that pages and Word files are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from screening.clauses.library import definitions_for, placeholders
from screening.clauses.types import Clause, Definition, FillIn, Provision
from screening.clauses.welsh import after_number


class FillInError(ValueError):
    """A value that a fill-in does not take. `name` is the fill-in, `reason` what to mend, in a sentence."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """One line: its number as printed ("3", "3.1", "(a)"), its level (0 heading, 1, 2) and its text."""

    number: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A filled and numbered clause in one language ("en" or "cy"); always a draft for legal review."""

    clause: str
    version: int
    language: str
    lines: tuple[NumberedLine, ...]
    status: str

    def plain(self) -> str:
        """The text to paste: a line for each part, items indented."""
        return "\n".join(f"{'    ' * max(0, one.level - 1)}{one.number} {one.text}" for one in self.lines)


def has_welsh(clause: Clause) -> bool:
    """Whether there is a Welsh text of the clause at all; titles alone are not a text."""
    return clause.welsh is not None and bool(clause.welsh.provisions)


def check_values(clause: Clause, values: Mapping[str, int]) -> Mapping[str, int]:
    """The value of each fill-in of a clause, its default where none is given. FillInError for a bad one."""
    for name in values:
        if name not in clause.fill_ins:
            known = ", ".join(clause.fill_ins) or "none"
            raise FillInError(name, f"{clause.id} has no such fill-in; it has: {known}")
    return {name: _checked(row, values.get(name, row.default)) for name, row in clause.fill_ins.items()}


def _checked(row: FillIn, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FillInError(row.name, f"must be a whole number of {row.unit}")
    if not row.lowest <= value <= row.highest:
        reason = f"must be from {row.lowest} to {row.highest} {row.unit}, not {value}"
        raise FillInError(row.name, reason)
    return value


def fill(
    clause: Clause, values: Mapping[str, int] | None = None, number: int = 1, language: str = "en"
) -> NumberedText:
    """A clause as clause `number` of a schedule, with its fill-ins.

    FillInError for a value out of its range and for a fill-in that the clause does not have; LookupError if
    there is no Welsh text yet; ValueError for another language and a number below 1.
    """
    if number < 1:
        raise ValueError("a clause number begins at 1")
    if language not in ("en", "cy"):
        raise ValueError(f"no such language: {language}")
    title, provisions = clause.title, clause.provisions
    if language == "cy":
        if clause.welsh is None or not clause.welsh.provisions:
            raise LookupError(f"{clause.id}: there is no Welsh text yet")
        title, provisions = clause.welsh.title, clause.welsh.provisions
    filled = number_text(title, provisions, check_values(clause, values or {}), number)
    return NumberedText(clause.id, clause.version, language, filled, clause.status)


def number_text(
    title: str, provisions: Iterable[Provision], values: Mapping[str, int], number: int = 1
) -> tuple[NumberedLine, ...]:
    """Number a heading, sub-clauses and items; for an officer's own provisions too, in either language.

    KeyError if a value is missing, ValueError if a sub-clause has more than 26 items.
    """
    lines = [NumberedLine(str(number), 0, title)]
    for count, part in enumerate(provisions, start=1):
        lines.append(NumberedLine(f"{number}.{count}", 1, _put(part.text, values)))
        if len(part.items) > len(ascii_lowercase):
            raise ValueError(f"{number}.{count} has more items than there are letters")
        lines += [
            NumberedLine(f"({letter})", 2, _put(item, values))
            for letter, item in zip(ascii_lowercase, part.items, strict=False)
        ]
    return tuple(lines)


def _put(text: str, values: Mapping[str, int]) -> str:
    for name in placeholders([Provision(text)]):
        text = text.replace(f"{{{name}}}", str(values[name]))
    return after_number(text)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule to a contract: the definitions that its clauses use, then the clauses, numbered from 2.

    Clause 1 is for the definitions. `without_text` are the ids of clauses that have no text in the language;
    they keep their numbers, so that both languages have the same.
    """

    definitions: tuple[Definition, ...]
    texts: tuple[NumberedText, ...]
    without_text: tuple[str, ...]


def schedule(
    chosen: Sequence[Clause], values: Mapping[str, Mapping[str, int]] | None = None, language: str = "en"
) -> Schedule:
    """Number the chosen clauses in their order; `values` are the fill-ins by the id of the clause.

    FillInError as for `fill`; ValueError for values of a clause that was not chosen.
    """
    given = values or {}
    strangers = set(given) - {clause.id for clause in chosen}
    if strangers:
        raise ValueError(f"values for clauses that were not chosen: {', '.join(sorted(strangers))}")
    there = [language == "en" or has_welsh(clause) for clause in chosen]
    texts = tuple(
        fill(clause, given.get(clause.id), number, language)
        for number, (clause, has_text) in enumerate(zip(chosen, there, strict=True), start=2)
        if has_text
    )
    lacking = tuple(clause.id for clause, has_text in zip(chosen, there, strict=True) if not has_text)
    return Schedule(definitions_for(chosen), texts, lacking)
