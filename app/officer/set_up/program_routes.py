"""The council's own programs: their tokens, and the addresses that are told of changes."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, abort, current_app, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.set_up.program_forms import TokenForm, WebhookForm, event_words, scope_words
from app.services.outside import api_tokens, webhooks
from app.settings import Settings
from app.store import api_tokens as token_store
from app.store import webhooks as webhook_store
from models import DeliveryState, Scope, Webhook, WebhookDelivery, WebhookEvent

DELIVERIES_SHOWN = 50


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _webhook(webhook_id: int) -> Webhook:
    return webhook_store.webhook(db.session(), scope.council_id(), webhook_id) or abort(404)


def _not_kept(page: str) -> Response:
    """A page with a secret: nothing between here and the reader keeps it."""
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/api")
@access.lead
def programs() -> str:
    """The council's tokens and webhooks."""
    now = clock.now()
    return render_template(
        "officer/programs.html",
        tokens=[
            (one, [scope_words(Scope(name)) for name in one.scopes], one.is_valid(now))
            for one in token_store.of_council(db.session(), scope.council_id())
        ],
        webhooks=[
            (one, [event_words(WebhookEvent(name)) for name in one.events])
            for one in webhook_store.of_council(db.session(), scope.council_id())
        ],
    )


@blueprint.route("/api/tokens/new", methods=["GET", "POST"])
@access.lead
def new_token() -> str | Response:
    """Make a token, which is shown once."""
    form = TokenForm()
    if form.validate_on_submit():
        now = clock.now()
        token, secret = api_tokens.make(
            db.session(),
            access.person(),
            scope.council_id(),
            (form.name.data or "").strip(),
            [Scope(name) for name in form.scopes.data or []],
            now + timedelta(days=int(form.days.data)),
            now,
        )
        return _not_kept(render_template("officer/token_made.html", token=token, secret=secret))
    return render_template("officer/token.html", form=form, errors=form.first_errors())


@blueprint.post("/api/tokens/<int:token_id>/revoke")
@access.lead
def revoke_token(token_id: int) -> HttpResponse:
    """End a token at once."""
    token = token_store.token(db.session(), scope.council_id(), token_id) or abort(404)
    if api_tokens.revoke(db.session(), access.person(), token, clock.now()):
        flash(_("The token was ended. Whatever used it is refused from now on."), "success")
    return redirect(url_for("officer.programs"))


@blueprint.route("/api/webhooks/new", methods=["GET", "POST"])
@access.lead
def new_webhook() -> str | HttpResponse:
    """Have an address told of changes."""
    form = WebhookForm(_settings().webhooks_to_loopback)
    errors = {}
    if form.validate_on_submit():
        try:
            made = webhooks.make(
                db.session(),
                _settings(),
                access.person(),
                scope.council_id(),
                (form.url.data or "").strip(),
                [WebhookEvent(name) for name in form.events.data or []],
                clock.now(),
            )
        except webhooks.TooMany:
            errors = {
                "url": _("There are %(most)s webhooks. Remove one first.", most=webhooks.MOST_OF_COUNCIL)
            }
        else:
            flash(_("The webhook was made. Give its secret to the receiver."), "success")
            return redirect(url_for("officer.webhook", webhook_id=made.id))
    return render_template("officer/webhook_new.html", form=form, errors=errors or form.first_errors())


@blueprint.get("/api/webhooks/<int:webhook_id>")
@access.lead
def webhook(webhook_id: int) -> Response:
    """One webhook: its secret, and what became of its messages."""
    found = _webhook(webhook_id)
    log = webhook_store.newest_deliveries(db.session(), found.id, DELIVERIES_SHOWN)
    page = render_template(
        "officer/webhook.html",
        webhook=found,
        events=[event_words(WebhookEvent(name)) for name in found.events],
        secret=webhooks.secret_of(_settings(), found),
        most_failures=webhooks.MOST_FAILURES,
        deliveries=[(one, event_words(WebhookEvent(one.event)), _outcome(one)) for one in log],
    )
    return _not_kept(page)


def _outcome(delivery: WebhookDelivery) -> str:
    """What became of a message."""
    if delivery.state == DeliveryState.DELIVERED:
        return _("Taken")
    if delivery.state == DeliveryState.GIVEN_UP:
        return _("Given up")
    return _("Waits for another attempt") if delivery.attempts else _("About to be sent")


@blueprint.post("/api/webhooks/<int:webhook_id>/<any(on, off, remove):turn>")
@access.lead
def change_webhook(webhook_id: int, turn: str) -> HttpResponse:
    """Turn a webhook on or off, or remove it."""
    found, now = _webhook(webhook_id), clock.now()
    if turn == "remove":
        webhooks.remove(db.session(), access.person(), found, now)
        flash(_("The webhook was removed."), "success")
        return redirect(url_for("officer.programs"))
    webhooks.change(db.session(), _settings(), access.person(), found, now, active=turn == "on")
    flash(_("The webhook is on.") if turn == "on" else _("The webhook is off."), "success")
    return redirect(url_for("officer.webhook", webhook_id=found.id))
