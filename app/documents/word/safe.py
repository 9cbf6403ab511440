"""What a Word template may do: put in values, repeat and choose, and nothing else.

Councils upload templates, so their placeholders are programs of strangers. They are parsed and only a short
list of parts is let through: no calls, no arithmetic, no attribute that begins with an underscore, and loops
only over lists that the document gives. What comes out is bounded too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

MOST_CHARACTERS: Final = 20_000_000
"""Of XML in one part of a document."""
MOST_LOOPS_DEEP: Final = 3
_FILTERS: Final = frozenset({"upper", "lower"})
_TESTS: Final = frozenset({"defined"})
_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.NSRef, nodes.Const),
    *(nodes.For, nodes.If, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand),
    *(nodes.Getattr, nodes.Filter, nodes.Test),
)
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PRIVATE: Final = re.compile("[\ue000-\uf8ff]")

IN_ENGLISH: Final = "\ue000"
"""Before a text that is in English in a document of another language; taken out again when it is tagged."""


class NotAllowed(SecurityError):
    """A template that asks for more than values, loops and conditions."""


class _Bounded(Template):
    """A template whose result may not grow without end."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The result; raises `NotAllowed` if it grows too long."""
        parts: list[str] = []
        room = MOST_CHARACTERS
        for part in self.generate(*args, **kwargs):
            room -= len(part)
            if room < 0:
                raise NotAllowed("the document grows too long")
            parts.append(part)
        return "".join(parts)


class Environment(ImmutableSandboxedEnvironment):
    """The only environment in which templates of Word documents are filled in."""

    template_class = _Bounded

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        check(tree)
        return tree


def check(tree: nodes.Node, depth: int = 0) -> None:
    """Raise `NotAllowed` for a part of a template that is not on the list."""
    if not isinstance(tree, _ALLOWED):
        raise NotAllowed(type(tree).__name__)
    if isinstance(tree, nodes.Getattr) and tree.attr.startswith("_"):
        raise NotAllowed(tree.attr)
    if isinstance(tree, nodes.Filter) and tree.name not in _FILTERS:
        raise NotAllowed(tree.name)
    if isinstance(tree, nodes.Test) and tree.name not in _TESTS:
        raise NotAllowed(tree.name)
    if isinstance(tree, nodes.For):
        depth += 1
        if depth > MOST_LOOPS_DEEP or tree.recursive or not isinstance(tree.iter, nodes.Name | nodes.Getattr):
            raise NotAllowed("For")
    for child in tree.iter_child_nodes():
        check(child, depth)


def clean(text: str) -> str:
    """A text on one line that Word can hold: without what XML forbids and without our own marks."""
    return " ".join(_PRIVATE.sub("", _NOT_XML.sub("", text)).split())


class Marked(str):
    """A text that bears marks of ours around what changed in it (`app.documents.word.changes`); the text
    between them is `clean` already."""

    __slots__ = ()


def cleaned(value: Any) -> Any:
    """All texts of a context `clean`, but for our mark of English before them; `Marked` ones as they are."""
    if isinstance(value, Marked):
        return value
    if isinstance(value, str):
        mark = IN_ENGLISH if value.startswith(IN_ENGLISH) else ""
        return mark + clean(value)
    if isinstance(value, dict):
        return {name: cleaned(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(one) for one in value]
    return value


def texts(value: Any) -> Iterator[str]:
    """All texts of a context."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
