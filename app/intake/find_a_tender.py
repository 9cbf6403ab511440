"""A supplier's shared data of the Central Digital Platform (Find a Tender): its modern slavery answers only.

The file is JSON and holds far more: people connected with the supplier, contact points, exclusions. None of
that is kept, or even looked at. What the answers mean for our questions is data: `find_a_tender.yaml`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from questionnaires import Answer, Text, links
from questionnaires.cleaning import clean, one_line
from questionnaires.faults import Fault

_MAPPING: Final = Path(__file__).with_name("find_a_tender.yaml")

LARGEST: Final = 2 * 1024 * 1024
"""In bytes. Shared data of a supplier with a hundred connected persons has some 100 kB."""
_MOST_SETS: Final = 1_000
_LONGEST_TEXT: Final = 10_000


class Trouble(StrEnum):
    """What is wrong with a file as a whole."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    DOCUMENT = "document"
    """A PDF or a ZIP archive: what the platform's own download button gives."""
    NOT_JSON = "not_json"
    NOT_SHARED_DATA = "not_shared_data"
    NOT_SUBMITTED = "not_submitted"
    NO_ANSWERS = "no_answers"


class Unreadable(Exception):
    """The file is not taken. `where` is its line, or the name in it at which reading stopped, if known."""

    def __init__(self, trouble: Trouble, where: str = "") -> None:
        super().__init__(f"{trouble.value}: {where}" if where else trouble.value)
        self.trouble, self.where = trouble, where


class Reason(StrEnum):
    """Why an answer of the file proposes nothing."""

    NO_ANSWER = "no_answer"
    SAYS_NOTHING = "says_nothing"
    UPLOAD = "upload"
    DROPPED = "dropped"
    BAD_LINK = "bad_link"
    LINK_ALONE = "link_alone"
    UNCLEAR = "unclear"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the platform: see the head of `find_a_tender.yaml`."""

    kind: str
    about: Text
    gives: Mapping[str, Mapping[str, str]]
    link_to: str


@dataclass(frozen=True, slots=True)
class Area:
    """An area that a text may say is missing: the value that this proposes, and the words that name it."""

    missing: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Meaning:
    """All of `find_a_tender.yaml`."""

    questionnaire: str
    questions: Mapping[str, Asked]
    areas: Mapping[str, Area]
    lacking: re.Pattern[str]
    missing: re.Pattern[str]
    there: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Passed:
    """An answer of the file that proposes nothing: what it is about, and why."""

    about: Text
    reason: Reason


@dataclass(frozen=True, slots=True)
class SharedData:
    """What a file says: proposals by question, what was passed over, its day, and whose it is.

    `company_number` is empty if the file gives none. No text of the file is kept but links.
    """

    proposals: Mapping[str, Answer]
    passed: tuple[Passed, ...]
    shared_on: date | None
    company_number: str


@cache
def meaning() -> Meaning:
    """The mapping, read once."""
    raw = yaml.safe_load(_MAPPING.read_text(encoding="utf-8"))
    questions = {
        name: Asked(one["kind"], Text(**one["about"]), one.get("gives", {}), one.get("link_to", ""))
        for name, one in raw["questions"].items()
    }
    areas = {name: Area(one["missing"], _any_of(one["words"])) for name, one in raw["areas"].items()}
    lacking = re.compile(raw["lacking"], re.VERBOSE)
    return Meaning(
        raw["questionnaire"], questions, areas, lacking, _whole(raw["missing"]), _any_of(raw["there"])
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})")


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in words)})\b")


def read_shared_data(content: bytes) -> SharedData:
    """Read a file of shared data. Raises `Unreadable`, and nothing else, whatever the bytes are."""
    data = _json_of(content)
    shared = _member(data, "supplierInformationData", Trouble.NOT_SHARED_DATA)
    form = shared.get("form")
    form = form if isinstance(form, dict) else {}
    if form.get("submissionState", "Submitted") not in ("Submitted", 1):
        raise Unreadable(Trouble.NOT_SUBMITTED, "supplierInformationData.form.submissionState")
    given, twice = _answers(shared, _organisation(data, form))
    if not given:
        raise Unreadable(Trouble.NO_ANSWERS, "supplierInformationData.answerSets")
    proposals, passed = _proposals(given, twice)
    return SharedData(proposals, passed, _day(form.get("submittedAt")), _company_number(data))


def _json_of(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise Unreadable(Trouble.EMPTY)
    if len(content) > LARGEST:
        raise Unreadable(Trouble.TOO_LARGE)
    if content.startswith((b"%PDF", b"PK\x03\x04")):
        raise Unreadable(Trouble.DOCUMENT)
    try:
        text = content.decode("utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
        # Numbers are never needed, so they stay text, however long they are.
        data = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as problem:
        raise Unreadable(Trouble.NOT_JSON, f"{problem.lineno}:{problem.colno}") from None
    except (UnicodeDecodeError, RecursionError, ValueError):
        raise Unreadable(Trouble.NOT_JSON) from None
    if not isinstance(data, dict):
        raise Unreadable(Trouble.NOT_SHARED_DATA)
    return data


def _member(data: Mapping[str, Any], name: str, trouble: Trouble) -> dict[str, Any]:
    found = data.get(name)
    if not isinstance(found, dict):
        raise Unreadable(trouble, name)
    return found


def _organisation(data: Mapping[str, Any], form: Mapping[str, Any]) -> str:
    """The platform's id of the supplier; a consortium's file has the answers of its members too."""
    for found in (data.get("id"), form.get("organisationId")):
        if isinstance(found, str) and found:
            return found.lower()
    return ""


def _answers(shared: Mapping[str, Any], own: str) -> tuple[dict[str, dict[str, Any]], set[str]]:
    """The supplier's own modern slavery answers by question, and the questions answered in two ways."""
    sets = shared.get("answerSets")
    if not isinstance(sets, list):
        raise Unreadable(Trouble.NOT_SHARED_DATA, "supplierInformationData.answerSets")
    given: dict[str, dict[str, Any]] = {}
    twice: set[str] = set()
    for one in sets[:_MOST_SETS]:
        if not isinstance(one, dict) or not isinstance(one.get("answers"), list):
            continue
        of = one.get("organisationId")
        if own and isinstance(of, str) and of and of.lower() != own:
            continue
        for answer in one["answers"]:
            name = answer.get("questionName") if isinstance(answer, dict) else None
            if not isinstance(name, str) or name not in meaning().questions:
                continue
            if name in given and _said(given[name]) != _said(answer):
                twice.add(name)
            given[name] = answer
    return given, twice


