"""A real Chromium, the whole site behind it on loopback, and the accessibility rules of axe.

desktop, phone, small_phone    a fresh page each, signed in nowhere
axe(page)                      fails with the list of violations, if there are any
live_server                    the site over an empty database; `live_server.url`, `.within(work)`
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import jinja2
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.embedded.broker import free_port
from app.extensions import db
from app.settings import Settings
from support.axe_rules import what_axe_finds
from support.browser import find_browser

# A browser that talks to nobody but the page under test.
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAVIGATION_MILLISECONDS = 15_000

Result = TypeVar("Result")


@dataclass(frozen=True)
class LiveServer:
    """The site as the browser sees it, and as the test can reach into it."""

    url: str
    app: Flask
    settings: Settings

    def within(self, work: Callable[[], Result]) -> Result:
        """Call `work` inside the application's context, to fill the database or to look into it.

        It is done in another thread: the browser's event loop occupies the thread of the test.
        """

        def in_context() -> Result:
            with self.app.app_context():
                return work()

        with ThreadPoolExecutor(1) as threads:
            return threads.submit(in_context).result()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    flags = [*FLAGS, *(("--no-sandbox",) if os.geteuid() == 0 else ())]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def desktop(chromium: Browser) -> Iterator[Page]:
    """A page 1280 x 900."""
    yield from _page(chromium, 1280, 900)


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page as on a common phone, 360 x 740."""
    yield from _page(chromium, 360, 740)


@pytest.fixture
def small_phone(chromium: Browser) -> Iterator[Page]:
    """A page at 320 pixels, the width to which WCAG 2.2 asks content to reflow."""
    yield from _page(chromium, 320, 640)


def _page(browser: Browser, width: int, height: int) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": height}, locale="en-GB")
    page = context.new_page()
    page.set_default_timeout(NAVIGATION_MILLISECONDS)
    yield page
    context.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """A function that fails when axe finds anything on the page; its report says where."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        found = what_axe_finds(page)
        assert not found, f"{page.url}\n{found[0]}"

    return check


@pytest.fixture(scope="session")
def _compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> jinja2.BytecodeCache:
    # Every test has a site of its own, at an address of its own; compiling its templates took seconds.
    return jinja2.FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def live_server(
    database_url: str, tmp_path: Path, _compiled_templates: jinja2.BytecodeCache
) -> Iterator[LiveServer]:
    """The site with all tables and no rows, served by threads of this process, so that tests can fill it.

    There is no worker: what a page queues stays in the memory of this process, and a test that needs it done
    calls the task.
    """
    port = free_port("127.0.0.1")
    url = f"http://127.0.0.1:{port}"
    settings = Settings(
        mode="embedded",
        secret_key="a key for tests, of forty characters or so",
        database_url=database_url,
        broker_url="memory://",
        base_url=url,
        data_dir=tmp_path / "data",
    )
    app = create_app(settings)
    app.jinja_env.bytecode_cache = _compiled_templates
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, name="live-server")
    thread.start()
    site = LiveServer(url, app, settings)
    yield site
    server.shutdown()
    thread.join()
    server.server_close()
    site.within(lambda: db.engine.dispose())
