"""`fairhand screen --capacity N`: which reviews first, from a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from click.testing import CliRunner, Result

from app.cli.screen import screen

TRADES = ("Cleaning", "Agency staff", "Security guards", "Legal services", "Catering", "Equipment")


def call(folder: Path, *more: object) -> Result:
    lines = [
        f"Fictitious {trade} {number} Ltd,{trade},{1000 * (number + 1)}"
        for number in range(5)
        for trade in TRADES
    ]
    (folder / "spend.csv").write_text("\n".join(["Supplier,Category,Amount", *lines]), encoding="utf-8")
    arguments = [folder / "spend.csv", "--no-statements", "--out", folder / "out", "--as-at", "2026-11-22"]
    return CliRunner().invoke(screen, [str(argument) for argument in [*arguments, *more]])


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "out" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_picks_and_what_is_left_are_written(tmp_path: Path) -> None:
    result = call(tmp_path, "--capacity", 10)
    assert result.exit_code == 0, result.output
    *picks, left = rows(tmp_path, "worklist.csv")
    assert [row["place"] for row in picks] == [str(place) for place in range(1, 11)]
    assert [row["chosen"] for row in picks].count("random") == 1
    values = [float(row["value"]) for row in picks if row["chosen"] == "value"]
    assert values == sorted(values, reverse=True)
    assert "20 suppliers" in left["why"]
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["worklist"]
    assert (record["capacity"], record["random_seed"], record["left_unreviewed"]["suppliers"]) == (
        10,
        "2026-11",
        20,
    )
    assert "Worklist: 10 reviews" in result.output


def test_the_same_seed_draws_the_same_random_checks(tmp_path: Path) -> None:
    def drawn(*more: object) -> list[str]:
        assert call(tmp_path, "--capacity", 30, *more).exit_code == 0
        return [row["supplier"] for row in rows(tmp_path, "worklist.csv") if row["chosen"] == "random"]

    assert drawn("--seed", "a") == drawn("--seed", "a") != drawn("--seed", "b")


def test_without_a_capacity_there_is_no_worklist(tmp_path: Path) -> None:
    assert call(tmp_path).exit_code == 0
    assert not (tmp_path / "out" / "worklist.csv").exists()
    assert json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["worklist"] is None


def test_a_worklist_is_not_for_the_evaluation_of_tenders(tmp_path: Path) -> None:
    result = call(tmp_path, "--capacity", 5, "--use", "evaluation")
    assert result.exit_code == 2
    assert "--capacity" in result.output


def test_a_seed_without_a_capacity_is_a_mistake(tmp_path: Path) -> None:
    result = call(tmp_path, "--seed", "a")
    assert result.exit_code == 2
    assert "give both" in result.output


def test_the_queue_tells_how_firm_each_place_is(tmp_path: Path) -> None:
    assert call(tmp_path).exit_code == 0
    for row in rows(tmp_path, "queue.csv"):
        assert 0.0 <= float(row["rank_stability"]) <= 1.0
        assert 0.0 <= float(row["band_stability"]) <= 1.0
