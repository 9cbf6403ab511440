"""The database fixtures: every test has a database of its own, with all tables, on either kind of server."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, func, inspect, select, text
from sqlalchemy.orm import Session

from models import Base, Council


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_all_tables_and_no_rows(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Council)) == 0, "a row of another test is here"
        session.add(Council(slug="northgate", name="Northgate Council"))
        session.commit()
    engine.dispose()


def test_the_empty_database_is_empty(empty_database_url: str) -> None:
    engine = create_engine(empty_database_url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_postgresql_is_there_when_asked_for(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    assert engine.dialect.name == "postgresql"
    with engine.connect() as connection:
        assert connection.execute(text("show server_encoding")).scalar_one() == "UTF8"
    engine.dispose()
