"""What pydantic finds in the shape of a file, in words for whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic_core import ErrorDetails

from questionnaires.mistakes import Said, say

Told = tuple[Said, Said]


def _wanted(what: Said) -> Callable[[Mapping[str, Any]], Said]:
    return lambda _context: what


_WORDS: Final = _wanted(say("This must be a text."))
_NUMBER: Final = _wanted(say("This must be a whole number."))
_FLAG: Final = _wanted(say("This must be true or false."))
_LIST: Final = _wanted(say("This must be a list."))
_KEYS: Final = _wanted(say("This must have keys and values."))

#: The kinds of pydantic's findings that a questionnaire file can bring -> what is wrong.
_WHAT: Final[Mapping[str, Callable[[Mapping[str, Any]], Said]]] = {
    "missing": _wanted(say("This is missing.")),
    "extra_forbidden": _wanted(say("There is no such key.")),
    "string_type": _WORDS,
    "string_too_short": _wanted(say("There is no text here.")),
    "string_too_long": lambda context: say(
        "The text is longer than {most} characters.", most=context.get("max_length", "")
    ),
    "string_pattern_mismatch": _wanted(say("This does not follow the pattern of such a name.")),
    "int_type": _NUMBER,
    "int_parsing": _NUMBER,
    "int_parsing_size": _NUMBER,
    "int_from_float": _NUMBER,
    "greater_than_equal": lambda context: say("The least is {least}.", least=context.get("ge", "")),
    "less_than_equal": lambda context: say("The most is {most}.", most=context.get("le", "")),
    "bool_type": _FLAG,
    "bool_parsing": _FLAG,
    "enum": lambda context: say("This must be {known}.", known=_known(context)),
    "literal_error": lambda context: say("This must be {known}.", known=_known(context)),
    "tuple_type": _LIST,
    "list_type": _LIST,
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "model_attributes_type": _KEYS,
    "too_short": _wanted(say("The list is too short.")),
    "too_long": lambda context: say(
        "There are more than {most} entries.", most=context.get("max_length", "")
    ),
}

_HOW: Final[Mapping[str, Said]] = {
    "missing": say("Add it."),
    "extra_forbidden": say("Remove it, or correct its spelling."),
    "string_pattern_mismatch": say("Use small letters, figures and underscores, starting with a letter."),
    "string_too_short": say("Write something."),
    "string_too_long": say("Shorten it."),
    "model_type": say("Write it as a mapping of keys and values."),
    "dict_type": say("Write it as a mapping of keys and values."),
    "tuple_type": say("Write it as a list, each entry with a dash before it."),
    "list_type": say("Write it as a list, each entry with a dash before it."),
    "too_short": say("Add an entry."),
    "too_long": say("Remove some."),
}
#: Of these the author sees better what is meant when what stands there is quoted.
_QUOTED: Final = frozenset(_WHAT) - {
    "missing", "extra_forbidden", "string_too_short", "string_too_long", "too_short", "too_long",
}  # fmt: skip


def told(detail: ErrorDetails) -> Told:
    """What is wrong, and how to mend it. What our own validators say is already in such words."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "questionnaire":
        return context["what"], context["how"]
    make = _WHAT.get(kind)
    what = make(context) if make else say("This value cannot be used here.")
    given = detail["input"]
    if isinstance(given, str) and (make is None or kind in _QUOTED):
        what = say("{what} It is '{given}'.", what=what, given=given[:100])
    return what, _HOW.get(kind, say("Write a value of that kind."))


def _known(context: Mapping[str, Any]) -> str:
    """The values that can stand there, as pydantic lists them: names of the format."""
    return str(context.get("expected", "")).replace(" or ", ", ")
