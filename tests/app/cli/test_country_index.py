"""`fairhand data country-index`: a council's own copy of an outside index. All figures are invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli.data import data
from screening import reference
from screening.geography import country_risk

CODES = ["AF", "AL", "BR", "CN", "DE", "ER", "IN", "KE", "NO", "PK", "TR", "VN", "ZA"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, empty_database_url: str, tmp_path: Path):
    for name, value in {
        "MODE": "embedded",
        "SECRET_KEY": "a key for tests, of forty characters or so",
        "DATABASE_URL": empty_database_url,
        "BROKER_URL": "memory://",
        "BASE_URL": "http://127.0.0.1:8000",
        "DATA_DIR": str(tmp_path / "kept"),
    }.items():
        monkeypatch.setenv(f"FAIRHAND_{name}", value)

    def call(*words: str) -> Result:
        return CliRunner().invoke(data, words)

    return call


def test_a_copy_is_checked_kept_and_compared(run, tmp_path: Path) -> None:
    lines = ["Country,Estimated prevalence (per 1000),Total vulnerability score,Government response score"]
    for code in CODES:
        point = country_risk(code).range.point
        lines.append(
            f'"{reference.country_name(code)}",{10 * point:.3f},{100 * point:.2f},{100 - 100 * point:.2f}'
        )
    lines.append("Atlantis,1,2,3")
    (tmp_path / "gsi.csv").write_text("\n".join(lines), encoding="utf-8")
    result = run("country-index", str(tmp_path / "gsi.csv"))
    assert result.exit_code == 0, result.output
    assert f"{len(CODES)} countries read" in result.output
    assert "line 15: the country is not known: Atlantis" in result.output
    for figure in ("prevalence", "vulnerability", "response"):
        assert (
            f"{figure}: rank correlation 1.00 with our figures over {len(CODES)} countries" in result.output
        )
    kept = (tmp_path / "kept" / "countries" / "gsi.csv").read_text(encoding="utf-8").splitlines()
    assert kept[0] == "country,prevalence,vulnerability,response" and len(kept) == len(CODES) + 1


@pytest.mark.parametrize("kind", ["gsi", "tip"])
def test_another_file_is_refused_in_one_line_and_nothing_is_kept(run, tmp_path: Path, kind: str) -> None:
    (tmp_path / "other.csv").write_text("Supplier,Amount\nGamma Ltd,5\n", encoding="utf-8")
    result = run("country-index", str(tmp_path / "other.csv"), "--kind", kind)
    assert result.exit_code == 2 and "needs a column" in result.output and "Traceback" not in result.output
    assert not (tmp_path / "kept" / "countries").exists()
