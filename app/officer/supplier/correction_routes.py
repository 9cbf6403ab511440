"""What suppliers say is wrong in the council's reports on them, and the officer's reply."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council_view import council_view, still_says
from app.extensions import clock, db
from app.labels import correction_labels
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.supplier import correction_views
from app.officer.supplier.correction_forms import CorrectionReplyForm
from app.services.answers.answering import questionnaire_of
from app.services.deciding import corrections as service
from app.store import corrections as store
from app.store import responses
from models import CorrectionState


@blueprint.get("/suppliers/<int:supplier_id>/what-the-supplier-sees")
@access.officer
def supplier_sees(supplier_id: int) -> str:
    """The page that the supplier sees of its report, to read only."""
    found, council_id = scope.supplier(supplier_id), scope.council_id()
    invitation = responses.newest_invitation(db.session(), council_id, supplier_id)
    questionnaire = questionnaire_of(invitation.response) if invitation is not None else None
    return render_template(
        "officer/supplier_sees.html",
        supplier=found,
        view=council_view(db.session(), council_id, found, questionnaire),
        is_answered=store.has_reader(db.session(), council_id, supplier_id),
        is_asked=invitation is not None,
    )


@blueprint.get("/corrections")
@access.officer
def corrections() -> str:
    """Everything that suppliers of this council say is wrong, what waits for a reply first."""
    found, today = store.of_council(db.session(), scope.council_id()), clock.today()
    return render_template(
        "officer/corrections.html",
        waiting=[one for one in found if one.is_open],
        closed=[one for one in found if not one.is_open],
        overdue=sum(one.is_overdue(today) for one in found),
        outcomes=correction_views.outcomes(),
        language=str(get_locale()),
        today=today,
    )


@blueprint.route("/corrections/<int:correction_id>", methods=["GET", "POST"])
@access.officer
def correction(correction_id: int) -> str | HttpResponse:
    """One line that a supplier disputes: where it is mended, and the reply to the supplier."""
    found = store.correction(db.session(), scope.council_id(), correction_id) or abort(404)
    form = CorrectionReplyForm()
    if request.method == "POST" and not found.is_open:
        abort(409)
    if form.validate_on_submit():
        try:
            service.reply(
                db.session(),
                current_app.config["SETTINGS"],
                access.person(),
                found,
                CorrectionState(form.outcome.data),
                form.reason.data or "",
                form.done.data or "",
                clock.now(),
            )
        except service.Closed:
            abort(409)
        flash(_("Your reply was sent to the supplier."), "success")
        return redirect(url_for("officer.correction", correction_id=correction_id))
    return render_template(
        "officer/correction.html",
        correction=found,
        supplier=found.supplier,
        labels=correction_labels(found, str(get_locale())),
        outcomes=correction_views.outcomes(),
        mending=correction_views.mending(found),
        stands=still_says(council_view(db.session(), scope.council_id(), found.supplier), found),
        is_overdue=found.is_overdue(clock.today()),
        is_last_round=service.is_last_round(found),
        form=form,
        errors=form.first_errors(),
    )
