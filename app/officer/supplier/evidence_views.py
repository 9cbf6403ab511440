"""The files beside a supplier's answers, as officers see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from markupsafe import Markup

from app import downloads
from models import Response

_LINK = Markup('<a class="govuk-link" href="{}">{}</a>')
_ROW = Markup('<br><span class="fh-value">{} <span class="govuk-hint">{}</span></span>')


def by_question(response: Response, supplier_id: int) -> dict[str, list[dict[str, Any]]]:
    """Question id -> its files, each with the address where an officer downloads it."""
    return downloads.by_question(
        response.evidence,
        lambda file: url_for("officer.evidence_file", supplier_id=supplier_id, file_id=file.id),
    )


def with_files(answer: str, files: Sequence[dict[str, Any]]) -> str | Markup:
    """The answer's words, and under them each file with its facts."""
    if not files:
        return answer
    rows = (
        _ROW.format(
            _LINK.format(file["href"], file["name"]) if file["href"] else file["name"],
            "; ".join(file["facts"]),
        )
        for file in files
    )
    return Markup("{}{}").format(answer, Markup("").join(rows))
