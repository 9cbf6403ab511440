"""The example of the one-machine set-up: made once, kept, and impossible in production."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.console import Console
from sqlalchemy import func, inspect, select

from app.extensions import clock
from app.services.annual import annual_approval, annual_files, annual_publication, annual_statements
from app.services.background.progress import silent
from app.services.example import example, example_statement
from app.settings import Settings
from app.store import annual as store
from app.store import audit
from models import Council, ScreeningRun, SourceFile, Supplier


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
    assert suppliers > 150 and files == 5 and runs > 10
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


def test_the_links_sign_in_an_officer_two_suppliers_and_a_councillor(app, session, settings) -> None:
    links = list(example.prepare(settings, silent).links.values())
    pages = ("/officer/suppliers", "/answers", "/answers", "/scrutiny")
    for link, first_page in zip(links, pages, strict=True):
        client = app.test_client()
        answer = client.post(link.removeprefix(settings.base_url))
        assert answer.location == first_page
        assert client.get(answer.location, follow_redirects=True).status_code == 200


def test_the_lead_finds_last_years_statement_published_and_this_years_begun(session, settings) -> None:
    example.prepare(settings, silent)
    council = session.query(Council).filter_by(slug=example.COUNCIL).one()
    draft, published = store.statements(session, council.id)
    assert (draft.state, published.state) == ("draft", "published")
    assert annual_approval.is_unaltered(published)
    assert published.year_end < clock.today() < draft.due_on
    assert published.approved_on <= published.signed_on <= clock.today()
    rules = {one.rule for one in annual_statements.findings(session, published)}
    assert rules == {"registry"}, "the published one is a good one"
    found = {one.rule for one in annual_statements.findings(session, draft) if one.area}
    assert found == {"missing_area", "vague", "open_promise"}
    states = {one.area: one.state for one in draft.sections}
    assert states["training"] == "suggested" and states["structure"] == "drafted"
    assert {one.state for one in store.pledges_of(session, published.id)} == {"kept", "partly", "open"}
    for language in ("en", "cy"):
        for one in (draft, published):
            pub = annual_publication.publication(session, one, language, clock.today())
            values = {figure.name: figure for figure in pub.figures}
            assert values["trained"].number > 0 and values["suppliers"].number > 150
            for ending in annual_files.FORMATS:
                assert annual_files.made(pub, ending, "https://fairhand.example/s", clock.now()), ending
    children = annual_publication.publication(session, published, "en", clock.today()).figures
    (small,) = [one for one in children if one.name == "referrals_children"]
    assert (small.number, small.words) == (None, "fewer than 5")
    assert audit.first_broken(session) is None


def test_another_start_keeps_the_statements_and_mends_the_address(session, settings) -> None:
    example.prepare(settings, silent)
    moved = settings.model_copy(update={"base_url": "http://127.0.0.1:8999"})
    example.prepare(moved, silent)
    council = session.query(Council).filter_by(slug=example.COUNCIL).one()
    held = store.statements(session, council.id)
    assert len(held) == 2
    assert held[-1].published_url.startswith("http://127.0.0.1:8999/councils/anytown/statements/")
    assert annual_approval.is_unaltered(held[-1])


@pytest.mark.parametrize(
    ("today", "end"),
    [
        (date(2026, 3, 31), date(2025, 3, 31)),
        (date(2026, 4, 1), date(2025, 3, 31)),
        (date(2026, 6, 18), date(2025, 3, 31)),
        (date(2026, 6, 19), date(2026, 3, 31)),
        (date(2027, 1, 1), date(2026, 3, 31)),
        (date(2028, 2, 29), date(2027, 3, 31)),
    ],
)
def test_which_year_is_published_depends_on_the_day(today: date, end: date) -> None:
    assert example_statement._last_end(today) == end


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
