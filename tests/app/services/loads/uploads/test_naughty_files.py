"""Files that are broken, hostile or merely odd are told apart in words and load nothing wrong."""

from __future__ import annotations

import gzip
import io
import re
import zipfile

import pytest
from sqlalchemy import select

from app.extensions import clock
from app.services.loads import uploads
from app.services.loads.uploads import Refused, Trouble
from models import Contract, UploadState
from support.uploads import receive, stored, work


def bomb() -> bytes:
    """A workbook of a megabyte or so whose sheet unpacks to more than is allowed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        with parts.open("xl/media/filler.bin", "w", force_zip64=True) as filler:
            for _turn in range(610):
                filler.write(bytes(1_000_000))
    return content.getvalue()


def workbook(sheet: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", sheet)
    return content.getvalue()


def far_apart() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook(f"<worksheet><sheetData>{cells}</sheetData></worksheet>")


def archive(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def repeated_cells() -> bytes:
    cell = '<t:table-cell o:value-type="string" t:number-columns-repeated="16000"><x:p>a</x:p></t:table-cell>'
    spaces = 'xmlns:t="urn:t" xmlns:o="urn:o" xmlns:x="urn:x"'
    row = f'<t:table-row t:number-rows-repeated="1000000">{cell}</t:table-row>'
    return archive(content_xml=f"<t:table {spaces}>{row}</t:table>").replace(b"content_xml", b"content.xml")


NAUGHTY = {
    "binary.csv": (bytes(range(256)) * 40, "no text"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n" + bytes(100), "picture"),
    "scan.xlsx": (b"%PDF-1.7 ...", "PDF"),
    "page.csv": (b"<!doctype html><p>Sign in", "web page"),
    "bomb.xlsx": (bomb, "too large"),
    "far.xlsx": (far_apart, "far apart"),
    "repeated.ods": (repeated_cells, "far apart"),
    "other.zip": (lambda: archive(readme_txt="hello"), "no workbook"),
    "binary.xlsb": (lambda: archive(xl__workbook_bin="x").replace(b"_bin", b".bin"), "XLSB"),
    "cut.csv.gz": (gzip.compress(b"Supplier,Amount\n" * 900)[:-20], "cut short"),
    "header.csv": (b"Supplier,Contract Title,Amount\r\n", "no rows"),
    "quote.csv": (b'Supplier,Amount\r\n"' + b"x" * 200_000, "quotation mark"),
    "wide.csv": (b"Supplier," + b",".join(b"c%d" % n for n in range(500)) + b"\r\nA Ltd\r\n", "columns"),
    "cut.json": (b'{"releases": [{"ocid": ', "JSON"),
    "deep.json": (b"[" * 150_000, "JSON"),
    "other.json": (b'{"hello": 1}', "releases"),
}


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_naughty_file_is_told_and_loads_nothing(session, settings, officer, name: str) -> None:
    content, words = NAUGHTY[name]
    found = receive(session, settings, officer, content() if callable(content) else content, name)
    if found.state == UploadState.QUEUED:
        work(session, settings, found)
    if found.state == UploadState.PREVIEW:
        assert not found.counts, "only columns to choose from"
        with pytest.raises(Refused):
            uploads.load(session, settings, officer, found, clock.now())
    else:
        assert found.state == UploadState.FAILED and re.search(words, found.problem), found.problem
    assert stored(session) == (0, 0, 0)


def test_empty_and_large_files_are_refused_before_they_are_kept(session, settings, officer) -> None:
    for content, trouble in (
        (b"", Trouble.EMPTY),
        (bytes(settings.upload_megabytes * 2**20 + 1), Trouble.TOO_LARGE),
    ):
        with pytest.raises(Refused) as refused:
            receive(session, settings, officer, content)
        assert refused.value.trouble is trouble
    assert not (settings.data_dir / "uploads").exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_encodings_formulas_and_twin_headers(session, settings, officer, encoding: str) -> None:
    text = (
        'Supplier,Amount,Amount,Contract Title\r\nCaffi Tŷ Cyf,"£1,000.00",,=1+1\r\n@SUM(A1) Ltd,2,,-2+3\r\n'
    )
    text = text.replace("ŷ", "y") if encoding == "cp1252" else text
    found = receive(session, settings, officer, text.encode(encoding))
    assert found.state == UploadState.PREVIEW and found.counts["suppliers"] == 2
    words = [column["words"] for column in found.preview["layout"]["columns"]]
    assert words == ["supplier", "amount", "amount #2", "contract title"]
    uploads.load(session, settings, officer, found, clock.now())
    work(session, settings, found)
    assert session.scalars(select(Contract.title)).all() == ["=1+1", "-2+3"], "text stays text"


def test_names_of_files_are_tidied(session, settings, officer, register) -> None:
    found = receive(session, settings, officer, register, "..\\..\\etc/" + "é" * 300 + "\n.csv")
    assert found.name.endswith(".csv") and len(found.name.encode()) <= 120 and "/" not in found.name
    assert receive(session, settings, officer, register, "/..").name
