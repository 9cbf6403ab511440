"""The order of the house: who may import whom, what goes by name, and that the README tells the truth."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter import cli

import questionnaires
from app import tasks
from app.extensions import celery
from screening.factors import SIGNALS_READ

ROOT = Path(__file__).parents[1]


def test_imports_keep_to_the_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(config_filename="pyproject.toml", no_cache=True) == cli.EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("room", ["screening", "questionnaires"])
def test_a_ground_floor_room_loads_without_web_database_or_network(room: str) -> None:
    forbidden = ("flask", "sqlalchemy", "celery", "werkzeug", "requests", "httpx", "models", "app")
    code = f"import sys, {room}; print([name for name in {forbidden!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_names_of_tasks_that_are_sent_are_names_of_tasks_that_exist() -> None:
    assert tasks.run_screening.name == "screening.run"
    sent = set()
    for path in (ROOT / "app").rglob("*.py"):
        sent |= set(re.findall(r'after_commit\(\s*session,\s*"([\w.]+)"', path.read_text()))
    assert {"screening.run", "mail.deliver"} <= sent
    assert sent <= set(celery.tasks)


def test_signals_that_are_read_are_signals_that_are_asked() -> None:
    assert questionnaires.answers.signals_given(questionnaires.current("supplier")) == SIGNALS_READ


def test_paths_that_the_readme_names_exist() -> None:
    text = (ROOT / "README.md").read_text()
    named = set(
        re.findall(
            r"`((?:app|screening|models|questionnaires|migrations|tests|docs|benchmarks)/[\w./-]*)`", text
        )
    )
    named |= set(re.findall(r"\]\(((?!http)[\w./-]+)\)", text))
    assert named, "the README names no path at all"
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_no_file_is_crowded() -> None:
    """A source file beyond 400 lines wants to become a folder."""
    rooms = ("app", "screening", "questionnaires", "models", "migrations", "benchmarks", "tests")
    crowded = [
        f"{path.relative_to(ROOT)}: {lines}"
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 400
    ]
    assert crowded == []
