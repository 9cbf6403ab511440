"""Reading a page of the site as a test does: what every page owes its reader is checked on the way."""

from __future__ import annotations

from itertools import pairwise

from bs4 import BeautifulSoup, Tag
from werkzeug.test import TestResponse


def page(answer: TestResponse, status: int = 200) -> BeautifulSoup:
    """The page, which has one first heading, no id twice, and a label for every field."""
    assert answer.status_code == status, (answer.status, answer.get_data(as_text=True)[-2000:])
    found = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    assert len(found.select("h1")) == 1
    ids = [element["id"] for element in found.select("[id]")]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for field in found.select("main input:not([type=hidden]), main textarea, main select"):
        assert found.select_one(f"label[for='{field['id']}']"), field
    for described in found.select("[aria-describedby]"):
        for name in described["aria-describedby"].split():
            assert name in ids, name
    for link in found.select("main a[href^='#']"):
        assert link["href"][1:] in ids, link
    levels = [int(heading.name[1]) for heading in found.select("main h1, main h2, main h3, main h4")]
    assert levels[0] <= 2 and all(b - a <= 1 for a, b in pairwise(levels)), levels
    names = [" ".join(button.get_text().split()) for button in found.select("main button")]
    assert all(names)
    return found


def words(found: Tag) -> str:
    """What can be read on the page."""
    return " ".join(found.get_text().split())
