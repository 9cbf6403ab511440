"""What keeps a file from being YAML, in words for whoever wrote it: the reader's own are for programmers."""

from __future__ import annotations

import re
from typing import Final

import yaml

from questionnaires.mistakes import Said, say

_COMMON: Final = say("This is not YAML: its shape cannot be made out here.")
_INDENT: Final = say("Begin the keys of one part, and the dashes of one list, exactly below each other.")
_QUOTE: Final = say("Put quotation marks around the text.")

#: Words of PyYAML (its scanner, parser and composer) -> what is wrong, how to mend it.
_FAULTS: Final[tuple[tuple[str, Said, Said], ...]] = (
    (
        r"mapping values are not allowed",
        say("This is not YAML: there is a colon where none can be, or the line is indented too far."),
        say("Check the indentation, and put quotation marks around text with a colon in it."),
    ),
    (
        r"found character '\\t'",
        say("This is not YAML: the line is indented with a tab."),
        say("Indent with spaces only."),
    ),
    (
        r"found character '[^']+' that cannot start",
        say("This is not YAML: a text begins with a character that it cannot begin with."),
        _QUOTE,
    ),
    (
        r"could not find expected ':'",
        say("This is not YAML: a key has no colon after it."),
        say(
            "Write a colon and a space after the key, and put quotation marks around a text of several lines."
        ),
    ),
    (
        r"expected ',' or '[\]}]'|expected the node content|found unexpected end of stream.*\[",
        say("This is not YAML: a bracket is not closed, or a comma is missing."),
        say("Close the bracket, check the indentation, and put a comma between the values."),
    ),
    (
        r"found unexpected end of stream|found unexpected document separator",
        say("This is not YAML: a quotation mark is not closed."),
        say("Add the other quotation mark."),
    ),
    (
        r"found unknown escape|expected escape sequence",
        say("This is not YAML: a backslash in a text is not understood."),
        say("Use single quotation marks around the text, or write the backslash twice."),
    ),
    (
        r"expected <block end>|sequence entries are not allowed|block mapping|block end",
        say("This is not YAML: the line does not fit in with those above it."),
        _INDENT,
    ),
    (
        r"another document|expected '<document start>'",
        say("This is not YAML: the file holds more than one document."),
        say("Keep one, without a line of three dashes in it."),
    ),
    (
        r"undefined alias|duplicate anchor|alphabetic or numeric|anchor",
        say("This is not YAML: the signs & and * have a meaning of their own at the beginning of a text."),
        _QUOTE,
    ),
    (
        r"tag|directive|%YAML",
        say("This is not YAML: the signs ! and % have a meaning of their own at the beginning of a text."),
        _QUOTE,
    ),
)


def told(error: yaml.YAMLError) -> tuple[Said, Said]:
    """What is wrong, and how to mend it."""
    if isinstance(error, yaml.reader.ReaderError):
        return (
            say(
                "This is not YAML: there is a character that no text has (number {number}).",
                number=_code(error),
            ),
            say("Remove the character."),
        )
    problem = str(getattr(error, "problem", "") or "")
    for pattern, what, how in _FAULTS:
        if re.search(pattern, problem):
            return what, how
    return _COMMON, _INDENT


def _code(error: yaml.reader.ReaderError) -> int:
    return error.character if isinstance(error.character, int) else ord(str(error.character)[:1] or "\0")


def line_of(error: yaml.YAMLError, text: str) -> int:
    """The line on which it is, counted from 1."""
    if isinstance(error, yaml.reader.ReaderError):
        return text.count("\n", 0, error.position) + 1
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1
