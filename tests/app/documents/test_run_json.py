"""The record of a run."""

from __future__ import annotations

import json

from app.documents.run_facts import RunFacts, ScreenedSupplier
from app.documents.run_json import run_record, to_json


def test_the_record_tells_inputs_versions_counts_and_timings(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    record = json.loads(to_json(run_record([supplier], facts, {"read": 0.12345, "match": 2.0})))
    council, registry = record["inputs"]
    assert council["sha256"] == "a" * 64
    assert (council["rows_read"], council["rows_skipped"]) == (12, 3)
    assert council["skipped"] == [
        {"why": "no amount", "rows": 2, "lines": "4, 9"},
        {"why": "no supplier", "rows": 1, "lines": "5"},
    ]
    assert council["people_withheld"] == {"rows": 3, "payees": 2}
    assert registry["rows_read"] == 7
    assert record["registry_copies"] == [
        {"name": "StatementSummaries2026.csv", "copy_date": "2026-02-16", "shipped_part": False}
    ]
    assert record["model_version"] == "2026.1"
    assert record["reference_versions"] == {"country": "2019", "sectors": "2026-11"}
    assert record["summary"]["suppliers"] == 1
    assert record["summary"]["spend"] == "880000.01"
    assert record["timings_seconds"] == {"read": 0.123, "match": 2.0}
    assert record["options"] == {"statements": "given"}


def test_only_the_timings_differ_between_two_runs(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    once, again = (run_record([supplier], facts, {"read": seconds}) for seconds in (1.0, 2.0))
    assert once.pop("timings_seconds") != again.pop("timings_seconds")
    assert once == again
