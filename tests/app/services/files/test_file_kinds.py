"""The kind of a file is told by its content, and its name is made harmless."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.files.file_kinds import KINDS, HasMacros, kind_of, tidy_name
from support import documents


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (documents.PDF, "pdf"),
        (documents.PNG, "png"),
        (documents.JPEG, "jpeg"),
        (documents.xlsx(), "xlsx"),
        (documents.docx(), "docx"),
        (documents.odt(), "odt"),
        ("Cyfanswm, £\nllŷn, 3\n".encode(), "text"),
        ("Total, £\n".encode("cp1252"), "text"),
    ],
)
def test_kinds_are_told_by_content(content: bytes, kind: str) -> None:
    stream = io.BytesIO(content)
    found = kind_of(stream)
    assert found is not None and found.name == kind
    assert stream.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0\3\0\0\0 a program",
        b"\x7fELF\2\1\1\0",
        b"GIF89a\1\0\1\0\0",
        b"PK\x03\x04 no archive at all",
        documents.archive({"anything.exe": b"MZ"}),
        documents.archive({"word/document.xml": b"but no list of content types"}),
        documents.archive({"mimetype": b"application/epub+zip"}),
        b"text with a \0 in it",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old Word file",
    ],
)
def test_other_content_is_no_kind(content: bytes) -> None:
    assert kind_of(io.BytesIO(content)) is None


@pytest.mark.parametrize(
    "content",
    [
        documents.docx(**{"word/vbaProject.bin": b"\xd0\xcf"}),
        documents.docx(**{"WORD/VBAPROJECT.BIN": b"\xd0\xcf"}),
        documents.odt(**{"Basic/Standard/Module1.xml": b"<module/>"}),
    ],
)
def test_macros_are_told_apart(content: bytes) -> None:
    with pytest.raises(HasMacros):
        kind_of(io.BytesIO(content))


@given(st.binary(max_size=300), st.integers(0, 400))
def test_a_damaged_archive_is_never_an_error(noise: bytes, place: int) -> None:
    sound = documents.odt()
    damaged = sound[:place] + noise + sound[place + len(noise) :]
    with suppress(HasMacros):
        kind_of(io.BytesIO(b"PK\x03\x04" + damaged[4:]))


@pytest.mark.parametrize(
    ("name", "kind", "tidy"),
    [
        ("policy.pdf", "pdf", "policy.pdf"),
        ("Policy.PDF", "pdf", "Policy.PDF"),
        ("policy.exe", "text", "policy.exe.txt"),
        ("page.html", "text", "page.html.txt"),
        ("C:\\Users\\ann\\policy.docx", "docx", "policy.docx"),
        ("../../etc/passwd", "text", "passwd.txt"),
        ('a"b<c>:d.png', "png", "a b c d.png"),
        ("fdp\u202egpj.exe", "pdf", "fdpgpj.exe.pdf"),
        ("polisi\r\nX-Header: 1.pdf", "pdf", "polisiX-Header 1.pdf"),
        ("", "pdf", "document.pdf"),
        ("...", "png", "document.png"),
        ("ŵ ŷ 政策.odt", "odt", "ŵ ŷ 政策.odt"),
    ],
)
def test_names_lose_folders_and_tricks_and_get_the_right_ending(name: str, kind: str, tidy: str) -> None:
    assert tidy_name(name, KINDS[kind]) == tidy


@given(st.text(max_size=400), st.sampled_from(sorted(KINDS)))
def test_every_name_becomes_one_that_can_be_stored_and_sent(name: str, kind: str) -> None:
    tidy = tidy_name(name, KINDS[kind])
    assert 0 < len(tidy) <= 130
    assert tidy.lower().endswith(KINDS[kind].endings)
    assert not set(tidy) & set('/\\<>:"|?*\r\n\t\0')
    tidy.encode()
