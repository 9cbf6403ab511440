"""A document of sections and tables as Markdown and as one web page without script or anything fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.documents.model_card import Document, Section, Table

TO_COMPLETE: Final = "For the council to complete"
_TEMPLATES: Final = Path(__file__).parent / "templates"


def markdown(document: Document) -> str:
    """Render as Markdown (CommonMark with tables)."""
    parts = [f"# {document.title}", _plain(document.subtitle)]
    for section in document.sections:
        parts += _markdown_section(section)
    return "\n\n".join(parts) + "\n"


def _markdown_section(section: Section) -> list[str]:
    parts = [f"{'#' * section.level} {_plain(section.title)}"]
    if section.text:
        parts.append(_plain(section.text))
    parts += [_markdown_table(table) for table in section.tables]
    if section.council:
        parts.append(f"> **{TO_COMPLETE}:** {_plain(section.council)}")
    return parts


def _markdown_table(table: Table) -> str:
    head = [_row(table.columns), _row(["---"] * len(table.columns))]
    return "\n".join([f"**{table.caption}**", "", *head, *(_row(row) for row in table.rows)])


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("|", "\\|") for cell in cells) + " |"


def _plain(text: str) -> str:
    """One line, in which nothing is taken for a tag."""
    return " ".join(text.split()).replace("<", "&lt;")


def html(document: Document) -> str:
    """Render as a page in English: headings in order, tables with captions and headers."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("model_card.html").render(document=document, to_complete=TO_COMPLETE)
