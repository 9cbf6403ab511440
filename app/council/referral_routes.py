"""Totals of referrals, for leads alone: by year, and the form of a quarter."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import national_referrals, record_words, scope
from app.council.record_forms import ReferralForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import referrals as service


@blueprint.route("/referrals", methods=["GET", "POST"])
@access.lead
def referrals() -> str | HttpResponse:
    """The totals by year, and the form for those of a quarter."""
    council_id = scope.council().id
    form = ReferralForm(service.quarters(clock.today()))
    if form.validate_on_submit():
        quarter, now = date.fromisoformat(form.quarter.data), clock.now()
        if form.takes_out:
            was_there = service.remove(db.session(), scope.person(), council_id, quarter, now)
            flash(
                _("The totals of the quarter are taken out.")
                if was_there
                else _("No totals were noted for this quarter."),
                "success" if was_there else "info",
            )
        else:
            given, today = form.totals(), clock.today()
            service.enter(db.session(), scope.person(), council_id, quarter, given, now, today)
            flash(_("The totals of the quarter are noted."), "success")
        return redirect(url_for("council.referrals"))
    return render_template(
        "council/referrals.html",
        years=service.by_year(db.session(), council_id),
        number=record_words.shown,
        quarter=record_words.quarter,
        national=national_referrals.shown(),
        form=form,
        errors=form.first_errors(),
    )
