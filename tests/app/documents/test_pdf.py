"""The PDF room: files that a screen reader can read, the same for the same input, safe for any text."""

from __future__ import annotations

import io
import itertools
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import pdf
from app.documents.pdf.coverage import FONTS, REPLACEMENT, covered, showable
from app.documents.pdf.rendering import TEMPLATES

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
COVER = pdf.Cover("Your report", "Northgate Cleaning Services Ltd", "FH-000001", "Page {page} of {pages}")
LINK = {"title": "Advice", "publisher": "Acas", "address": "https://www.acas.org.uk/", "note": ""}


def plan(text: str = "Words.") -> dict[str, Any]:
    """A plan in which every part is there and says the same."""
    advice = {
        "title": f"Do it: {text}",
        "because": [text],
        "find_out": text,
        "why": text,
        "steps": [text, "Then go back and see."],
        "effort": "A few days.",
        "evidence": text,
        "guidance": [LINK],
    }
    table = {
        "heading": "Dates",
        "texts": [text],
        "columns": ["A", "B", "C", "D"],
        "rows": [[text, "2", "3", "4"]],
    }
    return {
        "labels": {name: name for name in ("find_out", "why", "how", "effort", "evidence", "guidance")},
        "introduction": [text],
        "strengths": {"heading": "Well", "texts": [], "items": [text]},
        "most": {"heading": "Most", "texts": [text], "items": [advice]},
        "rest": {"heading": "All", "texts": [text], "items": [advice]},
        "evidence": table,
        "missing": {"heading": "Missing", "texts": [text], "items": [{"question": "Q", "what": text}]},
        "promises": {"heading": "Promised", "texts": [], "columns": ["A", "B"], "rows": [[text, "2"]]},
        "about": {"heading": "About", "texts": [text]},
    }


def made(data: dict[str, Any] | None = None, language: str = "en", cover: pdf.Cover = COVER) -> bytes:
    return pdf.render("plan", data or plan(), cover=cover, language=language, now=NOW)


def elements(node: Any) -> Iterator[pikepdf.Dictionary]:
    """The elements of the structure tree, in the order of reading."""
    if isinstance(node, pikepdf.Array):
        for each in node:
            yield from elements(each)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node.K)


def kinds(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as file:
        return [str(one.S) for one in elements(file.Root.StructTreeRoot.K)]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_file_is_tagged_titled_and_in_its_language(language: str) -> None:
    with pikepdf.open(io.BytesIO(made(language=language))) as file:
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == f"{language}-GB"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["dc:title"] == "Your report"
            assert metadata["xmp:CreateDate"].startswith("2026-11-20T10:30")


def test_headings_go_down_one_step_at_a_time() -> None:
    levels = [int(kind[2:]) for kind in kinds(made()) if kind[1] == "H" and kind[2:].isdigit()]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_tables_have_header_cells_for_their_columns() -> None:
    with pikepdf.open(io.BytesIO(made())) as file:
        found = list(elements(file.Root.StructTreeRoot.K))
        headers = [one for one in found if str(one.S) == "/TH"]
        assert len(headers) == 4 + 2
        for header in headers:
            attributes = list(header.A) if isinstance(header.A, pikepdf.Array) else [header.A]
            assert "/Column" in [str(one.get("/Scope")) for one in attributes]
        assert [str(one.S) for one in found].count("/TD") == 4 + 2


def test_links_say_where_they_lead_and_are_in_the_order_of_reading() -> None:
    with pikepdf.open(io.BytesIO(made())) as file:
        links = [note for page in file.pages for note in page.get("/Annots", [])]
        assert links
        for note in links:
            assert str(note.Contents) == str(note.A.URI) == LINK["address"]
        assert [str(one.S) for one in elements(file.Root.StructTreeRoot.K)].count("/Link") == 2


def test_fonts_are_ours_and_are_inside() -> None:
    with pikepdf.open(io.BytesIO(made())) as file:
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        names = {str(font.BaseFont).split("+")[-1] for font in fonts}
    assert names == {"OpenSans", "OpenSans-Bold"}
    assert sum(path.stat().st_size for path in FONTS.iterdir()) < 1_500_000


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made() == made()
    assert made() != made(plan("Other words."))


needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="needs pdftotext of poppler-utils"
)


@needs_pdftotext
def test_words_come_out_as_they_went_in() -> None:
    text = _text(made(plan("Gweithiwr ŵ ŷ â: £5")))
    assert text.count("Gweithiwr ŵ ŷ â: £5") == 10 + 2 * 6
    assert text.count("Page 1 of ") == 1


NAUGHTY = (
    '#panic("x") #import "/etc/passwd"',
    "$x^2$ *bold* _it_ `raw` <label> @ref // comment /* */ \\ #[]",
    "= Heading\n- list\n+ enum",
    "<script>alert(1)</script>",
    "%(name)s {page} {{ 7*7 }}",
)


@pytest.mark.parametrize("text", NAUGHTY)
def test_text_never_becomes_markup(text: str) -> None:
    plain = kinds(made(plan("Plain words.")))
    assert kinds(made(plan(text))) == plain


@needs_pdftotext
@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_text_is_shown_as_it_is(text: str) -> None:
    assert "".join(text.split()) in "".join(_text(made(plan(text))).split())


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_set(text: str) -> None:
    cover = pdf.Cover(f"T {text}", text, text, "{page}/{pages}")
    assert made(plan(text), cover=cover).startswith(b"%PDF-1.7")


def test_a_character_without_a_glyph_is_shown_as_a_mark() -> None:
    assert showable("Café ŵ ŷ £5 “x” …") == "Café ŵ ŷ £5 “x” …"
    assert showable("a\x00b\u200dc\ud800") == f"abc{REPLACEMENT}"
    assert showable("w\u0302 \U0001f600 中") == f"ŵ {REPLACEMENT} {REPLACEMENT}"
    assert showable("a\u00a0b\u2028c") in ("a\u00a0b c", "a b c")
    assert {ord(letter) for letter in "abcŵŷŴŶâêîôûäëïöüáéíóúàèìòùẁẃẅỳ"} <= covered()


def test_a_template_that_is_not_there_is_refused() -> None:
    with pytest.raises(LookupError, match="no template"):
        pdf.render("absent", {}, cover=COVER, language="en", now=NOW)


def test_templates_fetch_nothing() -> None:
    for path in TEMPLATES.glob("*.typ"):
        assert "@preview" not in path.read_text() and "http" not in path.read_text(), path


def _text(content: bytes) -> str:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()
