"""The command line as a whole: lazy, and without tracebacks for what a person can put right."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from app.cli import COMMANDS, expected, main
from app.cli.data import data
from app.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_there_and_explains_itself(name: str) -> None:
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0, done.output
    assert "Usage:" in done.output


@pytest.mark.parametrize("name", sorted(data.commands))
def test_a_command_on_the_database_explains_itself_without_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting in ("FAIRHAND_SECRET_KEY", "FAIRHAND_DATABASE_URL", "FAIRHAND_BASE_URL"):
        monkeypatch.delenv(setting, raising=False)
    asked = CliRunner().invoke(main, ["data", name, "--help"])
    assert asked.exit_code == 0 and f" data {name} " in asked.output, asked.output


def test_help_loads_no_command() -> None:
    code = (
        "import sys\nfrom app.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit:\n    pass\n"
        "print([name for name in ('flask', 'pandas', 'sqlalchemy', 'rich', 'redis') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
    for name, command in COMMANDS.items():
        assert name in done.stdout and command.summary.split(".")[0] in " ".join(done.stdout.split())


def test_an_unknown_command_is_a_sentence() -> None:
    done = CliRunner().invoke(main, ["scren"])
    assert done.exit_code == 2
    assert "No such command 'scren'" in done.output


def test_missing_settings_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FAIRHAND_SECRET_KEY", "FAIRHAND_DATABASE_URL", "FAIRHAND_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(ValueError) as missing:
        Settings()
    sentence = str(expected(missing.value))
    assert "FAIRHAND_SECRET_KEY: Field required" in sentence
    assert "FAIRHAND_DATABASE_URL: Field required" in sentence


def test_wrong_settings_are_named_without_their_values() -> None:
    with pytest.raises(ValueError) as wrong:
        Settings(secret_key="short-secret", database_url="sqlite://", base_url="https://x.example")
    sentence = str(expected(wrong.value))
    assert "FAIRHAND_SECRET_KEY needs 32 characters or more" in sentence
    assert "short-secret" not in sentence


def test_a_database_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'missing' / 'x.db'}")
    with pytest.raises(OperationalError) as absent:
        engine.connect()
    engine.dispose()
    assert expected(absent.value) == "The database cannot be used: unable to open database file"


def test_other_errors_keep_their_traceback() -> None:
    assert expected(ZeroDivisionError()) is None
    assert expected(click.ClickException("has a sentence of its own")) is None
