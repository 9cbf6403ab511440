"""Cases and reports as canonical JSON and back: the same case gives the same bytes, on every machine.

Canonical means: UTF-8, keys sorted, no spaces, every field present, money as decimal text, dates in ISO 8601.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

from pydantic import TypeAdapter

from screening.types import Case, Report
from screening.worklist import Standing


@cache
def _cases() -> TypeAdapter[Case]:
    return TypeAdapter(Case)


@cache
def _reports() -> TypeAdapter[Report]:
    return TypeAdapter(Report)


def _canonical(plain: object) -> bytes:
    text = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def dump_case(case: Case) -> bytes:
    """A case as canonical JSON."""
    return _canonical(_cases().dump_python(case, mode="json"))


def load_case(data: bytes | str) -> Case:
    """A case from JSON. Raises pydantic.ValidationError if it is not one."""
    return _cases().validate_json(data)


def dump_report(report: Report) -> bytes:
    """A report as canonical JSON."""
    return _canonical(_reports().dump_python(report, mode="json"))


def load_report(data: bytes | str) -> Report:
    """A report from JSON. Raises pydantic.ValidationError if it is not one."""
    return _reports().validate_json(data)


@cache
def _standings() -> TypeAdapter[Standing]:
    return TypeAdapter(Standing)


def load_standing(data: bytes | str) -> Standing:
    """What a worklist needs of a stored report, read from the report's JSON: several times as fast."""
    return _standings().validate_json(data)


def case_sha256(case: Case) -> str:
    """The sha256 of a case's canonical JSON, in hexadecimal: what a report was computed from."""
    return hashlib.sha256(dump_case(case)).hexdigest()
