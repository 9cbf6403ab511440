"""The default set-up: all of Fairhand on one machine, under one supervisor, with nothing to configure.

    folder.py       the data folder: where everything of one installation lies, and its secrets
    earlier.py      an earlier run: still alive, or killed and to be tidied up after
    database.py     the SQLite file, and what happens when its preparation is interrupted
    broker.py       the embedded Valkey
    processes.py    which processes make up a running Fairhand, and their environment
    supervisor.py   starts them, waits until the web answers, stops them all
    session.py      one run from start to end

Only `app.cli.run` uses it. Whatever the person at the terminal can put right is raised as `CannotStart`.
"""

from app.embedded.folder import CannotStart, DataFolder

__all__ = ["CannotStart", "DataFolder"]
