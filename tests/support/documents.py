"""Small documents of the kinds that are taken as evidence, made here."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"


def xlsx() -> bytes:
    """A workbook as Excel's own programs write it."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.add_worksheet().write(0, 0, "Sites audited")
    book.close()
    return made.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return made.getvalue()


def docx(**more: bytes) -> bytes:
    """The skeleton of a Word document."""
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}
    return archive(parts | more)


def odt(**more: bytes) -> bytes:
    """The skeleton of an OpenDocument text."""
    kind = b"application/vnd.oasis.opendocument.text"
    return archive({"mimetype": kind, "content.xml": b"<office:document-content/>"} | more)
