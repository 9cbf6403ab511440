"""The tools of the browser tests themselves: axe finds what is wrong, and the site is reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

PAGE = "<!doctype html><html lang='en'><title>A page</title><main><h1>A page</h1>{}</main></html>"


def test_axe_accepts_a_field_with_a_label_and_refuses_one_without(
    desktop: Page, axe: Callable[[Page], None]
) -> None:
    desktop.set_content(PAGE.format("<label for='name'>Name</label><input id='name'>"))
    axe(desktop)
    desktop.set_content(PAGE.format("<input id='name'>"))
    with pytest.raises(AssertionError, match="label"):
        axe(desktop)


def test_the_site_is_reached_at_phone_width(
    small_phone: Page, axe: Callable[[Page], None], live_server: Any
) -> None:
    answer = small_phone.goto(f"{live_server.url}/sign-in")
    assert answer is not None and answer.status == 200
    assert small_phone.evaluate("document.documentElement.scrollWidth") <= 320, "the page scrolls sideways"
    axe(small_phone)
