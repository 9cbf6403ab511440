"""The rules of annual statements: what each set is, and which the council applies."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope, views, words
from app.council.forms import RulesForm, rules_form
from app.council.routes import blueprint
from app.extensions import clock, db
from app.services.annual import statement_rules
from app.services.annual.annual_statements import switched_on
from screening import annual
from screening.reference import sources


def _form() -> RulesForm:
    council = scope.council()
    days = {f"from_{name}": day for name, day in switched_on(council).items()}
    titles = {one.id: _("Applies to us for years that end on or after") for one in statement_rules.proposed()}
    return rules_form(titles, {**days, "months": council.statement_months})


def _page(form: RulesForm) -> str:
    return render_template(
        "council/rules.html",
        rule_sets=annual.rule_sets(),
        sources=sources(),
        on=switched_on(scope.council()),
        months=scope.council().statement_months,
        form=form,
        errors=form.first_errors(),
        words=words,
        title_of=views.area_title,
        is_lead=scope.is_lead(),
    )


@blueprint.get("/rules")
@access.officer
def rules() -> str:
    """Every rule set with what it asks for and its source, and which of them the council applies."""
    return _page(_form())


@blueprint.post("/rules")
@access.lead
def change_rules() -> str | HttpResponse:
    """Switch proposed rules on or off, and set the council's own months."""
    form = _form()
    if not form.validate():
        return _page(form)
    changed = statement_rules.change(
        db.session(), scope.person(), scope.council(), form.days(), form.months.data, clock.now()
    )
    said = _("The rules are saved.")
    if changed:
        said += " " + ngettext("%(num)s draft follows them.", "%(num)s drafts follow them.", changed)
    flash(said, "success")
    return redirect(url_for("council.rules"))
