"""`fairhand model-card`."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from app.cli import main


def test_four_files_are_written_and_are_the_same_for_the_same_configuration(tmp_path: Path) -> None:
    written = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        result = CliRunner().invoke(main, ["model-card", "--out", str(folder), "--as-at", "2026-11-22"])
        assert result.exit_code == 0, result.output
        assert result.output.split() == [str(path) for path in sorted(folder.iterdir(), key=_as_written)]
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert sorted(written[0]) == ["atrs.html", "atrs.md", "model-card.html", "model-card.md"]


def _as_written(path: Path) -> tuple[str, bool]:
    return path.stem, path.suffix == ".html"


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = CliRunner().invoke(main, ["model-card", "--out", str(tmp_path / "file")])
    assert result.exit_code == 1
    assert "--out: files cannot be written in" in result.output
