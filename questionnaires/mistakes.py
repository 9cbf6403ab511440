"""How a mistake in a questionnaire file is told: where it is, what is wrong, how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError


class Said(str):
    """A sentence that knows what it was made of, so that it can be told in another language.

    As a string it is English. `template` has its gaps in curly brackets, and `values` what fills them: words
    of the file, numbers, or other such sentences.
    """

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Said:
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, dict(values)
        return made


def say(template: str, **values: object) -> Said:
    """A sentence for the author of a questionnaire; translations are looked up by its template."""
    return Said(template, values)


Place = tuple[str | int, ...]
"""The way to a spot in a file: keys and list positions, as in ("sections", 0, "title")."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake. `where` names the file and line; `how` is an instruction to the author of the file."""

    where: str
    what: str
    how: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what} {self.how}"


class QuestionnaireError(ValueError):
    """A questionnaire file, or the register of published files, cannot be used. Lists every mistake found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def wrong(what: str, how: str) -> PydanticCustomError:
    """An error for a pydantic validator to raise, which keeps the two halves of the message apart."""
    return PydanticCustomError("questionnaire", "{what} {how}", {"what": what, "how": how})


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known word, or else all of them."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1, cutoff=0.7)
    if near:
        return say("Did you mean '{value}'?", value=near[0])
    return (
        say("Use one of: {value}.", value=", ".join(words))
        if words
        else say("There is nothing to refer to here.")
    )
