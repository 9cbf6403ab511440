"""Word documents from the shipped templates, read back; and councils' templates, checked."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from app.documents.word import checking, shipped
from app.documents.word.rendering import (
    Problem,
    TemplateProblem,
    all_text,
    left_over,
    render,
)
from app.documents.word.rendering import shipped as template_of
from app.documents.word.safe import IN_ENGLISH, clean

MADE = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
KINDS = ("schedule", "tender_pack")
ALL_KINDS = (*KINDS, "statement")


def made(kind: str, language: str = "en", **other: object) -> bytes:
    context = {**checking.sample(), **other}
    return render(
        template_of(kind), context, title="A <title> & more", language=language, author="Anytown", made=MADE
    )


def changed(kind: str, old: str, new: str) -> bytes:
    """The shipped template with other words in its text."""
    document = docx.Document(io.BytesIO(template_of(kind)))
    found = 0
    for paragraph in document.element.body.iter(qn("w:t")):
        if old in (paragraph.text or ""):
            paragraph.text = paragraph.text.replace(old, new)
            found += 1
    assert found, f"{old} is not in the template"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_the_committed_templates_are_what_their_script_makes(kind: str) -> None:
    out = io.BytesIO()
    getattr(shipped, kind)().save(out)
    with ZipFile(out) as fresh, ZipFile(io.BytesIO(template_of(kind))) as kept:
        for name in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
            assert fresh.read(name) == kept.read(name), f"run python -m app.documents.word.shipped ({name})"


@pytest.mark.parametrize("kind", KINDS)
def test_our_templates_hold_all_that_they_must_and_leave_nothing_over(kind: str) -> None:
    checking.check(template_of(kind), kind)
    text = all_text(made(kind))
    assert not left_over(text)
    assert "Sample council 4711" in text and "Sample status 4711" in text, "header"


def test_numbers_are_words_own_on_three_levels() -> None:
    document = docx.Document(io.BytesIO(made("schedule")))
    levels = {}
    for paragraph in document.paragraphs:
        if paragraph.style is not None and paragraph.style.name.startswith("Clause "):
            number = paragraph.style.element.pPr.numPr
            levels[paragraph.style.name] = (
                number.numId.val,
                number.ilvl.val if number.ilvl is not None else 0,
            )
    assert levels == {"Clause Heading": (90, 0), "Clause Text": (90, 1), "Clause Item": (90, 2)}
    numbering = document.part.numbering_part.element
    formats = [
        level.find(qn("w:lvlText")).get(qn("w:val"))
        for abstract in numbering.findall(qn("w:abstractNum"))
        if abstract.get(qn("w:abstractNumId")) == "90"
        for level in abstract.findall(qn("w:lvl"))
    ]
    assert formats == ["%1", "%1.%2", "(%3)"]


@pytest.mark.parametrize("kind", KINDS)
def test_headings_tables_title_and_dates_help_who_cannot_see(kind: str) -> None:
    document = docx.Document(io.BytesIO(made(kind)))
    styles = [one.style.name for one in document.paragraphs if one.style is not None and one.text]
    assert styles[0] == "Title" and "Heading 1" in styles
    assert document.core_properties.title == "A <title> & more"
    assert document.core_properties.created == MADE
    for table in document.tables:
        first = table.rows[0]._tr.trPr
        assert first.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val")).startswith("Sample words")


def _languages(content: bytes) -> tuple[str, list[str]]:
    document = docx.Document(io.BytesIO(content))
    default = next(document.styles.element.iter(qn("w:lang"))).get(qn("w:val"))
    runs = [
        run.find(qn("w:t")).text
        for run in document.element.body.iter(qn("w:r"))
        if run.rPr is not None and run.rPr.find(qn("w:lang")) is not None and run.find(qn("w:t")) is not None
    ]
    return default, runs


def test_the_language_is_told_and_english_in_a_welsh_document_is_tagged() -> None:
    assert _languages(made("schedule")) == ("en-GB", [])
    default, tagged = _languages(made("schedule", "cy", title=IN_ENGLISH + "In English"))
    assert default == "cy-GB" and tagged == ["In English"]
    assert "In English" in all_text(made("schedule", "cy", title=IN_ENGLISH + "In English")), "the footer"
    assert IN_ENGLISH not in all_text(made("schedule", "cy", title=IN_ENGLISH + "In English"))


NAUGHTY = (
    "</w:t></w:r><w:r><w:t>x",
    "{{ 7*7 }} {% for x in y %}",
    "<script>alert(1)</script> & \"quotes\" 'both'",
    "\x00\x08\x1b\ud800 null",
    "=cmd|' /C calc'!A0",
    "\u202eright to left\u202c \u200b",
    "田中さん \U0001f600 Ünïcödé",
    "a" * 3000,
)


@pytest.mark.parametrize("text", NAUGHTY)
@pytest.mark.parametrize("kind", KINDS)
def test_naughty_texts_arrive_as_they_are_and_run_nothing(kind: str, text: str) -> None:
    read = all_text(made(kind, title=text, status=text))
    assert clean(text) in read
    assert "49" not in read.replace("4711", "")


@pytest.mark.parametrize(
    ("old", "new", "problem", "detail"),
    [
        ("{{ clause.title }}", "Clause", Problem.LACKS, "clauses: clause.title"),
        ("{{ status }}", "Final", Problem.LACKS, ""),
        ("{{ title }}", "{{ titel }}", Problem.UNKNOWN_NAME, "titel"),
        ("{{ title }}", "{{ title.__class__ }}", Problem.NOT_ALLOWED, "__class__"),
        ("{{ title }}", "{{ title + title }}", Problem.NOT_ALLOWED, "Add"),
        ("{%p if kpis %}", "{%p if %}", Problem.SYNTAX, ""),
    ],
)
def test_what_is_wrong_with_a_template_is_told(old: str, new: str, problem: Problem, detail: str) -> None:
    template = changed("schedule", old, new)
    if old == "{{ status }}":  # it stands in the header too, which is enough
        checking.check(template, "schedule")
        return
    with pytest.raises(TemplateProblem) as caught:
        checking.check(template, "schedule")
    assert caught.value.kind == problem and detail in caught.value.detail


def test_a_schedule_is_no_template_of_a_tender_pack() -> None:
    with pytest.raises(TemplateProblem) as caught:
        checking.check(template_of("schedule"), "tender_pack")
    assert caught.value.kind == Problem.LACKS


def test_what_is_no_word_file_is_told() -> None:
    with pytest.raises(TemplateProblem) as caught:
        checking.check(b"not a file of Word", "schedule")
    assert caught.value.kind == Problem.UNREADABLE
