"""Risk reports as files, on one supplier and on all, and the report on all suppliers as a page."""

from __future__ import annotations

from typing import Any, Final

from flask import Response, abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.supplier import report_views
from app.risk_reports import figures
from app.risk_reports import portfolio as portfolio_words
from app.risk_reports import supplier as supplier_words
from app.risk_reports.files import FORMS
from app.services.reports import portfolio, portfolio_files, supplier_reports
from app.store import report_files as store
from models import Council
from screening.types import Use

USUAL_TOP: Final = 10
MOST_TOP: Final = 100
_SECONDS_TO_LOOK_AGAIN: Final = 3


def _council(session: Session) -> Council:
    return session.get_one(Council, scope.council_id())


@blueprint.get("/suppliers/<int:supplier_id>/report.<any(pdf, docx, xlsx):form>")
@limiter.limit("120 per hour")
@access.officer
def supplier_report(supplier_id: int, form: str) -> HttpResponse:
    """The report on one supplier as a file; `use` in the address says for which use it is made."""
    session, found = db.session(), scope.supplier(supplier_id)
    wanted = request.args.get("use", Use.CONTRACT_MANAGEMENT.value)
    if wanted not in supplier_reports.USES:
        abort(404)
    try:
        facts = supplier_reports.gather(
            session, _council(session), found, Use(wanted), clock.now(), clock.today()
        )
    except supplier_reports.NotScreened:
        abort(404)
    content = FORMS[form].write(supplier_words.told(facts))
    language = str(get_locale())
    supplier_reports.record_export(session, access.person(), facts, found, content, form, language)
    return _download(content, form, f"supplier-{supplier_id}-{wanted}-{facts.today}-{language}")


@blueprint.get("/portfolio")
@access.officer
def portfolio_report() -> str:
    """The report on all suppliers as a page; `top` in the address says of how many it tells."""
    session, council_id, top = db.session(), scope.council_id(), _top()
    shown: dict[str, Any] = {"report": None, "top": top, "most": MOST_TOP, "files": [], "views": report_views}
    try:
        facts = portfolio.gather(session, _council(session), top, clock.now(), clock.today())
    except portfolio.NotScreened:
        return render_template("officer/portfolio_report.html", **shown)
    shown["report"] = portfolio_words.told(facts)
    shown["in_background"] = portfolio_files.in_background(session, council_id)
    shown["files"] = store.kept(session, council_id)
    return render_template("officer/portfolio_report.html", **shown)


@blueprint.get("/portfolio.<any(pdf, docx, xlsx):form>")
@limiter.limit("60 per hour")
@access.officer
def portfolio_report_file(form: str) -> HttpResponse:
    """What the page shows, as a file; with very many suppliers it is asked for on the page instead."""
    session = db.session()
    council = _council(session)
    if portfolio_files.in_background(session, council.id):
        return redirect(url_for("officer.portfolio_report", top=_top()))
    try:
        facts = portfolio.gather(session, council, _top(), clock.now(), clock.today())
    except portfolio.NotScreened:
        abort(404)
    content = FORMS[form].write(portfolio_words.told(facts))
    language = str(get_locale())
    portfolio.record_export(session, access.person(), council, facts, content, form, language)
    return _download(content, form, f"{council.slug}-suppliers-{facts.today}-{language}")


@blueprint.post("/portfolio/files")
@limiter.limit("60 per hour")
@access.officer
def make_portfolio_file() -> HttpResponse:
    """Have the report on very many suppliers made as a file."""
    form, session = request.form.get("form", ""), db.session()
    if form not in FORMS:
        abort(404)
    top = _within(request.form.get("top", USUAL_TOP, type=int))
    asked = portfolio_files.ask(
        session, access.person(), _council(session), form, figures.language(), top, clock.now()
    )
    return redirect(url_for("officer.portfolio_file", file_id=asked.id))


@blueprint.get("/portfolio/files/<int:file_id>")
@access.officer
def portfolio_file(file_id: int) -> HttpResponse:
    """How far the making of a file is; the page looks again by itself unless asked not to."""
    found = store.file(db.session(), scope.council_id(), file_id) or abort(404)
    still = request.args.get("still") == "1"
    page = render_template("officer/portfolio_file.html", file=found, views=report_views, still=still)
    answer = make_response(page)
    if found.is_open and not still:
        answer.headers["Refresh"] = str(_SECONDS_TO_LOOK_AGAIN)
    return answer


@blueprint.get("/portfolio/files/<int:file_id>/download")
@limiter.limit("120 per hour")
@access.officer
def download_portfolio_file(file_id: int) -> HttpResponse:
    """A file that was made and is still kept."""
    session = db.session()
    council = _council(session)
    found = store.file(session, council.id, file_id) or abort(404)
    try:
        content = portfolio_files.open_content(
            session, current_app.config["SETTINGS"], access.person(), found, clock.now()
        )
    except FileNotFoundError:
        abort(404)
    with content:
        name = f"{council.slug}-suppliers-{found.as_at}-{found.language}"
        return _download(content.read(), found.form, name)


def _top() -> int:
    return _within(request.args.get("top", USUAL_TOP, type=int))


def _within(top: int) -> int:
    return min(max(top, 1), MOST_TOP)


def _download(content: bytes, form: str, name: str) -> HttpResponse:
    answer = Response(content, content_type=FORMS[form].media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{FORMS[form].ending}")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
