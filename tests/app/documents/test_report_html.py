"""The report as one web page."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from bs4 import BeautifulSoup

from app.documents.report_html import report_html
from app.documents.run_facts import RunFacts, ScreenedSupplier
from screening.types import Band
from support.fictitious_results import make_supplier


def page_of(screened: list[ScreenedSupplier], facts: RunFacts, explained: int = 300) -> BeautifulSoup:
    return BeautifulSoup(
        report_html(screened, facts, title="anytown.csv", explained=explained), "html.parser"
    )


def test_page_needs_nothing_from_outside_and_no_script(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    page = page_of([supplier], facts)
    assert not page.find_all(["script", "link", "img", "iframe", "object", "base"])
    assert not page.find_all(src=True)
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    [style] = page.find_all("style")
    assert "url(" not in style.text
    assert "@import" not in style.text


def test_page_is_marked_up_for_everybody(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    page = page_of([supplier], facts, explained=0)
    assert page.html is not None
    assert page.html["lang"] == "en-GB"
    assert page.select_one("a.skip")["href"] == "#main"  # type: ignore[index]
    assert page.select_one("main#main")
    for table in page_of([supplier, make_supplier(2)], facts, explained=1).find_all("table"):
        assert table.find("caption")
        assert all(cell.get("scope") for cell in table.find_all("th"))
    headings = [int(tag.name[1]) for tag in page.find_all(re.compile(r"h\d"))]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))


def test_names_are_escaped(facts: RunFacts) -> None:
    nasty = "<script>alert(1)</script> & Sons"
    html = report_html([make_supplier(1, nasty)], facts, title=nasty)
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_only_web_addresses_become_links(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    statement = replace(supplier.report.statement, url="javascript:alert(1)")
    page = page_of([replace(supplier, report=replace(supplier.report, statement=statement))], facts)
    assert not page.select('a[href^="javascript"]')
    assert page_of([supplier], facts).select('a[href="https://northgate-cleaning.example/statement?a=1&b=2"]')


def test_explanation_tells_points_unknowns_clauses_and_match(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    [details] = page_of([supplier], facts).find_all("details")
    text = " ".join(details.get_text(" ").split())
    for part in (
        "What the 61.4 points are made of",
        "+50.0",
        "Not known, between 0.0 and +18.0",
        "64.4 before controls, less 3.0 for controls",
        "leaves 48.0 to 74.0 open",
        "The company numbers are equal.",
        "No fees paid by workers",
        "Fictitious source, 2026",
    ):
        assert part in text
    assert text.index("Ask how many workers") < text.index("Ask who pays")
    assert len(details.find_all("svg")) == 3


def test_beyond_the_explained_ones_a_line_each_and_the_page_says_so(facts: RunFacts) -> None:
    screened = [make_supplier(rank, f"Northgate {rank} Ltd") for rank in range(1, 6)]
    page = page_of(screened, facts, explained=2)
    assert len(page.find_all("details")) == 2
    assert "Suppliers 3 to 5, a line each" in page.get_text()
    assert "The first 2 are explained in full" in page.get_text()
    rows = page.select("table tbody tr th[scope=row]")
    assert [f"Northgate {rank} Ltd" in page.get_text() for rank in range(1, 6)] == [True] * 5
    assert any("Northgate 5 Ltd" in row.text for row in rows)


def test_summary_tells_bands_rows_left_out_dates_and_versions(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    low = replace(make_supplier(2), report=replace(supplier.report, band=Band.LOW))
    text = " ".join(page_of([supplier, low], facts).get_text(" ").split())
    for part in (
        "2 suppliers of anytown.csv, screened as at 21 November 2026",
        "Statements were looked for in the registry copy of 16 February 2026",
        "Contract value of all suppliers: £1,760,000.01. Credits of \N{MINUS SIGN}£20.00 are kept apart.",
        "Payments of 1 April 2025 to 31 March 2026.",
        "2 rows skipped: no amount",
        "3 rows withheld because their 2 payees look like people",
        "may be used for contract management and the council's annual statement",
        "supplier from “Contractor/ Provider”",
        "never a verdict",
        "a" * 64,
    ):
        assert part in text
    assert {"2026.1", "2019", "2026-11"} <= set(text.split())


def test_without_a_registry_copy_the_page_says_not_looked_for(
    supplier: ScreenedSupplier, facts: RunFacts
) -> None:
    text = page_of([supplier], replace(facts, inputs=facts.inputs[:1])).get_text()
    assert "Statements were not looked for" in text


def test_no_supplier_at_all(facts: RunFacts) -> None:
    assert "No supplier was found in the file." in page_of([], facts).get_text()


def test_the_same_results_give_the_same_text(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    once, again = (report_html([make_supplier()], facts, title="anytown.csv") for _ in range(2))
    assert once == again


def test_words_that_we_never_say_are_not_there(supplier: ScreenedSupplier, facts: RunFacts) -> None:
    html = report_html([supplier], facts, title="anytown.csv").lower()
    for word in ("non-compliant", "slavery-free", "blacklist", "failed", "suspicious"):
        assert word not in html
