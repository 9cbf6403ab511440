"""What a browser reads of one of our pages: the form of the question, and where links lead."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

_FORM: Final = re.compile(r"<form\b.*?</form>", re.DOTALL)
_FIELD: Final = re.compile(r"<(input|textarea)\b([^>]*)>(?:(?<=>)([^<]*)</textarea>)?", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_QUESTION: Final = re.compile(r'href="(/answers/\d+/questions/\w+)[^"]*"')


@dataclass
class Form:
    """A form: its hidden fields, the answers that can be chosen, those that are, and boxes beside these."""

    hidden: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    choices: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    boxes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def revision(self) -> int:
        """The revision of the answer that the page shows; 0 if there is none."""
        return int(self.hidden.get("revision", 0))


def form_with(page: str, name: str) -> Form | None:
    """The form that has a field of that name."""
    for text in _FORM.findall(page):
        if f'name="{name}"' in text:
            return _read(text)
    return None


def _read(text: str) -> Form:
    form = Form()
    for tag, written, inside in _FIELD.findall(text):
        attributes = {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(written)}
        kind = "textarea" if tag == "textarea" else attributes.get("type", "text")
        if kind == "hidden":
            form.hidden[attributes.get("name", "")] = attributes.get("value", "")
        elif attributes.get("name") == "answer":
            _read_answer(form, kind, attributes, html.unescape(inside).strip())
        elif kind == "checkbox":
            form.boxes.append((attributes.get("name", ""), attributes.get("value", "on")))
    if form.kind == "text" and len(form.choices) == 3:
        form.kind = "date"
    return form


def _read_answer(form: Form, kind: str, attributes: dict[str, str], inside: str) -> None:
    """A field of the answer; an "I do not know" beside a text is not chosen here, so it is passed over."""
    if kind in ("radio", "checkbox"):
        if form.kind in ("textarea", "text"):
            return
        form.kind = kind
        form.choices.append(attributes.get("value", ""))
        if "checked" in attributes:
            form.chosen.append(attributes.get("value", ""))
        return
    form.kind = kind
    value = inside if kind == "textarea" else attributes.get("value", "")
    form.choices.append(value)
    form.chosen += [value] if value else []


def questions(page: str) -> list[str]:
    """The addresses of questions to which the page links."""
    return _QUESTION.findall(page)
