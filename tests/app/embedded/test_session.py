"""Where it may serve, and what its processes are told."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from app.embedded.broker import Broker, free_port
from app.embedded.earlier import MARKER, Run
from app.embedded.folder import CannotStart, DataFolder
from app.embedded.processes import environment
from app.embedded.session import require_free, require_loopback
from app.settings import Settings


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_addresses_of_this_machine(host: str) -> None:
    require_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "council.example", ""])
def test_other_addresses_are_refused(host: str) -> None:
    with pytest.raises(CannotStart, match="is not an address of this machine alone"):
        require_loopback(host)


def test_a_free_port_is_taken_and_a_busy_one_is_not() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {busy} is in use") as refused:
            require_free("127.0.0.1", busy)
    named = int(str(refused.value).rpartition("--port ")[2].rstrip(")."))
    require_free("127.0.0.1", named)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may serve every port")
def test_a_port_that_is_not_allowed_is_named() -> None:
    with pytest.raises(CannotStart, match="cannot be served by this user"):
        require_free("127.0.0.1", 80)


@pytest.fixture
def told(tmp_path: Path) -> dict[str, str]:
    shell = {
        "PATH": "/bin",
        "FAIRHAND_MODE": "production",
        "FAIRHAND_DATABASE_URL": "postgresql+psycopg://production",
        "FAIRHAND_SMTP_HOST": "mail.council.example",
    }
    folder = DataFolder.open(tmp_path)
    run = Run("the-token", 1, 0.0, "http://127.0.0.1:8000")
    return environment(folder, Broker(folder.broker, port=7000), run.address, run, shell)


def test_settings_of_the_shell_do_not_reach_the_examples(told: dict[str, str]) -> None:
    assert told["PATH"] == "/bin"
    assert told["FAIRHAND_DATABASE_URL"].startswith("sqlite:///")
    assert "FAIRHAND_SMTP_HOST" not in told
    assert told[MARKER] == "the-token"


def test_the_environment_makes_valid_settings(told: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert settings.is_embedded
    assert settings.base_url == "http://127.0.0.1:8000"


def test_the_queue_wants_its_password_and_survives_its_own_end(tmp_path: Path) -> None:
    import redis

    folder = DataFolder.open(tmp_path / "a folder with a space")
    first = Broker(folder.broker)
    with first.running(os.environ, folder.logs / "queue.log") as is_up:
        assert is_up()
        with redis.Redis.from_url(first.url()) as client:
            client.lpush("waiting", "work")
        with (
            redis.Redis(host="127.0.0.1", port=first.port) as stranger,
            pytest.raises(redis.AuthenticationError),
        ):
            stranger.ping()
        with socket.socket() as probe, pytest.raises(OSError):
            probe.bind(("127.0.0.1", first.port))
    assert not is_up()
    second = Broker(folder.broker)
    with second.running(os.environ, folder.logs / "queue.log"), redis.Redis.from_url(second.url()) as client:
        assert client.lrange("waiting", 0, -1) == [b"work"]
    assert first.password not in "".join(first.command())


def test_a_queue_that_cannot_start_is_a_sentence(tmp_path: Path) -> None:
    folder = DataFolder.open(tmp_path)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        broker = Broker(folder.broker, port=other.getsockname()[1])
        with (
            pytest.raises(CannotStart, match="The embedded Valkey did not start"),
            broker.running(os.environ, folder.logs / "queue.log"),
        ):
            pytest.fail("it ran")


def test_free_ports_are_free() -> None:
    require_free("127.0.0.1", free_port("127.0.0.1"))
