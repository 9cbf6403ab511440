"""A new contact asks to start from the answers that an earlier contact of the organisation gave."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as HttpResponse
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from app import access
from app.extensions import clock, db, limiter
from app.forms import Form
from app.services.inviting import takeovers
from app.supplier.evidence_views import settings
from app.supplier.routes import blueprint
from app.supplier.seats import owned
from questionnaires import cleaning


def _line(text: str | None) -> str:
    return cleaning.one_line(text or "")


class TakeoverForm(Form):
    """Who asks, and the declaration."""

    declared_name = StringField(
        _l("Your full name"),
        [
            DataRequired(_l("Enter your full name")),
            Length(max=160, message=_l("Enter a name of 160 characters or fewer")),
        ],
        filters=[_line],
    )
    declared_role = StringField(
        _l("Your job title"),
        [
            DataRequired(_l("Enter your job title")),
            Length(max=160, message=_l("Enter a job title of 160 characters or fewer")),
        ],
        filters=[_line],
    )
    declared = BooleanField(
        _l("I confirm that I answer for this organisation now, and may see what it answered earlier"),
        [InputRequired(_l("Confirm that you answer for this organisation"))],
    )


@blueprint.route("/answers/<int:invitation_id>/earlier-answers", methods=["GET", "POST"])
@access.respondent
@limiter.limit("20 per hour", methods=["POST"])
def earlier_answers(invitation_id: int) -> str | HttpResponse:
    """Say who one is and ask; the council finds out who that is before it shows anything."""
    invitation = owned(invitation_id).invitation
    tasks = redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    before = takeovers.offered(db.session(), invitation)
    if before is None:
        return tasks
    form = TakeoverForm(data={"declared_name": invitation.contact.name})
    if form.validate_on_submit():
        try:
            takeovers.ask(
                db.session(),
                settings(),
                invitation,
                form.declared_name.data or "",
                form.declared_role.data or "",
                clock.now(),
            )
        except takeovers.NothingToTakeOver:  # a second press
            return tasks
        flash(
            _(
                "We have asked the council. It gets in touch to find out who you are, and you get an e-mail. "
                "You need not wait: you can answer meanwhile."
            ),
            "success",
        )
        return tasks
    return render_template(
        "supplier/earlier_answers.html",
        invitation=invitation,
        given_on=before.response.submitted_at,
        form=form,
        errors=form.first_errors(),
    )
