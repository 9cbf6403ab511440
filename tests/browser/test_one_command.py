"""As a newcomer starts it: one command, a real register, a real worker, two people in a browser."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from app.embedded.broker import free_port

ROOT = Path(__file__).parents[2]
STARTS_WITHIN_SECONDS = 120
SCREENED_WITHIN_SECONDS = 60


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """What `fairhand run` printed up to the moment when it was ready; stopped with SIGTERM afterwards."""
    folder = tmp_path_factory.mktemp("one-command")
    command = [sys.executable, "-m", "app", "run", "--port", str(free_port("127.0.0.1")), "--data-dir"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FAIRHAND_")}
    process = subprocess.Popen(
        [*command, str(folder / "instance")],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    lines: list[str] = []
    ready = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("Stop it with"):
                ready.set()
        ready.set()

    reader = threading.Thread(target=read)
    reader.start()
    assert ready.wait(STARTS_WITHIN_SECONDS), "\n".join(lines)
    assert process.poll() is None, "\n".join(lines)
    yield lines
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    reader.join(10)
    assert process.stdout is not None
    process.stdout.close()


def _links(lines: list[str]) -> list[str]:
    return re.findall(r"http://\S+/sign-in/\S+", "\n".join(lines))


def _sign_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name="Continue").click()


def test_the_terminal_shows_the_queue_the_files_and_the_links(started: list[str]) -> None:
    text = "\n".join(started)
    for said in ("First to look at", "exeter_contracts_register", "report.html", "Fairhand is ready"):
        assert said in text
    assert len(_links(started)) == 4, "an officer, two suppliers, a councillor"
    assert "Traceback" not in text


def test_an_answer_moves_the_supplier_through_the_real_worker(
    started: list[str], desktop: Page, phone: Page
) -> None:
    officer_link, supplier_link, *_others = _links(started)
    _sign_in(desktop, officer_link)
    desktop.get_by_label("Any name or number").fill("Northgate Cleaning")
    desktop.get_by_role("button", name="Apply").click()
    desktop.locator(".fh-queue__name a").click()
    parts = desktop.get_by_role("navigation", name="Parts of this page")
    parts.get_by_role("link", name="Risk").click()
    expect(desktop.get_by_role("heading", name="How the score comes about")).to_be_visible()
    expect(desktop.get_by_text("Why it moved")).to_have_count(0)

    _sign_in(phone, supplier_link)
    phone.locator(".govuk-task-list a").first.click()
    while "/questions/" in phone.url:
        _answer_last(phone)
        phone.get_by_role("button", name="Save and continue").click()
    phone.get_by_label("Your full name").fill("Con Tact")
    phone.get_by_label("Your job title").fill("Director")
    phone.get_by_role("checkbox").check()
    phone.get_by_role("button", name="Submit and share with").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Answers submitted")

    deadline = time.monotonic() + SCREENED_WITHIN_SECONDS
    while not desktop.get_by_text("Why it moved").count():
        assert time.monotonic() < deadline, "the worker did not screen the supplier again"
        time.sleep(1)
        desktop.reload()
    parts.get_by_role("link", name="Timeline").click()
    expect(desktop.get_by_text("The supplier submitted its answers")).to_be_visible()


def _answer_last(page: Page) -> None:
    """An answer to whatever is asked: the second choice, the country at home."""
    page.wait_for_load_state()
    main = page.locator("main")
    if main.get_by_role("radio").count():
        main.get_by_role("radio").nth(1).check()
    elif main.locator("textarea").count():
        main.locator("textarea").fill("United Kingdom")
    elif main.get_by_role("checkbox").count():
        main.get_by_role("checkbox").first.check()
    else:
        main.locator("#answer").fill("https://www.northgate.example/statement")
