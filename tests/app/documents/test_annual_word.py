"""The statement in Word: on our template and on a council's own, whose styles and numbering stay."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from app.documents.annual import word
from app.documents.annual.publication import Publication, PublishedFigure, PublishedSection
from app.documents.word import checking, rendering
from app.documents.word.rendering import Problem, TemplateProblem, all_text, left_over
from support.naughty import NAUGHTY

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TEXT = "Read *this*.\n\n1. one\n2. two\n\nBetween.\n\n1. three\n2. four\n\n- dot\n\n# Small heading\n\nEnd."
FIGURE = PublishedFigure("trained", "People", "1,234", Decimal(1234), "count", "", date(2026, 3, 31), "")


@pytest.fixture(autouse=True)
def in_context(app) -> None:
    """Words of documents are looked up in the catalogue of an application."""


def publication(language: str = "en", text: str = TEXT, of: str = "en", **more: object) -> Publication:
    given: dict = {
        "council": "Anytown Council",
        "slug": "anytown",
        "language": language,
        "title": "Modern slavery statement",
        "year_start": date(2025, 4, 1),
        "year_end": date(2026, 3, 31),
        "sections": (
            PublishedSection("risk", "Risk", text, of, ""),
            PublishedSection("training", "Training", "", "en", "None was given."),
        ),
        "figures": (FIGURE,),
        "approval": ("Approved by Cabinet.",),
        "rules": "the guidance",
        "is_draft": True,
        "is_unaltered": True,
        "published_url": "",
        "sha256": "",
    }
    return Publication(**{**given, **more})


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def own_template(change=lambda document: None) -> bytes:
    """A council's template, made from ours: a colour and numbered headings of its own."""
    document = opened(rendering.shipped("statement"))
    document.styles["Heading 2"].font.color.rgb = RGBColor(0x80, 0, 0x40)
    number = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", "0"), ("w:numId", "1")):
        element = OxmlElement(tag)
        element.set(qn("w:val"), value)
        number.append(element)
    document.styles["Heading 2"].element.get_or_add_pPr().append(number)
    document.sections[0].header.paragraphs[0].insert_paragraph_before("Anytown, the town of bells")
    change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def replaced(old: str, new: str) -> bytes:
    def change(document: Document) -> None:
        found = [one for one in document.element.body.iter(qn("w:t")) if old in (one.text or "")]
        assert found, old
        for one in found:
            one.text = one.text.replace(old, new)

    return own_template(change)


def test_the_text_becomes_paragraphs_lists_headings_and_a_table() -> None:
    document = opened(word.statement_docx(publication(), NOW))
    lines = [(one.style.name, one.text) for one in document.paragraphs if one.text]
    assert ("Heading 1", "Modern slavery statement") in lines
    assert lines[lines.index(("Heading 2", "Risk")) :][:9] == [
        ("Heading 2", "Risk"),
        ("Normal", "Read this."),
        ("List Number", "one"),
        ("List Number", "two"),
        ("Normal", "Between."),
        ("List Number", "three"),
        ("List Number", "four"),
        ("List Bullet", "dot"),
        ("Heading 3", "Small heading"),
    ]
    assert ("Normal", "None was given.") in lines and ("Normal", "Approved by Cabinet.") in lines
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == ["People", "1,234", "no value of last year"]
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert not left_over(all_text(word.statement_docx(publication(), NOW)))


def test_each_numbered_list_begins_with_one() -> None:
    document = opened(word.statement_docx(publication(), NOW))
    numbered = [one for one in document.paragraphs if one.style.name == word.NUMBERED]
    style = numbered[0].style.element.pPr.numPr.numId.val
    used = [one._p.pPr.numPr.numId.val if one._p.pPr.numPr is not None else style for one in numbered]
    assert used[0] == used[1] == style and used[2] == used[3] != style
    numbering = document.part.numbering_part.element
    (new,) = [one for one in numbering.num_lst if one.numId == used[2]]
    override = new.find(qn("w:lvlOverride"))
    assert override.find(qn("w:startOverride")).get(qn("w:val")) == "1"
    (old,) = [one for one in numbering.num_lst if one.numId == style]
    assert new.abstractNumId.val == old.abstractNumId.val


