"""A council's own questionnaire as a file to take away and bring back, and the hash that freezes it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

import yaml

from questionnaires import source
from questionnaires.mistakes import Mistake, QuestionnaireError, say
from questionnaires.own import normal

LARGEST: Final = 200_000
"""Bytes of a file, far more than the most questions need."""
_DEEPEST: Final = 30
_HEADING: Final = (
    "# What a council adds to the standard questionnaire. Texts: en, and cy where it is translated.\n"
    "# The ids of own sections and questions begin with own_. Upload the file on the page of the draft.\n"
)


def canonical(content: Mapping[str, Any], questionnaire_id: str, version: int) -> str:
    """The one way in which additions are written for hashing, with the id and version that they bear."""
    whole = {"id": questionnaire_id, "version": version, "content": content}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(content: Mapping[str, Any], questionnaire_id: str, version: int) -> str:
    """The sha256 of the canonical form, in hexadecimal figures."""
    return hashlib.sha256(canonical(content, questionnaire_id, version).encode()).hexdigest()


def to_yaml(content: Mapping[str, Any]) -> str:
    """The additions as a file; `from_yaml` reads it back as it was."""
    return _HEADING + yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False, width=100)


def from_yaml(sent: bytes, name: str) -> tuple[dict[str, Any], source.Source]:
    """The additions that a file holds, and the file with its lines, for `own.extended` to tell places by.

    Raises `QuestionnaireError` for what is not such a file.
    """
    if len(sent) > LARGEST:
        what = say("The file has {value} bytes, more than {largest}.", value=len(sent), largest=LARGEST)
        raise QuestionnaireError([Mistake(name, what, say("Check that it is the right file."))])
    try:
        text = sent.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = say("The file is not UTF-8 (byte {start}).", start=error.start)
        raise QuestionnaireError([Mistake(name, what, say("Save it as UTF-8."))]) from None
    _refuse_depth(text, name)
    read = source.parse(text, name)
    if not isinstance(read.data, dict):
        what = say("The file does not hold keys and values.")
        raise QuestionnaireError([Mistake(name, what, say("Start from a file that you downloaded here."))])
    data: dict[str, Any] = normal(read.data)
    return data, read


def _refuse_depth(text: str, name: str) -> None:
    """Nothing honest is nested so deep, and readers of YAML go down by calling themselves."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                what = say("The file is nested too deep.")
                raise QuestionnaireError([Mistake(name, what, say("Write it flatter."))])
    except yaml.YAMLError:
        return  # `source.parse` tells what is wrong
