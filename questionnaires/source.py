"""Reading YAML as plain text values, with the line of everything.

All scalars stay strings. YAML 1.1 would turn the answers `yes` and `no`, and the country code of Norway, into
true and false; the schema says what is a number or a truth value instead. Duplicate keys, which YAML readers
usually let the last one win, are mistakes here, and so are anchors: what a file says stands where it is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from questionnaires.mistakes import Mistake, Place, QuestionnaireError


@dataclass(frozen=True, slots=True)
class Source:
    """A YAML file that has been read: `data` is made of dicts, lists and strings only."""

    name: str
    data: Any
    root: yaml.Node

    def where(self, place: Place) -> str:
        """The file, line and dotted path of `place`, or of the nearest thing around it that the file has."""
        node, line = self.root, _line(self.root)
        for step in place:
            child = _child(node, step)
            if child is None:
                break
            node, line = child
        path = ".".join(str(step) for step in place)
        return f"{self.name}, line {line + 1}" + (f", {path}" if path else "")


def read(path: Path, name: str) -> Source:
    """Read the YAML file at `path`; `name` is what errors call it. Raises `QuestionnaireError`."""
    try:
        return parse(path.read_text(encoding="utf-8"), name)
    except FileNotFoundError:
        raise QuestionnaireError([Mistake(name, "There is no such file.", "Check the name.")]) from None
    except UnicodeDecodeError as error:
        what = f"The file is not UTF-8 (byte {error.start})."
        raise QuestionnaireError([Mistake(name, what, "Save it as UTF-8.")]) from None


def parse(text: str, name: str) -> Source:
    """Read YAML from a string. Raises `QuestionnaireError` for anything but plain, unrepeated YAML."""
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                what = f"The alias *{event.anchor} is used."
                how = "Write the text out where it is needed."
                raise QuestionnaireError([Mistake(f"{name}, line {line}", what, how)])
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        what = f"This is not YAML: {error.problem}."
        how = "Check the indentation, and put quotation marks around text with a colon in it."
        raise QuestionnaireError([Mistake(f"{name}, line {line}", what, how)]) from None
    except yaml.YAMLError as error:
        mistake = Mistake(name, f"This is not YAML: {error}.", "Remove the character.")
        raise QuestionnaireError([mistake]) from None
    if root is None:
        raise QuestionnaireError([Mistake(name, "The file is empty.", "Write the questionnaire in it.")])
    repeated = [
        Mistake(f"{name}, line {line + 1}", f"The key '{key}' is given twice.", "Keep one of the two.")
        for key, line in _repeated_keys(root)
    ]
    if repeated:
        raise QuestionnaireError(repeated)
    return Source(name, _plain(root), root)


def _line(node: yaml.Node) -> int:
    """Counted from 0, as YAML does."""
    return node.start_mark.line if node.start_mark else 0


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, int] | None:
    """The node one step down, with its line: for a key, the line of the key."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, _line(key)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        child = node.value[step]
        return child, _line(child)
    return None


def _repeated_keys(node: yaml.Node) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            yield from _repeated_keys(child)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield str(key.value), _line(key)
            seen.add(str(key.value))
            yield from _repeated_keys(value)


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child) for child in node.value]
    return node.value
