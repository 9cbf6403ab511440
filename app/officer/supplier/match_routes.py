"""Confirming or rejecting a match of a supplier, and taking that back."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.services.deciding import matches
from app.store import statements
from models import Match


def _match(match_id: int) -> Match:
    return statements.match(db.session(), scope.council_id(), match_id) or abort(404)


@blueprint.post("/matches/<int:match_id>/<any(confirm, reject, undo):decision>")
@access.officer
def decide_match(match_id: int, decision: str) -> HttpResponse:
    """Confirm or reject a match, or take that back; the supplier is screened again."""
    match = _match(match_id)
    decide = {"confirm": matches.confirm, "reject": matches.reject, "undo": matches.undo}[decision]
    decide(db.session(), access.person(), match, clock.now(), clock.today())
    said = {
        "confirm": _("You confirmed the match. The supplier is being screened again."),
        "reject": _("You rejected the match. The supplier is being screened again."),
        "undo": _("Your decision was taken back. The supplier is being screened again."),
    }
    flash(said[decision], "success")
    return redirect(url_for("officer.supplier_statement", supplier_id=match.supplier_id))
