"""Reading a page of the site as a test does: what every page owes its reader is checked on the way."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse


def page(answer: TestResponse, status: int = 200) -> BeautifulSoup:
    """The page, which has one first heading, no id twice, and a label for every field."""
    assert answer.status_code == status, (answer.status, answer.get_data(as_text=True)[-2000:])
    found = BeautifulSoup(answer.get_data(as_text=True), "lxml")
    # Read through once by names: a selector for each question would take longer than making the page.
    every, main = found.find_all(True), found.main
    inside = main.find_all(True) if main else []
    assert sum(one.name == "h1" for one in every) == 1
    ids = Counter(one["id"] for one in every if one.has_attr("id"))
    assert max(ids.values(), default=1) == 1, ids.most_common(3)
    labelled = {one["for"] for one in every if one.name == "label" and one.has_attr("for")}
    for one in inside:
        if one.name in ("input", "textarea", "select") and one.get("type") != "hidden":
            assert one["id"] in labelled, one
        if one.name == "a" and one.get("href", "").startswith("#"):
            assert one["href"][1:] in ids, one
        assert one.name != "button" or one.get_text().strip(), one
    for one in every:
        assert set(one.get("aria-describedby", "").split()) <= ids.keys(), one
    levels = [int(one.name[1]) for one in inside if one.name in ("h1", "h2", "h3", "h4")]
    assert levels[0] <= 2 and all(b - a <= 1 for a, b in pairwise(levels)), levels
    return found


def words(found: Tag) -> str:
    """What can be read on the page."""
    return " ".join(found.get_text().split())
