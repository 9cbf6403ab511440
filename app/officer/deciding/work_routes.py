""" "My work": what waits for the signed-in officer, and whether it wants the weekly e-mail."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db
from app.officer.blueprint import blueprint
from app.officer.deciding import work_views
from app.officer.deciding.care_labels import kind_label
from app.services.deciding import digests, work
from models import Role

PAGE_SIZE = 50


@blueprint.get("/my-work")
@access.officer
def my_work() -> str:
    """Suppliers, steps, corrections and reviews by due day; second opinions, escalations and notes."""
    officer, today = access.person(), clock.today()
    found = work.of_officer(db.session(), officer, today)
    rows = work_views.due_rows(found, today)
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "officer/my_work.html",
        work=found,
        rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        number_of_rows=len(rows),
        overdue=sum(row.is_overdue for row in rows),
        page=page,
        pages=-(-len(rows) // PAGE_SIZE),
        kind_label=kind_label,
        me=officer,
        is_lead=officer.role == Role.LEAD,
    )


@blueprint.post("/my-work/weekly-mail")
@access.officer
def weekly_mail() -> HttpResponse:
    """Begin or end the weekly e-mail for the signed-in officer."""
    wanted = request.form.get("wanted") == "yes"
    digests.choose(db.session(), access.person(), wanted, clock.now())
    flash(
        _("You get an e-mail on Mondays when there is something to tell.")
        if wanted
        else _("You get no weekly e-mail any more."),
        "success",
    )
    return redirect(url_for("officer.my_work"))
