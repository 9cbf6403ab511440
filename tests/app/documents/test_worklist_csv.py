"""The worklist as CSV and in the record of the run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from app.documents.run_facts import ScreenedSupplier
from app.documents.worklist_csv import COLUMNS, worklist_csv, worklist_record
from screening.worklist import Candidate, Worklist, plan, standing


def planned(supplier: ScreenedSupplier, capacity: int) -> Worklist:
    other = replace(
        supplier.report, identity="v2", name="=Fictitious & Sons", case_sha256="1" * 64, residual=100
    )
    found = [
        Candidate(standing(supplier.report), supplier.case.spend),
        Candidate(standing(other), None),
    ]
    return plan(found, capacity, "2026-11")


def rows(worklist: Worklist) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(worklist_csv(worklist).decode("utf-8-sig"))))


def test_each_pick_is_a_row_and_the_last_row_tells_what_is_left(supplier: ScreenedSupplier) -> None:
    first, last = rows(planned(supplier, 1))
    assert tuple(first) == COLUMNS
    assert first["supplier"] == "Northgate Cleaning Services Ltd"
    assert (first["place"], first["review"], first["chosen"]) == ("1", "Ask the supplier", "value")
    assert (first["low"], first["residual"], first["high"]) == ("48.0", "61.4", "74.0")
    assert first["narrowing"] == "13.0"
    assert first["question"] == "Ask how many workers come from agencies."
    assert first["spend"] == "880000.01"
    assert "narrow 48.0 to 74.0" in first["why"]
    assert last["chosen"] == "left unreviewed"
    assert "1 supplier " in last["why"] and "10.0 of 100" in last["why"]


def test_a_name_that_a_spreadsheet_would_run_is_disarmed(supplier: ScreenedSupplier) -> None:
    second = rows(planned(supplier, 2))[1]
    assert second["supplier"] == "'=Fictitious & Sons"
    assert second["spend"] == ""


def test_the_record_tells_capacity_hours_seed_and_what_is_left(supplier: ScreenedSupplier) -> None:
    record = worklist_record(planned(supplier, 1))
    assert (record["capacity"], record["picked"], record["random"], record["hours"]) == (1, 1, 0, 1.0)
    assert record["random_seed"] == "2026-11"
    left = record["left_unreviewed"]
    assert left["suppliers"] == 1
    assert left["highest"] == {"supplier": "=Fictitious & Sons", "residual": 10.0}
    assert worklist_record(planned(supplier, 9))["left_unreviewed"]["highest"] is None
