"""A schedule of clauses as text to paste: numbered as the Word file is, in blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.documents.word.safe import IN_ENGLISH, cleaned


@dataclass(frozen=True, slots=True)
class Block:
    """One clause (or the definitions, or the indicators) to paste: its heading, its lines, its language.

    `note` is told beside the block and is not pasted.
    """

    heading: str
    text: str
    note: str
    language: str


def blocks(context: Mapping[str, Any]) -> list[Block]:
    """The parts of a schedule in order; `context` is the one of the Word document."""
    whole = cleaned(dict(context))
    words, language = whole["words"], whole["language"]
    terms = [f"    {one['term']}: {one['text']}" for one in whole["definitions"]]
    found = [_block(f"1 {words['definitions']}", [f"1.1 {words['in_this_schedule']}", *terms], "", language)]
    for one in whole["clauses"]:
        lines = [f"{'    ' * (line['level'] - 1)}{line['number']} {line['text']}" for line in one["lines"]]
        spoken = "en" if one["title"].startswith(IN_ENGLISH) else language
        found.append(_block(f"{one['number']} {one['title']}", lines, one["note"], spoken))
    if whole["kpis"]:
        lines = [
            f"- {one['title']}: {one['measure']} ({one['unit']}). "
            f"{words['kpi_target']}: {one['target']}. {words['kpi_frequency']}: {one['frequency']}."
            for one in whole["kpis"]
        ]
        found.append(_block(words["kpis"], lines, "", language))
    return found


def _block(heading: str, lines: list[str], note: str, language: str) -> Block:
    return Block(_bare(heading), "\n".join(_bare(line) for line in lines), _bare(note), language)


def _bare(text: str) -> str:
    return text.replace(IN_ENGLISH, "")


def plain(context: Mapping[str, Any]) -> str:
    """The whole schedule as one text with its status at the head, for a file."""
    whole = cleaned(dict(context))
    head = [
        _bare(whole["title"]),
        f"{whole['council']}. {whole['date']}. {whole['reference']}",
        f"{whole['status']}. {whole['words']['review']}",
        *(_bare(note) for note in whole["notes"]),
    ]
    parts = ["\n".join(head)]
    for block in blocks(context):
        note = f"[{block.note}]\n" if block.note else ""
        parts.append(f"{block.heading}\n{note}{block.text}")
    return "\n\n".join(parts) + "\n"
