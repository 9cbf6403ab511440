"""Who of the supplier's people may see what: asked at the beginning of every page."""

from __future__ import annotations

from flask import abort, g

from app import access
from app.extensions import db
from app.services.inviting import colleagues


def seat_of(invitation_id: int) -> colleagues.Seat:
    """The seat of whoever is signed in; "not found" if the invitation is none of theirs.

    The page bears the name of the council that asked.
    """
    seat = colleagues.seat(db.session(), access.person(), invitation_id) or abort(404)
    g.council = seat.invitation.council
    return seat


def owned(invitation_id: int) -> colleagues.Seat:
    """The same for pages of the owner alone."""
    seat = seat_of(invitation_id)
    if not seat.owns:
        abort(404)
    return seat
