"""The SQLite file, and what happens when its preparation (migration, example data) is interrupted.

SQLite cannot undo half a migration, so a copy is taken before and put back when the preparation did not end.
Nothing else writes meanwhile: the web and the worker start only afterwards.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from app.embedded.folder import CannotStart, write_private

EXISTED, NEW = "existed", "new"


def recover(database: Path) -> str | None:
    """Put right what an interrupted preparation left, and say so in a sentence; None when all is well."""
    mark = _mark(database)
    if not mark.exists():
        _copy(database).unlink(missing_ok=True)
        return None
    copy = _copy(database)
    _remove_side_files(database)
    if mark.read_text(encoding="ascii") == EXISTED:
        if copy.exists():  # otherwise it was put back already, and that was interrupted in turn
            copy.replace(database)
        told = "The last start was interrupted while it prepared the database; the copy taken before is back."
    else:
        database.unlink(missing_ok=True)
        told = "The first start was interrupted before the database was complete; it is made anew."
    mark.unlink()
    return told


@contextlib.contextmanager
def guarded(database: Path) -> Iterator[None]:
    """Prepare the database inside this block; if the block does not end well, `recover` undoes it next time.

    Raises:
        CannotStart: the existing file is not a database that SQLite can read.
    """
    existed = database.exists()
    if existed:
        _take_copy(database)
    write_private(_mark(database), EXISTED if existed else NEW)
    yield
    _mark(database).unlink()
    _copy(database).unlink(missing_ok=True)


def _take_copy(database: Path) -> None:
    unfinished = database.with_suffix(".copying")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
    except sqlite3.DatabaseError as error:
        unfinished.unlink(missing_ok=True)
        raise CannotStart(
            f"{database} cannot be read ({error}). Move it out of the way, or put a backup of it in its "
            "place, and start again."
        ) from None
    unfinished.replace(_copy(database))


def _remove_side_files(database: Path) -> None:
    for suffix in ("-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


def _mark(database: Path) -> Path:
    return database.with_suffix(".preparing")


def _copy(database: Path) -> Path:
    return database.with_suffix(".before")
