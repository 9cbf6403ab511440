"""Finding out who a new contact is, before the earlier answers of their organisation are shown to them."""

from __future__ import annotations

from typing import Any, Final

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response as HttpResponse
from wtforms import RadioField
from wtforms.validators import InputRequired

from app import access
from app.extensions import clock, db
from app.forms import Form
from app.officer import scope
from app.officer.blueprint import blueprint
from app.services.answers.answering import AlreadySubmitted
from app.services.inviting import takeovers
from app.services.inviting.takeovers import KnownBy
from app.store import outbox
from app.store import takeovers as store
from models import ContactTakeover

_NO: Final = "no"
_WAYS: Final = {
    KnownBy.PHONE: _l(
        "I telephoned them, on a number that the council had before or that the firm publishes"
    ),
    KnownBy.MEETING: _l("I met them, or know them from working together"),
    KnownBy.FIRM: _l("The earlier contact, or somebody else whom I know at the firm, confirmed it"),
}


class TakeoverForm(Form):
    """How the officer found out who the contact is, or that they could not."""

    known_by = RadioField(_l("How did you find out who they are?"), [InputRequired(_l("Choose an answer"))])

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        ways = [(one.value, str(words)) for one, words in _WAYS.items()]
        self.known_by.choices = [
            *ways,
            (_NO, _("I could not find out: do not show them the earlier answers")),
        ]

    @property
    def way(self) -> KnownBy | None:
        """How; None if they could not."""
        return None if self.known_by.data == _NO else KnownBy(self.known_by.data)


@blueprint.route("/takeovers/<int:takeover_id>", methods=["GET", "POST"])
@access.officer
def takeover(takeover_id: int) -> str | HttpResponse:
    """Who asks for which answers; how the officer found out who they are."""
    asked = store.of_council(db.session(), scope.council_id(), takeover_id) or abort(404)
    here = redirect(url_for("officer.supplier_answers", supplier_id=asked.invitation.supplier_id))
    if asked.decided_at is not None:
        flash(_("This has been decided already."))
        return here
    form = TakeoverForm()
    if form.validate_on_submit():
        _decide(asked, form.way)
        return here
    before = store.readable(db.session(), asked)
    return render_template(
        "officer/takeover.html",
        supplier=asked.invitation.supplier,
        asked=asked,
        before=before,
        is_told=before is not None
        and before.contact.active
        and not outbox.is_dead(db.session(), before.contact.email),
        same_domain=before is not None
        and _domain(before.contact.email) == _domain(asked.invitation.contact.email),
        form=form,
        errors=form.first_errors(),
    )


def _decide(asked: ContactTakeover, way: KnownBy | None) -> None:
    settings = current_app.config["SETTINGS"]
    try:
        number = takeovers.decide(db.session(), settings, access.person(), asked, way, clock.now())
    except takeovers.Decided:
        flash(_("This has been decided already."))
    except AlreadySubmitted:
        flash(_("The supplier has submitted its answers meanwhile, so there is nothing to decide."))
    except takeovers.NothingToTakeOver:
        flash(_("The council may no longer read the earlier answers, so it cannot hand them on."), "error")
    else:
        told = (
            ngettext(
                "The contact was told. %(num)s answer stands ready for them to confirm.",
                "The contact was told. %(num)s answers stand ready for them to confirm.",
                number,
            )
            if way is not None
            else _("The contact was told, and answers the questions afresh.")
        )
        flash(told, "success")


def _domain(email: str) -> str:
    return email.rpartition("@")[2].lower()
