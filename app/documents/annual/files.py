"""The statement as PDF (PDF/UA)."""

from __future__ import annotations

from datetime import datetime

from app.documents import pdf
from app.documents.annual.blocks import blocks
from app.documents.annual.labels import labels
from app.documents.annual.publication import Publication


def statement_pdf(pub: Publication, now: datetime) -> bytes:
    """An accessible PDF. A draft says at the foot of every page that it is one."""
    said = labels(pub.language)
    data = {
        "draft": said.draft if pub.is_draft else "",
        "sections": [
            {
                "title": one.title,
                "note": said.only_english if one.text and one.language != pub.language else "",
                "language": one.language,
                "blocks": [
                    {"kind": block.kind, "text": block.text, "items": block.items}
                    for block in blocks(one.text or one.missing_because)
                ],
            }
            for one in pub.sections
        ],
        "figures": said.figures,
        "columns": [said.figure, said.value, said.before],
        "rows": [[one.label, one.words, one.before or said.none] for one in pub.figures],
        "approval": [*pub.approval, f"{said.rules} {pub.rules}"],
    }
    cover = pdf.Cover(
        title=pub.title,
        heading=pub.council,
        foot=said.draft if pub.is_draft else pub.sha256[:16],
        page=said.page,
    )
    return pdf.render("statement", data, cover=cover, language=pub.language, now=now)
