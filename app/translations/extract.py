"""How Babel finds the texts of the judgement, which knows no gettext: its sentences, tables and goods.

Each function is an extraction method of Babel, named in babel.cfg: it takes an open file and yields
(line, None, text, comments). Options come from the file's section of babel.cfg.
"""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import yaml

Found = tuple[int, None, str, list[str]]
Options = Mapping[str, str]

# Tables of single words inside the modules: their values are shown, whether or not they hold a blank.
_TABLE_ENDINGS = ("_NAMES", "_WORDS")


def sentences(
    file: IO[bytes], keywords: Sequence[str], comment_tags: Sequence[str], options: Options
) -> Iterator[Found]:
    """Every text of several words in a module that is neither a docstring nor raised as an error.

    The modules choose between texts before they `say` one, so it is not enough to look at calls of `say`.
    Options: `also` and `never`, one text a line: texts put together at run time, and their parts.
    """
    tree = ast.parse(file.read())
    never = {*_lines(options, "never")}
    passed_over = {id(node) for hidden in _hidden(tree) for node in ast.walk(hidden)}
    shown = {id(node) for table in _tables(tree) for node in table.values}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in passed_over:
            continue
        if (id(node) in shown or " " in node.value.strip()) and node.value not in never:
            yield node.lineno, None, node.value, []
    for text in _lines(options, "also"):
        yield 1, None, text, []


def _hidden(tree: ast.Module) -> Iterator[ast.AST]:
    """What nobody is shown: docstrings, errors, and texts for the log that have values in them already."""
    for node in ast.walk(tree):
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_docstring or isinstance(node, ast.Raise | ast.JoinedStr):
            yield node


def _tables(tree: ast.Module) -> Iterator[ast.Dict]:
    """The dictionaries of the module whose names say that they hold words."""
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else []
        if isinstance(node, ast.AnnAssign):
            targets = [node.target]
        named = any(isinstance(each, ast.Name) and each.id.endswith(_TABLE_ENDINGS) for each in targets)
        if named and isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            yield node.value


def table(
    file: IO[bytes], keywords: Sequence[str], comment_tags: Sequence[str], options: Options
) -> Iterator[Found]:
    """The texts in some columns of a CSV file, or under some keys of a YAML file.

    Options, names separated by blanks: `fields` with the texts; `lowered`, those of them that are also shown
    in small letters; `names_in`, keys whose own keys are shown as words ("audit_only" as "audit only").
    """
    content = file.read().decode("utf-8")
    lowered = options.get("lowered", "").split()
    rows = _csv_fields(content) if file.name.endswith(".csv") else _yaml_fields(content, options)
    for line, field, text in rows:
        if field in options["fields"].split():
            yield line, None, text, []
        if field in lowered:
            yield line, None, text.lower(), []
        # A name with a dot is a signal that an answer is looked for under, and no answer.
        if field in options.get("names_in", "").split() and "." not in text:
            yield line, None, text.replace("_", " "), []


def _csv_fields(content: str) -> Iterator[tuple[int, str, str]]:
    """(line, column, value) of every cell."""
    reader = csv.DictReader(io.StringIO(content))
    for row in reader:
        for column, value in row.items():
            yield reader.line_num, column, value


def _yaml_fields(content: str, options: Options) -> Iterator[tuple[int, str, str]]:
    """(line, key, text) of every text in the file, and of every key under one of `names_in`."""
    waiting = [yaml.compose(content, Loader=yaml.SafeLoader)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += reversed(node.value)
        if not isinstance(node, yaml.MappingNode):
            continue
        for key, value in reversed(node.value):
            waiting.append(value)
            texts = value.value if isinstance(value, yaml.SequenceNode) else [value]
            if all(isinstance(text, yaml.ScalarNode) for text in texts):
                for text in texts:
                    yield text.start_mark.line + 1, key.value, text.value
            elif key.value in options.get("names_in", "").split():
                for name, _worth in value.value:
                    yield name.start_mark.line + 1, key.value, name.value


def goods(
    file: IO[bytes], keywords: Sequence[str], comment_tags: Sequence[str], options: Options
) -> Iterator[Found]:
    """The names of the goods as the judgement writes them: those of goods.yaml and every other listed one."""
    from screening import reference

    for good in reference.goods().values():
        yield 1, None, good.label, []


def _lines(options: Options, name: str) -> list[str]:
    return [line.strip() for line in options.get(name, "").splitlines() if line.strip()]


def said(
    file: IO[bytes], keywords: Sequence[str], comment_tags: Sequence[str], options: Options
) -> Iterator[Found]:
    """What the checks of a questionnaire say: the templates in calls of `say`."""
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id != "say":
            continue
        first = node.args[0] if node.args else None
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield node.lineno, None, first.value, []
