"""Every migration goes up and down again, on SQLite and PostgreSQL, and ends at what `models` describes."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import JSON, Engine, column, create_engine, insert, inspect, select, table

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


def test_responses_of_before_contexts_are_kept_and_nothing_is_known_of_them(engine) -> None:
    schema.upgrade(engine, "0014")
    _add_response(engine)
    schema.upgrade(engine, "0015")
    assert _responses(engine, "context") == [({},)]
    schema.downgrade(engine, "0014")
    assert "context" not in {column["name"] for column in inspect(engine).get_columns("response")}
    assert _responses(engine) == [("supplier",)]


def _add_response(engine: Engine) -> None:
    organisation = table("organisation", column("id"), column("name"))
    response = table(
        "response",
        *map(column, ("organisation_id", "questionnaire", "version", "status")),
        column("declared_name"),
        column("declared_role"),
    )
    with engine.begin() as connection:
        connection.execute(insert(organisation).values(id=1, name="Northgate Cleaning Services Ltd"))
        connection.execute(
            insert(response).values(
                organisation_id=1,
                questionnaire="supplier",
                version=1,
                status="draft",
                declared_name="",
                declared_role="",
            )
        )


def _responses(engine: Engine, name: str = "questionnaire") -> list[tuple[object, ...]]:
    read = column(name, JSON) if name == "context" else column(name)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(select(read).select_from(table("response")))]


def test_migrations_are_numbered_in_order() -> None:
    revisions = _revisions()
    assert revisions == [f"{number:04d}" for number in range(1, len(revisions) + 1)]
