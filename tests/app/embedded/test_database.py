"""An interrupted preparation of the SQLite file is undone, at every point where it can be interrupted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.embedded import database
from app.embedded.folder import CannotStart


class Interrupted(BaseException):
    """Stands for `kill -9`: nothing of the block's own tidying up may be needed."""


def write(path: Path, word: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode=wal")
        connection.execute("create table if not exists words (word)")
        connection.execute("insert into words values (?)", [word])
        connection.commit()


def words(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("select word from words order by rowid")]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "fairhand.db"


def prepare_and_die(path: Path) -> None:
    with pytest.raises(Interrupted), database.guarded(path):
        write(path, "half")
        raise Interrupted


def test_a_preparation_that_ends_well_stays_and_leaves_no_files(path: Path) -> None:
    write(path, "before")
    with database.guarded(path):
        write(path, "after")
    assert database.recover(path) is None
    assert words(path) == ["before", "after"]
    assert {one.name for one in path.parent.iterdir()} <= {
        "fairhand.db",
        "fairhand.db-wal",
        "fairhand.db-shm",
    }


def test_an_interrupted_first_preparation_is_thrown_away(path: Path) -> None:
    prepare_and_die(path)
    assert "made anew" in str(database.recover(path))
    assert list(path.parent.iterdir()) == []
    assert database.recover(path) is None


def test_an_interrupted_later_preparation_is_undone(path: Path) -> None:
    write(path, "before")
    prepare_and_die(path)
    assert words(path) == ["before", "half"]
    assert "the copy taken before is back" in str(database.recover(path))
    assert words(path) == ["before"]
    assert database.recover(path) is None


def test_an_undoing_that_is_interrupted_in_turn_loses_nothing(path: Path) -> None:
    write(path, "before")
    prepare_and_die(path)
    path.with_suffix(".before").replace(path)  # the last thing that was done before the second interruption
    assert database.recover(path) is not None
    assert words(path) == ["before"]


def test_a_copy_without_its_mark_is_only_removed(path: Path) -> None:
    write(path, "now")
    write(path.with_suffix(".before"), "older")
    assert database.recover(path) is None
    assert words(path) == ["now"]
    assert not path.with_suffix(".before").exists()


def test_a_file_that_is_no_database_is_left_alone_and_named(path: Path) -> None:
    path.write_bytes(b"this is not a database" * 1000)
    with pytest.raises(CannotStart, match=r"fairhand\.db cannot be read"), database.guarded(path):
        pytest.fail("it was prepared")
    assert path.read_bytes().startswith(b"this is not")
    assert database.recover(path) is None
