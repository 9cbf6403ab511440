"""The shared macros, rendered alone: what they say and what they draw."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2
import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask, render_template_string
from flask_babel import Babel

APP = Path(__file__).parents[3] / "app"


@pytest.fixture(scope="module")
def app() -> Flask:
    """Templates, Babel and one route: nothing else of the service."""
    app = Flask("macros")
    app.jinja_loader = jinja2.ChoiceLoader(
        [
            jinja2.FileSystemLoader(APP / "templates"),
            jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}),
        ]
    )
    Babel(app, default_locale="en")
    app.add_url_rule("/suppliers", "queue", lambda: "")
    return app


@pytest.fixture(autouse=True)
def _in_request(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        yield


def render(macro: str, call: str, **context: Any) -> BeautifulSoup:
    name = call.partition("(")[0]
    source = '{% from "macros/' + macro + '.html" import ' + name + " %}{{ " + call + " }}"
    return BeautifulSoup(render_template_string(source, **context), "html.parser")


def text_of(part: Tag) -> str:
    return " ".join(part.get_text(" ").split())


def number(part: Tag, name: str) -> int:
    return int(str(part[name]))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("points(613)", "61.3"),
        ("points(5)", "0.5"),
        ("points(1000)", "100.0"),
        ("points(-134, signed=true)", "−13.4"),  # noqa: RUF001 - the minus sign is meant
        ("points(45, signed=true)", "+4.5"),
        ("points(0, signed=true)", "0.0"),
        ("interval(484, 745)", "48 to 75"),
        ("moved(140)", "▲ up 14.0"),
        ("moved(-31)", "▼ down 3.1"),
        ("moved(0)", ""),
    ],
)
def test_points_are_written_for_people(call: str, said: str) -> None:
    assert text_of(render("points", call)) == said


@pytest.mark.parametrize(
    ("band", "words"),
    [("high", "High"), ("medium", "Medium"), ("low", "Low"), ("not_enough_known", "Not enough known")],
)
def test_a_band_has_words_and_a_shape(band: str, words: str) -> None:
    tag = render("band", f"band('{band}')")
    assert text_of(tag) == f"Band: {words}"
    assert tag.svg and tag.svg.path and tag.svg["aria-hidden"] == "true"


def test_the_four_bands_have_four_shapes() -> None:
    bands = ("high", "medium", "low", "not_enough_known")
    shapes = {str(render("band", f"band('{band}')").path) for band in bands}
    assert len(shapes) == 4


def test_each_status_of_a_statement_has_its_own_words_and_the_date_of_the_copy() -> None:
    said = {
        status: text_of(
            render(
                "status",
                "statement_words(f)",
                f=SimpleNamespace(status=status, copy_date=date(2022, 2, 16)),
            )
        )
        for status in ("matched", "possible", "not_found", "not_looked_for")
    }
    assert said["not_found"] == "Not found in the registry copy of 16 February 2022"
    assert len(set(said.values())) == 4
    assert all("16 February 2022" in words for status, words in said.items() if status != "not_looked_for")


def _row(points: int, **more: Any) -> SimpleNamespace:
    facts = {"low": points, "high": points, "known": True, "reason": "r", "source": "", "source_date": ""}
    return SimpleNamespace(label="f", channel_label="", points=points, **(facts | more))


def test_bars_of_the_waterfall_join_and_end_at_the_score() -> None:
    rows = [_row(400), _row(300), _row(-87)]
    soup = render("waterfall", "waterfall(rows, 613, 500, 700, 'Why')", rows=rows)
    bars = [(number(bar, "x"), number(bar, "width")) for bar in soup.select("tbody rect")]
    assert bars == [(0, 400), (400, 300), (613, 87)]
    total = soup.select_one("tfoot rect")
    assert total is not None and number(total, "width") == 613
    assert [text_of(cell) for cell in soup.select("tbody .fh-waterfall__points")] == [
        "+40.0",
        "+30.0",
        "−8.7",  # noqa: RUF001
    ]


def test_the_waterfall_stays_inside_its_scale_and_says_what_is_estimated() -> None:
    rows = [_row(900, low=100, high=1000, known=False), _row(300), _row(-300, low=-1200, high=0)]
    soup = render("waterfall", "waterfall(rows, 900, 0, 1000, 'Why')", rows=rows)
    for mark in soup.select("tbody rect"):
        assert number(mark, "x") >= 0 and number(mark, "x") + number(mark, "width") <= 1000
    for line in soup.select("line"):
        assert 0 <= number(line, "x1") <= 1000 and 0 <= number(line, "x2") <= 1000
    assert [("Estimated, not known" in text_of(row)) for row in soup.select("tbody tr")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("name", "other", "marks"),
    [
        ("Northgate Cleaning Ltd", "NORTHGATE CLEANING LIMITED", []),
        ("Northgate Cleaning Ltd", "Northgate Catering Ltd", ["Cleaning"]),
        ("Bright & Sons", "Bright and Sons Co.", []),
        ("<b>Bright</b>", "Sons", ["<b>Bright</b>"]),
    ],
)
def test_differing_words_of_two_names_are_marked(name: str, other: str, marks: list[str]) -> None:
    soup = render("compare", "marked(name, other)", name=name, other=other)
    assert [mark.get_text() for mark in soup.find_all("mark")] == marks
    assert text_of(soup) == name


def test_a_value_that_the_other_side_lacks_is_not_marked() -> None:
    left = {"title": "Here", "name": "Bright Ltd", "facts": [("Number", "01234567"), ("Vendor", "")]}
    right = {"title": "There", "name": "Bright Ltd", "facts": [("Period", "2021"), ("Number", "")]}
    soup = render("compare", "compare(left, right)", left=left, right=right)
    assert not soup.find_all("mark")
    assert [text_of(value) for value in soup.find_all("dd")] == ["01234567", "Not known", "2021", "Not known"]


@pytest.mark.parametrize(
    ("page", "pages", "shown"),
    [
        (1, 1, []),
        (1, 3, ["1", "2", "3"]),
        (4, 9, ["1", "⋯", "3", "4", "5", "⋯", "9"]),
        (9, 9, ["1", "⋯", "8", "9"]),
    ],
)
def test_pagination_shows_the_ends_and_the_neighbours(page: int, pages: int, shown: list[str]) -> None:
    soup = render("pagination", f"pagination({page}, {pages}, 'queue', {{'band': 'high'}})")
    assert [text_of(item) for item in soup.find_all("li")] == shown
    assert all("band=high" in str(link["href"]) for link in soup.find_all("a"))


def _question(kind: str, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {"hint": "", "why": "Because.", "example": "", "options": [], "evidence": None}
    return plain | {"type": kind, "text": "What?"} | more


def _option(value: str, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": value.title(), "hint": "", "exclusive": False} | more


UNKNOWN = _option("unknown", exclusive=True)


@pytest.mark.parametrize(
    ("q", "raw", "sent"),
    [
        (_question("yes_no", options=[_option("yes"), _option("no"), UNKNOWN]), ["no"], ["no"]),
        (_question("radio", options=[_option("some"), _option("most")]), [], []),
        (_question("checkboxes", options=[_option("a"), _option("b"), UNKNOWN]), ["a", "b"], ["a", "b"]),
        (_question("country_list", options=[UNKNOWN]), ["Vietnam\nNarnia <b>"], ["Vietnam\nNarnia <b>"]),
        (_question("country_list", options=[UNKNOWN]), ["", "unknown"], ["", "unknown"]),
        (_question("text"), ["A & B\n  C"], ["A & B\n  C"]),
        (_question("url"), ["https://example.org/?a=1&b=2"], ["https://example.org/?a=1&b=2"]),
        (_question("whole_number"), ["12"], ["12"]),
        (_question("date", options=[UNKNOWN]), ["31", "", "2026"], ["31", "", "2026"]),
        (_question("date", options=[UNKNOWN]), ["unknown"], ["", "", "", "unknown"]),
    ],
)
def test_a_question_gives_back_what_was_sent(q: dict[str, Any], raw: list[str], sent: list[str]) -> None:
    soup = render("question", "question(q, {'answer': raw}, {})", q=q, raw=raw)
    assert [value for value in _submitted(soup, "answer")] == sent


def _submitted(soup: BeautifulSoup, name: str) -> Iterator[str]:
    for field in soup.select(f"[name={name}]"):
        if field.name == "textarea":
            yield field.get_text().removeprefix("\n")
        elif field.get("type") not in ("radio", "checkbox") or field.has_attr("checked"):
            yield str(field.get("value", ""))


@pytest.mark.parametrize(
    "kind", ["yes_no", "checkboxes", "country_list", "text", "url", "date", "whole_number"]
)
def test_the_links_of_the_error_summary_reach_an_input(kind: str) -> None:
    q = _question(
        kind, options=[_option("yes"), _option("no")], evidence={"what": "A.", "valid_for_months": 24}
    )
    errors = {"answer": "Answer it", "evidence_url": "Enter a link", "evidence_date": "Enter a date"}
    page = render("question", "question(q, {}, errors)", q=q, errors=errors)
    for link in render("error_summary", "error_summary(errors)", errors=errors).select("a"):
        target = page.find(id=str(link["href"]).removeprefix("#"))
        assert target is not None and target.name in ("input", "textarea")
    ids = [str(element["id"]) for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_an_exclusive_option_stands_apart_and_says_so() -> None:
    q = _question("checkboxes", options=[_option("a"), _option("none", exclusive=True), UNKNOWN])
    soup = render("question", "question(q, {}, {})", q=q)
    assert [field["value"] for field in soup.select("[data-behaviour=exclusive]")] == ["none", "unknown"]
    assert len(soup.select(".govuk-checkboxes__divider")) == 1


def test_a_summary_list_escapes_text_and_names_what_is_changed() -> None:
    rows = [{"key": "Name", "value": "A <i>B</i>", "href": "/x", "change": "the name"}]
    soup = render("summary_list", "summary_list(rows)", rows=rows)
    assert soup.i is None
    assert soup.a is not None and text_of(soup.a) == "Change the name"


def test_filters_keep_what_was_chosen() -> None:
    search = {"name": "q", "label": "Name", "value": 'a "b"'}
    field = {"name": "band", "label": "Band", "value": "high", "options": [("", "All"), ("high", "High")]}
    soup = render(
        "filters", "filters('/suppliers', search, [field], '/suppliers')", search=search, field=field
    )
    assert soup.select_one("[name=q]")["value"] == 'a "b"'  # type: ignore[index]
    assert [option["value"] for option in soup.select("option[selected]")] == ["high"]


PAGES = sorted(path for path in APP.rglob("templates/**/*.html") if "documents" not in path.parts)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(APP)))
def test_pages_keep_to_the_content_security_policy(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_the_stylesheet_is_free_of_other_hosts_and_of_gov_uk_branding() -> None:
    css = (APP / "static" / "fairhand.css").read_text(encoding="utf-8")
    assert "url(" not in css and "@import" not in css
    assert "Transport" not in css and "crown" not in css
    assert "MIT License" in (APP / "static" / "govuk-frontend-LICENCE.txt").read_text(encoding="utf-8")
