"""The database's schema: bringing it up to date and telling where it stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def head() -> str:
    """The newest revision that the code knows."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None, "there is at least one migration"
    return newest


def current(engine: Engine) -> str | None:
    """The revision that the database is at; None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision."""
    _run(engine, lambda config: command.upgrade(config, revision))


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision; "base" empties it."""
    _run(engine, lambda config: command.downgrade(config, revision))


def differences(engine: Engine) -> list[object]:
    """What the tables of the database lack, or have too much, beside those of `models`."""
    from alembic.autogenerate import compare_metadata

    from models import Base

    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def new_revision(engine: Engine, message: str, number: str) -> None:
    """Draft a migration from the difference between the database and `models`; to be read and mended."""
    _run(
        engine,
        lambda config: command.revision(config, message=message, autogenerate=True, rev_id=number),
    )


def _run(engine: Engine, action: Callable[[Config], object]) -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        action(config)
