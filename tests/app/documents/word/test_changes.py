"""Tracked changes: Word's own, so that accepting all gives the new text and rejecting all the one before."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import docx
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from app.documents.word import changes
from app.documents.word.changes import Editor
from app.documents.word.safe import Marked, clean, cleaned
from support.tracked import accepted, rejected

EDITOR = Editor("Ann Example", datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
WORDS = st.text(st.sampled_from("ab c,.(é"), max_size=30).map(clean)


def document(*texts: str):
    made = docx.Document()
    for text in texts:
        made.add_paragraph().add_run(text).bold = True
    return made


def text_of(paragraph) -> str:
    return "".join(one.text or "" for one in paragraph._p.iter(qn("w:t"), qn("w:delText")))


def test_words_that_changed_are_tracked_and_others_are_not() -> None:
    text = changes.changed("Pay within 30 days of invoice.", "Pay within 14 days of a valid invoice.", 0)
    made = document(text)
    changes.track(made, [EDITOR])
    xml = made.element.xml
    assert xml.count("<w:ins ") == 2 and xml.count("<w:del ") == 1
    assert 'w:author="Ann Example"' in xml and 'w:date="2026-11-20T09:30:00Z"' in xml
    assert [one.text for one in made.element.iter(qn("w:delText"))] == ["30"]
    assert all(run.find(qn("w:rPr")) is not None for run in made.element.iter(qn("w:r"))), "looks are kept"


def test_a_whole_paragraph_comes_or_goes_with_its_mark() -> None:
    made = document("Stays.", changes.inserted("New.", 0), changes.deleted("Old.", 0))
    changes.track(made, [EDITOR])
    assert accepted(made) == ["Stays.", "New."] and rejected(made) == ["Stays.", "Old."]
    numbers = [one.get(qn("w:id")) for one in made.element.iter(qn("w:ins"), qn("w:del"))]
    assert len(numbers) == len(set(numbers)) == 4
    docx.Document(saved(made))


def saved(made) -> io.BytesIO:
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


@given(before=WORDS, after=WORDS)
def test_any_change_of_a_text_can_be_accepted_and_rejected(before: str, after: str) -> None:
    made = document("First.", changes.changed(before, after, 0))
    changes.track(made, [EDITOR])
    assert accepted(made)[1:] == [after] * bool(after)
    assert rejected(made)[1:] == [before] * bool(before)


@given(before=st.lists(WORDS, max_size=6), after=st.lists(WORDS, max_size=6))
def test_lines_are_paired_each_once_and_in_order(before: list[str], after: list[str]) -> None:
    found = list(changes.pairs(before, after))
    assert [old for old, _new in found if old is not None] == list(range(len(before)))
    assert [new for _old, new in found if new is not None] == list(range(len(after)))


def test_marks_in_somebody_s_own_words_are_no_marks() -> None:
    text = changes.inserted("\ue002\ue100gone\ue003 \x00stays", 0)
    assert cleaned({"a": text, "b": "\ue001\ue100x\ue003"}) == {"a": text, "b": "x"}
    made = document(text)
    changes.track(made, [EDITOR])
    assert accepted(made) == ["gone stays"] and isinstance(text, Marked)
