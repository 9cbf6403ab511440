"""Looking for a statement by hand: search the registry copy and pick, or say that there is none."""

from __future__ import annotations

from typing import Final

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as HttpResponse
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app import access
from app.extensions import clock, db
from app.forms import Form
from app.officer import scope
from app.officer.blueprint import blueprint
from app.services.deciding import matches
from app.store import statements as store
from models import MatchDecision
from questionnaires import cleaning

SHOWN: Final = 30
MOST_LETTERS: Final = 200


class NoneExistsForm(Form):
    """Where an officer looked without finding a statement."""

    words = TextAreaField(
        _l("Where you looked"),
        [
            DataRequired(_l("Say where you looked")),
            Length(max=1000, message=_l("Enter 1,000 characters or fewer")),
        ],
        filters=[lambda text: cleaning.clean(text or "")],
    )


def _back(supplier_id: int) -> HttpResponse:
    return redirect(url_for("officer.supplier_statement", supplier_id=supplier_id))


@blueprint.route("/suppliers/<int:supplier_id>/statement", methods=["GET", "POST"])
@access.officer
def find_statement(supplier_id: int) -> str | HttpResponse:
    """Search the registry copy for this supplier's statement; a POST says that there is none."""
    found, session = scope.supplier(supplier_id), db.session()
    typed = request.args.get("q", found.name)[:MOST_LETTERS].replace("\x00", "")
    known = store.matches_of_supplier(session, found.council_id, supplier_id)
    form = NoneExistsForm()
    if form.validate_on_submit():
        try:
            matches.none_exists(
                session, access.person(), found, form.words.data or "", clock.now(), clock.today()
            )
        except ValueError:
            abort(409)
        flash(_("Noted that no statement exists. The supplier is being screened again."), "success")
        return _back(supplier_id)
    return render_template(
        "officer/find_statement.html",
        supplier=found,
        typed=typed,
        found=store.search(session, typed, SHOWN),
        shown=SHOWN,
        copy_date=store.newest_copy_date(session),
        confirmed=[one for one in known if one.decision == MatchDecision.CONFIRMED],
        said=store.no_statement(session, found.council_id, supplier_id),
        form=form,
        errors=form.first_errors(),
    )


@blueprint.post("/suppliers/<int:supplier_id>/statement/<int:organisation_id>")
@access.officer
def pick_statement(supplier_id: int, organisation_id: int) -> HttpResponse:
    """Pick an organisation of the registry copy as the supplier, or as the group that covers it."""
    found = scope.supplier(supplier_id)
    covered = store.covered_organisation(db.session(), organisation_id) or abort(404)
    by_group = request.form.get("as") == "group"
    now, today = clock.now(), clock.today()
    matches.pick(db.session(), access.person(), found, covered, now, today, by_group=by_group)
    flash(_("You picked the statement. The supplier is being screened again."), "success")
    return _back(supplier_id)


@blueprint.post("/suppliers/<int:supplier_id>/statement/may-exist")
@access.officer
def statement_may_exist(supplier_id: int) -> HttpResponse:
    """Take back that no statement exists."""
    found = scope.supplier(supplier_id)
    said = store.no_statement(db.session(), found.council_id, supplier_id) or abort(409)
    matches.undo_none(db.session(), access.person(), said, clock.now(), clock.today())
    flash(_("Your decision was taken back. The supplier is being screened again."), "success")
    return _back(supplier_id)
