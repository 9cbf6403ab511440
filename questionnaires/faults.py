"""What is wrong with an answer, before it becomes a message in somebody's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaires.cleaning import shortened
from questionnaires.schema import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """`code` is a field of `schema.Messages`; `fills` are the words for the gaps of that message."""

    code: str
    fills: Mapping[str, Text] = field(default_factory=dict)


def plain(words: object) -> Text:
    """What a person typed, or a number: the same in both languages. Cut short, it may be anything."""
    text = shortened(str(words))
    return Text(en=text, cy=text)
