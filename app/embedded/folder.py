"""The data folder of one installation: the database, the queue, logs and secrets, all below one folder."""

from __future__ import annotations

import errno
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path


class CannotStart(Exception):
    """Fairhand cannot start here; the message is a sentence that says what to do."""


@dataclass(frozen=True)
class DataFolder:
    """Where everything of one installation lies. Make it with `DataFolder.open`."""

    root: Path

    @classmethod
    def open(cls, root: Path) -> DataFolder:
        """Make the folder where it is missing and check that it can be written.

        It holds personal data, so it is made readable by its owner only.

        Raises:
            CannotStart: the folder cannot be made or written, or the disk is full.
        """
        folder = cls(root.absolute())
        try:
            folder.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.logs.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder.root) as probe:
                probe.write(b"\0" * 65536)
        except (FileExistsError, NotADirectoryError):
            raise CannotStart(f"{folder.root} is not a folder. Choose another with --data-dir.") from None
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise CannotStart(
                    f"The disk that holds {folder.root} is full. Make room and start again."
                ) from None
            raise CannotStart(
                f"{folder.root} cannot be written by this user ({error.strerror}). Choose another folder "
                "with --data-dir (or: make run DATA=~/fairhand-data), or have the owner of this one changed."
            ) from None
        return folder

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.root / "fairhand.db"

    @property
    def logs(self) -> Path:
        """One log file per process."""
        return self.root / "logs"

    @property
    def broker(self) -> Path:
        """The embedded Valkey's own files: what waits in the queue survives a restart."""
        return self.root / "valkey"

    @property
    def schedule(self) -> Path:
        """Where celery beat remembers what ran when."""
        return self.root / "celerybeat-schedule"

    @property
    def run_record(self) -> Path:
        """Facts on the run that uses this folder now, or was killed while it did."""
        return self.root / "run.json"

    def secret_key(self) -> str:
        """The key that signs sessions and links: made once, readable by the owner only, kept between runs."""
        path = self.root / "secret-key"
        try:
            kept = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            kept = ""
        if len(kept) >= 32:
            return kept
        made = secrets.token_urlsafe(48)
        write_private(path, made)
        return made


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    unfinished = path.with_name(path.name + ".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    unfinished.replace(path)
