"""The reply to a contact who asks for more time."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as HttpResponse
from wtforms import DateField, RadioField
from wtforms.validators import InputRequired, Optional, ValidationError

from app import access
from app.extensions import clock, db
from app.forms import Form, check_due_day
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.forms import DATE_FORMATS
from app.officer.supplier import contact_views
from app.services.inviting import contact_requests
from app.store import responses

_A_DAY = _l("Enter a day such as 14/12/2026")


class ReplyForm(Form):
    """Agree, name another day, or let the day stand."""

    answer = RadioField(_l("Your answer"), [InputRequired(_l("Choose an answer"))])
    until = DateField(
        _l("The other day"),
        [Optional()],
        format=DATE_FORMATS,
        invalid_value_message=_A_DAY,  # type: ignore[call-arg]  # stubs are older
    )

    def __init__(self, wanted: date, stands: date, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._wanted, self._stands, self._today = wanted, stands, today
        self.answer.choices = [
            ("yes", _("Agree: the new date is %(day)s", day=format_date(wanted, "d MMMM y"))),
            ("other", _("Give time until another day")),
            ("no", _("Decline: the date stays %(day)s", day=format_date(stands, "d MMMM y"))),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether there is an answer, and a day where it names another."""
        right: bool = super().validate(extra_validators)
        if self.answer.data == "other" and self.until.data is None and not self.until.errors:
            self.until.errors = [_A_DAY]
            return False
        return right

    def validate_until(self, field: DateField) -> None:
        """Another day that is yet to come, and within reach."""
        if self.answer.data != "other" or field.data is None:
            return
        check_due_day(field.data, self._today)
        if field.data <= max(self._today, self._stands):
            day = format_date(max(self._today, self._stands), "d MMMM y")
            raise ValidationError(_("Enter a day after %(day)s", day=day))

    @property
    def day(self) -> date:
        """The day by which the answer is wanted from now on."""
        chosen = {"yes": self._wanted, "other": self.until.data}.get(self.answer.data or "")
        return chosen or self._stands


@blueprint.route("/suppliers/<int:supplier_id>/more-time", methods=["GET", "POST"])
@access.officer
def reply_about_time(supplier_id: int) -> str | HttpResponse:
    """Reply to the contact who asks for more time."""
    found = scope.supplier(supplier_id)
    asked = responses.newest_invitation(db.session(), scope.council_id(), found.id)
    said = contact_views.for_supplier(db.session(), found, asked)
    wish = said["wish"]
    if wish is None:
        flash(_("Nobody asks for more time at present."))
        return redirect(url_for("officer.supplier_answers", supplier_id=found.id))
    form = ReplyForm(wish.wanted_due_on, wish.due_on, clock.today())
    if form.validate_on_submit():
        settings = current_app.config["SETTINGS"]
        try:
            moved = contact_requests.reply(
                db.session(), settings, access.person(), wish, form.day, clock.now()
            )
        except contact_requests.NothingAsked:
            abort(409)
        told = _("The supplier was told that it has more time.") if moved else ""
        flash(told or _("The supplier was told that the day stays as it is."), "success")
        return redirect(url_for("officer.supplier_answers", supplier_id=found.id))
    return render_template(
        "officer/more_time.html", supplier=found, form=form, errors=form.first_errors(), **said
    )