def _said(answer: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(answer.get(name) for name in ("boolValue", "textValue", "documentUri"))


def _proposals(
    given: Mapping[str, Mapping[str, Any]], twice: set[str]
) -> tuple[dict[str, Answer], tuple[Passed, ...]]:
    """What the answers propose, in the order of the mapping. Links come after the answers they document."""
    found: dict[str, Answer] = {}
    passed: list[Passed] = []
    in_order = [(name, asked) for name, asked in meaning().questions.items() if name in given]
    for name, asked in sorted(in_order, key=lambda pair: pair[1].kind == "link"):
        reason: Reason | None = Reason.TWICE
        if name not in twice:
            reason = _take(asked, given[name], found)
        if reason is not None:
            passed.append(Passed(asked.about, reason))
    return found, tuple(passed)


def _take(asked: Asked, answer: Mapping[str, Any], found: dict[str, Answer]) -> Reason | None:
    """Add what one answer proposes to `found`; the reason if it proposes nothing."""
    if asked.kind == "dropped":
        return Reason.DROPPED
    if asked.kind == "upload":
        return Reason.UPLOAD if answer.get("documentUri") or answer.get("textValue") else Reason.NO_ANSWER
    if asked.kind == "yes_no":
        said = {True: "yes", False: "no"}.get(answer["boolValue"]) if _is_bool(answer) else None
        if said is None:
            return Reason.NO_ANSWER
        found.update({question: Answer(value) for question, value in asked.gives[said].items()})
        return None if asked.gives[said] else Reason.SAYS_NOTHING
    text = answer.get("textValue")
    text = clean(text[:_LONGEST_TEXT]) if isinstance(text, str) else ""
    if not text:
        return Reason.NO_ANSWER
    return _take_link(asked, text, found) if asked.kind == "link" else _take_areas(text, found)


def _is_bool(answer: Mapping[str, Any]) -> bool:
    return isinstance(answer.get("boolValue"), bool)


def _take_link(asked: Asked, text: str, found: dict[str, Answer]) -> Reason | None:
    address = links.read(text)
    if isinstance(address, Fault):
        return Reason.BAD_LINK
    documented = found.get(asked.link_to)
    if documented is None:
        return Reason.LINK_ALONE
    found[asked.link_to] = Answer(documented.value, address)
    return None


def _take_areas(text: str, found: dict[str, Answer]) -> Reason | None:
    """The areas that the text clearly says are missing. A clause that says both of an area says nothing."""
    named = {name for clause in _clauses(text) for name in _missing_in(clause)}
    unclear = {name for clause in _clauses(text) for name in _unclear_in(clause)}
    clear = named - unclear
    found.update({name: Answer(meaning().areas[name].missing) for name in meaning().areas if name in clear})
    return None if clear else Reason.UNCLEAR


def _clauses(text: str) -> list[str]:
    """The text in small letters, split where one thing ends and the next begins."""
    straight = one_line(text.lower().replace("\n", ";")).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    parts = re.split(r"[.;,!?•*]|\b(?:but|while|whereas|however|although|ond)\b", straight)
    return [part.replace("n't", " not").strip() for part in parts]


def _missing_in(clause: str) -> set[str]:
    """The areas that a clause names beside a word for what is missing and none for what is there."""
    plain = meaning().lacking.sub(" missing ", clause)
    if not meaning().missing.search(plain) or meaning().there.search(plain):
        return set()
    return _named_in(clause)


def _unclear_in(clause: str) -> set[str]:
    """The areas that a clause names without saying clearly that they are missing."""
    return _named_in(clause) - _missing_in(clause)


def _named_in(clause: str) -> set[str]:
    return {name for name, area in meaning().areas.items() if area.words.search(clause)}


def _day(stamp: object) -> date | None:
    """The day of a time as the platform writes it, such as 2026-05-03T13:26:39.338624+00:00."""
    try:
        return date.fromisoformat(stamp[:10]) if isinstance(stamp, str) else None
    except ValueError:
        return None


def _company_number(data: Mapping[str, Any]) -> str:
    """The Companies House number among the supplier's identifiers."""
    others = data.get("additionalIdentifiers")
    for one in (data.get("identifier"), *(others if isinstance(others, list) else ())):
        if isinstance(one, dict) and one.get("scheme") == "GB-COH" and isinstance(one.get("id"), str):
            return one_line(one["id"])[:20].upper()
    return ""
