"""What every form does with what is typed into it, before anything else looks at it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.forms import Form, check_due_day

TYPED = "one\r\ntwo\x00 \u202ethree "


class Words(Form):
    line = StringField()
    lines = TextAreaField(filters=[lambda text: text and text.upper()])
    hidden = HiddenField()


class Needed(Form):
    line = StringField(validators=[DataRequired("Say it")])


def test_texts_are_made_safe_to_keep_in_front_of_a_fields_own_filters(app: Flask) -> None:
    data = dict.fromkeys(("line", "lines", "hidden"), TYPED)
    with app.test_request_context(method="POST", data=data):
        form = Words()
    assert (form.line.data, form.lines.data) == ("one two three", "ONE\nTWO THREE")
    assert form.hidden.data == TYPED, "what a page wrote itself comes back as it was"


@pytest.mark.parametrize("typed", ["\x00\x01", " \t\n ", "\u202e\ufeff"])
def test_nothing_that_is_left_is_nothing(app: Flask, typed: str) -> None:
    with app.test_request_context(method="POST", data={"line": typed}):
        assert not Needed().validate()


def test_an_answer_is_wanted_on_a_day_to_come_and_within_a_year(app: Flask) -> None:
    today = date(2026, 11, 22)
    with app.test_request_context():
        for fine in (None, date(2026, 11, 23), date(2027, 11, 23)):
            check_due_day(fine, today)
        for day, said in (
            (today, "Enter a day after today"),
            (date(2027, 11, 24), "Enter a day up to 23 November 2027"),
            (date.max, "Enter a day up to 23 November 2027"),
        ):
            with pytest.raises(ValidationError, match=said):
                check_due_day(day, today)
