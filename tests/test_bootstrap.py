"""The set-up: what it decides, and the sentence for each thing that can go wrong. Nothing is downloaded."""

from __future__ import annotations

import ast
import errno
import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def bootstrap() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bootstrap", CHECKOUT / "bootstrap.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the files that the set-up reads, and no environment."""
    for name in ("bootstrap.py", "pyproject.toml", "requirements-uv.lock", "requirements-dev.lock"):
        shutil.copy(CHECKOUT / name, tmp_path)
    return tmp_path


def finished(bootstrap: ModuleType, checkout: Path) -> None:
    """Put a finished environment there, as far as the set-up looks at it."""
    environment = bootstrap.Environment(str(checkout))
    tools = checkout / ".venv" / "bin"
    tools.mkdir(parents=True)
    for name in ("python", "uv", "fairhand"):
        (tools / name).touch(mode=0o755)
    environment._write_stamp()


def run(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, checkout / "bootstrap.py", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_an_old_python_can_read_it() -> None:
    ast.parse((CHECKOUT / "bootstrap.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_told_which_one_is_needed(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.SetupProblem, match=r"needs Python 3\.11 or newer and this is 3\.9\.2"):
        bootstrap.require_python()


def test_a_finished_environment_is_left_alone_and_no_program_is_started(
    bootstrap: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished(bootstrap, checkout)
    before = sorted(checkout.rglob("*"))
    done = run(checkout)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert sorted(checkout.rglob("*")) == before
    # That is why the second call takes a moment only: it looks, and starts neither pip nor uv.
    monkeypatch.setattr(subprocess, "Popen", lambda *asked, **_more: pytest.fail(f"started {asked[0]}"))
    bootstrap.Environment(str(checkout)).ensure()


def test_the_state_of_an_environment(bootstrap: ModuleType, checkout: Path) -> None:
    environment = bootstrap.Environment(str(checkout))
    assert environment.state() == bootstrap.ABSENT
    (checkout / ".venv" / "bin").mkdir(parents=True)
    assert environment.state() == bootstrap.UNFINISHED, "killed before the stamp was written"
    shutil.rmtree(checkout / ".venv")
    finished(bootstrap, checkout)
    assert environment.state() == bootstrap.READY
    with open(checkout / "requirements-dev.lock", "a", encoding="utf-8") as lock:
        lock.write("\n")
    assert environment.state() == bootstrap.OUTDATED


@pytest.mark.parametrize(
    "damage",
    [
        lambda venv: (venv / "bin" / "fairhand").unlink(),
        lambda venv: (venv / "fairhand-setup.json").write_text("{"),
        lambda venv: (venv / "fairhand-setup.json").write_text("[]"),
    ],
    ids=["a tool is gone", "the stamp is cut short", "the stamp is something else"],
)
def test_a_damaged_environment_is_made_anew(
    bootstrap: ModuleType, checkout: Path, damage: Callable[[Path], object]
) -> None:
    finished(bootstrap, checkout)
    damage(checkout / ".venv")
    assert bootstrap.Environment(str(checkout)).state() == bootstrap.UNFINISHED


def test_a_folder_that_was_moved_is_noticed(bootstrap: ModuleType, checkout: Path) -> None:
    finished(bootstrap, checkout)
    stamp = checkout / ".venv" / "fairhand-setup.json"
    facts = json.loads(stamp.read_text())
    stamp.write_text(json.dumps({**facts, "root": "/somewhere/else"}))
    assert bootstrap.Environment(str(checkout)).state() == bootstrap.UNFINISHED


def test_a_half_made_environment_without_a_network_ends_in_a_sentence(checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    nowhere = "http://127.0.0.1:9/"
    done = run(
        checkout,
        PIP_INDEX_URL=nowhere,
        PIP_CONFIG_FILE=os.devnull,
        PIP_FIND_LINKS="",
        PIP_NO_CACHE_DIR="1",
        PIP_RETRIES="0",
    )
    assert done.returncode == 1
    assert ".venv is unfinished or was made elsewhere: making it anew." in done.stdout
    assert "does not reach the Python package index" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert not (checkout / ".venv" / "fairhand-setup.json").exists(), "it would pass for finished next time"


@pytest.mark.skipif(os.geteuid() == 0, reason="root can write to every folder")
def test_a_folder_that_cannot_be_written(checkout: Path) -> None:
    checkout.chmod(0o555)
    done = run(checkout)
    checkout.chmod(0o755)
    assert done.returncode == 1
    assert "cannot be written by this user" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EROFS, "cannot be written by this user"),
        (errno.EACCES, "cannot be written by this user"),
        (errno.ENOSPC, "The disk is full"),
        (errno.EIO, "The set-up stopped"),
    ],
)
def test_errors_of_the_system_in_words(bootstrap: ModuleType, code: int, words: str) -> None:
    assert words in bootstrap.explain_os_error(OSError(code, os.strerror(code)), "/checkout")


def test_a_checkout_without_its_locks(checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / "requirements-dev.lock").unlink()
    done = run(checkout)
    assert done.returncode == 1
    assert "requirements-dev.lock is missing: this checkout is not complete." in done.stderr


def test_a_disk_without_room_is_noticed_before_anything_is_touched(
    bootstrap: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = checkout / ".venv" / "kept"
    kept.mkdir(parents=True)
    nearly_full = shutil.disk_usage(checkout)._replace(free=200_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: nearly_full)
    with pytest.raises(bootstrap.SetupProblem, match="has 200 MB free and the set-up needs about 1300 MB"):
        bootstrap.Environment(str(checkout)).ensure()
    assert kept.exists()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("error: No space left on device (os error 28)", "The disk is full"),
        (
            "Caused by: dns error: failed to lookup address information",
            "does not reach the Python package index",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE",
            "not the one that was locked",
        ),
        ("something new\nand its last line", "Its tool said:\n  something new\n  and its last line"),
    ],
)
def test_failures_of_the_tools_in_words(bootstrap: ModuleType, output: str, words: str) -> None:
    assert words in bootstrap.explain_tool_failure(output)


def test_a_python_without_venv_names_the_package(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "_has_venv", lambda: False)
    monkeypatch.setattr(bootstrap, "apt_install", lambda packages: False)
    with pytest.raises(bootstrap.SetupProblem, match=r"'apt-get install python3\.\d+-venv'"):
        bootstrap.require_venv()


def test_without_chromium_it_says_what_will_be_skipped(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    bootstrap.ensure_browser("/checkout")
    said = capsys.readouterr().out
    assert "tests in tests/browser will be reported as skipped" in said
    assert "'apt-get install chromium fonts-liberation'" in said


def test_a_driver_that_does_not_start_is_noticed(bootstrap: ModuleType, checkout: Path) -> None:
    driver = checkout / ".venv" / "lib" / "python3.11" / "site-packages" / "playwright" / "driver" / "node"
    driver.parent.mkdir(parents=True)
    driver.write_text("#!/bin/sh\nexit 127\n")
    driver.chmod(0o755)
    assert "libatomic1" in bootstrap.missing_for_browser(str(checkout))
    driver.write_text("#!/bin/sh\n")
    assert "libatomic1" not in bootstrap.missing_for_browser(str(checkout))


def test_a_second_set_up_waits_for_the_first(bootstrap: ModuleType, checkout: Path) -> None:
    finished(bootstrap, checkout)
    with open(checkout / "bootstrap.py", "rb") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, checkout / "bootstrap.py"], stdout=subprocess.PIPE, text=True
        )
        assert second.stdout is not None
        assert "waiting for it to finish" in second.stdout.readline()
        assert second.poll() is None
    assert second.wait(20) == 0
    second.stdout.close()


def test_the_locks_name_no_host() -> None:
    for lock in CHECKOUT.glob("requirements*.lock"):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text and "--index" not in text, lock.name


def test_the_installer_is_the_one_of_the_development_lock() -> None:
    small = (CHECKOUT / "requirements-uv.lock").read_text(encoding="utf-8")
    assert small.startswith("uv==")
    assert small in (CHECKOUT / "requirements-dev.lock").read_text(encoding="utf-8"), "run: make lock"
