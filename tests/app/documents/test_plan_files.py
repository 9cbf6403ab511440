"""A supplier's own report as plain text and as a table."""

from __future__ import annotations

import csv
import io
from typing import Any

from app.documents.plan_files import plan_csv, plan_text

HEADER = [f"column {number}" for number in range(10)]


def _advice(title: str, find_out: str = "") -> dict[str, Any]:
    return {
        "title": title,
        "because": ["You answered “No” to “Is it so?”"],
        "find_out": find_out,
        "why": "It protects people.",
        "steps": ["Write it down.", "Go back and see."],
        "effort": "A few days.",
        "evidence": "A dated note.",
        "guidance": [
            {"title": "Advice", "publisher": "Acas", "address": "https://www.acas.org.uk/", "note": ""}
        ],
    }


def _shown(*titles: str) -> dict[str, Any]:
    part: dict[str, Any] = {"heading": "Part", "texts": [], "items": [], "columns": ["A", "B"], "rows": []}
    items = [_advice(title, "Ask first.") for title in titles]
    labels = ("find_out", "why", "how", "effort", "evidence", "guidance")
    names = ("strengths", "evidence", "missing", "promises", "about")
    return {
        "title": "Your report",
        "labels": {name: name.capitalize() for name in labels},
        "introduction": ["It is yours."],
        "most": part | {"items": items[:3]},
        "rest": part | {"items": items[3:], "heading": "Rest"},
        **{name: dict(part) for name in names},
    }


def _rows(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_has_one_line_for_each_in_order() -> None:
    rows = _rows(plan_csv(_shown("a", "b", "c", "d"), HEADER))
    assert rows[0] == HEADER
    assert [row[:2] for row in rows[1:]] == [["1", "a"], ["2", "b"], ["3", "c"], ["4", "d"]]
    assert rows[1][4] == "Ask first.\nWrite it down.\nGo back and see."
    assert rows[1][7:] == ["Advice: https://www.acas.org.uk/", "", ""]


def test_no_cell_of_the_table_is_a_formula() -> None:
    (row,) = _rows(plan_csv(_shown("=cmd|' /C calc'!A0"), HEADER))[1:]
    assert row[1].startswith("'=")


def test_the_text_is_wrapped_and_numbered() -> None:
    text = plan_text(_shown("a " * 80, "b", "c", "d"))
    assert all(len(line) <= 90 for line in text.splitlines())
    assert "  1. Write it down.\n  2. Go back and see." in text
    assert text.index("Rest") > text.index("\nC\n")


def test_a_plan_of_three_has_no_rest() -> None:
    assert "Rest" not in plan_text(_shown("a", "b", "c"))
    assert len(_rows(plan_csv(_shown(), HEADER))) == 1
