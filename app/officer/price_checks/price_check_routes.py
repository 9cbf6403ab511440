"""Prices against the wage floor: a new check, the list, one check, and each step of the hearing."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as HttpResponse

from app import access, downloads
from app.extensions import clock, db
from app.forms import Form
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.price_checks import price_check_files
from app.officer.price_checks import price_check_views as views
from app.officer.price_checks.price_check_forms import (
    FIRST_LINES,
    MOST_FILE_LINES,
    MOST_LINES,
    AskForm,
    ConcludeForm,
    MoreTimeForm,
    PriceForm,
    ReasonForm,
    ReceivedForm,
)
from app.services.deciding import price_checks as service
from app.store import price_checks as store
from models import PriceCheck, PriceConclusion
from models import PriceCheckState as S

PER_PAGE = 50
USUAL_DAYS_TO_EXPLAIN = 14


def _check(check_id: int) -> PriceCheck:
    return store.price_check(db.session(), scope.council_id(), check_id) or abort(404)


@blueprint.get("/price-checks")
@access.officer
def price_checks() -> str:
    """The council's checks: what is not concluded first."""
    council_id, page = scope.council_id(), max(1, min(request.args.get("page", 1, type=int), 10_000))
    total = store.count(db.session(), council_id)
    found = store.listed(db.session(), council_id, (page - 1) * PER_PAGE, PER_PAGE)
    return render_template(
        "officer/price_checks.html",
        rows=[views.seen(row, clock.today()) for row in found],
        total=total,
        page=page,
        pages=max(1, -(-total // PER_PAGE)),
        start=(page - 1) * PER_PAGE,
    )


@blueprint.route("/price-checks/new", methods=["GET", "POST"])
@access.officer
def new_price_check() -> str | HttpResponse:
    """Enter a price and its labour. "Add another kind of labour" shows the form again with one line more,
    "Take the labour from the file" with the lines of a file, to be looked at before the sum is made."""
    supplier_id = request.args.get("supplier_id", type=int)
    supplier = scope.supplier(supplier_id) if supplier_id is not None else None
    wants_line, wants_file = "more" in request.form, "read" in request.form
    entries, problems = _entries(wants_file)
    lines = int(entries.get("lines", FIRST_LINES, type=int) or FIRST_LINES) + wants_line
    form = PriceForm(
        entries if request.method == "POST" else None,
        max(1, min(lines, MOST_LINES if wants_line else MOST_FILE_LINES)),
        data={"tenderer": supplier.name if supplier else ""},
    )
    only_shown = wants_line or wants_file
    if not only_shown and form.validate_on_submit():
        tender = form.tender(supplier)
        made = service.make(db.session(), access.person(), tender, form.price(), clock.now())
        return redirect(url_for("officer.price_check", check_id=made.id))
    return render_template(
        "officer/price_check_new.html",
        supplier=supplier,
        form=form,
        can_add=len(form.lines) < MOST_LINES,
        taken=len(form.lines) if wants_file and not problems else 0,
        problems=problems,
        errors=({"labour_file": problems[0]} if problems else {}) if only_shown else form.first_errors(),
    )


def _entries(wants_file: bool) -> tuple[MultiDict[str, str], tuple[str, ...]]:
    """What the form says, with the labour of its file if that is wanted; and what is wrong with the file."""
    if not wants_file:
        return request.form, ()
    file = request.files.get("labour_file")
    if file is None or not file.filename:
        return request.form, (_("Choose a file"),)
    try:
        return price_check_files.with_labour(request.form, file), ()
    except price_check_files.NotTaken as refused:
        return request.form, refused.problems
    finally:
        file.close()


@blueprint.get("/price-checks/labour.<any(csv, xlsx):form>")
@access.officer
def labour_template(form: str) -> HttpResponse:
    """An empty table of labour, to be filled in and sent with the form of a new check."""
    content = price_check_files.template(form)
    return downloads.attachment(BytesIO(content), f"{_('Labour')}.{form}", len(content))


@blueprint.get("/price-checks/<int:check_id>")
@access.officer
def price_check(check_id: int) -> str:
    """One check: the sum line by line, the tenderer's hearing, and what was concluded."""
    return render_template("officer/price_check.html", seen=views.seen(_check(check_id), clock.today()))


@blueprint.route("/price-checks/<int:check_id>/ask", methods=["GET", "POST"])
@access.officer
def ask_tenderer(check_id: int) -> str | HttpResponse:
    """Record that the tenderer was told that its price looks abnormally low, and may explain."""
    row, today = _check(check_id), clock.today()
    usual = {"asked_on": today, "explain_by": today + timedelta(days=USUAL_DAYS_TO_EXPLAIN)}
    form = AskForm(today, data=usual)

    def write() -> None:
        days = form.asked_on.data or today, form.explain_by.data or today
        service.ask(db.session(), access.person(), row, *days, form.words.data or "", clock.now(), today)

    return _step("ask", row, row.state == S.COMPUTED, form, write)


@blueprint.route("/price-checks/<int:check_id>/more-time", methods=["GET", "POST"])
@access.officer
def more_time(check_id: int) -> str | HttpResponse:
    """Give the tenderer more time to explain."""
    row, today = _check(check_id), clock.today()
    form = MoreTimeForm(row.explain_by or today)

    def write() -> None:
        day, reason = form.explain_by.data or today, form.reason.data or ""
        service.give_time(db.session(), access.person(), row, day, reason, clock.now())

    return _step("more_time", row, row.state == S.EXPLANATION_ASKED, form, write)


@blueprint.route("/price-checks/<int:check_id>/explanation", methods=["GET", "POST"])
@access.officer
def explanation(check_id: int) -> str | HttpResponse:
    """Record what the tenderer explained."""
    row, today = _check(check_id), clock.today()
    form = ReceivedForm(row.asked_on or today, today, data={"received_on": today})

    def write() -> None:
        day, summary = form.received_on.data or today, form.summary.data or ""
        service.receive(db.session(), access.person(), row, day, summary, clock.now(), today)

    return _step("explanation", row, row.state == S.EXPLANATION_ASKED, form, write)


@blueprint.route("/price-checks/<int:check_id>/conclude", methods=["GET", "POST"])
@access.officer
def conclude_price(check_id: int) -> str | HttpResponse:
    """Conclude, of what may be concluded now."""
    row, today = _check(check_id), clock.today()
    form = ConcludeForm(service.allowed(row, today))

    def write() -> None:
        conclusion, reason = PriceConclusion(form.conclusion.data), form.reason.data or ""
        service.conclude(db.session(), access.person(), row, conclusion, reason, clock.now(), today)

    return _step("conclude", row, row.state != S.CONCLUDED, form, write)


@blueprint.route("/price-checks/<int:check_id>/take-back", methods=["GET", "POST"])
@access.officer
def take_back_price(check_id: int) -> str | HttpResponse:
    """Take a conclusion back."""
    row, form = _check(check_id), ReasonForm()

    def write() -> None:
        service.take_back(db.session(), access.person(), row, form.reason.data or "", clock.now())

    return _step("take_back", row, row.state == S.CONCLUDED, form, write)


def _step(step: str, row: PriceCheck, is_allowed: bool, form: Form, write: Any) -> str | HttpResponse:
    """The page of a step; back to the check once it is taken. 409 where the state does not allow it."""
    if not is_allowed:
        abort(409)
    check_id = row.id
    if form.validate_on_submit():
        try:
            write()
        except (service.NotNow, service.NotHeard):
            abort(409)
        flash(_("Saved."), "success")
        return redirect(url_for("officer.price_check", check_id=check_id))
    return render_template(
        "officer/price_check_step.html",
        step=step,
        seen=views.seen(row, clock.today()),
        form=form,
        errors=form.first_errors(),
        hints=views.conclusion_hints(),
    )
