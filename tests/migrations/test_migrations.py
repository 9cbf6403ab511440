"""Every migration goes up and down again, on SQLite and PostgreSQL, and ends at what `models` describes."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from app.store import schema


def _revisions() -> list[str]:
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path):
    url = (
        request.getfixturevalue("postgres_url")
        if request.param == "postgresql"
        else f"sqlite:///{tmp_path / 'migrated.db'}"
    )
    made = create_engine(url)
    yield made
    made.dispose()


def test_the_last_migration_gives_the_tables_of_the_models(engine) -> None:
    schema.upgrade(engine)
    assert schema.current(engine) == schema.head()
    assert schema.differences(engine) == []


def test_each_migration_can_be_taken_back_and_made_again(engine) -> None:
    revisions = _revisions()
    for number, revision in enumerate(revisions):
        schema.upgrade(engine, revision)
        before = set(inspect(engine).get_table_names())
        schema.downgrade(engine, revisions[number - 1] if number else "base")
        schema.upgrade(engine, revision)
        assert set(inspect(engine).get_table_names()) == before
    schema.downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_migrations_are_numbered_in_order() -> None:
    revisions = _revisions()
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
