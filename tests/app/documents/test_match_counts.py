"""The figures of a search for statements, as they are stored and told."""

from __future__ import annotations

import json

from app.documents.match_counts import FOUND_BY_WORDS, MatchCounts
from app.services.matching.found_by import FoundBy

COUNTS = MatchCounts(
    automatic=1200,
    covered_by_group=150,
    possible=40,
    decided=3,
    none=4757,
    expected_wrong=7.26,
    found_by={"number": 700, "name": 500, "previous_name": 40},
    only_by={"number": 90, "previous_name": 31},
    automatic_from=0.9,
    possible_from=0.4,
)


def test_they_come_back_from_json_as_they_were() -> None:
    assert MatchCounts.read(json.loads(json.dumps(COUNTS.record()))) == COUNTS
    assert MatchCounts.read({}) is None


def test_the_terminal_tells_them_in_words() -> None:
    lines = dict(COUNTS.lines())
    assert lines["Matched without a person"] == "1,200"
    assert lines["  of these expected to be wrong"] == "7.26"
    assert lines["Matched or possible, by what they were found"] == "1,240"
    assert lines["  by name"] == "500"
    told = "  by company number (90 that the registry's names would not have found)"
    assert lines[told] == "700"


def test_every_way_has_its_words() -> None:
    assert set(FOUND_BY_WORDS) == {way.value for way in FoundBy}
