"""The reader of `lint_rules.yaml`: what a clause must not say, why, how to mend it, what to look for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from screening.clauses.library import load_data


@dataclass(frozen=True, slots=True)
class Rule:
    """One lint rule. Without phrases it is a measurement in `screening.clauses.lint`.

    A sentence that matches `unless` is passed over. A language without phrases is not checked by the rule.
    """

    id: str
    why: str
    mend: str
    phrases: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    unless: re.Pattern[str] | None = None


@cache
def rules() -> Mapping[str, Rule]:
    """The rules by id, in the order of the file. re.error for a phrase that is no regular expression."""
    table = load_data("lint_rules")
    words = {f"<{name}>": pattern for name, pattern in table["words"].items()}

    def pattern(phrases: list[str], language: str = "en") -> re.Pattern[str]:
        text = "|".join(f"(?:{phrase})" for phrase in phrases)
        for name, meaning in words.items():
            text = text.replace(name, meaning)
        if language == "cy":
            text = text.replace("'", "['\u2019]")  # as word processors write it, in almost every sentence
        return re.compile(text, re.IGNORECASE)

    return {
        name: Rule(
            id=name,
            why=row["why"],
            mend=row["mend"],
            phrases={language: pattern(each, language) for language, each in row.get("phrases", {}).items()},
            unless=pattern([row["unless"]]) if "unless" in row else None,
        )
        for name, row in table["rules"].items()
    }


@cache
def measure(name: str) -> re.Pattern[str]:
    """A pattern of the measurements by name; times and "negative" without regard to case."""
    flags = re.IGNORECASE if name in ("time", "time_cy", "negative") else 0
    return re.compile(load_data("lint_rules")["patterns"][name], flags)
