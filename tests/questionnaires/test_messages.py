"""Messages: one for everything that can go wrong, in both languages, saying how to mend it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from questionnaires import Question
from questionnaires.messages import defaults, gaps, message
from questionnaires.schema import Messages, Text, placeholders


@pytest.mark.parametrize("code", list(Messages.model_fields))
def test_every_problem_has_a_default_with_the_same_gaps_in_both_languages(code: str) -> None:
    text = getattr(defaults(), code)
    assert isinstance(text, Text)
    assert text.en != text.cy
    assert placeholders(text.en) == placeholders(text.cy) == gaps(code)
    assert not text.en.endswith("."), "messages are instructions, without a full stop at the end"


def test_a_question_has_the_first_word(ask: Callable[..., Question]) -> None:
    question = ask("radio")
    assert message(question, "missing", {}, "en") == "Answer asked"
    assert message(question, "missing", {}, "cy") == "Answer asked (cy)"
    assert message(question, "choose_one", {}, "cy") == "Dewiswch un ateb yn unig"


def test_curly_brackets_in_an_answer_are_only_words(ask: Callable[..., Question]) -> None:
    entry = Text(en="{entry.__class__}", cy="{0}")
    said = message(ask("radio"), "not_an_option", {"entry": entry}, "en")
    assert "{entry.__class__}" in said
