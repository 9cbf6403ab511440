"""What officers changed in the clauses of a pack, as marks in the texts of its Word documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.documents.word import changes
from app.documents.word.changes import Editor
from app.services.packs.pack_clauses import provisions_of
from models import ClausePack, PackClause
from screening.clauses.numbering import NumberedLine, number_text


def editors_of(pack: ClausePack) -> tuple[dict[str, int], list[Editor]]:
    """Clause id -> the number of who edited it last, and these editors by their numbers."""
    found: dict[str, int] = {}
    editors: list[Editor] = []
    for row in pack.standing:
        editor = _editor(row)
        if editor is not None:
            found[row.clause] = len(editors)
            editors.append(editor)
    return found, editors


def _editor(row: PackClause) -> Editor | None:
    if not row.edited or row.edited_at is None or row.edited_by is None:
        return None
    return Editor(row.edited_by.name or row.edited_by.email, row.edited_at)


def with_changes(
    shown: dict[str, Any], one: Mapping[str, Any], language: str, editor: int | None
) -> dict[str, Any]:
    """A clause as a document shows it, its title and lines with marks where they differ from the library.

    Unchanged without an editor, and where the library has no text in the language.
    """
    before, after = one["original"].get(language), one["text"].get(language)
    if editor is None or language not in one["edited"] or not before or not after:
        return shown
    old, new = _numbered(before, one), _numbered(after, one)
    return {
        **shown,
        "title": changes.changed(old[0].text, new[0].text, editor),
        "lines": _lines(old[1:], new[1:], editor),
    }


def _numbered(text: Mapping[str, Any], one: Mapping[str, Any]) -> tuple[NumberedLine, ...]:
    return number_text(text["title"], provisions_of(text), one["fill_ins"], one["number"])


def _lines(old: tuple[NumberedLine, ...], new: tuple[NumberedLine, ...], editor: int) -> list[dict[str, Any]]:
    told = []
    for before, after in changes.pairs([one.text for one in old], [one.text for one in new]):
        if after is None and before is not None:
            line, words = old[before], changes.deleted(old[before].text, editor)
        elif before is None and after is not None:
            line, words = new[after], changes.inserted(new[after].text, editor)
        elif before is not None and after is not None:
            line, words = new[after], changes.changed(old[before].text, new[after].text, editor)
        told.append({"number": line.number, "level": line.level, "text": words})
    return told
