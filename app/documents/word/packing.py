"""A Word file packed anew, so that the same document is the same bytes whenever it is made."""

from __future__ import annotations

import io
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: The first moment that a ZIP archive can hold: the file does not tell when it was packed.
_PACKED: Final = (1980, 1, 1, 0, 0, 0)


def steady(content: bytes) -> bytes:
    """The archive with one moment for all its parts. When the document was made stands in its properties."""
    target = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(target, "w", ZIP_DEFLATED) as made:
        for entry in source.infolist():
            part = ZipInfo(entry.filename, _PACKED)
            part.compress_type = ZIP_DEFLATED
            made.writestr(part, source.read(entry))
    return target.getvalue()
