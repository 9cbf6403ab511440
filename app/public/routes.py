"""Public pages."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, abort, current_app, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy import select
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.labels import period_label
from app.pages import LANGUAGES
from app.public.brand import stylesheet
from app.public.forms import SignInForm
from app.services.people import access_links
from app.services.retention import periods
from app.settings import Settings
from app.store import colleagues, people, responses
from app.store.outbox import newest_messages
from models import Council, LinkPurpose, Role

blueprint = Blueprint("public", __name__, template_folder="templates")

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _inside(target: str | None) -> str | None:
    """The address if it is a path of this site; never an address of another.

    Browsers leave out tabs and line ends, so that what begins with a slash, a tab and a slash leads away.
    """
    if (
        not target
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
        or _CONTROL.search(target)
    ):
        return None
    return target


@blueprint.get("/")
@access.anyone
def home() -> str | HttpResponse:
    """The first page, or the reader's own first page when signed in."""
    if current_user.is_authenticated:
        return redirect(_own_first_page())
    return render_template("public/home.html")


def _own_first_page() -> str:
    if current_user.role == Role.COUNCILLOR:
        return url_for("scrutiny.page")
    return url_for("officer.queue" if current_user.is_staff else "supplier.invitations")


@blueprint.get("/language/<language>")
@access.anyone
def set_language(language: str) -> HttpResponse:
    """Show this and the following pages in another language."""
    if language not in LANGUAGES:
        abort(404)
    session["language"] = language
    return redirect(_inside(request.args.get("next")) or url_for("public.home"))


@blueprint.get("/brand/<council>.css")
@access.anyone
def brand(council: str) -> HttpResponse:
    """The council's colour, as a stylesheet of its own so that no style is written into pages."""
    found = people.council_by_slug(db.session(), council)
    if found is None:
        abort(404)
    response = current_app.response_class(stylesheet(found.brand_colour), mimetype="text/css")
    response.cache_control.max_age = 3600
    return response


@blueprint.route("/sign-in", methods=["GET", "POST"])
@access.anyone
@limiter.limit("10 per hour; 5 per minute", methods=["POST"])
def sign_in() -> str | tuple[str, int]:
    """Ask for a sign-in link."""
    form = SignInForm()
    if form.validate_on_submit():
        access_links.request_sign_in(db.session(), _settings(), form.email.data or "", clock.now())
        session["next"] = _inside(request.args.get("next"))
        return render_template("public/sign_in_sent.html", email=form.email.data)
    return render_template("public/sign_in.html", form=form, errors=form.first_errors())


@blueprint.route("/sign-in/<token>", methods=["GET", "POST"])
@access.anyone
@limiter.limit("30 per hour", methods=["POST"])
def follow_link(token: str) -> str | HttpResponse:
    """Show a button (mail scanners follow links, and must not use them up); the button signs in."""
    try:
        if request.method == "GET":
            access_links.look_up(db.session(), token, LinkPurpose.SIGN_IN, clock.now())
            return render_template("public/continue.html")
        person = access_links.sign_in(db.session(), token, clock.now())
    except access_links.UnusableLink as problem:
        abort(404 if problem.problem == access_links.LinkProblem.UNKNOWN else 410)
    target, language = session.get("next"), session.get("language")
    session.clear()
    session.permanent = True
    if language:
        session["language"] = language
    login_user(person)
    return redirect(target or _own_first_page())


@blueprint.post("/sign-out")
@access.anyone
def sign_out() -> HttpResponse:
    """Sign out; the language stays."""
    language = session.get("language")
    logout_user()
    session.clear()
    if language:
        session["language"] = language
    return redirect(url_for("public.home"))


@blueprint.get("/seen-signs")
@access.anyone
def seen_signs() -> str:
    """What to do on seeing signs of exploitation. Collects nothing."""
    known = [one for one in _councils_of_reader() if one.safeguarding_contact]
    return render_template("public/seen_signs.html", safeguarding=known)


@blueprint.get("/accessibility")
@access.anyone
def accessibility() -> str:
    """The accessibility statement (SI 2018/952)."""
    return render_template("public/accessibility.html")


@blueprint.get("/privacy")
@access.anyone
def privacy() -> str:
    """What is kept about people, why and how long."""
    return render_template("public/privacy.html")


@blueprint.get("/privacy/suppliers")
@access.anyone
def privacy_suppliers() -> str:
    """What a council may and may not do with a supplier's answers, and what is kept of whom."""
    councils = _councils_of_reader()
    kept = [(one, _periods(one)) for one in councils]
    return render_template("public/privacy_suppliers.html", councils=councils, kept=kept)


def _periods(council: Council) -> dict[str, str]:
    """How long a council keeps what suppliers care about, in words; "" where nothing is removed."""
    return {
        period.kind.value: period_label(period.months) if period.months else ""
        for period in periods.of_council(db.session(), council.id)
    }


def _councils_of_reader() -> list[Council]:
    """The reader's own council, or those that asked it, by name; else the only one of this installation."""
    session = db.session()
    if current_user.is_authenticated and current_user.council:
        return [current_user.council]
    if current_user.is_authenticated and current_user.role == Role.RESPONDENT:
        asked = responses.invitations_of_contact(session, current_user.id)
        helping = colleagues.invitations_of_colleague(session, current_user.id)
        return sorted({one.council for one in (*asked, *helping)}, key=lambda one: one.name)
    only = people.only_council(session)
    return [only] if only else []


@blueprint.get("/help")
@access.anyone
def help_officer() -> str:
    """How officers work with the queue and its reports."""
    return render_template("public/help_officer.html")


@blueprint.get("/outbox")
@access.anyone
def outbox() -> str:
    """Messages that a mail server would have sent. Exists in the one-machine set-up only."""
    if not _settings().is_embedded:
        abort(404)
    return render_template("public/outbox.html", messages=newest_messages(db.session()))


@blueprint.get("/health")
@access.anyone
@limiter.exempt
def health() -> dict[str, str]:
    """For load balancers and the supervisor: the web answers and the database too."""
    db.session().execute(select(1))
    return {"status": "ok"}
