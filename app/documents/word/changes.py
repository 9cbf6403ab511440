"""Changes of a text as Word's own tracked changes: what was put in, what was taken out, by whom and when.

A text that was changed goes through a template with marks of ours around what changed (`Marked`), as any
text does; `track` then turns the marks into `w:ins` and `w:del`. Accepting all changes gives the new text,
rejecting all the text before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from typing import Any, Final

from docx.document import Document
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.documents.word.safe import Marked, clean

#: Marks in a text: the beginning of what was put in, or taken out, then by which editor; and its end.
_INS, _DEL, _END = "\ue001", "\ue002", "\ue003"
_EDITORS: Final = 0xE100
MOST_EDITORS: Final = 0x700
_PART: Final = re.compile(f"([{_INS}{_DEL}])(.)(.*?){_END}", re.DOTALL)
_WORDS: Final = re.compile(r"\s+|\w+|[^\w\s]")
#: Below this likeness two lines are one taken out and another put in, not one that was changed.
_ALIKE: Final = 0.5
#: Numbers of tracked changes begin here, above those of bookmarks and comments of a template.
_FIRST_ID: Final = 900_000


@dataclass(frozen=True, slots=True)
class Editor:
    """Who changed a text, as Word shows it, and when (with a time zone)."""

    name: str
    at: datetime


def inserted(text: str, editor: int) -> Marked:
    """A text that was put in by the editor of this number."""
    return Marked(_around(_INS, clean(text), editor))


def deleted(text: str, editor: int) -> Marked:
    """A text that was taken out."""
    return Marked(_around(_DEL, clean(text), editor))


def changed(before: str, after: str, editor: int) -> Marked:
    """A text with the words that were taken out and put in."""
    parts = []
    for same, old, new in _stretches(_WORDS.findall(clean(before)), _WORDS.findall(clean(after))):
        parts.append(same or _around(_DEL, old, editor) + _around(_INS, new, editor))
    return Marked("".join(parts))


def _stretches(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str, str]]:
    """The text as stretches that stayed, or of which the first became the second; words that changed with
    nothing but a space between them are one stretch, as a person would write it."""
    found: list[tuple[str, str, str]] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        old, new = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            found.append((old, "", ""))
            continue
        if len(found) > 1 and not found[-1][0].strip() and found[-1][0]:
            space, (_same, earlier_old, earlier_new) = found.pop()[0], found.pop()
            old, new = f"{earlier_old}{space}{old}", f"{earlier_new}{space}{new}"
        found.append(("", old, new))
    return found


def _around(mark: str, text: str, editor: int) -> str:
    return f"{mark}{chr(_EDITORS + editor % MOST_EDITORS)}{text}{_END}" if text else ""


def pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Which lines of two texts belong together, in order: (old, new), one of them None for a line without
    its like."""
    for kind, a, b, c, d in SequenceMatcher(None, list(before), list(after), autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(range(a, b), range(c, d), strict=True)
            continue
        old, new = a, c
        for one, other in [*_likest(before[a:b], after[c:d]), (b - a, d - c)]:
            yield from ((place, None) for place in range(old, a + one))
            yield from ((None, place) for place in range(new, c + other))
            if a + one < b and c + other < d:
                yield a + one, c + other
            old, new = a + one + 1, c + other + 1


def _likest(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of lines, in order in both texts, that are most alike together; none below `_ALIKE`."""
    best: list[list[tuple[float, list[tuple[int, int]]]]] = [[(0.0, [])] * (len(after) + 1)]
    for place, old in enumerate(before):
        row: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
        for other, new in enumerate(after):
            likeness, (score, kept) = _likeness(old, new), best[place][other]
            options = [best[place][other + 1], row[other]]
            if likeness >= _ALIKE:
                options.append((score + likeness, [*kept, (place, other)]))
            row.append(max(options, key=lambda option: option[0]))
        best.append(row)
    return best[-1][-1][1]


def _likeness(before: str, after: str) -> float:
    old, new = ([one for one in _WORDS.findall(text) if one.strip()] for text in (before, after))
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


# --- In the document --------------------------------------------------------------------------------------


def track(document: Document, editors: Sequence[Editor]) -> None:
    """Turn our marks into tracked changes, in headers and footers too."""
    parts = [one.target_part for one in document.part.rels.values() if not one.is_external]
    roots = [document.element, *(part.element for part in parts if isinstance(part, XmlPart))]
    numbers = iter(range(_FIRST_ID, _FIRST_ID + 1_000_000))
    for paragraph in [one for root in roots for one in root.iter(qn("w:p"))]:
        marked = [run for run in paragraph.iter(qn("w:r")) if _PART.search(_text_of(run))]
        for run in marked:
            _split(run, editors, numbers)
        if marked:
            _track_mark(paragraph, numbers)


def _text_of(run: Any) -> str:
    return "".join(one.text or "" for one in run.iter(qn("w:t")))


def _split(run: Any, editors: Sequence[Editor], numbers: Iterator[int]) -> None:
    """Put a run for each stretch of its text in its place, those that changed inside their change."""
    text, place = _text_of(run), 0
    for found in _PART.finditer(text):
        if found.start() > place:
            run.addprevious(_run_like(run, text[place : found.start()], "w:t"))
        tag, words = ("w:ins", "w:t") if found[1] == _INS else ("w:del", "w:delText")
        change = _change(tag, editors[ord(found[2]) - _EDITORS], next(numbers))
        change.append(_run_like(run, found[3], words))
        run.addprevious(change)
        place = found.end()
    if place < len(text):
        run.addprevious(_run_like(run, text[place:], "w:t"))
    run.getparent().remove(run)


def _run_like(run: Any, text: str, tag: str) -> Any:
    made = OxmlElement("w:r")
    properties = run.find(qn("w:rPr"))
    if properties is not None:
        made.append(deepcopy(properties))
    words = OxmlElement(tag)
    words.text = text
    words.set(qn("xml:space"), "preserve")
    made.append(words)
    return made


def _change(tag: str, editor: Editor, number: int) -> Any:
    change = OxmlElement(tag)
    change.set(qn("w:id"), str(number))
    change.set(qn("w:author"), clean(editor.name)[:250])
    change.set(qn("w:date"), editor.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return change


def _track_mark(paragraph: Any, numbers: Iterator[int]) -> None:
    """A paragraph all of whose text was put in, or taken out, was put in or taken out as a whole."""
    changes = [one for one in paragraph if one.tag in (qn("w:ins"), qn("w:del"))]
    others = [one for one in paragraph if one.tag == qn("w:r") and _text_of(one).strip()]
    if others or len({one.tag for one in changes}) != 1:
        return
    properties = paragraph.get_or_add_pPr()
    marks = properties.find(qn("w:rPr"))
    if marks is None:
        marks = OxmlElement("w:rPr")
        _before_section(properties, marks)
    first = changes[0]
    tag = "w:ins" if first.tag == qn("w:ins") else "w:del"
    mark = OxmlElement(tag)
    for name, value in first.attrib.items():
        mark.set(name, value)
    mark.set(qn("w:id"), str(next(numbers)))
    marks.insert(0, mark)


def _before_section(properties: Any, marks: Any) -> None:
    """The schema wants the properties of the paragraph's mark before these two."""
    later = [one for one in properties if one.tag in (qn("w:sectPr"), qn("w:pPrChange"))]
    if later:
        later[0].addprevious(marks)
    else:
        properties.append(marks)
