"""Strings that break things elsewhere: whatever is sent, the reply is an answer or a message."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaires import Answer, Problems, Question, Questionnaire, QuestionType, answers

NAUGHTY = [
    "\x00", "a\x00b", "\x07\x1b[2J", "\ud800", "\udfff\ud800", "\u202egnp.exe", "\u2066\u2069", "\ufeff",
    "\u200b", "\u0661\u0662", "\u00bd", "\uff11", "\u2028\u2029", "Z\u0351\u036b\u0343" * 200,
    "👩\u200d👩\u200d👧\u200d👦" * 50, "مرحبا بالعالم", "\u0130", "ß", "\ufb01",
    "x" * 100_000, "\n" * 100_000, "India\n" * 20_000, "9" * 100_000, "1" * 4301, "-" * 1000,
    "{entry}", "{0.__class__}", "%s%n", "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd",
    "=cmd|'/c'!A1", "https://" + "a." * 5000 + "org", "https://[", "https://\ud800.org", "https://a\x00.org",
    "http://" + "@" * 999, "2026-02-30", "0000-00-00", "9999-12-31", "nan", "inf", "1e9", "true", "null",
    "None", "unknown",
]  # fmt: skip


def reply(question: Question, entries: list[str], language: str) -> Answer | Problems:
    first = entries[0] if entries else ""
    raw = {
        "answer": entries,
        "evidence_url": [first],
        "evidence_day": [first],
        "evidence_month": [first],
        "evidence_year": [first],
    }
    return answers.parse(question, raw, language, as_at=date(2026, 11, 21))


def check(question: Question, entries: list[str], language: str) -> None:
    replied = reply(question, entries, language)
    if isinstance(replied, Problems):
        assert replied.messages
        for message in replied.messages.values():
            assert 0 < len(message) < 300
            message.encode("utf-8")
    else:
        stored = json.dumps(replied.to_json()).encode("utf-8")
        assert b"\\u0000" not in stored
        assert Answer.from_json(json.loads(stored)) == replied
        assert answers.display(question, replied, language)


@pytest.mark.parametrize("kind", list(QuestionType))
@pytest.mark.parametrize("text", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_strings(ask: Callable[..., Question], kind: QuestionType, text: str) -> None:
    evidence = {"what": {"en": "A link", "cy": "Dolen"}, "valid_for_months": 12}
    for entries in ([text], [text, text, text], ["", text]):
        check(ask(kind, evidence=evidence), entries, "cy")


@given(st.data())
def test_anything_sent_to_the_questions_for_suppliers(supplier: Questionnaire, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(supplier.questions))
    entries = data.draw(
        st.lists(st.text(st.characters(), max_size=300) | st.sampled_from(NAUGHTY), max_size=4)
    )
    check(question, entries, data.draw(st.sampled_from(["en", "cy"])))
