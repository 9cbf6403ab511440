"""Learned: how harmless it is that only one of two names has a word.

"Services" is left out of a name often and still means the same organisation; "Pension" hardly ever. The value
of a word is the logarithm of the odds that two names which share a rare word and differ in this one are one
entity, against those of any such pair; 0 for a word of which nothing is known.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

PATH = Path(__file__).parent.parent / "data" / "match_words.csv"


@cache
def values() -> dict[str, tuple[float, float]]:
    """Word -> its value where only the query has it, and where only the target has it."""
    with PATH.open(encoding="utf-8", newline="") as rows:
        return {row["word"]: (float(row["query"]), float(row["target"])) for row in csv.DictReader(rows)}
