"""A risk report as an accessible PDF file (PDF/UA-1), and its charts as pictures."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from app.documents import pdf
from app.documents.risk_report.content import (
    Block,
    Bullets,
    Chart,
    Pairs,
    RiskReport,
    Table,
    Text,
    legible,
    line_around,
    words_of,
)


def report_pdf(report: RiskReport) -> bytes:
    """The report as a tagged PDF file; the same report gives the same bytes."""
    data = {
        "standing": [legible(line) for line in report.standing],
        "parts": [
            {"heading": legible(part.heading), "blocks": [_block(block) for block in part.blocks]}
            for part in report.parts
        ],
    }
    cover = pdf.Cover(
        title=legible(report.title),
        heading=line_around(report.head),
        foot=line_around(report.foot),
        page=report.page,
    )
    return pdf.render("risk-report", data, cover=cover, language=report.language, now=report.made_at)


def chart_png(chart: Chart, language: str) -> bytes:
    """A chart as a picture for files that cannot draw one."""
    return pdf.picture("risk-chart", _block(chart), language=language)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Text():
            return {"kind": "text", "text": legible(block.text), "apart": block.apart}
        case Bullets():
            return {"kind": "bullets", "items": [legible(item) for item in block.items]}
        case Pairs():
            rows = [[legible(name), words_of(cell)] for name, cell in block.rows]
            return {"kind": "pairs", "rows": rows}
        case Table():
            return {
                "kind": "table",
                "caption": legible(block.caption),
                "widths": [column.width for column in block.columns],
                "figures": [column.figures for column in block.columns],
                "columns": [legible(column.title) for column in block.columns],
                "rows": [[words_of(cell) for cell in row] for row in block.rows],
                "total": [words_of(cell) for cell in block.total],
            }
        case Chart():
            bars = [
                asdict(bar) | {"label": legible(bar.label), "text": legible(bar.text)} for bar in block.bars
            ]
            return {
                "kind": "chart",
                "caption": legible(block.caption),
                "alternative": legible(block.alternative),
                "bars": bars,
            }
