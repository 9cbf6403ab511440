"""The council's annual statements: the list of years, and what one statement still needs."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope, views, words
from app.council.forms import BeginForm
from app.extensions import clock, db
from app.services.annual import annual_approval, annual_statements
from app.store import annual as store
from screening import annual

blueprint = Blueprint("council", __name__, url_prefix="/statement", template_folder="templates")

USUAL_END = (3, 31)
"""The last day of the year of most councils: 31 March."""


def _suggested_year_end(today: date) -> date:
    """The last end of a council's usual year that has passed."""
    end = date(today.year, *USUAL_END)
    return end if end < today else date(today.year - 1, *USUAL_END)


def _rooms() -> list[tuple[str, str]]:
    """The further pages that exist and that the person may see."""
    for_leads = (
        {"council.referrals": _("Referral totals"), "council.concerns": _("Concerns passed on")}
        if scope.is_lead()
        else {}
    )
    return views.others(
        {
            "council.promises": _("Promises of all years"),
            "council.rules": _("Rules and deadlines"),
            "council.training": _("Training log"),
            **for_leads,
            "council.trackers": _("Commitments and pathways"),
            "council.guidance": _("Guidance library"),
        }
    )


@blueprint.get("")
@access.officer
def years() -> str:
    """All statements of the council, the newest year first."""
    statements = store.statements(db.session(), scope.council().id)
    return render_template(
        "council/years.html",
        rows=[(one, views.foot(one, clock.today()), words.COLOURS[one.state]) for one in statements],
        rooms=_rooms(),
        is_lead=scope.is_lead(),
    )


@blueprint.route("/begin", methods=["GET", "POST"])
@access.lead
def begin() -> str | HttpResponse:
    """Begin the statement of a year; a year that was begun is opened."""
    form = BeginForm(
        clock.today(), data={"year_end": _suggested_year_end(clock.today()), "outline": "six_areas"}
    )
    if form.validate_on_submit() and form.year_end.data is not None:
        held = store.of_year(db.session(), scope.council().id, form.year_end.data)
        made = annual_statements.begin(
            db.session(),
            scope.person(),
            scope.council(),
            form.year_end.data,
            form.outline.data,
            clock.now(),
        )
        if held is not None:
            flash(_("The statement of this year was begun before. Here it is."), "info")
        return redirect(url_for("council.statement", statement_id=made.id))
    return render_template(
        "council/begin.html",
        form=form,
        errors=form.first_errors(),
        outlines={
            one.id: "; ".join(_(annual.areas()[area].title) for area in one.areas)
            for one in annual.outlines().values()
        },
    )


@blueprint.get("/<int:statement_id>")
@access.officer
def statement(statement_id: int) -> str:
    """One statement: its sections with their state, what the reading finds, and what comes next."""
    found = scope.statement(statement_id)
    findings = annual_statements.findings(db.session(), found)
    return render_template(
        "council/statement.html",
        statement=found,
        lines=views.section_lines(db.session(), found, findings),
        whole=[one for one in findings if not one.area],
        elsewhere=views.unlisted(found, findings),
        weights=words.weight,
        rules=annual_statements.rules_of(found),
        foot=views.foot(found, clock.today()),
        colour=words.COLOURS[found.state],
        is_open=found.state in annual_statements.OPEN,
        is_unaltered=annual_approval.is_unaltered(found),
        rooms=views.rooms_of(found),
        is_lead=scope.is_lead(),
    )
