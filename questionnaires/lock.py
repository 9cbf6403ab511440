"""The register of published versions: a published file never changes.

`published.lock` has a line "<id>@<version>: <sha256 of the file>" for each. People have answered these
questions in these words, so that a new wording is a new version. Line ends of Windows do not count as a
change.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from questionnaires.mistakes import Mistake, QuestionnaireError

NAME = "published.lock"
_LINE = re.compile(r"([a-z][a-z0-9_]*)@([1-9][0-9]*): ([0-9a-f]{64})")
_HEADING = (
    "# Published questionnaires and the sha256 of their files. A published file never changes:\n"
    "# a new wording is a new version. Written by: python -m questionnaires publish <id> <version>\n"
)


def digest(path: Path) -> str:
    """The sha256 of a questionnaire file, in hexadecimal figures."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def published(root: Path) -> Mapping[tuple[str, int], str]:
    """(id, version) -> sha256 of all published versions. Raises `QuestionnaireError` for a line it cannot
    read.
    """
    path = root / NAME
    if not path.exists():
        return {}
    found: dict[tuple[str, int], str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        where = f"{NAME}, line {number}"
        if not match:
            how = 'Restore the line "<id>@<version>: <sha256>" from the version history.'
            raise QuestionnaireError([Mistake(where, "The line cannot be read.", how)])
        key = match[1], int(match[2])
        if key in found:
            what = f"{match[1]}@{match[2]} is there twice."
            raise QuestionnaireError([Mistake(where, what, "Keep the line that was there first.")])
        found[key] = match[3]
    return found


def check_unchanged(root: Path, questionnaire_id: str, version: int) -> None:
    """Raises `QuestionnaireError` if the version is published and its file is not the one published."""
    expected = published(root).get((questionnaire_id, version))
    path = root / questionnaire_id / f"{version}.yaml"
    if expected is None or (path.exists() and digest(path) == expected):
        return
    what = "The file was changed after it was published." if path.exists() else "A published file is missing."
    how = (
        f"Restore it from the version history; write a new wording as {questionnaire_id}/{version + 1}.yaml."
    )
    raise QuestionnaireError([Mistake(f"{questionnaire_id}/{version}.yaml", what, how)])


def publish(root: Path, questionnaire_id: str, version: int) -> str:
    """Enter a version, whose file the caller has checked, and return its line. Doing it twice changes
    nothing.

    Raises `QuestionnaireError` if the version is published with other contents.
    """
    check_unchanged(root, questionnaire_id, version)
    path = root / questionnaire_id / f"{version}.yaml"
    line = f"{questionnaire_id}@{version}: {digest(path)}"
    if (questionnaire_id, version) not in published(root):
        register = root / NAME
        before = register.read_text(encoding="utf-8") if register.exists() else _HEADING
        partly = register.with_suffix(".lock.new")
        partly.write_text(before.rstrip("\n") + f"\n{line}\n", encoding="utf-8", newline="\n")
        os.replace(partly, register)
    return line
