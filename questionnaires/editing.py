"""Changing a council's additions one step at a time. Each function returns a changed copy, checks nothing.

What is right is decided in one place: `own.extended`. Names are ids of own sections and own questions.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from questionnaires.own import PREFIX

Content = dict[str, Any]


def empty(base: str, base_version: int, title: Mapping[str, str]) -> Content:
    """Additions that add nothing yet."""
    return {"extends": base, "extends_version": base_version, "title": dict(title), "sections": []}


def sections(content: Mapping[str, Any]) -> list[Content]:
    """The own sections as written."""
    found: list[Content] = content.get("sections") or []
    return found


def section(content: Mapping[str, Any], section_id: str) -> Content:
    """One own section as written. Raises `KeyError`."""
    return _named(sections(content), section_id)


def section_with(content: Mapping[str, Any], question_id: str) -> Content:
    """The own section that holds the question. Raises `KeyError`."""
    for one in sections(content):
        if any(each["id"] == question_id for each in one.get("questions") or []):
            return one
    raise KeyError(question_id)


def question(content: Mapping[str, Any], question_id: str) -> Content:
    """One own question as written. Raises `KeyError`."""
    return _named(section_with(content, question_id)["questions"], question_id)


def names(content: Mapping[str, Any]) -> list[str]:
    """The ids of all own sections and questions."""
    return [
        name
        for one in sections(content)
        for name in (one["id"], *(q["id"] for q in one.get("questions") or []))
    ]


def new_id(content: Mapping[str, Any], words: str) -> str:
    """A readable id that no part has: of the first words, with a number where it is taken."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    stem = PREFIX + ("_".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("_") or "part")
    taken, number, name = set(names(content)), 1, stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    return name


def put_section(content: Mapping[str, Any], written: Content) -> Content:
    """With the section written over the one of that id, whose questions stay, or at the end, with none."""
    changed = _copied(content)
    for place, one in enumerate(changed["sections"]):
        if one["id"] == written["id"]:
            changed["sections"][place] = {**written, "questions": one.get("questions") or []}
            return changed
    changed["sections"].append({**written, "questions": []})
    return changed


def put_question(content: Mapping[str, Any], section_id: str, written: Content) -> Content:
    """With the question written over the one of that id, or at the end of the section. Raises `KeyError`."""
    changed = _copied(content)
    questions = section(changed, section_id).setdefault("questions", [])
    for place, one in enumerate(questions):
        if one["id"] == written["id"]:
            questions[place] = written
            return changed
    questions.append(written)
    return changed


def moved(content: Mapping[str, Any], name: str, by: int) -> Content:
    """With a section, or a question within its section, so many places further down. Raises `KeyError`."""
    changed = _copied(content)
    siblings, one = _siblings(changed, name)
    place = siblings.index(one)
    siblings.insert(max(0, place + by), siblings.pop(place))
    return changed


def removed(content: Mapping[str, Any], name: str) -> Content:
    """Without a section and its questions, or without a question. Raises `KeyError`."""
    changed = _copied(content)
    siblings, one = _siblings(changed, name)
    siblings.remove(one)
    return changed


def with_standard(
    content: Mapping[str, Any], question_id: str, note: Mapping[str, str] | None, *, asked: bool
) -> Content:
    """With what a council does about a standard question: a note below it, or not asking it."""
    changed = _copied(content)
    notes = dict(changed.get("help") or {})
    notes.pop(question_id, None)
    off = [name for name in changed.get("switched_off") or [] if name != question_id]
    if not asked:
        off.append(question_id)
    elif note:
        notes[question_id] = dict(note)
    return {**changed, "help": notes, "switched_off": off}


def _copied(content: Mapping[str, Any]) -> Content:
    changed = copy.deepcopy(dict(content))
    changed["sections"] = changed.get("sections") or []
    return changed


def _siblings(content: Content, name: str) -> tuple[list[Content], Content]:
    if any(one["id"] == name for one in content["sections"]):
        return content["sections"], section(content, name)
    siblings = section_with(content, name)["questions"]
    return siblings, _named(siblings, name)


def _named(parts: list[Content], name: str) -> Content:
    for one in parts:
        if one["id"] == name:
            return one
    raise KeyError(name)
