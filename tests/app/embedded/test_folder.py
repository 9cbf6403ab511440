"""The data folder: private, checked, and its secret made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.embedded.folder import CannotStart, DataFolder, write_private


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_it_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = DataFolder.open(tmp_path / "below" / "data")
    assert mode(folder.root) == 0o700
    assert mode(folder.logs) == 0o700


def test_the_secret_is_kept_and_private(tmp_path: Path) -> None:
    folder = DataFolder.open(tmp_path / "data")
    secret = folder.secret_key()
    assert len(secret) >= 32
    assert folder.secret_key() == secret
    assert mode(folder.root / "secret-key") == 0o600
    assert DataFolder.open(tmp_path / "other").secret_key() != secret


def test_a_secret_cut_short_is_replaced(tmp_path: Path) -> None:
    folder = DataFolder.open(tmp_path / "data")
    (folder.root / "secret-key").write_text("abc")
    assert len(folder.secret_key()) >= 32


def test_a_file_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(CannotStart, match="is not a folder"):
        DataFolder.open(tmp_path / "data")


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write to every folder")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(CannotStart, match=r"cannot be written by this user \(Permission denied\)"):
            DataFolder.open(tmp_path / "data")
    finally:
        tmp_path.chmod(0o755)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "facts"
    path.write_text("old")
    (tmp_path / "facts.new").write_text("left by a killed run")
    write_private(path, "new")
    assert path.read_text() == "new"
    assert [one.name for one in tmp_path.iterdir()] == ["facts"]
