"""The documents of a pack, opened and read; and councils' own Word templates."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from flask.testing import FlaskClient
from sqlalchemy import select

from app.documents.word.rendering import all_text, left_over, shipped
from app.services.files import word_templates
from app.services.packs import packs
from models import AuditEvent, ClausePack, Council, Person, Role, WordTemplate
from screening.clauses import library
from screening.clauses.numbering import schedule
from support.packs import as_, edit, tender
from support.site import SignIn
from support.tracked import accepted, rejected
from support.world import World


@pytest.fixture
def pack(world: World) -> ClausePack:
    return tender(world)


@pytest.fixture
def client(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.officer)


@pytest.fixture
def lead(world: World) -> Person:
    made = Person(email="lee@anytown.example", name="Lee", role=Role.LEAD, council_id=world.council.id)
    world.session.add(made)
    world.session.commit()
    return made


def lines(content: bytes) -> list[str]:
    return [one.text for one in docx.Document(io.BytesIO(content)).paragraphs if one.text]


def test_the_schedule_has_the_library_s_texts_in_order(client: FlaskClient, pack: ClausePack) -> None:
    got = client.get(f"/officer/packs/{pack.id}/schedule.docx")
    assert got.status_code == 200 and "schedule-" in got.headers["Content-Disposition"]
    text = all_text(got.data)
    assert not left_over(text)
    known = library.clauses()
    chosen = [known[row.clause] for row in pack.standing]
    wanted = [line.text for one in schedule(chosen).texts for line in one.lines]
    read = lines(got.data)
    places = [read.index(line) for line in wanted]
    assert places == sorted(places)
    assert "Draft for legal review" in text and "Anytown Council" in text
    headings = [
        one.text
        for one in docx.Document(io.BytesIO(got.data)).paragraphs
        if one.style is not None and one.style.name == "Clause Heading"
    ]
    assert headings == ["Definitions", *(one.title for one in chosen)]
    assert not any("points after controls" in line for line in read), "findings are not for the contract"


def test_text_to_paste_has_the_numbers_that_word_gives(client: FlaskClient, pack: ClausePack) -> None:
    got = client.get(f"/officer/packs/{pack.id}/schedule.txt").data.decode("utf-8-sig")
    chosen = [library.clauses()[row.clause] for row in pack.standing]
    for one in schedule(chosen).texts:
        assert one.plain().replace("\n", "\r\n") in got
    assert "Draft for legal review" in got and "{" not in got
    page = client.get(f"/officer/packs/{pack.id}/text").text
    assert page.count("<textarea") == len(chosen) + 2, "definitions and indicators too"


def test_the_tender_pack_names_the_finding_behind_every_clause(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    edit(world, pack.standing[0], "Ours", "The Supplier shall use best endeavours & <b>more</b>.")
    packs.choose(world.session, world.officer, pack, pack.kpis, pack.questions, world.officer.created_at)
    read = lines(client.get(f"/officer/packs/{pack.id}/tender_pack.docx").data)
    for number, row in enumerate(pack.standing, start=2):
        title = "Ours" if number == 2 else row.original["en"]["title"]
        head = read.index(f"{number}. {title} ({row.clause}, version {row.version})")
        purpose = next(place for place in range(head, len(read)) if read[place].startswith("Purpose: "))
        assert purpose > head + 1, f"{row.clause} names no finding"
    assert "The Supplier shall use best endeavours & <b>more</b>." in read
    assert "An officer changed the text. In the library it says:" in read
    assert "For officers and lawyers: take this part out before anything is published." in read
    assert any(line.startswith("Why it may be asked: ") for line in read)
    refused = [line for line in read if "17(5)(e)" in line]
    assert refused and "Which countries" in refused[0]


def test_the_welsh_document_says_what_is_english_and_that_nobody_checked_it(
    client: FlaskClient, world: World, pack: ClausePack
) -> None:
    assert all("cy" in row.original for row in pack.standing), "the library has Welsh of every clause"
    for row in pack.standing[1:3]:  # as in a pack that was begun when it had not
        row.original = {"en": row.original["en"]}
    world.session.commit()
    got = client.get(f"/officer/packs/{pack.id}/schedule.docx?language=cy").data
    read, document = lines(got), docx.Document(io.BytesIO(got))
    with_welsh = [row for row in pack.standing if "cy" in row.original]
    without = [row for row in pack.standing if "cy" not in row.original]
    assert len(without) == 2
    for row in pack.standing:
        assert row.original["cy" if "cy" in row.original else "en"]["title"] in read
    assert document.core_properties.language == "cy"
    english = [
        "".join(one.text for one in paragraph.runs)
        for paragraph in document.paragraphs
        if any('w:val="en-GB"' in run._r.xml for run in paragraph.runs)
    ]
    assert without[0].original["en"]["title"] in english
    assert with_welsh[0].original["cy"]["title"] not in english
    assert "\ue000" not in all_text(got)
    numbered = [
        one for one in document.paragraphs if one.style is not None and one.style.name == "Clause Heading"
    ]
    assert len(numbered) == len(pack.standing) + 1, "the numbers are those of the English document"
    assert client.get(f"/officer/packs/{pack.id}/schedule.docx?language=fr").status_code == 404
    assert client.get(f"/officer/packs/{pack.id}/letter.docx").status_code == 404


def test_naughty_titles_and_edits_arrive_in_word_and_text(client: FlaskClient, world: World) -> None:
    title = "{{ 7*7 }} </w:t> & <b>'\"\u202e 田中 \U0001f600 {% raw %}"
    pack = tender(world, title=title)
    edit(world, pack.standing[0], title, f"{title} shall work.\n(a) {title}\x00\x0b")
    for name in ("schedule.docx", "tender_pack.docx"):
        read = all_text(client.get(f"/officer/packs/{pack.id}/{name}").data)
        assert title in read and f"{title} shall work." in read and "49" not in read.split("\n")[0]
    text = client.get(f"/officer/packs/{pack.id}/schedule.txt").data.decode("utf-8-sig")
    assert f"2 {title}" in text and "\x00" not in text
    assert "&lt;/w:t&gt;" in client.get(f"/officer/packs/{pack.id}").text


def test_officers_changes_are_tracked_on_wish(client: FlaskClient, world: World, pack: ClausePack) -> None:
    page = client.get(f"/officer/packs/{pack.id}").text
    assert "changes=tracked" not in page, "nothing was changed yet"
    plain_before = {kind: lines(client.get(f"/officer/packs/{pack.id}/{kind}.docx").data) for kind in KINDS}
    row = pack.standing[0]
    provisions = row.original["en"]["provisions"]
    first = provisions[0]["text"].replace("{", "").replace("}", "")
    edit(world, row, f"{row.original['en']['title']} here", f"{first} Also on Sundays.\nA line of our own.")
    assert "changes=tracked" in client.get(f"/officer/packs/{pack.id}").text
    for kind in KINDS:
        plain = client.get(f"/officer/packs/{pack.id}/{kind}.docx").data
        assert "<w:ins " not in docx.Document(io.BytesIO(plain)).element.xml
        answer = client.get(f"/officer/packs/{pack.id}/{kind}.docx?changes=tracked")
        assert "-changes.docx" in answer.headers["Content-Disposition"]
        tracked = docx.Document(io.BytesIO(answer.data))
        authors = {one.get(qn("w:author")) for one in tracked.element.iter(qn("w:ins"), qn("w:del"))}
        assert authors == {"Ann Example"} and "\ue001" not in all_text(answer.data)
        assert accepted(tracked) == texts_of(docx.Document(io.BytesIO(plain)))
        schedule_before = [one for one in plain_before[kind] if one in set(rejected(tracked))]
        assert len(schedule_before) == len(plain_before[kind]), "all that stood there before"
    cy = client.get(f"/officer/packs/{pack.id}/schedule.docx?changes=tracked&language=cy")
    assert cy.status_code == 200 and "<w:ins " not in docx.Document(io.BytesIO(cy.data)).element.xml


KINDS = ("schedule", "tender_pack")


def texts_of(document) -> list[str]:
    """Every paragraph of the body that is not empty, those of tables too."""
    found = ("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))
    return [one for one in found if one]


def upload(client: FlaskClient, content: bytes, kind: str = "schedule", name: str = "Ours.docx") -> str:
    sent = {"kind": kind, "file": (io.BytesIO(content), name)}
    answer = client.post("/officer/word-templates", data=sent)
    return "taken" if answer.status_code == 302 else answer.text


def own_template() -> bytes:
    """Our template with the council's own words in it."""
    document = docx.Document(io.BytesIO(shipped("schedule")))
    document.add_paragraph("Anytown house style, page {{ words.page }}")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content: bytes, name: str, old: bytes, new: bytes, extra: str = "") -> bytes:
    """A document with one part changed, and another added."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for part in source.namelist():
            body = source.read(part)
            target.writestr(part, body.replace(old, new) if part == name else body)
        if extra:
            target.writestr(extra, b"x")
    return out.getvalue()


def test_a_council_s_own_template_is_used_and_issued_packs_keep_theirs(
    world: World, sign_in: SignIn, lead: Person, pack: ClausePack
) -> None:
    client = sign_in(lead)
    address = f"/officer/packs/{pack.id}/schedule.docx"
    assert upload(client, own_template()) == "taken"
    assert "Anytown house style, page Page" in lines(client.get(address).data)
    packs.issue(world.session, lead, pack, pack.revision, world.officer.created_at)
    row = world.session.scalars(select(WordTemplate)).one()
    assert client.get(f"/officer/word-templates/{row.id}").data == own_template_bytes(row)
    client.post(f"/officer/word-templates/{row.id}/retire")
    world.session.expire_all()
    assert row.retired_at is not None
    assert "Anytown house style, page Page" in lines(client.get(address).data), "it was issued with it"
    other = tender(world, title="Another")
    assert "Anytown house style, page Page" not in lines(
        client.get(f"/officer/packs/{other.id}/schedule.docx").data
    )
    actions = [
        one.action for one in world.session.scalars(select(AuditEvent)) if one.subject == "word_template"
    ]
    assert actions == ["word_template.added", "word_template.retired"]


def part_of(document: bytes, name: str) -> bytes:
    with ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name)


def own_template_bytes(row: WordTemplate) -> bytes:
    return row.content


def test_bad_templates_are_refused_in_words(
    world: World, sign_in: SignIn, lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_templates, "LARGEST", 100_000)
    client = sign_in(lead)
    good = own_template()
    link = b'<Relationship Id="r9" Type="http://x/image" Target="http://x.example/a" TargetMode="External"/>'
    refused = {
        "larger than 2 MB": good + b"\0" * 100_000,
        "Choose a Word document": b"%PDF-1.7 not Word at all",
        "carries macros": repacked(good, "", b"", b"", "word/vbaProject.bin"),
        "loads something from another place": repacked(
            good, "word/_rels/document.xml.rels", b"</Relationships>", link + b"</Relationships>"
        ),
        "asks for more than": repacked(good, "word/document.xml", b"words.page", b"words.__class__"),
        "does not exist": repacked(good, "word/document.xml", b"words.page", b"words.pages"),
        "for this is missing": repacked(good, "word/document.xml", b"{{ clause.title }}", b"title"),
    }
    for words, content in refused.items():
        assert words in upload(client, content), words
    relations = "word/_rels/document.xml.rels"
    disguised = {
        "its quotes": link.replace(b'"', b"'"),
        "an escape": link.replace(b'"External"', b'"&#69;xternal"'),
        "the word for a link in its address": link.replace(b'/a"', b'/hyperlink"'),
    }
    for how, other in disguised.items():
        content = repacked(good, relations, b"</Relationships>", other + b"</Relationships>")
        assert "loads something from another place" in upload(client, content), how
    with_link = part_of(good, relations).replace(b"</Relationships>", link + b"</Relationships>")
    in_utf_16 = re.sub(r"<\?xml.*?\?>", "", with_link.decode()).strip().encode("utf-16")
    content = repacked(good, relations, part_of(good, relations), in_utf_16)
    assert "loads something from another place" in upload(client, content), "its encoding"
    doctype = repacked(good, "word/styles.xml", b"<w:styles", b"<!DOCTYPE x [<!ENTITY y 'z'>]><w:styles")
    assert "Choose a Word document" in upload(client, doctype)
    assert world.session.scalars(select(WordTemplate)).all() == []
    assert re.search(
        "Choose the file", client.post("/officer/word-templates", data={"kind": "schedule"}).text
    )


def test_only_a_lead_uploads_and_only_of_the_own_council(
    world: World, sign_in: SignIn, client: FlaskClient, lead: Person
) -> None:
    assert "A lead of your council can upload" in as_(client).get("/officer/word-templates").text
    sent = {"kind": "schedule", "file": (io.BytesIO(own_template()), "a.docx")}
    assert as_(client).post("/officer/word-templates", data=sent).status_code == 403
    assert upload(as_(sign_in(lead)), own_template()) == "taken"
    row = world.session.scalars(select(WordTemplate)).one()
    assert as_(client).post(f"/officer/word-templates/{row.id}/retire").status_code == 403
    assert as_(client).get(f"/officer/word-templates/{row.id}").status_code == 200
    other = Council(slug="othertown", name="Othertown Council")
    world.session.add(other)
    world.session.flush()
    stranger = Person(email="o@other.example", name="O", role=Role.LEAD, council_id=other.id)
    world.session.add(stranger)
    world.session.commit()
    outside = sign_in(stranger)
    assert as_(outside).get(f"/officer/word-templates/{row.id}").status_code == 404
    assert as_(outside).post(f"/officer/word-templates/{row.id}/retire").status_code == 404


@pytest.mark.parametrize("kind", ["schedule", "tender_pack"])
def test_our_templates_can_be_taken_and_uploaded_again(
    client: FlaskClient, sign_in: SignIn, lead: Person, kind: str
) -> None:
    ours = client.get(f"/officer/word-templates/shipped/{kind}.docx")
    assert ours.data == shipped(kind)
    assert upload(as_(sign_in(lead)), ours.data, kind) == "taken"
    assert as_(client).get("/officer/word-templates/shipped/other.docx").status_code == 404


def test_a_template_of_the_statement_is_uploaded_here_too_and_makes_no_pack(
    sign_in: SignIn, lead: Person, pack: ClausePack
) -> None:
    client = sign_in(lead)
    page = BeautifulSoup(client.get("/officer/word-templates").text, "html.parser")
    assert "Annual statement" in page.text and "sections: section.title" in page.text
    ours = client.get("/officer/word-templates/shipped/statement.docx")
    assert ours.status_code == 200
    told = BeautifulSoup(upload(client, shipped("schedule"), "statement"), "html.parser").text
    assert "A placeholder asks for something that does not exist" in told
    document = docx.Document(io.BytesIO(ours.data))
    for paragraph in document.element.body.iter(qn("w:t")):
        paragraph.text = (paragraph.text or "").replace("{{ section.title }}", "Section")
    out = io.BytesIO()
    document.save(out)
    told = BeautifulSoup(upload(client, out.getvalue(), "statement"), "html.parser").text
    assert "The placeholder for this is missing: sections: section.title" in told
    assert upload(client, ours.data, "statement") == "taken"
    assert client.get(f"/officer/packs/{pack.id}/statement.docx").status_code == 404
