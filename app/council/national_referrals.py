"""The national figures of referrals: beside a council's own totals, and beside the sections about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import has_request_context, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app import access
from app.council import beside, record_words
from models import Role
from screening.annual import national
from screening.reference import sources


@dataclass(frozen=True, slots=True)
class Line:
    """One quarter in words: the cells in the order of `Shown.heads`, the last of them all together."""

    quarter: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The national figures as they are shown, with where they are from and of which day."""

    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    publisher: str
    address: str
    last_day: date


def who(name: str) -> str:
    """Who referred, in words."""
    return {
        "local_authorities": _("Local authorities"),
        "police": _("Police"),
        "government_agencies": _("Government agencies"),
        "third_sector": _("Charities and other organisations"),
    }[name]


def shown() -> Shown:
    """The table of all quarters, the newest first."""
    source = sources()[national.SOURCE]
    lines = [
        Line(
            record_words.quarter(one.first_day),
            (*(_number(one.people[name]) for name in national.WHO), _number(one.total)),
        )
        for one in reversed(national.quarters())
    ]
    heads = (*(who(name) for name in national.WHO), _("All together"))
    return Shown(heads, tuple(lines), source.publisher, source.address, last_day(national.newest()))


def last_day(quarter: national.Quarter) -> date:
    """The last day of a quarter."""
    month = quarter.first_day.month + 3
    after = date(quarter.first_day.year + month // 13, (month - 1) % 12 + 1, 1)
    return after - date.resolution


def _number(value: int | None) -> str:
    return _("fewer than %(number)s", number=national.FEWEST) if value is None else format_decimal(value)


@beside.register
def links(session: Session, council_id: int, area: str) -> Sequence[beside.Link]:
    """Beside the sections in which referrals are told of: the national figures."""
    if area not in ("due_diligence", "remediation") or not has_request_context():
        return ()
    newest = national.newest()
    note = _(
        "%(quarter)s: %(own)s of %(all)s people were referred by local authorities",
        quarter=record_words.quarter(newest.first_day),
        own=_number(newest.people["local_authorities"]),
        all=_number(newest.total),
    )
    return (beside.Link(_("Referrals in the whole country"), _page(), note),)


def _page() -> str:
    """The page of totals for leads, who alone may open it; the source for others."""
    if getattr(access.person(), "role", None) == Role.LEAD:
        return url_for("council.referrals", _anchor="national")
    return sources()[national.SOURCE].address
