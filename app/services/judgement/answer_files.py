"""Joining a table of answers to the suppliers of a council's file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.intake import SkippedRow, SupplierInput
from app.intake.answers import AnswersFile
from app.intake.suppliers import name_key
from screening.types import Signal

NOT_IN_FILE: Final = "the supplier is not in the council's file"
SEVERAL: Final = "several suppliers of the council's file have this name"
TWICE: Final = "this supplier's signal has another answer in an earlier row, which stands"


@dataclass(frozen=True, slots=True)
class JoinedAnswers:
    """The signals of each supplier by its key, and the rows that could not be joined."""

    signals: Mapping[str, Mapping[str, Signal]]
    unjoined: tuple[SkippedRow, ...]


def join_answers(answers: AnswersFile, suppliers: Sequence[SupplierInput]) -> JoinedAnswers:
    """Give each row of answers to its supplier: by vendor id, else by name, cleaned as where rows of one
    supplier are added up.

    A name that several suppliers have is nobody's until the row gives the vendor id. Of two different
    answers of one supplier to one signal the first stands.
    """
    by_id = {each: one.key for one in suppliers for each in (one.vendor_id, *one.other_vendor_ids) if each}
    by_name: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for one in suppliers:
        for name in (one.name, *one.other_names):
            by_name[name_key(name)].add(one.key)
    signals: defaultdict[str, dict[str, Signal]] = defaultdict(dict)
    unjoined: list[SkippedRow] = []
    for row in answers.rows:
        keys = {by_id[row.supplier]} if row.supplier in by_id else by_name.get(name_key(row.supplier), set())
        if len(keys) != 1:
            what, mend = (
                (SEVERAL, "write the vendor id in place of the name")
                if keys
                else (NOT_IN_FILE, "write the name or the vendor id as in the council's file")
            )
            unjoined.append(SkippedRow(row.line, what, mend=mend))
            continue
        (key,) = keys
        if signals[key].setdefault(row.name, row.signal) != row.signal:
            unjoined.append(SkippedRow(row.line, TWICE, mend="keep one row for each signal"))
    return JoinedAnswers(dict(signals), tuple(unjoined))
