"""The application is put together from settings alone, as often as a process likes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask, current_app

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
