"""`fairhand screen` as somebody who checks the judgement with a spreadsheet calls it."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.screen import USES, screen
from app.documents.contributions_csv import COLUMNS
from screening.types import Use

HEADER = (
    "supplier,reference,contract_title,amount,sic,delivery_countries,sourcing_countries,agency_labour,"
    "migrant_workers,subcontracting_tiers,workforce_skill,health_service_england,notice_date\n"
)
ROWS = (
    "Alpha Cleaning Ltd,A1,Office cleaning,200000,81210,GB,,most,none,none,low,yes,2026-12-01\n"
    "Alpha Cleaning Ltd,A2,Window cleaning,5000,81221,GB,,,no,one,skilled,no,\n"
    "Beta Uniforms Ltd,B1,Uniforms,50000,14120,GB,China,,,,,,\n"
    "Gamma Ltd,C1,Consultancy,80000,70229,India,,,,,,yes,2026-11-01\n"
)
ANSWERS = (
    "supplier,signal,value,evidence,evidence_date\n"
    "ALPHA CLEANING LIMITED,workforce.agency,none,said,\n"
    "Beta Uniforms Ltd,chain.mapped,beyond tier one,documented,2026-05-01\n"
)


def call(folder: Path, text: str, *more: object, answers: str = ANSWERS) -> Result:
    (folder / "contracts.csv").write_text(text, encoding="utf-8")
    (folder / "answers.csv").write_text(answers, encoding="utf-8")
    arguments = [folder / "contracts.csv", "--answers", folder / "answers.csv", "--no-statements"]
    arguments += ["--out", folder / "out", "--as-at", "2026-11-22", *more]
    return CliRunner().invoke(screen, [str(argument) for argument in arguments])


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_uses_of_the_command_are_those_of_the_judgement() -> None:
    assert set(USES) == {use.value for use in Use} and USES[0] == "contract_management"


@pytest.mark.parametrize("use", USES)
def test_contributions_add_up_exactly_to_the_queue(tmp_path: Path, use: str) -> None:
    result = call(tmp_path, HEADER + ROWS, "--explain", "--use", use)
    assert result.exit_code == 0, result.output
    lines = rows(tmp_path, "contributions.csv")
    assert tuple(lines[0]) == COLUMNS
    sums: defaultdict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for line in lines:
        found = (line["low"], line["points"], line["high"])
        sums[line["supplier"]] = [
            one + Decimal(part) for one, part in zip(sums[line["supplier"]], found, strict=True)
        ]
    queue = rows(tmp_path, "queue.csv")
    assert {
        row["supplier"]: [Decimal(row[name]) for name in ("low", "residual", "high")] for row in queue
    } == sums
    assert {row["use"] for row in queue} == {use}
    assert {line["contract"] for line in lines} == {"", "A1", "A2", "B1", "C1"}


def test_two_suppliers_of_one_name_are_told_apart_by_their_rank(tmp_path: Path) -> None:
    text = (
        "supplier,company_number,reference,title,amount,cpv\n"
        "Delta Services Ltd,01234567,D1,Cleaning of offices,400000,90919200\n"
        "Delta Services Ltd,07654321,D2,Legal advice,20000,79111000\n"
    )
    assert call(tmp_path, text, "--explain", answers="supplier,signal,value\n").exit_code == 0
    queue = {row["rank"]: Decimal(row["residual"]) for row in rows(tmp_path, "queue.csv")}
    assert len(queue) == 2
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in rows(tmp_path, "contributions.csv"):
        sums[line["rank"]] += Decimal(line["points"])
    assert sums == queue
    assert [(row["rank"], row["contract"]) for row in rows(tmp_path, "contracts.csv")] == [
        ("1", "D1"),
        ("2", "D2"),
    ]


def test_what_is_left_out_has_nought_points_and_says_why(tmp_path: Path) -> None:
    assert call(tmp_path, HEADER + ROWS, "--explain", "--use", "evaluation").exit_code == 0
    out = [line for line in rows(tmp_path, "contributions.csv") if line["left_out_for_use"]]
    assert {line["left_out_for_use"] for line in out} == {"evaluation"}
    assert {"agency", "delivery", "sourcing", "listed_goods", "migrant"} <= {line["factor"] for line in out}
    assert {line["points"] for line in out} == {"0.0"}
    assert all("Local Government Act 1988" in line["reason"] for line in out)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Left out by law" in page and "Where the work is done" in page
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["use"]["made_for"] == "evaluation" and record["use"]["permitted"] == ["evaluation"]
    assert {each["factor"] for each in record["use"]["left_out"]} >= {"delivery", "agency"}


def test_no_file_for_tenders_changes_with_a_place_or_a_workforce(tmp_path: Path) -> None:
    other = ROWS.replace(",GB,,most,none,none,low,", ",China,India,none,most,none,skilled,")
    other = other.replace(",GB,China,,,,,,", ",,Norway,some,yes,,mixed,,")
    said = ANSWERS.splitlines(keepends=True)[0]
    said += "Alpha Cleaning Ltd,workforce.low_paid,most,,\nGamma Ltd,sourcing.countries,China,,\n"
    said += "Beta Uniforms Ltd,chain.mapped,beyond tier one,documented,2026-05-01\n"
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    assert call(tmp_path / "one", HEADER + ROWS, "--explain", "--use", "evaluation").exit_code == 0
    result = call(tmp_path / "two", HEADER + other, "--explain", "--use", "evaluation", answers=said)
    assert result.exit_code == 0, result.output
    for name in ("queue.csv", "contributions.csv", "contracts.csv"):
        assert (tmp_path / "one/out" / name).read_bytes() == (tmp_path / "two/out" / name).read_bytes()


def test_without_explain_there_are_four_files(tmp_path: Path) -> None:
    assert call(tmp_path, HEADER + ROWS).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "queue.csv",
        "queue.xlsx",
        "report.html",
        "run.json",
    ]


def test_a_cell_that_is_not_understood_is_told_by_row_and_column_and_the_row_is_used(tmp_path: Path) -> None:
    bad = "Delta Cleaning Ltd,D1,Office cleaning,9000,8121,Narnia,,perhaps,,x,yes,maybe,soon\n"
    result = call(tmp_path, HEADER + ROWS + bad)
    assert result.exit_code == 0
    for column in (
        "sic",
        "delivery_countries",
        "agency_labour",
        "subcontracting_tiers",
        "workforce_skill",
        "health_service_england",
    ):
        assert f"contracts.csv, line 6: {column}: " in result.stderr
    assert "write none, some, most, yes, no or a share such as 30%" in result.stderr
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    notes = {note["why"]: note for note in record["inputs"][0]["notes"]}
    assert notes["agency_labour: the word is not known"]["rows"] == 1
    assert "Delta Cleaning Ltd" in {row["supplier"] for row in rows(tmp_path, "queue.csv")}


def test_answers_count_and_unusable_ones_are_told(tmp_path: Path) -> None:
    more = "Beta Uniforms Ltd,voice,independent,,\nNobody Ltd,voice.grievance,no,,\n"
    more += "Gamma Ltd,policy.published,x,,\n"
    result = call(tmp_path, HEADER + ROWS, answers=ANSWERS + more)
    assert result.exit_code == 0
    assert "answers.csv, line 4: the signal is not known; use one of audit.kinds" in result.stderr
    assert "answers.csv, line 5: the supplier is not in the council's file" in result.stderr
    assert "answers.csv, line 6: policy.published: the value is not one of the signal's" in result.stderr
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    (answers,) = [file for file in record["inputs"] if file["role"] == "Answers"]
    assert (answers["rows_read"], answers["rows_skipped"]) == (5, 3)
    assert record["summary"]["rows_read"] == 4
    mapped = next(row for row in rows(tmp_path, "queue.csv") if row["supplier"] == "Beta Uniforms Ltd")
    assert "a map of the supply chain" in mapped["reasons"] and Decimal(mapped["controls"]) > 0


def test_a_contract_for_the_health_service_is_told_with_its_notice(tmp_path: Path) -> None:
    assert call(tmp_path, HEADER + ROWS).exit_code == 0
    notes = {row["supplier"]: row["notes"] for row in rows(tmp_path, "queue.csv")}
    assert (
        "SI 2025/1212" in notes["Alpha Cleaning Ltd"]
        and "not after the notice" in notes["Alpha Cleaning Ltd"]
    )
    assert "record why it is late. C1 (1 November 2026)" in notes["Gamma Ltd"]
    assert notes["Beta Uniforms Ltd"] == ""
    assert "record why it is late" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_an_unknown_use_and_a_missing_file_of_answers_are_refused(tmp_path: Path) -> None:
    assert call(tmp_path, HEADER + ROWS, "--use", "shortlisting").exit_code == 2
    result = call(tmp_path, HEADER + ROWS, "--answers", tmp_path / "none.csv")
    assert result.exit_code == 2 and "none.csv: there is no such file." in result.stderr