def test_a_final_statement_has_no_word_of_a_draft() -> None:
    assert "DRAFT" in all_text(word.statement_docx(publication(), NOW))
    final = all_text(word.statement_docx(publication(is_draft=False), NOW))
    assert "DRAFT" not in final


def test_english_in_a_welsh_statement_is_tagged() -> None:
    document = opened(word.statement_docx(publication("cy"), NOW))
    assert next(document.styles.element.iter(qn("w:lang"))).get(qn("w:val")) == "cy-GB"
    tagged = {
        one.text: [run._r.rPr is not None and run._r.rPr.find(qn("w:lang")) is not None for run in one.runs]
        for one in document.paragraphs
    }
    assert all(tagged["Read this."]) and not any(tagged["Risk"])
    welsh = opened(word.statement_docx(publication("cy", of="cy"), NOW))
    assert not [one for one in welsh.element.body.iter(qn("w:lang"))]


def test_a_councils_template_keeps_its_styles_its_numbering_and_its_header() -> None:
    template = own_template()
    checking.check(template, "statement")
    document = opened(word.statement_docx(publication(), NOW, template))
    heading = next(one for one in document.paragraphs if one.text == "Risk")
    assert heading.style.font.color.rgb == RGBColor(0x80, 0, 0x40)
    assert heading.style.element.pPr.numPr.numId.val == 1 and heading._p.pPr.numPr is None
    assert document.sections[0].header.paragraphs[0].text == "Anytown, the town of bells"


def test_a_template_without_the_usual_style_of_lists_is_left_as_it_is() -> None:
    def rename(document: Document) -> None:
        style = document.styles.add_style("Our numbers", WD_STYLE_TYPE.PARAGRAPH)
        for one in document.paragraphs:
            if one.style.name == word.NUMBERED:
                one.style = style

    document = opened(word.statement_docx(publication(), NOW, own_template(rename)))
    assert [one.text for one in document.paragraphs if one.style.name == "Our numbers"] == [
        "one",
        "two",
        "three",
        "four",
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem", "detail"),
    [
        ("{{ section.title }}", "Section", Problem.LACKS, "sections: section.title"),
        ("{{ one.value }}", "", Problem.LACKS, "figures: one.value"),
        ("{{ rules }}", "", Problem.LACKS, "rules"),
        ("{{ title }}", "{{ titel }}", Problem.UNKNOWN_NAME, "titel"),
        ("{{ title }}", "{{ title.__class__ }}", Problem.NOT_ALLOWED, "__class__"),
        (
            "{{ rules }}",
            "{{ rules }}{% if not title %}{{ nothing }}{% endif %}",
            Problem.UNKNOWN_NAME,
            "nothing",
        ),
    ],
)
def test_what_a_template_lacks_is_told(old: str, new: str, problem: Problem, detail: str) -> None:
    template = replaced(old, new)
    with pytest.raises(TemplateProblem) as told:
        checking.check(template, "statement")
    assert told.value.kind is problem and detail in told.value.detail


def test_every_kind_says_what_its_template_must_hold() -> None:
    for kind in ("schedule", "tender_pack", "statement"):
        checking.check(rendering.shipped(kind), kind)
        assert checking.placeholders(kind)
    with pytest.raises(TemplateProblem):
        checking.check(rendering.shipped("schedule"), "statement")


@pytest.mark.parametrize("name", sorted(NAUGHTY))
def test_naughty_texts_arrive_and_run_nothing(name: str) -> None:
    kept = NAUGHTY[name].encode("utf-8", "replace").decode()
    text = all_text(word.statement_docx(publication(text=kept + " {{ 7+9000 }}"), NOW))
    assert "{{ 7+9000 }}" in text and "9007" not in text
