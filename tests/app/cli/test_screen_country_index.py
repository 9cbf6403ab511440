"""`fairhand screen --country-index`: a copy counts as far as the weights say. All figures are invented."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from screening import reference

CODES = ["AF", "AL", "BR", "CN", "DE", "ER", "IN", "KE", "NO", "PK", "TR", "VN"]
SUPPLIERS = (
    "supplier,contract_title,amount,delivery_countries,sourcing_countries\n"
    "Beta Uniforms Ltd,Uniforms,50000,GB,India\n"
)


@pytest.fixture
def call(tmp_path: Path):
    (tmp_path / "suppliers.csv").write_text(SUPPLIERS, encoding="utf-8")
    lines = [f'"{reference.country_name(code)}",1,95' for code in CODES]
    text = "\n".join(["Country,Prevalence,Total vulnerability", *lines, "Atlantis,1,2"])
    (tmp_path / "gsi.csv").write_text(text, encoding="utf-8")
    (tmp_path / "weights.csv").write_text(
        "weight,value,by,on,reason\noutside.gsi,0.3,Lee Lead,2026-11-01,We hold a copy\n", encoding="utf-8"
    )

    def run(*options: str) -> Result:
        words = ["screen", str(tmp_path / "suppliers.csv"), "--no-statements", "--as-at", "2026-11-22"]
        return CliRunner().invoke(main, [*words, "--explain", "--out", str(tmp_path / "out"), *options])

    return run


def residual(folder: Path) -> float:
    with (folder / "out" / "queue.csv").open(encoding="utf-8-sig", newline="") as stream:
        [row] = csv.DictReader(stream)
    return float(row["residual"])


def test_it_counts_with_the_weight_alone_and_is_told(call, tmp_path: Path) -> None:
    index, weights = f"gsi={tmp_path / 'gsi.csv'}", str(tmp_path / "weights.csv")
    assert call("--weights", weights).exit_code == 0
    without = residual(tmp_path)
    assert call("--country-index", index).exit_code == 0
    alone = residual(tmp_path)
    assert call("--country-index", index, "--weights", weights).exit_code == 0
    assert residual(tmp_path) > without == alone
    lines = (tmp_path / "out" / "contributions.csv").read_text(encoding="utf-8-sig")
    assert "of 100; the council's own copy of an outside index counted" in lines
    inputs = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))["inputs"]
    [copy] = [one for one in inputs if one["role"] == "Country index"]
    assert copy["rows_read"] == len(CODES) + 1 and len(copy["skipped"]) == 1


@pytest.mark.parametrize("words", ["gsi", "gsi=", "other=file.csv"])
def test_what_is_no_kind_and_file_is_refused_in_one_line(call, words: str) -> None:
    result = call("--country-index", words)
    assert result.exit_code == 2 and "is not gsi=FILE or tip=FILE" in result.output


def test_a_kind_is_given_once_and_its_file_must_be_there(call, tmp_path: Path) -> None:
    index = f"gsi={tmp_path / 'gsi.csv'}"
    assert "gsi is given twice" in call("--country-index", index, "--country-index", index).output
    missing = call("--country-index", f"tip={tmp_path / 'none.csv'}")
    assert missing.exit_code == 2 and "there is no such file" in missing.output
