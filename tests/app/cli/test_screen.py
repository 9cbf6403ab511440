"""`fairhand screen` as people and scripts call it."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from python_calamine import CalamineWorkbook

from app.cli.screen import screen
from app.documents.queue_rows import COLUMNS

DATA = Path(__file__).parents[2] / "data"
REGISTER = DATA / "anytown_contracts_register.csv"
REGISTRY = DATA / "StatementSummaries2026-fictitious.csv"


def call(*arguments: object) -> Result:
    return CliRunner().invoke(screen, [str(argument) for argument in arguments])


def call_anytown(out: Path, *more: object) -> Result:
    return call(REGISTER, "--statements", REGISTRY, "--out", out, "--as-at", "2026-11-21", *more)


def refused(result: Result) -> str:
    """The one line on standard error of a call that ended with exit status 2."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line]
    assert len(lines) == 1, lines
    assert "Traceback" not in lines[0]
    return lines[0]


def test_a_register_gives_the_four_files_and_a_summary(tmp_path: Path) -> None:
    result = call_anytown(tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "queue.csv",
        "queue.xlsx",
        "report.html",
        "run.json",
    ]
    for part in ("Rows read", "Suppliers screened", "Not enough known", "First to look at", "report.html"):
        assert part in result.stdout
    assert "Northgate Cleaning" in (tmp_path / "out" / "queue.csv").read_text(encoding="utf-8-sig")
    assert "Screening" in result.stderr


