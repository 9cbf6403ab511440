import gzip

import pytest

from app.intake import UnusableInput, text_files


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        ("£5 · tŷ".encode(), "£5 · tŷ", "utf-8"),
        ("£5 · tŷ".encode("utf-8-sig"), "£5 · tŷ", "utf-8"),
        ("£5 · café".encode("cp1252"), "£5 · café", "cp1252"),
        ("£5 · tŷ".encode("utf-16"), "£5 · tŷ", "utf-16"),
        ("£5 a plain line".encode("utf-16-le"), "£5 a plain line", "utf-16-le"),
        ("£5 a plain line".encode("utf-16-be"), "£5 a plain line", "utf-16-be"),
        ("�5".encode(), "�5", "utf-8"),
        (b"\x815", "�5", "cp1252"),
    ],
)
def test_reads_the_encodings_that_councils_publish(tmp_path, raw, text, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes(raw)
    assert list(text_files.lines(path)) == [text]
    assert text_files.encoding_of(path) == encoding


def test_a_file_joined_from_two_encodings_keeps_both_pound_signs(tmp_path):
    path = tmp_path / "joined.csv"
    path.write_bytes("£1 tŷ\n".encode() + "£2\n".encode("cp1252") + "£3\n".encode())
    assert list(text_files.lines(path)) == ["£1 tŷ\n", "£2\n", "£3\n"]


def test_reads_gzip_whatever_the_file_is_called(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes(gzip.compress(b"a,b\r\n1,2\r\n"))
    assert list(text_files.lines(path)) == ["a,b\r\n", "1,2\r\n"]


def test_lines_of_old_mac_files_are_told_apart(tmp_path):
    path = tmp_path / "mac.csv"
    path.write_bytes(b"a,b\r1,2\r")
    assert list(text_files.lines(path)) == ["a,b\n", "1,2\n"]


@pytest.mark.parametrize("cut", [12, -6])
def test_a_damaged_archive_is_one_clear_sentence(tmp_path, cut):
    path = tmp_path / "spend.csv.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 2_000)[:cut])
    with pytest.raises(UnusableInput, match=r"spend\.csv\.gz: the compressed file is damaged or cut short"):
        list(text_files.lines(path))


def test_refuses_what_unpacks_to_far_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "MAX_TEXT_BYTES", 1_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 10_000))
    with pytest.raises(UnusableInput, match="larger than 1,000 bytes"):
        list(text_files.lines(path))


def test_refuses_lines_without_an_end(tmp_path, monkeypatch):
    monkeypatch.setattr(text_files, "MAX_LINE_BYTES", 1_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"a" * 1_001))
    with pytest.raises(UnusableInput, match="a line is longer than 1,000 bytes"):
        list(text_files.lines(path))
    monkeypatch.setattr(text_files, "_MAX_OLD_MAC_BYTES", 1_000)
    path.write_bytes(gzip.compress(b"a,b\r" * 1_000))
    with pytest.raises(UnusableInput, match="cannot be told apart"):
        list(text_files.lines(path))


@pytest.mark.parametrize(
    ("content", "is_text"),
    [
        (b"a,b\n1,2\n", True),
        ("a,Tŷ\n".encode("utf-16-le"), True),
        (b"a,b\n" * 100 + b"\x00", True),
        (bytes(range(256)), False),
        (gzip.compress(bytes(range(1, 9)) * 9, mtime=0), False),
    ],
)
def test_tells_text_from_other_things(tmp_path, content, is_text):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert text_files.is_text(path) is is_text


def test_sha256_is_that_of_the_file_on_disk(tmp_path):
    path = tmp_path / "abc"
    path.write_bytes(b"abc")
    assert text_files.sha256_of(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
