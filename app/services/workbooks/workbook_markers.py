"""The marker of a workbook: whose it is, and which answers stood on the web when it was downloaded.

It travels in a hidden sheet, signed with the key of the installation, so that it can be believed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from itsdangerous import BadData, URLSafeSerializer

from app.documents.workbook import Wrong
from app.settings import Settings
from app.workbook_layout import Column, RowKey
from models import Response

_SALT: Final = "answer-workbook"
_CELLS_SALT: Final = "answer-workbook-cells"
_DIGEST: Final = 12


@dataclass(frozen=True, slots=True)
class Marker:
    """What a workbook was made from. `held`: question id -> revision and digest of the answer that stood.

    `context` is the digest of what was known before anybody answered.
    """

    response_id: int
    questionnaire: str
    version: int
    language: str
    context: str
    held: Mapping[str, tuple[int, str]]


def signed(settings: Settings, response: Response, mine: Collection[str], language: str) -> str:
    """The marker for a workbook of the questions `mine`, as their answers stand."""
    held = {
        row.question_id: [row.revision, digest(row.content)]
        for row in response.answers
        if row.question_id in mine
    }
    about = {
        "r": response.id, "q": response.questionnaire, "v": response.version, "l": language,
        "c": digest(response.context), "a": held,
    }  # fmt: skip
    return str(_serializer(settings, _SALT).dumps(about))


def _serializer(settings: Settings, salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(settings.secret_key.get_secret_value(), salt=salt)


def digest(content: Mapping[str, Any]) -> str:
    """A short fingerprint of an answer as JSON."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:_DIGEST]


def read(settings: Settings, text: str) -> Marker | None:
    """What the marker says; None if it is gone, or was not signed here."""
    try:
        about = _serializer(settings, _SALT).loads(text)
        held = {
            name: (int(revision), str(fingerprint)) for name, (revision, fingerprint) in about["a"].items()
        }
        return Marker(
            int(about["r"]), str(about["q"]), int(about["v"]), str(about["l"]), str(about["c"]), held
        )
    except (BadData, KeyError, TypeError, ValueError, AttributeError):
        return None


def signed_cells(settings: Settings, response: Response, wrong: Mapping[tuple[RowKey, Column], Wrong]) -> str:
    """Cells to be marked in a workbook of this response, for a form to hold until it is asked for."""
    cells = [[str(row), column.value, one.text, one.note] for (row, column), one in wrong.items()]
    return str(_serializer(settings, _CELLS_SALT).dumps({"r": response.id, "w": cells}))


def read_cells(
    settings: Settings, response: Response, text: str
) -> dict[tuple[RowKey, Column], Wrong] | None:
    """What `signed_cells` wrote for this response; None for anything else."""
    try:
        about = _serializer(settings, _CELLS_SALT).loads(text)
        if about["r"] != response.id:
            return None
        cells = [
            (RowKey.read(row), Column(column), Wrong(said, note)) for row, column, said, note in about["w"]
        ]
    except (BadData, KeyError, TypeError, ValueError):
        return None
    return {(row, column): one for row, column, one in cells if row is not None}
