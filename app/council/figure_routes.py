"""The figures of a statement: all of them, and the trail of each to the rows that made it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope, trail, views
from app.council.routes import blueprint
from app.council.section_routes import append
from app.extensions import clock, db
from app.pages import LANGUAGES
from app.services.annual import annual_figures, annual_statements, figure_words
from app.services.annual.annual_statements import Conflict, Finished
from app.store import annual as store
from app.store.annual_figures import FIGURES

PAGE_SIZE = 50


@blueprint.get("/<int:statement_id>/figures")
@access.officer
def figures(statement_id: int) -> str:
    """Every figure with its value and last year's; from a section, each can be put into its text."""
    found, area = scope.statement(statement_id), request.args.get("area", "")
    section = scope.section(statement_id, area) if area else None
    return render_template(
        "council/figures.html",
        statement=found,
        section=section,
        title=views.area_title(area) if area else "",
        groups=views.all_figures(db.session(), found, clock.today()),
        may_write=section is not None and scope.is_lead() and found.state in annual_statements.OPEN,
        as_at=annual_figures.period_of(found, clock.today()).last_day,
    )


@blueprint.get("/<int:statement_id>/figures/<name>")
@access.officer
def figure(statement_id: int, name: str) -> str:
    """The trail of a figure: its value, the day, the query, the rows, and last year's value."""
    found = scope.statement(statement_id)
    shown = views.figures(db.session(), found, [name], clock.today()).get(name) or abort(404)
    value = annual_figures.value_in(db.session(), found, name, clock.today()) or abort(404)
    page = max(request.args.get("page", 1, type=int), 1)
    ids = value.rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    rows = trail.rows(db.session(), found.council_id, value.subject, ids)
    return render_template(
        "council/figure.html",
        statement=found,
        figure=shown,
        value=value,
        of=figure_words.label(FIGURES[name].of) if FIGURES[name].of else "",
        earlier=store.before(db.session(), found),
        rows=rows,
        gone=len(ids) - len(rows),
        page=page,
        first=(page - 1) * PAGE_SIZE + 1,
        pages=-(-len(value.rows) // PAGE_SIZE),
        areas=[
            (one.area, views.area_title(one.area))
            for one in found.sections
            if name in annual_figures.named(one.text + one.text_cy)
        ],
    )


@blueprint.post("/<int:statement_id>/sections/<area>/figures/<name>/<language>")
@access.lead
def put_figure(statement_id: int, area: str, name: str, language: str) -> HttpResponse:
    """Put a live figure at the end of a section's English or Welsh text."""
    found = scope.section(statement_id, area)
    if name not in FIGURES or language not in LANGUAGES:
        abort(404)
    with force_locale(language):
        line = _("%(label)s: %(value)s.", label=figure_words.label(name), value=f"[[{name}]]")
    english, welsh = (line, "") if language == "en" else ("", line)
    try:
        is_new = append(found, english, welsh, suggested=False)
    except Finished:
        flash(_("The statement is approved, so its texts can no longer be changed."), "error")
    except Conflict:
        db.session().rollback()
        flash(
            _("Somebody else saved this section just now. Look at it, and do it again if it is needed."),
            "error",
        )
    else:
        flash(
            _("The figure stands at the end of the text.")
            if is_new
            else _("The text has this line already."),
            "success",
        )
    return redirect(url_for("council.section", statement_id=statement_id, area=area))
