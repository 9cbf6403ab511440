"""Rows of a file with something to mend, in the reader's language: what, in which column, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from app.intake import council, ocds
from app.officer.uploads.upload_views import field_words


def what(row: Mapping[str, Any]) -> str:
    """What is wrong with a row, after the name of its column where it is one cell: "Notice: no day"."""
    field, _colon, words = row["what"].rpartition(": ")
    told = _whats()
    if not field:
        return told.get(words, words)
    return f"{field_words().get(field, field)}: {told.get(words, words)}"


def mend(row: Mapping[str, Any]) -> str:
    """How a row can be put right, "" where there is nothing to say."""
    return _mends().get(row["mend"], row["mend"])


def outcome(row: Mapping[str, Any]) -> str:
    """What becomes of the row as it stands."""
    return _("left out") if row["left_out"] else _("loaded without this")


def _whats() -> dict[str, str]:
    return {
        council.NO_SUPPLIER: _("no supplier is named"),
        council.A_TOTAL: _("a total, not a payment"),
        council.NO_AMOUNT: _("no amount is given"),
        council.AMOUNT_UNREADABLE: _("the amount cannot be read"),
        council.DATE_UNREADABLE: _("the date cannot be read"),
        council.COUNTRY_UNKNOWN: _("the country is not known"),
        council.FACT_UNKNOWN: _("the word is not known"),
        council.SIC_UNKNOWN: _("no UK SIC 2007 code of five digits"),
        ocds.NOT_AWARDED: _("the award is cancelled or came to nothing"),
        ocds.NO_SUPPLIER: _("the award names no supplier"),
        ocds.OTHER_CURRENCY: _("the value is not in pounds and is left out"),
        ocds.SHARED_VALUE: _("the value is for several suppliers together and is left out"),
    }


def _mends() -> dict[str, str]:
    return {
        council.WRITE_A_NAME: _("write who supplies or is paid"),
        council.WRITE_AN_AMOUNT: _("write pounds, such as 12500 or £12,500.00"),
        council.WRITE_A_DATE: _("write a day, such as 31/03/2027 or 2027-03-31"),
        council.WRITE_COUNTRIES: _("write names or ISO codes, divided by semicolons"),
        council.WRITE_A_SIC_CODE: _("write five digits, such as 81210"),
        "write none, some, most, yes, no or a share such as 30%, or leave it empty": _(
            "write none, some, most, yes, no or a share such as %(share)s, or leave it empty", share="30%"
        ),
        "write none, one, more, yes, no or the number of tiers, or leave it empty": _(
            "write none, one, more, yes, no or the number of tiers, or leave it empty"
        ),
        "write skilled, mixed or low, or leave it empty": _("write skilled, mixed or low, or leave it empty"),
        "write yes or no, or leave it empty": _("write yes or no, or leave it empty"),
    }
