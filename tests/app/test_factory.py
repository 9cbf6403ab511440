"""The application is put together from settings alone, as often as a process likes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, current_app
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import create_app
from app.extensions import celery, db
from app.settings import Settings


def test_tasks_work_for_the_application_that_was_built_last(
    app: Flask, settings: Settings, tmp_path: Path
) -> None:
    @celery.task(name="tests.where")
    def where() -> str:
        return str(current_app.config["SETTINGS"].data_dir)

    asked: Callable[[], str] = celery.tasks["tests.where"]
    try:
        assert asked() == str(settings.data_dir)
        later = create_app(settings.model_copy(update={"data_dir": tmp_path / "second"}))
        assert asked() == str(tmp_path / "second")
        with later.app_context():
            db.engine.dispose()
    finally:
        celery.tasks.unregister("tests.where")
    assert where.name == "tests.where"


def test_a_fault_of_the_database_is_told_without_what_it_was_given(app: Flask) -> None:
    asked = text("SELECT no_such_column WHERE :name = :name")
    with app.app_context(), pytest.raises(DBAPIError) as told:
        db.session.execute(asked, {"name": "Ann Example, 01632 960001"})
    assert "no_such_column" in str(told.value) and "Ann" not in str(told.value)
