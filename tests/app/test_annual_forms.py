"""Every form of a statement: the same words and figures, unaltered for good, and no text can break one."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date

import docx
import pikepdf
import pytest
from bs4 import BeautifulSoup

from app.documents.annual import texts
from app.documents.annual.blocks import blocks
from app.documents.word import rendering
from app.extensions import clock
from app.services.annual import annual_approval, annual_files, annual_publication, annual_statements
from app.services.files import word_templates
from app.store import audit
from models import AnnualStatement, StatementState, TrainingSession, WordKind, WordTemplate
from screening.annual import Approval, areas
from support.naughty import NAUGHTY

TEXT = (
    "Anytown Council trained [[trained]] people in the year to 31 March 2026 and paid [[spend]].\n\n"
    "- Payslips of cleaners were *read* with their union\n- What was found changed the contract\n\n"
    "Read [the policy](https://www.anytown.example/policy). <b>Not bold</b>"
)
WELSH = "Hyfforddodd Cyngor Anytown [[trained]] o bobl yn y flwyddyn hyd at 31 Mawrth 2026."
APPROVED = Approval("Cabinet", date(2026, 6, 9), "Sam Sample", "Leader", date(2026, 6, 10))


@pytest.fixture
def statement(world) -> AnnualStatement:
    """A draft with English in every section and Welsh in one."""
    session = world.session
    session.add(
        TrainingSession(
            council_id=world.council.id,
            held_on=date(2026, 1, 5),
            title="Signs",
            audience="procurement",
            attended=1234,
        )
    )
    made = annual_statements.begin(
        session, world.officer, world.council, date(2026, 3, 31), "six_areas", clock.now()
    )
    for section in made.sections:
        welsh = WELSH if section.area == "risk" else ""
        words = f"{areas()[section.area].title}. {TEXT}"
        annual_statements.write(session, world.officer, section, words, welsh, "", 0, clock.now())
    return made


def _publish(world, statement: AnnualStatement) -> None:
    session = world.session
    for state in (StatementState.LEGAL, StatementState.LEAD_MEMBER, StatementState.APPROVAL):
        annual_approval.send(session, world.officer, statement, state, "", clock.now(), clock.today())
    annual_approval.note_approval(session, world.officer, statement, APPROVED, clock.now())
    annual_approval.note_places(
        session, world.officer, statement, "https://www.anytown.example/ms", None, "", clock.now()
    )
    for state in (StatementState.APPROVED, StatementState.PUBLISHED):
        annual_approval.send(session, world.officer, statement, state, "", clock.now(), clock.today())


def _made(world, statement: AnnualStatement, ending: str, language: str = "en") -> bytes:
    pub = annual_publication.publication(world.session, statement, language, clock.today())
    return annual_files.made(pub, ending, "https://fairhand.example/s/2026", clock.now())


def _pdf_text(content: bytes) -> str:
    with pikepdf.open(io.BytesIO(content)) as document:
        assert document.Root.MarkInfo.Marked and str(document.Root.Lang).startswith(("en", "cy"))
        return str(document.docinfo.get("/Title", ""))


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_form_has_the_sections_and_the_figures_in_words(world, statement, language: str) -> None:
    pub = annual_publication.publication(world.session, statement, language, clock.today())
    trained = next(one for one in pub.figures if one.name == "trained")
    assert (trained.words, trained.number) == ("1,234", 1234)
    for ending in ("html", "part.html", "md", "txt"):
        content = _made(world, statement, ending, language).decode()
        for section in pub.sections:
            assert section.title in content, (ending, section.title)
        assert content.count("1,234") >= 6 and "[[" not in content
    word = docx.Document(io.BytesIO(_made(world, statement, "docx", language)))
    headings = [one.text for one in word.paragraphs if one.style.name.startswith("Heading")]
    assert headings[0] == pub.title and [one.title for one in pub.sections] == headings[1:-1]
    assert word.core_properties.title == pub.title
    assert [cell.text for cell in word.tables[0].rows[1].cells][1] == "1,234"
    assert _pdf_text(_made(world, statement, "pdf", language)) == pub.title


def test_where_there_is_no_welsh_the_english_stands_and_says_so(world, statement) -> None:
    page = BeautifulSoup(_made(world, statement, "html", "cy"), "html.parser")
    risk, training = page.select_one("#risk"), page.select_one("#training")
    assert risk.select_one("[lang=en]") is None and "Hyfforddodd" in risk.get_text()
    assert training.select_one("[lang=en]") is not None


def test_a_draft_says_so_in_every_document(world, statement) -> None:
    for ending in ("html", "md", "txt"):
        assert "DRAFT" in _made(world, statement, ending).decode()
    word = docx.Document(io.BytesIO(_made(world, statement, "docx")))
    assert "DRAFT" in word.sections[0].header.paragraphs[0].text
    assert json.loads(_made(world, statement, "jsonld"))["creativeWorkStatus"] == "Draft"
    _publish(world, statement)
    assert all(b"DRAFT" not in _made(world, statement, ending) for ending in ("html", "md", "txt"))


def test_the_html_is_semantic_and_has_neither_style_nor_script(world, statement) -> None:
    pub = annual_publication.publication(world.session, statement, "en", clock.today())
    page = BeautifulSoup(texts.html_fragment(pub, heading=2), "html.parser")
    assert not page.select("[style], [class], script, style")
    assert len(page.select("h2")) == 1 and len(page.select("h3")) == len(pub.sections) + 1
    assert page.select_one("#risk li").get_text() == "Payslips of cleaners were read with their union"
    assert page.select_one("#risk a")["href"] == "https://www.anytown.example/policy"
    assert "<b>Not bold</b>" in page.select_one("#risk").get_text()
    assert page.select("table th[scope=col]") and page.select("table th[scope=row]")


def test_open_data_says_what_each_figure_is(world, statement) -> None:
    rows = list(csv.DictReader(io.StringIO(_made(world, statement, "csv").decode("utf-8-sig"))))
    assert {row["name"]: row["value"] for row in rows} == {"trained": "1234", "spend": "9900000"}
    assert json.loads(_made(world, statement, "json"))["figures"][0]["name"] == "trained"
    linked = json.loads(_made(world, statement, "jsonld"))
    assert linked["@id"] == "https://fairhand.example/s/2026" and linked["@type"] == "Report"
    assert linked["temporalCoverage"] == "2025-04-01/2026-03-31"


def test_whatever_happens_to_the_records_a_published_statement_stays_byte_for_byte(world, statement) -> None:
    _publish(world, statement)
    before = {
        (one, of): _made(world, statement, one, of) for one in annual_files.FORMATS for of in ("en", "cy")
    }
    world.session.query(TrainingSession).delete()
    world.cleaner.spend = 1
    world.session.commit()
    clock.now.__self__.pass_by(days=40)
    for (ending, language), content in before.items():
        assert _made(world, statement, ending, language) == content, (ending, language)


def test_no_text_breaks_a_form_or_becomes_markup(world, statement) -> None:
    whole = annual_publication.publication(world.session, statement, "en", clock.today())

    def made(text: str, ending: str) -> bytes:
        kept = annual_publication.without_control(text.encode("utf-8", "replace").decode())
        pub = replace(whole, sections=tuple(replace(one, text=kept) for one in whole.sections))
        return annual_files.made(pub, ending, "https://fairhand.example/s/2026", clock.now())

    for text in NAUGHTY.values():
        assert made(text, "md") and made(text, "txt")
        page = BeautifulSoup(made(text, "html"), "html.parser")
        assert not page.select("script, img, iframe, svg, [onclick], [onerror], [onload]"), text
        assert not [one for one in page.select("a[href]") if one["href"].lower().startswith("javascript")]
    for ending in annual_files.FORMATS:
        assert made("\n\n".join(NAUGHTY.values()), ending), ending


def test_blocks_of_light_markdown() -> None:
    found = blocks("One *two*.\n\n# Three\n\n1. a\n2. b\n   - c\n\n[x](https://a.example) `code`")
    assert [(one.kind, one.text, one.items) for one in found] == [
        ("p", "One two.", []),
        ("h", "Three", []),
        ("ol", "", ["a", "b", "c"]),
        ("p", "x (https://a.example) code", []),
    ]


def test_a_draft_says_where_nothing_is_written_and_a_published_one_gives_the_reason(world, statement) -> None:
    section = annual_statements.section_of(statement, "training")
    annual_statements.write(world.session, world.officer, section, "", "", "", section.revision, clock.now())
    assert "Nothing is written on this area yet." in _made(world, statement, "md").decode()
    annual_statements.write(
        world.session, world.officer, section, "", "", "None was given.", section.revision, clock.now()
    )
    assert "Nothing is written" not in _made(world, statement, "md").decode()
    assert "None was given." in _made(world, statement, "md").decode()


def _template(world, heading: str) -> bytes:
    document = docx.Document(io.BytesIO(rendering.shipped("statement")))
    document.sections[0].header.paragraphs[0].insert_paragraph_before(heading)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _use(world, heading: str) -> WordTemplate:
    return word_templates.add(
        world.session,
        world.officer,
        world.council.id,
        WordKind.STATEMENT,
        "our.docx",
        _template(world, heading),
        clock.now(),
    )


def _head(world, statement: AnnualStatement, language: str = "en") -> str:
    made = docx.Document(io.BytesIO(_made(world, statement, "docx", language)))
    return made.sections[0].header.paragraphs[0].text


def test_word_is_made_on_the_councils_template_and_a_frozen_one_keeps_that_of_its_day(
    world, statement
) -> None:
    assert "the town of bells" not in _head(world, statement)
    first = _use(world, "Anytown, the town of bells")
    assert _head(world, statement) == _head(world, statement, "cy") == "Anytown, the town of bells"
    _publish(world, statement)
    assert statement.word_template is first
    _use(world, "Anytown, the town of towers")
    assert _head(world, statement) == "Anytown, the town of bells"
    other = annual_statements.begin(
        world.session, world.officer, world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    assert _head(world, other) == "Anytown, the town of towers"


def test_a_template_of_another_kind_or_that_fails_later_is_no_harm_to_what_is_out(
    world, statement, sign_in
) -> None:
    used = _use(world, "Anytown, the town of bells")
    _publish(world, statement)
    used.content = rendering.shipped("schedule")
    world.session.commit()
    assert "the town of bells" not in _head(world, statement), "made on ours"
    other = annual_statements.begin(
        world.session, world.officer, world.council, date(2027, 3, 31), "six_areas", clock.now()
    )
    with pytest.raises(rendering.TemplateProblem):
        _made(world, other, "docx")
    answer = sign_in(world.officer).get(f"/statement/{other.id}/exports/en.docx", follow_redirects=True)
    assert "The Word file was not made" in answer.get_data(as_text=True)


# --- Pages ------------------------------------------------------------------------------------------------


def test_only_what_is_published_is_public_and_stays_at_its_address(
    world, statement, app, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = app.test_client()
    address = "/councils/anytown/statements/2026"
    assert client.get(address).status_code == 404
    assert "Nothing has been published" in client.get("/councils/anytown/statements").get_data(as_text=True)
    assert client.get("/councils/nowhere/statements").status_code == 404
    _publish(world, statement)
    page = BeautifulSoup(client.get(address).get_data(as_text=True), "html.parser")
    assert len(page.select("h1")) == 1 and "1,234" in page.get_text()
    assert "Approved by Cabinet on 9 June 2026." in page.get_text()
    links = [link["href"] for link in page.select(f"a[href^='{address}/']")]
    assert len(links) == 2 * len(annual_files.FORMATS)
    tags = {}
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200 and answer.data
        tags[link] = answer.headers["ETag"]
    assert len(set(tags.values())) == len(links)
    monkeypatch.setattr(annual_files, "made", lambda *_: pytest.fail("made for one who has it"))
    for link, tag in tags.items():
        assert client.get(link, headers={"If-None-Match": tag}).status_code == 304


def test_a_row_that_somebody_altered_is_told_and_gives_no_files(world, statement, app) -> None:
    _publish(world, statement)
    statement.sections[0].text = "Somebody altered the row."
    world.session.commit()
    client = app.test_client()
    address = "/councils/anytown/statements/2026"
    assert "no longer what was approved" in client.get(address).get_data(as_text=True)
    assert client.get(f"{address}/en.pdf").status_code == 409


def test_an_officer_takes_a_form_along_and_the_log_knows(world, statement, sign_in) -> None:
    client = sign_in(world.officer)
    page = client.get(f"/statement/{statement.id}/exports").get_data(as_text=True)
    assert "says that it is a draft" in page
    answer = client.get(f"/statement/{statement.id}/exports/cy.docx")
    assert answer.status_code == 200 and "draft-modern-slavery-statement-anytown-2026-cy.docx" in str(
        answer.headers
    )
    events = audit.of_subjects(world.session, world.council.id, [("annual_statement", statement.id)])
    assert events[0].action == "statement.exported" and events[0].detail["form"] == "docx"
    assert client.get("/statement/999/exports").status_code == 404
