"""Bringing a council up to date that reads older answers to the standard questions."""

from __future__ import annotations

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.sentences import council_name
from app.services.answers import sharing
from app.services.inviting import catching_up
from app.supplier import evidence_views
from app.supplier.routes import blueprint
from app.supplier.seats import owned
from models import ResponseStatus


@blueprint.post("/answers/<int:invitation_id>/catch-up/<int:late_id>")
@access.respondent
@limiter.limit("30 per hour")
def catch_up(invitation_id: int, late_id: int) -> HttpResponse:
    """Share the newest standard answers with a council, or begin to confirm them in its own questionnaire."""
    invitation = owned(invitation_id).invitation
    if invitation.response.status != ResponseStatus.SUBMITTED:
        abort(404)
    here = redirect(url_for("supplier.sharing", invitation_id=invitation_id))
    found = catching_up.behind(db.session(), access.person(), invitation)
    late = next((one for one in found if one.invitation.id == late_id), None)
    if late is None:  # a second press, or withdrawn meanwhile
        return here
    name = council_name(late.council)
    try:
        way_in = catching_up.bring_up_to_date(
            db.session(), evidence_views.settings(), access.person(), late, clock.now(), clock.today()
        )
    except sharing.TooOld:
        flash(_("These answers are more than a year old. Give newer ones instead."), "error")
        return here
    if late.is_whole:
        flash(
            _(
                "Confirm your newer answers one by one. %(council)s reads the older ones until you submit.",
                council=name,
            )
        )
        return redirect(url_for("supplier.tasks", invitation_id=way_in.id))
    flash(_("%(council)s can read your newer answers now.", council=name), "success")
    return here
