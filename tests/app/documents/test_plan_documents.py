"""A plan as Word and as text: a title, a language, header rows, everything that the page says."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from app.documents.plan_docx import COLUMNS, plan_docx
from app.documents.plan_lines import plan_lines
from app.documents.word.rendering import all_text, left_over

MADE = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


@pytest.fixture
def shown() -> dict[str, Any]:
    words = {
        name: name.capitalize() for name in (*COLUMNS, "kind", "between", "steps", "table", "page", "of")
    }
    step = {name: f"{name} of the step" for name in COLUMNS}
    return {
        "title": "Fair pay {{ 7 * 7 }}",
        "council": "Anytown Council",
        "supplier": "Northgate Cleaning Services Ltd",
        "date": "20 November 2026",
        "status": "Shared on 20 November 2026",
        "parts": [{"title": "Root cause", "lines": ["The rota.", "The fee."]}],
        "steps": [{**step, "number": str(number)} for number in (1, 2, 3)],
        "notes": ["Begin with what helps workers most."],
        "words": words,
    }


@pytest.mark.parametrize(("language", "tag"), [("en", "en-GB"), ("cy", "cy-GB")])
def test_the_document_has_a_title_a_language_and_repeated_header_rows(shown, language, tag) -> None:
    content = plan_docx(shown, language, MADE)
    document = docx.Document(io.BytesIO(content))
    assert document.core_properties.title == "Kind: Fair pay {{ 7 * 7 }}"
    assert document.core_properties.author == "Anytown Council"
    tags = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert tags == {tag}
    (table,) = document.tables
    assert len(table.rows) == 4
    header = table.rows[0]._tr.trPr
    assert header.find(qn("w:tblHeader")) is not None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Steps"


def test_the_document_says_everything_and_leaves_no_placeholder_of_ours(shown) -> None:
    content = plan_docx({**shown, "title": "Fair pay"}, "en", MADE)
    text = all_text(content)
    assert not left_over(text)
    for part in (
        "The rota.",
        "The fee.",
        "Root cause",
        "evidence of the step",
        "Anytown Council",
        "Shared on",
    ):
        assert part in text
    headings = [
        one.text for one in docx.Document(io.BytesIO(content)).paragraphs if one.style.name == "Heading 1"
    ]
    assert headings == ["Steps", "Root cause"]


def test_the_same_plan_gives_the_same_text_on_lines_that_fit_an_e_mail(shown) -> None:
    shown["steps"][0]["action"] = "word " * 60
    text = plan_lines(shown)
    assert text == plan_lines(shown) and max(map(len, text.splitlines())) <= 90
    assert "2. action of the step" in text and "Evidence: evidence of the step" in text
    assert text.splitlines()[1] == "=" * len("Fair pay {{ 7 * 7 }}")


def test_what_is_empty_takes_no_line(shown) -> None:
    shown["steps"][0]["finding"] = ""
    assert plan_lines(shown).count("Finding:") == 2
