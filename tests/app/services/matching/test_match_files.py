"""Matching and comparing the names of files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.intake import UnusableInput
from app.services.matching import match_files as service
from app.services.matching.match_files import COMPARE_COLUMNS, MATCH_COLUMNS, compare_file, match_files

TARGETS = """\
name,company_number,postcode
Northgate Cleaning Services Limited,02781951,
Harbour Pilots (Anytown) Limited,,
,,
Northgate Cleaning Services (Wales) Limited,07654321,
=Eastgate Catering Limited,,
"""
QUERIES = """\
query,company number
NORTHGATE CLEANING SERVICES LTD,
"",
Somebody Else's Laundry Ltd,7654321
Northern Zebras plc,
"=Eastgate Catering Ltd",
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def matched(folder: Path, queries: str = QUERIES, targets: str = TARGETS) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    match_files(write(folder, "queries.csv", queries), write(folder, "targets.csv", targets), out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_matches_are_rows_that_point_into_both_files(tmp_path: Path) -> None:
    rows = matched(tmp_path)
    assert tuple(rows[0]) == MATCH_COLUMNS
    best = {row["query_row"]: row for row in rows if row["rank"] == "1"}
    assert best["0"]["target_row"] == "0"
    assert best["0"]["target_name"] == "Northgate Cleaning Services Limited"
    assert (best["0"]["kind"], best["0"]["reasons"]) == (
        "same_entity",
        "The names are the same; LTD and Limited are one legal form.",
    )
    assert (best["2"]["target_row"], best["2"]["decision"]) == ("3", "automatic")
    assert "The company numbers are equal (07654321)." in best["2"]["reasons"]
    assert sorted(best) == ["0", "2", "3", "4"]
    assert best["3"]["decision"] == "none", "an improbable candidate is written, and called what it is"


def test_ranks_follow_probability_and_end_at_five(tmp_path: Path) -> None:
    forms = ("Ltd", "plc", "LLP", "CIC", "Limited", "", "Ltd (Wales)", "Inc")
    targets = "name\n" + "".join(f"Northgate Cleaning Services {form}\n" for form in forms)
    rows = matched(tmp_path, "name\nNorthgate Cleaning Services\n", targets)
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5"]
    probabilities = [float(row["probability"]) for row in rows]
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 <= probability <= 1 for probability in probabilities)


def test_of_equals_the_first_row_wins(tmp_path: Path) -> None:
    rows = matched(tmp_path, "name\nNorthgate Cleaning\n", "name\n" + "Northgate Cleaning Ltd\n" * 12)
    assert [row["target_row"] for row in rows] == ["0", "1", "2", "3", "4"]


def test_names_that_would_run_as_formulas_are_disarmed(tmp_path: Path) -> None:
    (row,) = [row for row in matched(tmp_path) if row["query_row"] == "4" and row["rank"] == "1"]
    assert row["target_name"] == "'=Eastgate Catering Limited"


def test_the_size_of_a_batch_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = matched(tmp_path)
    monkeypatch.setattr(service, "BATCH", 1)
    assert matched(tmp_path) == whole


def test_the_tally_and_the_progress(tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    tally = match_files(
        write(tmp_path, "queries.csv", QUERIES),
        write(tmp_path, "targets.csv", TARGETS),
        io.StringIO(),
        lambda what, done, total: told.append((what, done, total)),
    )
    assert (tally.queries.rows, tally.queries.blank, tally.targets.blank) == (5, 1, 1)
    assert tally.automatic + tally.possible + tally.none == 4
    assert tally.automatic >= 1
    assert 0 <= tally.expected_wrong < tally.automatic
    assert told[0] == ("Reading queries.csv", 5, 5)
    assert told[-1] == ("Matching", 4, 4)


@pytest.mark.parametrize("targets", ["name\n", 'name,gid\n"",1\n'])
def test_targets_without_a_name(tmp_path: Path, targets: str) -> None:
    with pytest.raises(UnusableInput, match="no row has a name"):
        matched(tmp_path, targets=targets)


def test_no_queries_give_the_header_alone(tmp_path: Path) -> None:
    assert matched(tmp_path, "query,gid\n") == []


# ------------------------------------------------------------------------------------------------ compare


PAIRS = """\
id,left,right,left_number,right_number,kind
a,Northgate Cleaning Ltd,NORTHGATE CLEANING LIMITED,,,format
b,Northgate Cleaning Ltd,,,,
c,Northgate Cleaning Ltd,Northgate Cleaning Ltd,02781951,7654321,other
-d,Harbour Pilots,Quibbling Zebras
"""


def compared(folder: Path, text: str = PAIRS) -> tuple[list[dict[str, str]], service.CompareTally]:
    out = io.StringIO(newline="")
    tally = compare_file(write(folder, "pairs.csv", text), out)
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline=""))), tally


def test_all_rows_are_kept_in_order_with_three_columns_more(tmp_path: Path) -> None:
    rows, tally = compared(tmp_path)
    given = ("id", "left", "right", "left_number", "right_number", "kind_given")
    assert tuple(rows[0]) == (*given, *COMPARE_COLUMNS)
    assert [row["id"] for row in rows] == ["a", "b", "c", "'-d"]
    assert [rows[0]["kind"], rows[1]["kind"], rows[3]["kind"]] == ["same_entity", "", "none"]
    assert rows[0]["kind_given"] == "format"
    assert float(rows[0]["probability"]) > 0.9
    assert (rows[1]["probability"], rows[1]["reasons"]) == ("", "")
    assert rows[2]["kind"] != "same_entity"
    assert "so this is another company" in rows[2]["reasons"]
    assert (tally.pairs.rows, tally.pairs.blank) == (4, 1)
    assert tally.kinds["same_entity"] == 1
    assert sum(tally.kinds.values()) == 3
    assert tally.renamed == {"kind": "kind_given"}


def test_a_comparison_of_a_comparison(tmp_path: Path) -> None:
    header = "left,right,kind,kind_given"
    rows, _ = compared(tmp_path, f"{header}\nNorthgate,Northgate,x,y\n")
    assert tuple(rows[0]) == ("left", "right", "kind_given_given", "kind_given", *COMPARE_COLUMNS)
    assert (rows[0]["kind_given_given"], rows[0]["kind_given"]) == ("x", "y")


def test_batches_of_pairs_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = compared(tmp_path)
    monkeypatch.setattr(service, "BATCH", 1)
    assert compared(tmp_path) == whole


def test_many_queries_are_answered_by_several_processes_as_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queries = "name\n" + "".join(f"Northgate Cleaning {i % 7} Ltd\n" for i in range(40))
    alone = matched(tmp_path, queries)
    monkeypatch.setattr(service, "MANY", 10)
    monkeypatch.setattr(service, "_cores", lambda: 2)
    assert matched(tmp_path, queries) == alone
