"""Asking a supplier to answer the questionnaire."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.forms import USUAL_DAYS_TO_ANSWER, AskForm
from app.officer.labels import setting_hint
from app.services.answers import questionnaires_in_use
from app.services.inviting import asking, invitations
from app.store import responses
from models import Supplier
from questionnaires import Questionnaire, Setting, SettingRefused


def _minutes_to_answer(supplier: Supplier, asked: Questionnaire | None = None) -> dict[Setting, int]:
    """About how many minutes the questions would take this supplier, by setting."""
    asked = asked or questionnaires_in_use.chosen(db.session(), supplier.council_id)
    ahead = asking.burden_ahead(supplier, clock.today(), str(get_locale()), asked)
    return {setting: burden.minutes for setting, burden in ahead.items()}


@blueprint.route("/suppliers/<int:supplier_id>/ask", methods=["GET", "POST"])
@access.officer
def ask(supplier_id: int) -> str | HttpResponse:
    """Ask the supplier to answer the questionnaire, or ask again."""
    found, today = scope.supplier(supplier_id), clock.today()
    earlier = responses.newest_invitation(db.session(), scope.council_id(), supplier_id)
    may_ask = {one.id: one for one in questionnaires_in_use.choices(db.session(), scope.council_id())}
    names = [(one.id, one.title.in_language(str(get_locale()))) for one in may_ask.values()]
    due_on = today + timedelta(days=USUAL_DAYS_TO_ANSWER)
    form = AskForm(today=today, questionnaires=names, data={"due_on": due_on})
    if request.method == "GET" and earlier is not None:
        form.email.data, form.contact_name.data = earlier.contact.email, earlier.contact.name
    if form.validate_on_submit():
        try:
            invitations.ask(
                db.session(),
                current_app.config["SETTINGS"],
                access.person(),
                found,
                form.email.data or "",
                form.contact_name.data or "",
                form.due_on.data or today,
                clock.now(),
                setting=Setting(form.setting.data),
                above_threshold=form.is_above_threshold,
                exception=form.exception.data or "",
                questionnaire=form.questionnaire.data if form.questionnaire else "",
            )
        except SettingRefused:
            form.exception.errors = [
                _(
                    "Below the threshold no separate stage may narrow the field. Ask with the tender or once "
                    "the contract is in place, or enter the exception that the council relies on."
                )
            ]
        except invitations.ContactIsOfficer:
            form.email.errors = [_("This is the address of a council officer. Enter the supplier's address.")]
        else:
            flash(_("The supplier has been asked to answer."), "success")
            return redirect(url_for("officer.supplier_answers", supplier_id=supplier_id))
    return render_template(
        "officer/ask.html",
        supplier=found,
        form=form,
        errors=form.first_errors(),
        earlier=earlier,
        hints={one.value: setting_hint(one, spent) for one, spent in _minutes_to_answer(found).items()},
        lengths=_lengths(found, list(may_ask.values())),
    )


def _lengths(supplier: Supplier, may_ask: Sequence[Questionnaire]) -> dict[str, str]:
    """How long each questionnaire would take this supplier while a contract is managed."""
    return {
        one.id: _(
            "For a contract in place: about %(minutes)s minutes.",
            minutes=_minutes_to_answer(supplier, one)[Setting.POST_AWARD],
        )
        for one in may_ask
    }
