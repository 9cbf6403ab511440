"""The example of the one-machine set-up: made once, kept, and impossible in production."""

from __future__ import annotations

import io

import pytest
from rich.console import Console
from sqlalchemy import func, inspect, select

from app.services import example
from app.services.progress import silent
from app.settings import Settings
from models import ScreeningRun, SourceFile, Supplier


@pytest.fixture
def database_url(empty_database_url: str) -> str:
    """The example makes its own tables."""
    return empty_database_url


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=100)


def _counts(session) -> list[int]:
    return [
        session.scalar(select(func.count()).select_from(table))
        for table in (Supplier, SourceFile, ScreeningRun)
    ]


def test_the_first_start_screens_a_real_register_and_the_second_keeps_it(session, settings) -> None:
    first = example.prepare(settings, silent)
    suppliers, files, runs = _counts(session)
    assert suppliers > 150 and files == 2 and runs == 1
    second = example.prepare(settings, silent)
    assert _counts(session) == [suppliers, files, runs]
    assert set(first.links) == set(second.links)
    assert not set(first.links.values()) & set(second.links.values()), "each start has links of its own"


def test_the_terminal_shows_the_top_what_was_read_and_where_the_files_are(session, settings, console) -> None:
    for part in example.prepare(settings, silent).summary:
        console.print(part)
    text = console.file.getvalue()
    assert "First to look at" in text and "exeter_contracts_register" in text
    for name in ("queue.csv", "queue.xlsx", "report.html", "run.json"):
        assert name in text
        assert list((settings.data_dir / "reports").rglob(name))


def test_the_links_sign_in_an_officer_and_a_supplier(app, session, settings) -> None:
    links = list(example.prepare(settings, silent).links.values())
    for link, first_page in zip(links, ("/officer/suppliers", "/answers"), strict=True):
        client = app.test_client()
        answer = client.post(link.removeprefix(settings.base_url))
        assert answer.location == first_page
        assert client.get(answer.location, follow_redirects=True).status_code == 200


def test_production_has_no_example(session) -> None:
    production = Settings(
        secret_key="k" * 32,
        database_url="postgresql+psycopg://db.example/fairhand",
        base_url="https://slavery.council.example",
        smtp_host="mail.council.example",
        mail_from="procurement@council.example",
    )
    with pytest.raises(RuntimeError, match="one-machine set-up only"):
        example.prepare(production, silent)
    assert inspect(session.get_bind()).get_table_names() == []
