"""Which company a supplier is, or that it is none: candidates, an officer's word, and taking that back."""

from __future__ import annotations

from typing import Any, Final

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as HttpResponse
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app import access, labels
from app.extensions import clock, db
from app.forms import HintedForm
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.supplier import company_views
from app.services.matching import company_directory
from app.services.matching.screening_setup import screening_setup
from app.services.organisations import which_company
from app.store import stated_companies as store
from models import NoNumber, Supplier
from questionnaires import cleaning

MOST_LETTERS: Final = 200
LONGEST_REASON: Final = 1_000


def _reason(label: Any) -> TextAreaField:
    return TextAreaField(
        label,
        [
            DataRequired(_l("Say how you know. An auditor reads this in two years")),
            Length(max=LONGEST_REASON, message=_l("Enter 1,000 characters or fewer")),
        ],
        filters=[lambda text: cleaning.clean(text or "")],
    )


class CompanyForm(HintedForm):
    """The company number of a supplier, and how the officer knows."""

    number = StringField(_l("Company number"), filters=[lambda text: cleaning.clean(text or "").strip()])
    reason = _reason(_l("How you know"))

    def validate_number(self, field: StringField) -> None:
        """It must be a number as Companies House gives them."""
        try:
            which_company.read_number(field.data or "")
        except which_company.Impossible as impossible:
            raise ValidationError(company_views.trouble_words(impossible.trouble)) from impossible


class NoCompanyForm(HintedForm):
    """What a supplier is that has no company number, and how the officer knows."""

    kind = RadioField(_l("What it is"), [InputRequired(_l("Choose what it is"))])
    none_reason = _reason(_l("How you know that it has none"))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.kind.choices = [(kind.value, labels.no_number_label(kind)) for kind in NoNumber]


@blueprint.route("/suppliers/<int:supplier_id>/company", methods=["GET", "POST"])
@access.officer
def supplier_company(supplier_id: int) -> str | HttpResponse:
    """The companies that the supplier may be; a POST says which."""
    found, session = scope.supplier(supplier_id), db.session()
    chosen = cleaning.clean(request.args.get("number", ""))[:MOST_LETTERS].strip()
    form = CompanyForm(data={"number": chosen}) if request.method == "GET" else CompanyForm()
    if form.validate_on_submit():
        said = which_company.say(
            session,
            access.person(),
            found,
            form.number.data or "",
            form.reason.data or "",
            clock.now(),
            clock.today(),
        )
        flash(
            _(
                "The company number is %(number)s. The supplier is being screened again.",
                number=said.company_number,
            ),
            "success",
        )
        return redirect(url_for("officer.supplier_company", supplier_id=found.id))
    return _page(found, form, chosen)


@blueprint.post("/suppliers/<int:supplier_id>/company/none")
@access.officer
def supplier_without_company(supplier_id: int) -> str | HttpResponse:
    """Say that a supplier has no company number, and what it is."""
    found, form = scope.supplier(supplier_id), NoCompanyForm()
    if not form.validate_on_submit():
        return _page(found, CompanyForm(formdata=None), "", form)
    which_company.say_none(
        db.session(),
        access.person(),
        found,
        NoNumber(form.kind.data),
        form.none_reason.data or "",
        clock.now(),
        clock.today(),
    )
    flash(_("Saved: it has no company number. The supplier is being screened again."), "success")
    return redirect(url_for("officer.supplier_company", supplier_id=found.id))


def _page(found: Supplier, form: CompanyForm, chosen: str, none_form: NoCompanyForm | None = None) -> str:
    session, setup = db.session(), screening_setup(current_app.config["SETTINGS"])
    typed = cleaning.clean(request.args.get("q", ""))[:MOST_LETTERS].strip()
    looked_up = which_company.look_up(session, found, setup, typed) if typed else []
    history = store.history(session, found.council_id, found.id)
    standing = next((one for one in history if one.withdrawn_at is None), None)
    return render_template(
        "officer/company.html",
        supplier=found,
        standing=standing,
        history=history,
        others=which_company.others_with(session, found, found.company_number),
        candidates=[] if typed or found.no_number else which_company.candidates(session, found, setup),
        looked_up=looked_up,
        typed=typed,
        can_look_up=company_directory.is_there(found.council_id, setup),
        chosen=company_views.chosen(session, found, chosen),
        called=company_views.called,
        register_address=company_views.register_address,
        no_number_label=labels.no_number_label,
        form=form,
        none_form=none_form or NoCompanyForm(formdata=None),
        errors=(none_form or form).first_errors(),
    )


@blueprint.post("/suppliers/<int:supplier_id>/company/take-back")
@access.officer
def take_back_company(supplier_id: int) -> HttpResponse:
    """Take back what stands of an officer's word for the number."""
    found = scope.supplier(supplier_id)
    try:
        which_company.take_back(db.session(), access.person(), found, clock.now(), clock.today())
    except which_company.NothingStands:
        db.session().rollback()
        flash(_("Nothing was changed: there was nothing to take back."), "error")
    else:
        flash(_("Taken back. The supplier is being screened again."), "success")
    return redirect(url_for("officer.supplier_company", supplier_id=supplier_id))
