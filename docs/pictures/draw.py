"""Draw the pictures of the documentation from fictitious data: `.venv/bin/python docs/pictures/draw.py`.

Needs Chromium. Real organisations never appear in a picture, because a picture rates whom it shows.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from app import create_app
from app.embedded.broker import free_port
from app.extensions import clock, db
from app.services.background.progress import silent
from app.services.example import example, story
from app.services.loads import registry
from app.services.people import access_links
from app.settings import Settings
from app.store import schema

HERE = Path(__file__).parent
MOMENT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def fill(settings: Settings) -> str:
    """Play the example's story without its real register; returns the lead's sign-in link.

    The real copy of the registry is there, for its day; no page of the pictures names anybody of it.
    """
    session = db.session()
    schema.upgrade(db.engine)
    begun = story.beginning(MOMENT.date())
    named = {"slug": "anytown", "name": "Anytown Council", "brand_colour": "#12504c"}
    council = story.add_council(session, begun, named)
    lead = story.add_lead(session, council, "ann@anytown.example", "Ann Example", begun)
    registry.load(session, example.REGISTRY, begun, silent)
    story.Teller(session, settings, council, lead, MOMENT, MOMENT.date()).tell(silent)
    link = access_links.add_sign_in_link(session, settings, lead, MOMENT)
    session.commit()
    return link


def draw(page: Page, link: str, settings: Settings) -> None:
    """Sign in and take the pictures."""
    page.goto(link)
    page.get_by_role("button", name="Continue").click()
    page.screenshot(path=HERE / "queue.png")
    page.locator(".fh-queue__name a").first.click()
    page.screenshot(path=HERE / "supplier.png")


def main() -> None:
    """Serve the fictitious council for as long as the pictures take."""
    clock.now = lambda: MOMENT  # type: ignore[method-assign]  # so that the pictures show one day
    folder, port = Path(tempfile.mkdtemp()), free_port("127.0.0.1")
    settings = Settings(
        mode="embedded",
        secret_key="only for pictures, forty characters long",
        database_url=f"sqlite:///{folder / 'pictures.db'}",
        broker_url="memory://",
        base_url=f"http://127.0.0.1:{port}",
        data_dir=folder,
    )
    site = create_app(settings)
    with site.app_context():
        link = fill(settings)
    server = make_server("127.0.0.1", port, site, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        draw(browser.new_page(viewport={"width": 1280, "height": 1560}), link, settings)
        browser.close()
    server.shutdown()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main()
