"""Pages for a contact who cannot answer in time, is not the right person, or whose link is dead."""

from __future__ import annotations

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.services.answers.answering import AlreadySubmitted
from app.services.inviting import contact_requests, dead_links, invitations
from app.services.inviting.colleagues import IsOwner
from app.services.inviting.contact_requests import NotMine, TimeReason
from app.services.people import access_links
from app.store import sharing as sharing_store
from app.supplier.contact_forms import MoreTimeForm, NotMeForm
from app.supplier.evidence_views import settings
from app.supplier.routes import blueprint
from app.supplier.seats import owned
from models import Invitation, LinkPurpose, ResponseStatus


def _asked(invitation_id: int) -> Invitation:
    """An invitation of the owner whose answer a council waits for."""
    invitation = owned(invitation_id).invitation
    if invitation.response.status != ResponseStatus.DRAFT:
        raise AlreadySubmitted
    if not sharing_store.is_asked_for(db.session(), invitation.id):
        abort(404)
    return invitation


@blueprint.route("/answers/<int:invitation_id>/more-time", methods=["GET", "POST"])
@access.respondent
@limiter.limit("20 per hour", methods=["POST"])
def more_time(invitation_id: int) -> str | HttpResponse:
    """Ask the council for more time; until it replies the day stays."""
    invitation = _asked(invitation_id)
    form = MoreTimeForm(clock.today(), invitation.due_on, data={"why": invitation.wanted_why or None})
    if form.validate_on_submit() and form.until.data is not None:
        contact_requests.ask_more_time(
            db.session(),
            settings(),
            access.person(),
            invitation,
            form.until.data,
            TimeReason(form.why.data),
            clock.now(),
        )
        flash(
            _(
                "We have asked the council for time until %(day)s. It replies by e-mail; until then the day "
                "stays as it is.",
                day=format_date(form.until.data, "d MMMM y"),
            ),
            "success",
        )
        return redirect(url_for("supplier.tasks", invitation_id=invitation_id))
    return render_template(
        "supplier/more_time.html",
        invitation=invitation,
        form=form,
        last_day=contact_requests.last_day(clock.today()),
        errors=form.first_errors(),
    )


@blueprint.route("/answers/<int:invitation_id>/not-me", methods=["GET", "POST"])
@access.respondent
@limiter.limit("20 per hour", methods=["POST"])
def not_me(invitation_id: int) -> str | HttpResponse:
    """Pass the questionnaire on to a colleague, or say that one is not the person to ask."""
    invitation = _asked(invitation_id)
    form = NotMeForm()
    if form.validate_on_submit():
        try:
            flash(_done(invitation, form), "success")
        except IsOwner:
            form.email.errors = [_("This is your own address. Enter that of a colleague.")]
        except invitations.ContactIsOfficer:
            form.email.errors = [_("This address cannot be used here. Enter a colleague's work address.")]
        else:
            return redirect(url_for("supplier.invitations"))
    return render_template(
        "supplier/not_me.html", invitation=invitation, form=form, errors=form.first_errors()
    )


def _done(invitation: Invitation, form: NotMeForm) -> str:
    """Do what was chosen; what is then said."""
    given = (db.session(), settings(), access.person(), invitation)
    if not form.passes_on:
        contact_requests.decline(*given, NotMine(form.which.data), clock.now())
        return _("Thank you. We have told the council, and you get no more e-mails about this questionnaire.")
    successor = contact_requests.pass_on(
        *given, form.email.data or "", form.colleague_name.data or "", clock.now()
    )
    return _("Thank you. We have written to %(email)s, who answers from now on.", email=successor.email)


@blueprint.errorhandler(access_links.UnusableLink)
def _dead_link(problem: access_links.UnusableLink) -> tuple[str, int]:
    """A link that does not work: why, and a new one where somebody still waits."""
    is_invitation = request.endpoint == "supplier.follow_invitation"
    purpose = LinkPurpose.INVITATION if is_invitation else LinkPurpose.DELEGATION
    token = str((request.view_args or {}).get("token", ""))
    found = dead_links.look_at(db.session(), token, purpose)
    if found is None:
        return render_template("errors/404.html"), 404
    g.council = found.council
    renew = "supplier.renew_link" if is_invitation else "supplier.renew_colleague_link"
    page = render_template(
        "supplier/dead_link.html", why=found.why, council=found.council, renew_url=url_for(renew, token=token)
    )
    return page, 410


@blueprint.post("/answer/<token>/new-link")
@access.anyone
@limiter.limit("10 per hour")
def renew_link(token: str) -> str:
    """Send a new link to the address to which the dead one went; nobody learns which address that is."""
    return _renewed(token, LinkPurpose.INVITATION)


@blueprint.post("/colleague/<token>/new-link")
@access.anyone
@limiter.limit("10 per hour")
def renew_colleague_link(token: str) -> str:
    """The same for the link of a colleague."""
    return _renewed(token, LinkPurpose.DELEGATION)


def _renewed(token: str, purpose: LinkPurpose) -> str:
    if not dead_links.renew(db.session(), settings(), token, purpose, clock.now()):
        abort(404)
    return render_template("supplier/link_sent.html")
