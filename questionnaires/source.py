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

from questionnaires import yaml_faults
from questionnaires.mistakes import Mistake, Place, QuestionnaireError, Said, say


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
        return _where(self.name, line + 1, path)


@dataclass(frozen=True, slots=True)
class Unfiled:
    """Additions that come from no file: places are told by the ids of what is there."""

    data: Any

    def where(self, place: Place) -> str:
        """The dotted path of a place, counted from 1."""
        return ".".join(str(step + 1) if isinstance(step, int) else step for step in place) or say(
            "own questions"
        )


def read(path: Path, name: str) -> Source:
    """Read the YAML file at `path`; `name` is what errors call it. Raises `QuestionnaireError`."""
    try:
        return parse(path.read_text(encoding="utf-8"), name)
    except FileNotFoundError:
        raise QuestionnaireError(
            [Mistake(name, say("There is no such file."), say("Check the name."))]
        ) from None
    except UnicodeDecodeError as error:
        what = say("The file is not UTF-8 (byte {start}).", start=error.start)
        raise QuestionnaireError([Mistake(name, what, say("Save it as UTF-8."))]) from None


def parse(text: str, name: str) -> Source:
    """Read YAML from a string. Raises `QuestionnaireError` for anything but plain, unrepeated YAML."""
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                what = say("The alias *{anchor} is used.", anchor=event.anchor)
                how = say("Write the text out where it is needed.")
                raise QuestionnaireError([Mistake(_where(name, line), what, how)])
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        what, how = yaml_faults.told(error)
        where = _where(name, yaml_faults.line_of(error, text))
        raise QuestionnaireError([Mistake(where, what, how)]) from None
    if root is None:
        raise QuestionnaireError(
            [Mistake(name, say("The file is empty."), say("Write the questionnaire in it."))]
        )
    repeated = [
        Mistake(
            _where(name, line + 1),
            say("The key '{key}' is given twice.", key=key),
            say("Keep one of the two."),
        )
        for key, line in _repeated_keys(root)
    ]
    if repeated:
        raise QuestionnaireError(repeated)
    return Source(name, _plain(root), root)


def _where(name: str, line: int, path: str = "") -> Said:
    if not path:
        return say("{file}, line {line}", file=name, line=line)
    return say("{file}, line {line}, {path}", file=name, line=line, path=path)


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
