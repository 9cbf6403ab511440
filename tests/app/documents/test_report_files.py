"""The report files of a run."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.documents.report_files import check_folder, write_report_files
from app.documents.run_facts import RunFacts, ScreenedSupplier


def test_files_are_written_and_replaced_and_differ_in_timings_only(
    supplier: ScreenedSupplier, facts: RunFacts, tmp_path: Path
) -> None:
    paths = write_report_files(tmp_path, [supplier], facts, {"read": 1.0}, title="anytown.csv")
    assert [path.name for path in paths] == ["queue.csv", "queue.xlsx", "report.html", "run.json"]
    before = {path.name: path.read_bytes() for path in paths}
    write_report_files(tmp_path, [supplier], facts, {"read": 2.0}, title="anytown.csv")
    changed = [path.name for path in paths if path.read_bytes() != before[path.name]]
    assert changed == ["run.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(before)


def test_a_folder_is_made_with_those_above_it_and_left_empty(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    check_folder(folder)
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(OSError, match="file"):
        check_folder(tmp_path / "file" / "out")
