"""What the pages of the records behind the statement call things."""

from __future__ import annotations

from datetime import date
from typing import Final

from flask_babel import format_date
from flask_babel import gettext as _

from app.services.annual.annual_figures import FEWEST_SHOWN
from app.services.annual.referrals import Shown
from app.services.annual.trackers import TrackerState
from models import Audience


def audience(name: str) -> str:
    """For whom a training session was."""
    return {
        Audience.FIRST_RESPONDERS: _("First responders"),
        Audience.PROCUREMENT: _("Procurement and contract managers"),
        Audience.COUNCILLORS: _("Councillors"),
        Audience.FRONT_LINE: _("Front line staff"),
        Audience.ALL_STAFF: _("All staff"),
        Audience.SUPPLIERS: _("Suppliers"),
    }[Audience(name)]


def quarter(first_day: date) -> str:
    """A quarter by its first and last month."""
    last = date(first_day.year, first_day.month + 2, 1)
    return _("%(first)s to %(last)s", first=format_date(first_day, "MMMM"), last=format_date(last, "MMMM y"))


def shown(number: Shown) -> str:
    """A number of people as it may be shown."""
    if number.value is not None:
        return str(number.value)
    if number.is_small:
        return _("fewer than %(number)s", number=FEWEST_SHOWN)
    return _("not shown")


TRACKER_COLOURS: Final = {
    TrackerState.NOT_STARTED: "grey",
    TrackerState.BEGUN: "blue",
    TrackerState.IN_PLACE: "green",
    TrackerState.DOES_NOT_APPLY: "grey",
}


def tracker_state(name: str) -> str:
    """How far the council is with a commitment."""
    return {
        TrackerState.NOT_STARTED: _("Not started"),
        TrackerState.BEGUN: _("Begun"),
        TrackerState.IN_PLACE: _("In place"),
        TrackerState.DOES_NOT_APPLY: _("Does not apply"),
    }[TrackerState(name)]
