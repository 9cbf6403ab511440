"""Correcting the address of a contact whom mail does not reach, and sending again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as HttpResponse
from wtforms import DateField, StringField
from wtforms.validators import Length

from app import access
from app.extensions import clock, db
from app.forms import Form, check_due_day, is_email
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.forms import DATE_FORMATS, USUAL_DAYS_TO_ANSWER
from app.officer.supplier import contact_views
from app.services.inviting import came_back, invitations
from app.store import responses


class AddressForm(Form):
    """The right address, who is there, and by when the answer is wanted from now on."""

    email = StringField(_l("E-mail address of the supplier's contact"), [is_email])
    contact_name = StringField(
        _l("Contact's name (optional)"),
        [Length(max=160, message=_l("Enter a name of 160 characters or fewer"))],
    )
    due_on = DateField(
        _l("Answer wanted by"),
        format=DATE_FORMATS,
        invalid_value_message=_l("Enter a day such as 14/12/2026"),  # type: ignore[call-arg]  # stubs are older
    )

    def __init__(self, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def validate_due_on(self, field: DateField) -> None:
        """The day must be yet to come, and within reach."""
        check_due_day(field.data, self._today)


@blueprint.route("/suppliers/<int:supplier_id>/address", methods=["GET", "POST"])
@access.officer
def correct_address(supplier_id: int) -> str | HttpResponse:
    """Say why mail does not arrive, and ask at the right address."""
    found, today = scope.supplier(supplier_id), clock.today()
    asked = responses.newest_invitation(db.session(), scope.council_id(), found.id)
    said = contact_views.for_supplier(db.session(), found, asked)
    if asked is None or said["undelivered"] is None:
        flash(_("No e-mail to this supplier's contact came back. To ask somebody else, ask again."))
        return redirect(url_for("officer.supplier_answers", supplier_id=found.id))
    due_on = max(asked.due_on, today + timedelta(days=USUAL_DAYS_TO_ANSWER))
    form = AddressForm(today, data={"due_on": due_on})
    if request.method == "GET":
        form.email.data, form.contact_name.data = asked.contact.email, asked.contact.name
    if form.validate_on_submit():
        try:
            now_asked = came_back.ask_at(
                db.session(),
                current_app.config["SETTINGS"],
                access.person(),
                asked,
                form.email.data or "",
                form.contact_name.data or "",
                form.due_on.data or due_on,
                clock.now(),
            )
        except invitations.ContactIsOfficer:
            form.email.errors = [_("This is the address of a council officer. Enter the supplier's address.")]
        else:
            flash(_("Sent again, to %(email)s.", email=now_asked.contact.email), "success")
            return redirect(url_for("officer.supplier_answers", supplier_id=found.id))
    return render_template(
        "officer/correct_address.html",
        supplier=found,
        form=form,
        errors=form.first_errors(),
        **said,
    )
