"""What the workbook of a questionnaire looks like to a program: shared by its writer and its reader.

Every row of the sheet of questions says in a hidden column which part of the questionnaire it is, and a
hidden row says what each column holds. So a workbook can be read after rows were inserted, sorted or left
out.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from questionnaires import Option, Question, Text

MARKER_SHEET: Final = "fairhand"
"""The very hidden sheet whose first cell holds the signed marker."""
LISTS_SHEET: Final = "lists"
"""The very hidden sheet of the lists that cells offer."""

LONGEST_CELL: Final = 32_767
"""UTF-16 units that Excel allows in a cell."""

YES: Final = Text(en="Yes", cy="Ie")
NO: Final = Text(en="No", cy="Nage")
_SAYS_YES: Final = frozenset(
    {"yes", "y", "true", "1", "x", "✓", "✔", "☑", "ie", "oes", "ydy", "ydw", "ydym", "do", "gwir"}
)
_SAYS_NO: Final = frozenset(
    {
        "no",
        "n",
        "false",
        "0",
        "-",
        "\u2013",
        "☐",
        "na",
        "nage",
        "nac oes",
        "nac ydy",
        "nac ydw",
        "nac ydym",
        "naddo",
    }
)


class Column(StrEnum):
    """The columns of the sheet of questions, from the left."""

    KEY = "key"
    NUMBER = "number"
    QUESTION = "question"
    ANSWER = "answer"
    EVIDENCE_URL = "evidence_url"
    EVIDENCE_DATE = "evidence_date"
    WHEN = "when"
    WHY = "why"
    EXAMPLE = "example"
    EVIDENCE = "evidence"
    WHO = "who"
    EARLIER = "earlier"
    STATE = "state"
    ASKED = "asked"

    @property
    def mark(self) -> str:
        """What the hidden row has in this column."""
        return f"{_MARK}{self.value}"

    @classmethod
    def of_mark(cls, text: str) -> Column | None:
        """The column with that mark, if it is one."""
        name = text.strip().removeprefix(_MARK)
        return cls(name) if text.strip().startswith(_MARK) and name in set(cls) else None


_MARK: Final = "fairhand:"

FILLED_IN: Final = (Column.ANSWER, Column.EVIDENCE_URL, Column.EVIDENCE_DATE)
"""The columns that people fill in, named as the fields of a question's page."""


@dataclass(frozen=True, slots=True)
class RowKey:
    """Which part of a question a row is: the question itself, one of its options, or one of its entries."""

    question_id: str
    option: str = ""
    entry: int = 0

    def __str__(self) -> str:
        if self.option:
            return f"option:{self.question_id}:{self.option}"
        return f"entry:{self.question_id}:{self.entry}" if self.entry else f"question:{self.question_id}"

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The key that `str` wrote, or None."""
        kind, _, rest = text.strip().partition(":")
        question_id, _, part = rest.partition(":")
        if kind == "question" and question_id and not part:
            return cls(question_id)
        if kind == "option" and question_id and part:
            return cls(question_id, option=part)
        if kind == "entry" and question_id and part.isdecimal() and 0 < int(part[:4]) <= 999:
            return cls(question_id, entry=int(part[:4]))
        return None


def labels(question: Question, language: str) -> dict[str, Option]:
    """What stands in a cell for each option. Two options with one label are told apart by their values."""
    found: dict[str, Option] = {}
    for option in question.options:
        label = option.label.in_language(language)
        found[f"{label} ({option.value})" if label in found else label] = option
    return found


def option_meant(question: Question, entry: str, language: str) -> Option | None:
    """The option that an entry names: by its label in `language`, in the other language, or by its value."""
    wanted = _plain(entry)
    other = "en" if language.startswith("cy") else "cy"
    ways = [
        {_plain(label): option for label, option in labels(question, each).items()}
        for each in (language, other)
    ]
    ways.append({option.value: option for option in question.options})
    return next((way[wanted] for way in ways if wanted in way), None)


def says_yes(entry: str) -> bool | None:
    """Whether a cell beside an option chooses it; None if it says neither yes nor no."""
    word = _plain(entry)
    if not word or word in _SAYS_NO:
        return False
    return True if word in _SAYS_YES else None


def can_carry(text: str) -> bool:
    """Whether a cell can hold this text and give it back to the letter.

    Not more than a cell takes, no code points that XML cannot hold, and nothing that looks like the escapes
    by which workbooks write those.
    """
    fits = len(text.encode("utf-16-le", "surrogatepass")) // 2 <= LONGEST_CELL
    return fits and not re.search("[\ufffe\uffff\ud800-\udfff]|_x005[fF]_", text)


def _plain(entry: str) -> str:
    """What is left of a label when capitals, spaces, kinds of quotes and a last full stop do not count."""
    text = unicodedata.normalize("NFKC", entry).casefold()
    text = re.sub("[\u2018\u2019\u02bc`\u00b4]", "'", text)
    text = re.sub("[\u201c\u201d\u00ab\u00bb]", '"', text)
    return " ".join(text.split()).rstrip(" .")
