"""The golden cases of name matching: labelled pairs of fictitious names, in `golden_names.csv`.

To add a case, add a line: `left` is a name as a ledger writes it, `right` one as a register does (numbers
may stay empty), `expected` what the two are ("same_entity", "same_group" or "none") and `decision` what has
to become of it ("automatic", "possible" or "none"). Two organisations that names cannot tell apart are
"none" and "possible": a person looks. Each right-hand name is looked for among
`DISTRACTORS`. A case that the matcher does not do yet has "yes" in `known_loss` and says in `why` what it
does instead; when it starts to work, the test asks for the mark's removal.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from screening.identifiers import company_number
from screening.matching import NameIndex, Query, Target

GOLDEN = Path(__file__).parent / "golden_names.csv"

# The line of the file's first case: the header is line 1.
FIRST_LINE = 2

# What else is in the index: organisations of every kind, none of them meant by any case.
DISTRACTORS = (
    "Oakmere Cleaning Services Limited",
    "Pendlecroft Catering plc",
    "Pendlecroft Holdings plc",
    "Stannerfold Construction Ltd",
    "Stannerfold Construction (Northern) Ltd",
    "Stannerfold Construction (Southern) Ltd",
    "Larkbeck Primary School",
    "Larkbeck Infant School",
    "St Odwin's Church of England Primary School",
    "Larkbeck Parish Council",
    "Larkbeck Borough Council",
    "Larkbeck University Hospitals NHS Foundation Trust",
    "University of Larkbeck",
    "Cyngor Sir Glanwernog",
    "Glanwernog County Council",
    "Ysgol Gynradd Glanwernog",
    "Glanwernog Cyf",
    "Glanwernog Housing Association",
    "Friends of Larkbeck Park",
    "Larkbeck Citizens Advice",
    "2nd Larkbeck Scout Group",
    "Vanterholm GmbH",
    "Vanterholm S.p.A.",
    "Vanterholm AB",
    "A B C Oakmere Ltd",
    "Oakmere & Pinsley Solicitors LLP",
    "Pinsley Transport Solutions Ltd",
    "Pinsley Homes (2) Ltd",
    "Pinsley Property Management Ltd",
    "Ebbworth Community Interest Company",
    "Ebbworth Residential Care Home Ltd",
    "Ebbworth Digital Ltd",
)


@dataclass(frozen=True)
class Golden:
    """One line of the file."""

    line: int
    kind: str
    left: str
    left_number: str
    right: str
    right_number: str
    expected: str
    decision: str
    known_loss: str
    why: str

    @property
    def wanted(self) -> str:
        """The outcome that the file asks for."""
        return f"{self.expected}, {self.decision}"

    def holds(self, got: str) -> bool:
        """Whether an outcome is the wanted one; what a possible match is called matters only if it is one."""
        if (self.expected, self.decision) == ("none", "possible"):
            return got.endswith(", possible")
        return got == self.wanted

    @property
    def got(self) -> str:
        """The outcome of the matcher; a target that is not shown is a target that is not matched."""
        golden = Target("golden", self.right, company_number(self.right_number))
        others = [Target(f"distractor {i}", name) for i, name in enumerate(DISTRACTORS)]
        query = Query("q", self.left, company_number(self.left_number))
        [found] = NameIndex.build([golden, *others]).match([query], limit=len(others) + 1)
        match = next((match for match in found if match.target_key == "golden"), None)
        return f"{match.kind}, {match.decision}" if match else "none, none"

    def __str__(self) -> str:
        left = f"{self.left} {self.left_number}".strip()
        right = f"{self.right} {self.right_number}".strip()
        return f"line {self.line} [{self.kind}] {left!r} and {right!r}"


def _read() -> list[Golden]:
    with GOLDEN.open(encoding="utf-8", newline="") as rows:
        return [Golden(line, **row) for line, row in enumerate(csv.DictReader(rows), start=FIRST_LINE)]


CASES = _read()


def test_no_outcome_has_changed() -> None:
    """All changes at once, so that a changed list of words or calibration is judged as a whole."""
    changes: list[str] = []
    for case in CASES:
        wanted, got = case.wanted, case.got
        if case.known_loss and case.holds(got):
            changes.append(f"  {case}\n    works now ({got}): remove its mark in the column known_loss")
        elif not case.known_loss and not case.holds(got):
            changes.append(f"  {case}\n    - {wanted}\n    + {got}\n    because: {case.why}")
    if changes:
        pytest.fail(
            f"{len(changes)} of {len(CASES)} golden names changed:\n" + "\n".join(changes), pytrace=False
        )


def test_no_distractor_is_ever_matched_without_a_person() -> None:
    index = NameIndex.build([Target(name, name) for name in DISTRACTORS])
    found = index.match([Query(case.left, case.left) for case in CASES])
    wrong = [
        (match.query_key, match.target_name)
        for matches in found
        for match in matches
        if match.decision == "automatic"
    ]
    assert wrong == []


def test_the_file_is_in_order() -> None:
    for case in CASES:
        assert case.expected in ("same_entity", "same_group", "none"), case
        assert case.decision in ("automatic", "possible", "none"), case
        assert case.decision != "none" or case.expected == "none", case
        assert case.expected != "none" or case.decision != "automatic", case
        assert not (case.expected == "same_group" and case.decision == "automatic"), case
        assert case.known_loss in ("", "yes"), case
        assert len(case.why) > 4, case
    twice = Counter((c.left, c.left_number, c.right, c.right_number) for c in CASES)
    assert [pair for pair, times in twice.items() if times > 1] == []


def test_there_are_enough_cases_and_few_known_losses() -> None:
    assert len(CASES) >= 160
    assert len({case.kind for case in CASES}) >= 19
    assert sum(case.known_loss == "yes" for case in CASES) <= len(CASES) // 10
