"""`fairhand match` and `fairhand compare` as people and scripts call them."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import main
from app.cli.progress import plain_lines

ROOT = Path(__file__).parents[3]


@pytest.fixture
def queries(tmp_path: Path) -> Path:
    path = tmp_path / "queries.csv"
    path.write_text('query,id\nNORTHGATE CLEANING LTD,1\n"",2\nHarbour Pilots,3\n', encoding="utf-8")
    return path


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    path = tmp_path / "targets.csv"
    path.write_text("name\nHarbour Pilots Limited\nNorthgate Cleaning Limited\n", encoding="utf-8")
    return path


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.csv"
    path.write_text(
        "left,right,kind\nNorthgate Cleaning Ltd,Northgate Cleaning Limited,x\n", encoding="utf-8"
    )
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(result: Result) -> str:
    """The one line on standard error of a call that ended with exit status 2."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1, lines
    return lines[0]


def test_match_writes_the_file_and_tells_what_it_did(tmp_path: Path, queries: Path, targets: Path) -> None:
    result = call("match", queries, targets, "--out", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    for part in (
        "Reading queries.csv: 3",
        "Matching: 2",
        "2 queries: ",
        "Rows of queries with a blank name: 1;",
    ):
        assert part in result.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        best = {row["query_row"]: row["target_row"] for row in csv.DictReader(file) if row["rank"] == "1"}
    assert best == {"0": "1", "2": "0"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "queries.csv", "targets.csv"]


def test_match_to_standard_output(queries: Path, targets: Path) -> None:
    result = call("match", queries, targets, "--out", "-")
    assert result.exit_code == 0, result.output
    assert {row["query_row"] for row in csv.DictReader(io.StringIO(result.stdout))} == {"0", "2"}


def test_compare_adds_its_columns(tmp_path: Path, pairs: Path) -> None:
    result = call("compare", pairs, "--out", tmp_path / "out.csv")
    assert result.exit_code == 0, result.output
    assert "1 pairs: 1 look like one organisation" in result.stderr
    assert 'The column "kind" of the file is now called "kind_given".' in result.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["kind_given"], row["kind"]) == ("x", "same_entity")


def test_the_whole_machine_stays_unloaded(tmp_path: Path, queries: Path, targets: Path, pairs: Path) -> None:
    """Neither command needs a database, a web framework or a broker, nor settings in the environment."""
    code = (
        "import sys; from app.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end.code\n"
        "print(sorted({'flask', 'sqlalchemy', 'celery', 'kombu', 'redis'} & set(sys.modules)))"
    )
    for arguments in (["match", str(queries), str(targets)], ["compare", str(pairs)]):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments, "--out", str(tmp_path / "out.csv")],
            capture_output=True, text=True, cwd=ROOT, check=True, env={"PATH": "/usr/bin:/bin"}, timeout=120,
        )  # fmt: skip
        assert done.stdout.strip() == "[]"


class TestUnusableInput:
    """Exit status 2, one clear line, and nothing written."""

    @pytest.mark.parametrize(
        ("name", "content", "word"),
        [
            ("empty.csv", b"", "empty"),
            ("odd.csv", b"Colour,Weight\nred,3\n", "Colour"),
            ("broken.xlsx", b"PK\x03\x04 this is no workbook", "workbook"),
            ("broken.csv.gz", b"\x1f\x8b\x08 this is not gzipped", "damaged"),
            ("open.csv", b'name\nNorthgate\n"' + b"x" * 200_000 + b"\n", "quotation mark"),
        ],
    )
    def test_files(self, tmp_path: Path, targets: Path, name: str, content: bytes, word: str) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        out = tmp_path / "out.csv"
        out.write_text("of an earlier run")
        for arguments in (("match", path, targets), ("match", targets, path), ("compare", path)):
            line = refused(call(*arguments, "--out", out))
            assert name in line
            assert word in line or (arguments[0] == "compare" and "needed" in line)
        assert out.read_text() == "of an earlier run"
        assert not list(tmp_path.glob(".*"))

    def test_no_such_file(self, tmp_path: Path, targets: Path) -> None:
        assert "none.csv" in refused(call("match", tmp_path / "none.csv", targets, "--out", "-"))

    def test_an_out_that_cannot_be(self, tmp_path: Path, queries: Path, targets: Path) -> None:
        assert "folder" in refused(call("match", queries, targets, "--out", tmp_path))
        assert "to be read" in refused(call("match", queries, targets, "--out", queries))
        assert "cannot be written" in refused(
            call("match", queries, targets, "--out", tmp_path / "no" / "out")
        )


def test_long_steps_are_told_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    times = iter([0.0, 1.0, 6.0, 6.0, 7.0, 8.0, 9.0])
    tell = plain_lines(lambda: next(times))
    for done in (1000, 2000, 3000, 4000):
        tell("Matching", done, 4000)
    tell("Counting", 5, None)
    assert capsys.readouterr().err.splitlines() == ["Matching: 2,000 of 4,000", "Matching: 4,000"]
