"""What an answer is, once it is no longer a form and not yet a signal.

Countries are ISO 3166-1 alpha-2 codes, dates are written as ISO 8601, whole numbers in plain figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

UNKNOWN: Final = "unknown"
"""The value of an honest "I do not know", in every question that offers it and in every signal."""

Value = str | tuple[str, ...]
"""One choice or entry, or several. Empty means that an optional question was left blank."""

ANSWER: Final = "answer"
EVIDENCE_URL: Final = "evidence_url"
EVIDENCE_DATE: Final = "evidence_date"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, with the link and the date of the document that stands behind it, if there is one."""

    value: Value
    evidence_url: str = ""
    evidence_date: date | None = None

    @property
    def is_blank(self) -> bool:
        """An optional question that was passed over."""
        return not self.value

    @property
    def is_unknown(self) -> bool:
        """The person said that they do not know, which is not the same as no answer."""
        return self.value in (UNKNOWN, (UNKNOWN,))

    def to_json(self) -> dict[str, str | list[str] | None]:
        """Values that JSON can hold; `from_json` turns them back into an equal answer."""
        return {
            "value": self.value if isinstance(self.value, str) else list(self.value),
            "evidence_url": self.evidence_url,
            "evidence_date": self.evidence_date.isoformat() if self.evidence_date else None,
        }

    @classmethod
    def from_json(cls, data: object) -> Answer:
        """Read what `to_json` wrote. Raises `ValueError` if it is anything else."""
        if not isinstance(data, Mapping) or "value" not in data:
            raise ValueError("a stored answer is a mapping with a value")
        value, url, day = data["value"], data.get("evidence_url", ""), data.get("evidence_date")
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = tuple(value)
        elif not isinstance(value, str):
            raise ValueError("the value of a stored answer is text or a list of texts")
        if not isinstance(url, str) or not (day is None or isinstance(day, str)):
            raise ValueError("the evidence of a stored answer is a link and a date, both as text")
        return cls(value, url, date.fromisoformat(day) if day else None)


@dataclass(frozen=True, slots=True)
class Problems:
    """Why form values cannot be taken as an answer: a message for each field concerned.

    Fields are "answer", "evidence_url" and "evidence_date", in the order in which they stand on the page.
    """

    messages: Mapping[str, str]

    @property
    def first(self) -> str:
        """The message for the topmost field."""
        return next(iter(self.messages.values()))


@dataclass(frozen=True, slots=True)
class SignalValue:
    """One fact that the answers give. `evidence` is "documented" if a dated, still valid link stands behind
    it.
    """

    value: Value
    evidence: Literal["said", "documented"] = "said"
    evidence_date: date | None = None
