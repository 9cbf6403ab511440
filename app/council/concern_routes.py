"""Concerns that were passed on, as a number: counting one, taking it back, and the totals for leads."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, session, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import concern_words, record_words, scope
from app.council.guidance_forms import RouteForm, SafeguardingForm, TotalsForm
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import concerns as service
from models import ConcernRoute

_LAST = "last_concern"
"""Where the browser keeps the month and the route that were counted last, to take them back."""


@blueprint.app_template_global()
def concern_routes() -> list[tuple[str, str]]:
    """To whom a concern can be passed on, for the page about signs of exploitation."""
    return [(one.value, concern_words.route(one)) for one in ConcernRoute]


def _to_page() -> HttpResponse:
    return redirect(url_for("public.seen_signs"))


@blueprint.post("/concerns/count")
@access.officer
def count_concern() -> HttpResponse:
    """One concern more in this month. Nothing is asked of it but to whom it went."""
    form = RouteForm()
    if not form.validate_on_submit():
        flash(_("Choose to whom you passed it on"), "error")
        return _to_page()
    route = ConcernRoute(form.route.data)
    month = service.count(db.session(), scope.person(), scope.council().id, route, clock.now(), clock.today())
    session[_LAST] = [month.isoformat(), route.value]
    flash(
        _(
            "Counted in %(month)s: %(route)s. Nothing else was kept.",
            month=format_date(month, "MMMM y"),
            route=concern_words.route(route),
        ),
        "success",
    )
    return _to_page()


@blueprint.post("/concerns/take-back")
@access.officer
def take_concern_back() -> HttpResponse:
    """Take back what this browser counted last, once."""
    last = session.pop(_LAST, None)
    was_there = last is not None and service.take_back(
        db.session(),
        scope.person(),
        scope.council().id,
        date.fromisoformat(last[0]),
        ConcernRoute(last[1]),
        clock.now(),
    )
    if was_there:
        flash(_("It was taken back and counts no more."), "success")
    else:
        flash(_("There was nothing to take back."), "info")
    return _to_page()


@blueprint.route("/concerns", methods=["GET", "POST"])
@access.lead
def concerns() -> str | HttpResponse:
    """The totals by year, and the form that corrects those of a month."""
    council = scope.council()
    form = TotalsForm(service.months(clock.today()))
    if form.validate_on_submit():
        month = date.fromisoformat(form.month.data)
        service.correct(
            db.session(), scope.person(), council.id, month, form.totals(), clock.now(), clock.today()
        )
        flash(_("The totals of the month are noted."), "success")
        return redirect(url_for("council.concerns"))
    return _page(form, SafeguardingForm(formdata=None, data={"contact": council.safeguarding_contact}))


@blueprint.post("/concerns/safeguarding")
@access.lead
def set_safeguarding() -> str | HttpResponse:
    """Say whom officers call about signs of exploitation."""
    form = SafeguardingForm()
    if form.validate_on_submit():
        service.set_safeguarding(
            db.session(), scope.person(), scope.council(), form.contact.data or "", clock.now()
        )
        flash(_("The page about signs of exploitation names them now."), "success")
        return redirect(url_for("council.concerns"))
    return _page(TotalsForm(service.months(clock.today()), formdata=None), form)


def _page(form: TotalsForm, safeguarding: SafeguardingForm) -> str:
    return render_template(
        "council/concerns.html",
        years=service.by_year(db.session(), scope.council().id),
        form=form,
        safeguarding=safeguarding,
        errors=form.first_errors() | safeguarding.first_errors(),
        number=record_words.shown,
        route=concern_words.route,
    )
