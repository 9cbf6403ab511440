"""`fairhand run` from outside: what it prints, what it leaves behind, and how it ends."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from support.supervised import READY, Start, Supervised, eventually, processes_of


def get(run: Supervised, path: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", run.port, timeout=10)
    with closing(connection):
        connection.request("GET", path)
        return connection.getresponse().read().decode()


def done(run: Supervised) -> list[str]:
    """The words that the worker has written."""
    path = run.data / "done.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def alive(family: list[psutil.Process]) -> list[psutil.Process]:
    def lives(one: psutil.Process) -> bool:
        try:
            return one.is_running() and one.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return [one for one in family if lives(one)]


def log(run: Supervised, name: str) -> str:
    return (run.data / "logs" / f"{name}.log").read_text(encoding="utf-8")


def test_serves_works_and_leaves_nothing_behind(start: Start) -> None:
    run = start()
    run.wait_for(READY)
    said = run.text()
    assert f"http://127.0.0.1:{run.port}" in said
    assert said.index("start number 1") < said.index("Fairhand is ready") < said.index("http://example/link")
    assert get(run, "/") == "here"
    get(run, "/note/pressed")
    assert eventually(lambda: "pressed" in done(run))
    assert "queued while preparing" in done(run), "what was queued before the worker started was lost"

    family = run.family()
    run.process.send_signal(signal.SIGTERM)
    assert run.wait_for_end() == 0
    assert "Fairhand has stopped." in run.text()
    assert alive(family) == []
    assert not (run.data / "run.json").exists()
    assert "Traceback" not in run.text()


def test_control_c_stops_everything(start: Start) -> None:
    run = start()
    run.wait_for(READY)
    family = run.family()
    os.killpg(run.process.pid, signal.SIGINT)  # what a terminal sends: to the whole foreground group
    assert run.wait_for_end() == 0
    assert alive(family) == []
    assert "Traceback" not in run.text()


def test_the_data_is_kept_for_the_next_start(start: Start) -> None:
    first = start()
    first.wait_for(READY)
    first.process.send_signal(signal.SIGTERM)
    first.wait_for_end()

    second = start()
    second.wait_for(READY)
    assert "start number 2" in second.text()


def test_a_killed_supervisor_is_tidied_up_after(start: Start) -> None:
    first = start()
    first.wait_for(READY)
    left = first.family()
    first.kill()
    assert len(alive(left)) >= 4, "the test is about processes that are left behind"

    second = start(port=first.port)
    second.wait_for(READY)
    assert "An earlier run was killed: stopped" in second.text()
    assert eventually(lambda: alive(left) == [])
    assert get(second, "/") == "here"


def test_a_second_run_on_the_same_data_is_told_where_the_first_is(start: Start) -> None:
    first = start()
    first.wait_for(READY)
    second = start()
    assert second.wait_for_end() == 1
    assert (
        f"Fairhand is already running on this data folder: open http://127.0.0.1:{first.port}"
        in second.text()
    )
    assert get(first, "/") == "here", "the live run was disturbed"


def test_a_busy_port_is_named_with_one_that_is_free(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        run = start(port=other.getsockname()[1])
        assert run.wait_for_end() == 1
        assert "is in use by another program. Choose another one: make run PORT=" in run.text()
    assert "Traceback" not in run.text()
    assert processes_of(run.data) == []


def test_a_task_that_is_cut_short_is_done_by_the_next_run(start: Start) -> None:
    first = start()
    first.wait_for(READY)
    get(first, "/note/long?seconds=5")
    assert eventually(lambda: "received" in log(first, "worker").rpartition("ready.")[2])
    first.process.send_signal(signal.SIGTERM)
    assert first.wait_for_end() == 0
    assert "long" not in done(first), "the test is about a task that was not finished"

    second = start()
    assert eventually(lambda: "long" in done(second), 30)


def test_the_end_of_the_queue_ends_everything(start: Start) -> None:
    run = start()
    run.wait_for(READY)
    family = run.family()
    (queue,) = [process for process in family if "valkey" in process.name()]
    queue.kill()
    assert run.wait_for_end() == 1
    assert "The process 'queue' has ended, so everything was stopped." in run.text()
    assert alive(family) == []


def test_the_end_of_one_process_ends_all_and_shows_its_last_words(start: Start) -> None:
    run = start(STAND_IN_WEB="standin:missing")
    assert run.wait_for_end(40) == 1
    assert "The process 'web' ended with status" in run.text()
    assert "Failed to find attribute 'missing'" in run.text()
    assert processes_of(run.data) == []


@pytest.mark.parametrize("first_start", [True, False], ids=["first start", "later start"])
def test_a_start_killed_while_it_prepares_is_undone(start: Start, first_start: bool) -> None:
    if not first_start:
        whole = start()
        whole.wait_for(READY)
        whole.process.send_signal(signal.SIGTERM)
        whole.wait_for_end()
    killed = start(STAND_IN_PREPARE_SECONDS="60")
    database = killed.data / "fairhand.db"
    number = 1 if first_start else 2
    assert eventually(lambda: _starts(database) == number)
    killed.kill()

    after = start()
    after.wait_for(READY)
    assert ("made anew" if first_start else "the copy taken before is back") in after.text()
    assert f"start number {number}" in after.text(), "the half-made start was counted"


def test_stopping_while_it_prepares_is_said_without_a_traceback(start: Start) -> None:
    run = start(STAND_IN_PREPARE_SECONDS="60")
    run.wait_for("preparing")
    run.process.send_signal(signal.SIGTERM)
    assert run.wait_for_end() == 130
    assert "Stopped before Fairhand was ready." in run.text()
    assert "Traceback" not in run.text()
    assert processes_of(run.data) == []


def test_a_file_in_the_place_of_the_data_folder_is_a_sentence(start: Start, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    run = start(data=tmp_path / "taken")
    assert run.wait_for_end() == 1
    assert "is not a folder. Choose another with --data-dir." in run.text()


def _starts(database: Path) -> int:
    if not database.exists():
        return 0
    try:
        with closing(sqlite3.connect(database)) as connection:
            return int(connection.execute("select count(*) from starts").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
