"""From a YAML file to a frozen questionnaire: read once, checked whole, kept.

`root` is the folder that holds `<id>/<version>.yaml` and `published.lock`. Errors list every mistake of the
file with its line, and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from questionnaires import checks, lock, schema_faults, source
from questionnaires.mistakes import Mistake, Place, QuestionnaireError, say
from questionnaires.schema import Questionnaire


@cache
def load(root: Path, questionnaire_id: str, version: int) -> Questionnaire:
    """One version, published or still a draft. Raises `LookupError` if there is none, `QuestionnaireError`
    if the file has mistakes or was changed after it was published."""
    lock.check_unchanged(root, questionnaire_id, version)
    if version not in versions(root, questionnaire_id):
        raise LookupError(f"there is no version {version} of the questionnaire '{questionnaire_id}'")
    return load_file(root / questionnaire_id / f"{version}.yaml", questionnaire_id, version)


def load_current(root: Path, questionnaire_id: str) -> Questionnaire:
    """The newest published version. Raises `LookupError` if none is published."""
    published = [version for name, version in lock.published(root) if name == questionnaire_id]
    if not published:
        raise LookupError(f"no version of the questionnaire '{questionnaire_id}' is published")
    return load(root, questionnaire_id, max(published))


def load_file(path: Path, questionnaire_id: str, version: int) -> Questionnaire:
    """Read and check one file, whatever `published.lock` says. Raises `QuestionnaireError`."""
    read = source.read(path, f"{questionnaire_id}/{path.name}")
    try:
        questionnaire = Questionnaire.model_validate(read.data)
    except ValidationError as error:
        raise QuestionnaireError(explained(read, one) for one in causes(error.errors())) from None
    found = [*_wrong_names(questionnaire, questionnaire_id, version), *checks.findings(questionnaire)]
    if found:
        raise QuestionnaireError(Mistake(spot(read, place), what, how) for place, what, how in found)
    return questionnaire


def versions(root: Path, questionnaire_id: str) -> tuple[int, ...]:
    """The versions for which there is a file, oldest first."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", questionnaire_id):
        return ()
    names = (path.stem for path in (root / questionnaire_id).glob("*.yaml"))
    return tuple(sorted(int(name) for name in names if re.fullmatch(r"[1-9][0-9]*", name)))


def ids(root: Path) -> tuple[str, ...]:
    """The questionnaires for which there is a file, by name."""
    names = {path.parent.name for path in root.glob("*/*.yaml")}
    return tuple(sorted(name for name in names if versions(root, name)))


def _wrong_names(questionnaire: Questionnaire, questionnaire_id: str, version: int) -> list[checks.Finding]:
    found: list[checks.Finding] = []
    if questionnaire.id != questionnaire_id:
        what = f"The id is '{questionnaire.id}', and the folder is '{questionnaire_id}'."
        found.append((("id",), what, "Make them the same."))
    if questionnaire.version != version:
        what = f"The version is {questionnaire.version}, and the file is {version}.yaml."
        found.append((("version",), what, "Make them the same."))
    return found


def causes(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """The findings of pydantic without those that follow from another: a list that is said to be too short
    because entries in it are wrong themselves, and Welsh that was taken from English that is wrong.
    """
    places = {detail["loc"] for detail in details}

    def follows(place: Place, kind: str) -> bool:
        if place[-1:] == ("cy",) and (*place[:-1], "en") in places:
            return True
        return kind == "too_short" and any(
            len(one) > len(place) and one[: len(place)] == place for one in places
        )

    return [one for one in details if not follows(one["loc"], one["type"])]


class Read(Protocol):
    """What was read, and where in it a place is: a file with lines, or rows of a database without."""

    @property
    def data(self) -> Any:
        """Dicts, lists and plain values."""

    def where(self, place: Place) -> str:
        """A place in words."""


def explained(read: Read, detail: ErrorDetails) -> Mistake:
    """A finding of pydantic, in our words."""
    what, how = schema_faults.told(detail)
    return Mistake(spot(read, detail["loc"]), what, how)


def spot(read: Read, place: Place) -> str:
    """Where something is, with the ids of section and question, which people know better than positions."""
    where = read.where(place)
    value, section, question = read.data, "", ""
    for number, step in enumerate(place):
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            break
        name = value.get("id") if isinstance(value, dict) else None
        if not isinstance(name, str):
            continue
        if number == 1 and place[0] == "sections":
            section = name
        elif "type" in value:
            question = name
    if section and question:
        return say(
            "{where} (section {section}, question {question})",
            where=where,
            section=section,
            question=question,
        )
    if question:
        return say("{where} (question {question})", where=where, question=question)
    return say("{where} (section {section})", where=where, section=section) if section else where
