"""The transparency record and the model card: made from the configuration, gaps marked, well formed."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import screening
from app.documents import card_writers, model_card
from app.documents.model_card import Document, Table
from screening import reference, uses, weights
from screening.reference import load_yaml

YEAR = 2026


def cells(document: Document, caption: str) -> list[tuple[str, ...]]:
    (table,) = (
        table for section in document.sections for table in section.tables if table.caption == caption
    )
    return list(table.rows)


def tables(document: Document) -> Iterator[Table]:
    return (table for section in document.sections for table in section.tables)


@pytest.fixture(params=["markdown", "html"])
def card(request: pytest.FixtureRequest) -> str:
    return getattr(card_writers, request.param)(model_card.model_card(YEAR))


def test_every_weight_is_there_with_its_value_reason_and_bounds() -> None:
    rows = {row[0]: row for row in cells(model_card.model_card(YEAR), "Weights")}
    tables = load_yaml("weights.yaml")
    assert rows.keys() == {f"{table}.{key}" for table, numbers in tables.items() for key in numbers}
    for name, row in rows.items():
        table, key = name.split(".", 1)
        assert row[3] == tables[table][key]["reason"]
        assert (row[2] == "fixed") is (name not in weights.bounds())
    assert rows["raise.agency"][1] == f"{weights.value('raise.agency'):g}"


@pytest.mark.parametrize("make", [model_card.atrs, model_card.model_card])
def test_every_source_and_factor_is_in_both(make) -> None:
    document = make(YEAR)
    sources = {row[0]: row for row in cells(document, "Sources")}
    assert sources.keys() == reference.sources().keys()
    assert all(sources[name][2] == row.as_at for name, row in reference.sources().items())
    factors = cells(document, "Factors and the uses for which each may speak")
    assert {row[0] for row in factors} == uses.factor_rows().keys()


def test_every_sector_control_and_use_is_in_the_card() -> None:
    document = model_card.model_card(YEAR)
    assert {row[0] for row in cells(document, "Controls")} == load_yaml("controls.yaml").keys()
    assert len(cells(document, "Sectors and their steps on the ladder")) == len(reference.sectors())
    assert {row[1] for row in cells(document, "Permitted uses")} == {
        row.purpose for row in uses.use_rows().values()
    }


def test_changing_a_weight_changes_the_card(monkeypatch: pytest.MonkeyPatch, card: str) -> None:
    changed = {
        table: {key: dict(row) for key, row in rows.items()}
        for table, rows in load_yaml("weights.yaml").items()
    }
    assert changed["raise"]["agency"]["value"] != 1.2345
    changed["raise"]["agency"]["value"] = 1.2345
    monkeypatch.setattr(
        model_card, "load_yaml", lambda name: changed if name == "weights.yaml" else load_yaml(name)
    )
    document = model_card.model_card(YEAR)
    assert "1.2345" not in card
    assert "1.2345" in card_writers.markdown(document) and "1.2345" in card_writers.html(document)


def test_the_version_stands_in_both(card: str) -> None:
    assert f"version {screening.MODEL_VERSION}" in card
    assert f"version {screening.MODEL_VERSION}" in card_writers.markdown(model_card.atrs(YEAR))


def test_the_record_has_both_tiers_and_marks_what_only_a_council_can_say() -> None:
    document = model_card.atrs(YEAR)
    titles = [section.title for section in document.sections]
    for title in ("Tier 1: Overview", "Tier 2: Owner and responsibility", "2.5 Alternatives considered"):
        assert title in titles
    for title in ("3.6 Appeals and review", "4.1.1 System architecture", "4.3.11 Data access and storage"):
        assert title in titles
    assert titles[-1] == "5.2 Risks and mitigations"
    gaps = [section for section in document.sections if section.council]
    assert {"1.3 Senior responsible owner", "4 Contact email", "5.1 Impact assessment"} <= {
        section.title for section in gaps
    }
    assert card_writers.markdown(document).count("**For the council to complete:**") == len(gaps)
    page = BeautifulSoup(card_writers.html(document), "html.parser")
    assert len(page.select("p.gap")) == len(gaps)


def test_no_field_is_empty() -> None:
    for section in model_card.atrs(YEAR).sections:
        assert section.level == 2 or section.text or section.council or section.tables, section.title
    for table in tables(model_card.model_card(YEAR)):
        assert table.rows
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_measured_figures_are_told_where_there_are_any(tmp_path: Path) -> None:
    record = {"task": "pairs", "date": "2026-11-22", "figures": {"f1": 0.8123456}}
    (tmp_path / "pairs-fairhand.json").write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "pairs-peer.json").write_text("not read", encoding="utf-8")
    caption = "Measured figures of the matcher"
    assert cells(model_card.atrs(YEAR, tmp_path), caption) == [("pairs", "f1", "0.812", "2026-11-22")]
    for folder in (None, tmp_path / "missing"):
        assert cells(model_card.atrs(YEAR, folder), caption)[0][1] == "no file of figures was found"


def test_old_sources_are_limits_in_time() -> None:
    now, later = (
        " ".join(row[0] for row in cells(model_card.model_card(year), "Known limits"))
        for year in (2020, 2040)
    )
    assert "is as at 2020-09" not in now
    assert "is as at 2020-09" in later


def test_the_page_has_headings_in_order_and_tables_with_headers() -> None:
    page = BeautifulSoup(card_writers.html(model_card.atrs(YEAR)), "html.parser")
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.html["lang"] == "en-GB" and page.select_one("main") and not page.select("script, link, img")
    for table in page.select("table"):
        assert table.caption and table.select("thead th[scope=col]") and table.select("tbody th[scope=row]")


def test_texts_cannot_become_tags_or_columns() -> None:
    section = model_card.Section(
        2, "a <b>", "x <script>", "", (Table("c", ("k",), (("one | two\nthree",),)),)
    )
    document = Document("t", "s", (section,))
    written = card_writers.markdown(document)
    assert "<script" not in written and "| one \\| two three |" in written
    assert "<script" not in card_writers.html(document)
