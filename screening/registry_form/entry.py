"""Answers to the registry's form, and which questions they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from screening.registry_form.form import RISKS, Field, fields

Value = tuple[str, ...]
"""An answer: the ids of the options chosen, the entries given, or one text (a day as ISO 8601); empty if none
is given."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The answers by the id of their field. An answer to a question that is not asked counts for nothing."""

    values: Mapping[str, Value]

    def given(self, field: str) -> Value:
        """The answer, () if there is none or if the question is not asked. KeyError for no question."""
        return self.values.get(field, ()) if self.asks(fields()[field]) else ()

    def text(self, field: str) -> str:
        """The one text of an answer, "" if there is none."""
        return next(iter(self.given(field)), "")

    def day(self, field: str) -> date | None:
        """The day of an answer; None if there is none, or none that the calendar has."""
        try:
            return date.fromisoformat(self.text(field))
        except ValueError:
            return None

    def asks(self, field: Field) -> bool:
        """Whether the other answers lead to this question."""
        if field.unless and field.unless[1] in self.given(field.unless[0]):
            return False
        return field.only_if is None or field.only_if[1] in self.given(field.only_if[0])

    def asked(self) -> dict[str, Value]:
        """All answers to questions that are asked, in the order of the form; those not given are ()."""
        return {name: self.given(name) for name, one in fields().items() if self.asks(one)}

    def with_(self, more: Mapping[str, Value]) -> Entry:
        """The same with other answers to some fields."""
        return Entry({**self.values, **more})

    def risks(self) -> list[int]:
        """The numbers of the risks of which anything is said."""
        return [
            number
            for number in range(1, RISKS + 1)
            if any(self.given(one.id) for one in fields().values() if one.risk == number)
        ]
