"""The kinds of values that the API reads and writes, each with its JSON Schema."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Final

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema
from pydantic import StringConstraints as Letters

_NO_CONTROLS: Final = r"^[^\x00-\x1f\x7f]*$"
#: The largest id that every database takes.
LARGEST_ID: Final = 2**31 - 1


#: A text in one line.
Line = Annotated[str, Letters(pattern=_NO_CONTROLS)]


def _calendar_day(given: str) -> date:
    if len(given) != 10:
        raise ValueError("write a day as 2026-12-31")
    return date.fromisoformat(given)


_DAY_SCHEMA: Final = WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-12-31"]})

#: A day that is read, as ISO 8601 writes it.
DayIn = Annotated[str, AfterValidator(_calendar_day), _DAY_SCHEMA]
#: A day that is written.
Day = Annotated[date, _DAY_SCHEMA]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


#: A moment in UTC.
Moment = Annotated[
    datetime,
    PlainSerializer(_utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-20T10:30:00Z"]}),
]


def _pence(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


_POUNDS: Final = r"^-?[0-9]{1,13}\.[0-9]{2}$"

#: An amount in pounds, as a text: JSON's numbers are not decimal.
Pounds = Annotated[
    Decimal,
    PlainSerializer(_pence, return_type=str),
    WithJsonSchema({"type": "string", "pattern": _POUNDS, "examples": ["880000.00"]}),
]
#: An amount that is read.
PoundsIn = Annotated[
    str,
    Letters(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$"),
    WithJsonSchema(
        {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,2})?$", "examples": ["880000.00", "1200"]}
    ),
]

#: Points of a hundred, with one decimal.
Points = Annotated[
    float, WithJsonSchema({"type": "number", "multipleOf": 0.1, "examples": [61.4]}, mode="serialization")
]


def points(tenths: int) -> float:
    """Whole tenths, as the judgement counts, in points."""
    return tenths / 10


def _number(given: object) -> object:
    if isinstance(given, str):
        if not given.isascii() or not given.isdecimal():
            raise ValueError("write a whole number in digits")
        return int(given[:20])
    return given


#: Of a whole number in an address: pydantic alone would read " 1.0 " as one.
IN_DIGITS: Final = BeforeValidator(_number)


def _integral(given: object) -> object:
    return int(given) if isinstance(given, float) and given.is_integer() else given


#: Of a whole number in JSON, where 1.0 is one (JSON Schema 2020-12, 6.1.1).
IN_JSON: Final = BeforeValidator(_integral)


class Given(BaseModel):
    """What a request may hold. What it must not hold is refused, since a misspelt filter filters nothing."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """The parameters of an address, which come as texts."""

    model_config = ConfigDict(extra="forbid")


class Told(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)
