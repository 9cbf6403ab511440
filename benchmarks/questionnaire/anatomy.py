"""Where the time of a question's page goes: the whole page, its template alone, and a page of plain Flask."""

from __future__ import annotations

import logging
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, current_app, render_template, template_rendered
from flask.testing import FlaskClient
from sqlalchemy import event

from app import create_app
from app.extensions import db
from app.services.answers import answering
from app.services.inviting import invitations
from app.settings import Settings
from app.store import schema
from models import Contract, Council, Supplier
from questionnaires import path

TURNS = 150


def measured() -> list[tuple[str, float]]:
    """What is measured, and its milliseconds."""
    logging.disable()
    with tempfile.TemporaryDirectory(prefix="fairhand-bench-") as name:
        site = create_app(
            Settings(
                mode="embedded",
                secret_key="only for measuring, forty characters long",
                database_url=f"sqlite:///{Path(name) / 'bench.db'}",
                broker_url="memory://",
                base_url="http://127.0.0.1:8000",
                data_dir=Path(name),
            )
        )
        site.config |= {"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}
        with site.app_context():
            link, address = _invited()
        client = site.test_client()
        client.get(link)
        found = _parts(site, client, address)
        with site.app_context():
            db.engine.dispose()
    logging.disable(logging.NOTSET)
    return found


def _parts(site: Flask, client: FlaskClient, address: str) -> list[tuple[str, float]]:
    page = client.get(address)
    assert page.status_code == 200, page.status
    contexts: list[dict[str, Any]] = []
    with template_rendered.connected_to(
        lambda sender, template, context, **_: contexts.append(context), site
    ):
        client.get(address)
    statements: list[float] = []
    with _timed_statements(site, statements):
        client.get(address)

    def template_alone() -> None:
        render_template("supplier/question.html", **contexts[0])

    with site.test_request_context(address):
        template = _median(template_alone)
    plain = Flask("plain")
    text = page.get_data(as_text=True)
    plain.add_url_rule("/", "page", lambda: text)
    plain_client = plain.test_client()
    turns = iter(range(10_000))
    choices = ("micro", "small")

    def save() -> None:
        sent = client.post(address, data={"answer": choices[next(turns) % 2], "revision": next_revision[0]})
        assert sent.status_code == 302, sent.status
        next_revision[0] += 1

    next_revision = [0]
    return [
        ("the page of a question, as served", _median(lambda: client.get(address))),
        ("of this, its template", template),
        (f"of this, its {len(statements)} database statements", sum(statements)),
        (
            "the same text from plain Flask, no template, no database (the floor)",
            _median(lambda: plain_client.get("/")),
        ),
        ("saving an answer", _median(save)),
    ]


def _median(work: Callable[[], object]) -> float:
    """Milliseconds of the processor, which other programs of the machine do not lengthen."""
    times = []
    for turn in range(TURNS + 5):
        begin = time.process_time()
        work()
        if turn >= 5:
            times.append(1000 * (time.process_time() - begin))
    return statistics.median(times)


@contextmanager
def _timed_statements(site: Flask, into: list[float]):  # type: ignore[no-untyped-def]
    """The milliseconds of each statement, cursor only."""
    begun: list[float] = []

    def before(*_: object) -> None:
        begun.append(time.perf_counter())

    def after(*_: object) -> None:
        into.append(1000 * (time.perf_counter() - begun.pop()))

    with site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", before)
        event.remove(engine, "after_cursor_execute", after)


def _invited() -> tuple[str, str]:
    """The link of one invitation, and the address of its first question."""
    session, now = db.session(), datetime.now(UTC)
    schema.upgrade(db.engine)
    council = Council(slug="anytown", name="Anytown County Council")
    session.add(council)
    session.flush()
    supplier = Supplier(council_id=council.id, key="v1", name="Northgate Cleaning Services Ltd")
    supplier.contracts.append(
        Contract(council_id=council.id, reference="C1", title="Cleaning of offices", cpv=["90919200"])
    )
    session.add(supplier)
    session.flush()
    settings: Settings = current_app.config["SETTINGS"]
    invitation, link = invitations.ask(
        session,
        settings,
        None,
        supplier,
        "contact@northgate.example",
        "Con Tact",
        now.date() + timedelta(days=60),
        now,
    )
    first = path.on_path(answering.questionnaire_of(invitation.response), {})[0]
    return (
        link.removeprefix(settings.base_url),
        f"/answers/{invitation.id}/questions/{first.id}",
    )
