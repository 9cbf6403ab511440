"""A Word file that is made again is the same file."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from app.documents.word.packing import steady


def archive(moment: tuple[int, int, int, int, int, int]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>" * 500)):
            made.writestr(ZipInfo(name, moment), content)
    return out.getvalue()


def test_when_a_file_was_packed_leaves_no_trace_and_its_parts_stay() -> None:
    earlier, later = archive((2026, 4, 1, 9, 0, 0)), archive((2027, 1, 31, 23, 59, 58))
    assert earlier != later and steady(earlier) == steady(later)
    with ZipFile(io.BytesIO(steady(later))) as made, ZipFile(io.BytesIO(later)) as before:
        assert made.namelist() == before.namelist()
        assert [made.read(name) for name in made.namelist()] == [b"<Types/>", b"<w/>" * 500]
        assert made.testzip() is None and len(steady(later)) < len(later)
