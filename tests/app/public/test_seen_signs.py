"""The page on signs of exploitation: whom to call, in both languages, and nothing to fill in."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_tells_whom_to_call_and_collects_nothing(app, language: str) -> None:
    client = app.test_client()
    client.get(f"/language/{language}")
    page = BeautifulSoup(client.get("/seen-signs").get_data(as_text=True), "html.parser")
    assert page.html["lang"] == language
    numbers = [link["href"] for link in page.select('main a[href^="tel:"]')]
    assert numbers == ["tel:999", "tel:101", "tel:08000121700"]
    assert page.select("main form, main input, main textarea, main button") == []


def test_the_labour_enforcement_body_is_named_where_it_is_set(app) -> None:
    contact = "Labour Inspectorate of Anytown, 01234 567890"
    assert contact not in app.test_client().get("/seen-signs").get_data(as_text=True)
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"labour_enforcement_contact": contact})
    assert contact in app.test_client().get("/seen-signs").get_data(as_text=True)
