"""What the routes of concerns are called."""

from __future__ import annotations

from flask_babel import gettext as _

from models import ConcernRoute


def route(name: str) -> str:
    """To whom a concern was passed on."""
    return {
        ConcernRoute.EMERGENCY: _("999"),
        ConcernRoute.SAFEGUARDING: _("The council's safeguarding lead"),
        ConcernRoute.POLICE: _("The police, 101"),
        ConcernRoute.HELPLINE: _("The Modern Slavery Helpline"),
        ConcernRoute.LABOUR_ENFORCEMENT: _("The body that enforces labour law"),
    }[ConcernRoute(name)]
