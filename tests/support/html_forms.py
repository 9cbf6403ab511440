"""The forms of a page, as somebody finds them who knows nothing of what they are for."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

from bs4 import BeautifulSoup, Tag

WRITTEN = frozenset({"text", "textarea", "email", "url", "tel", "number", "search", "date", "password"})
CHOSEN = frozenset({"radio", "checkbox", "select"})


@dataclass
class Control:
    """Everything that one name of a form may be sent as."""

    name: str
    kind: str
    ids: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    """Of a choice what may be chosen; else what stands in each box of this name."""
    chosen: list[str] = field(default_factory=list)

    @property
    def is_written(self) -> bool:
        """Whether people type into it."""
        return self.kind in WRITTEN

    def is_meant_by(self, identifier: str) -> bool:
        """Whether a message that leads to this id is about it."""
        own = {self.name, *self.ids}
        return identifier in own or any(one.startswith(f"{identifier}-") for one in own)


@dataclass
class HtmlForm:
    """Where a form is sent, and what with."""

    action: str
    method: str
    controls: list[Control]
    buttons: list[tuple[str, str]]
    """The name and the value of each button, of which both are empty where only the press counts."""

    @property
    def names(self) -> frozenset[str]:
        """The names of what may be filled in."""
        return frozenset(one.name for one in self.controls if one.kind != "hidden")


def forms_of(page: BeautifulSoup, address: str) -> list[HtmlForm]:
    """All forms of a page that has this address (without scheme and host), in their order."""
    return [_form(page, tag, address) for tag in page.find_all("form")]


def _form(page: BeautifulSoup, form: Tag, address: str) -> HtmlForm:
    inside = form.find_all(["input", "textarea", "select", "button"])
    beside = page.select(f"[form='{form['id']}']") if form.get("id") else []
    controls: dict[str, Control] = {}
    buttons = []
    for tag in [*inside, *beside]:
        name = str(tag.get("name", ""))
        kind = str(tag.get("type", "text")).lower() if tag.name == "input" else tag.name
        if tag.has_attr("disabled"):
            continue
        if kind in ("button", "submit"):
            buttons.append((name, str(tag.get("value", ""))))
        elif not name:
            continue
        else:
            control = controls.setdefault(name, Control(name, kind))
            control.ids.append(str(tag.get("id", "")))
            _add(control, tag)
    action = urldefrag(urljoin(address, str(form.get("action") or address)))[0]
    return HtmlForm(action, str(form.get("method", "get")).lower(), list(controls.values()), buttons)


def _add(control: Control, tag: Tag) -> None:
    """What this box, option or list adds to what its name may be sent as."""
    if tag.name == "select":
        options = tag.find_all("option")
        control.values += [str(one.get("value", one.get_text())) for one in options]
        control.chosen += [
            str(one.get("value", one.get_text())) for one in options if one.has_attr("selected")
        ]
    elif control.kind in CHOSEN:
        control.values.append(str(tag.get("value", "on")))
        if tag.has_attr("checked"):
            control.chosen.append(str(tag.get("value", "on")))
    else:
        control.values.append(tag.get_text() if tag.name == "textarea" else str(tag.get("value", "")))


def told(page: BeautifulSoup) -> list[str]:
    """The ids of the fields that the summary of problems leads to."""
    return [str(link["href"]).lstrip("#") for link in page.select(".govuk-error-summary a[href^='#']")]