def test_all_files_tell_the_same_queue(tmp_path: Path) -> None:
    assert call_anytown(tmp_path).exit_code == 0
    with (tmp_path / "queue.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["rank"] for row in rows] == [str(place) for place in range(1, len(rows) + 1)]
    known = {"matched", "covered_by_group", "possible", "not_found"}
    assert {row["statement_status"] for row in rows} <= known
    assert all("registry copy of " in row["match_reason"] for row in rows)
    for row in rows:
        assert float(row["inherent"]) - float(row["controls"]) == pytest.approx(float(row["residual"]))
    sheet = CalamineWorkbook.from_path(tmp_path / "queue.xlsx").get_sheet_by_name("Queue").to_python()
    assert [line[1] for line in sheet[1:]] == [row["supplier"] for row in rows]
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    places = [page.index(f">{row['rank']}. ") for row in rows]
    assert places == sorted(places)
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert record["summary"]["suppliers"] == len(rows)


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert call_anytown(tmp_path / name).exit_code == 0
    for name in ("queue.csv", "queue.xlsx", "report.html"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_bytes_do_not_depend_on_the_order_of_hashes_or_on_the_locale(tmp_path: Path) -> None:
    for seed, locale in (("1", "C"), ("2", "C.UTF-8")):
        code = "from app.cli import main; main()"
        command = [sys.executable, "-c", code, "screen", str(REGISTER), "--statements", str(REGISTRY)]
        command += ["--out", str(tmp_path / seed), "--as-at", "2026-11-21"]
        root = Path(__file__).parents[3]
        environment = {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PATH": "/usr/bin:/bin"}
        subprocess.run(command, check=True, capture_output=True, cwd=root, env=environment, timeout=120)
    for name in ("queue.csv", "queue.xlsx", "report.html"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_json_is_alone_on_standard_output(tmp_path: Path) -> None:
    result = call_anytown(tmp_path, "--json")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert record["summary"]["suppliers"] == sum(record["summary"]["bands"].values())
    assert record["as_at"] == "2026-11-21"
    assert record["top"][0]["rank"] == 1
    assert all(Path(path).is_file() for path in record["files"])
    assert len(record["files"]) == 4


def test_no_statements(tmp_path: Path) -> None:
    assert call(REGISTER, "--no-statements", "--out", tmp_path).exit_code == 0
    with (tmp_path / "queue.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["statement_status"] for row in csv.DictReader(file)} == {"not_looked_for"}
    assert "not looked for" in (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "option", ['supplier="Who is paid"', "supplier=Who is paid", "supplier = 'Who is paid'"]
)
def test_a_column_can_be_named(tmp_path: Path, option: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("Who is paid,Sum\nNorthgate Cleaning Services Ltd,10\n", encoding="utf-8")
    result = call(path, "--no-statements", "--out", tmp_path / "out", "--map", option, "--map", "amount=Sum")
    assert result.exit_code == 0, result.output


def test_names_that_look_like_markup_or_formulas_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    name = "[red]<b>Northgate</b> Cleaning Ltd"
    path.write_text(f"Supplier,Amount\n{name},10\n=1+1 Cleaning Ltd,5\n", encoding="utf-8")
    result = call(path, "--no-statements", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "<b>Northgate" not in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    with (tmp_path / "out" / "queue.csv").open(encoding="utf-8-sig", newline="") as file:
        suppliers = {row["supplier"] for row in csv.DictReader(file)}
    assert suppliers == {name, "'=1+1 Cleaning Ltd"}


class TestUnusableInput:
    """Exit status 2 and one clear line on standard error."""

    def test_no_such_file(self, tmp_path: Path) -> None:
        line = refused(call(tmp_path / "none.csv", "--out", tmp_path / "out"))
        assert "none.csv" in line
        assert "no such file" in line
        assert not (tmp_path / "out").exists()

    def test_no_such_registry_file(self, tmp_path: Path) -> None:
        assert "none.csv" in refused(call(REGISTER, "--statements", tmp_path / "none.csv", "--out", tmp_path))

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "folder" in refused(call(tmp_path, "--out", tmp_path / "out"))

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("empty.csv", b""),
            ("broken.xlsx", b"PK\x03\x04 this is no workbook"),
            # An encrypted workbook is an OLE container, as an old XLS is.
            ("encrypted.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600),
            ("broken.csv.gz", b"\x1f\x8b\x08 this is not gzipped"),
            ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4),
        ],
    )
    def test_what_is_no_table(self, tmp_path: Path, name: str, content: bytes) -> None:
        path = tmp_path / name
        path.write_bytes(content)
        assert name in refused(call(path, "--no-statements", "--out", tmp_path / "out"))

    def test_no_supplier_column_lists_the_columns_seen(self, tmp_path: Path) -> None:
        path = tmp_path / "odd.csv"
        path.write_text("Colour,Weight\nred,3\n", encoding="utf-8")
        line = refused(call(path, "--no-statements", "--out", tmp_path / "out"))
        assert "Colour" in line
        assert "Weight" in line

    def test_a_column_that_is_not_there(self, tmp_path: Path) -> None:
        line = refused(call(REGISTER, "--no-statements", "--out", tmp_path, "--map", "supplier=Nobody"))
        assert "Nobody" in line

    def test_a_statements_file_that_is_no_registry(self, tmp_path: Path) -> None:
        assert REGISTER.name in refused(call(REGISTER, "--statements", REGISTER, "--out", tmp_path))

    def test_an_out_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("not a folder")
        line = refused(call(REGISTER, "--no-statements", "--out", tmp_path / "file" / "out"))
        assert "--out" in line

    @pytest.mark.parametrize(
        ("arguments", "word"),
        [
            (("--as-at", "21/11/2026"), "--as-at"),
            (("--map", "Payee"), "--map"),
            (("--map", "supplier=A", "--map", "supplier=B"), "twice"),
            (("--map", "colour=A"), "colour"),
            (("--no-statements", "--statements", "a.csv"), "together"),
        ],
    )
    def test_options_that_make_no_sense(self, tmp_path: Path, arguments: tuple[str, ...], word: str) -> None:
        assert word in refused(call(REGISTER, "--out", tmp_path / "out", *arguments))


def test_help_loads_neither_pandas_nor_the_matcher() -> None:
    code = (
        "import sys; from app.cli import main\n"
        "try: main(['screen', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'pandas', 'sklearn', 'flask', 'sqlalchemy'} & set(sys.modules)), file=sys.stderr)"
    )
    root = Path(__file__).parents[3]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert "SUPPLIERS" in done.stdout
    assert done.stderr.strip() == "[]"
