"""`fairhand screen --weights`: every file says which weights were changed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli import main
from screening.weights import Weights, changed

REGISTER = Path(__file__).parents[2] / "data" / "anytown_contracts_register.csv"
LINE = "raise.agency,1.5,Lee Lead,2026-11-01,Our own audits show it\n"


def run(out: Path, *options: str):
    command = ["screen", str(REGISTER), "--no-statements", "--out", str(out), "--as-at", "2026-11-21"]
    return CliRunner().invoke(main, [*command, *options])


def queue(out: Path) -> list[dict[str, str]]:
    with (out / "queue.csv").open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "weights.csv"
    path.write_text("weight,value,by,on,reason\n" + LINE, encoding="utf-8")
    return path


def test_every_file_says_which_weights_were_changed(tmp_path: Path, weights: Path) -> None:
    plain, own = tmp_path / "plain", tmp_path / "own"
    assert run(plain).exit_code == 0
    assert run(own, "--weights", str(weights), "--explain").exit_code == 0
    said = "raise.agency: 1.5 in place of 1 (Lee Lead, 1 November 2026: Our own audits show it)"
    assert {row["weights_changed"] for row in queue(own)} == {said}
    assert {row["weights_changed"] for row in queue(plain)} == {""}
    assert [row["residual"] for row in queue(own)] != [row["residual"] for row in queue(plain)]
    html = (own / "report.html").read_text(encoding="utf-8")
    assert "Weights that the council changed" in html and said in html
    assert "Weights that the council changed" not in (plain / "report.html").read_text(encoding="utf-8")
    record = json.loads((own / "run.json").read_text(encoding="utf-8"))["weights"]
    assert record["changed"] == [
        {
            "name": "raise.agency",
            "shipped": 1.0,
            "value": 1.5,
            "by": "Lee Lead",
            "on": "2026-11-01",
            "reason": "Our own audits show it",
        }
    ]
    from datetime import date

    change = changed("raise.agency", 1.5, "Lee Lead", date(2026, 11, 1), "Our own audits show it")
    assert record["sha256"] == Weights((change,)).sha256
    assert json.loads((plain / "run.json").read_text(encoding="utf-8"))["weights"] == {
        "sha256": "",
        "changed": [],
    }


def test_the_lines_add_up_to_the_queue_under_own_weights(tmp_path: Path, weights: Path) -> None:
    out = tmp_path / "own"
    assert run(out, "--weights", str(weights), "--explain").exit_code == 0
    sums: dict[str, float] = {}
    with (out / "contributions.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            sums[row["supplier"]] = sums.get(row["supplier"], 0.0) + float(row["points"])
    for row in queue(out):
        assert sums[row["supplier"]] == pytest.approx(float(row["residual"]))


def test_weights_beyond_their_bounds_are_refused_in_one_line(tmp_path: Path, weights: Path) -> None:
    weights.write_text(weights.read_text().replace("1.5", "9"))
    result = run(tmp_path / "own", "--weights", str(weights))
    assert result.exit_code == 2
    assert "raise.agency may be 0.5 to 1.5, not 9" in result.output
