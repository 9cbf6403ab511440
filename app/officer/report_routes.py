"""Risk reports as files, on one supplier and on all, and the report on all suppliers as a page."""

from __future__ import annotations

from typing import Final

from flask import Response, abort, render_template, request
from flask_babel import get_locale
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.extensions import clock, db, limiter
from app.officer import scope
from app.officer.routes import blueprint
from app.risk_reports import portfolio as portfolio_words
from app.risk_reports import supplier as supplier_words
from app.risk_reports.files import FORMS
from app.services import portfolio, supplier_reports
from models import Council
from screening.types import Use

USUAL_TOP: Final = 10
MOST_TOP: Final = 100


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
    session = db.session()
    try:
        facts = portfolio.gather(session, _council(session), _top(), clock.now(), clock.today())
    except portfolio.NotScreened:
        return render_template("officer/portfolio_report.html", report=None, top=_top(), most=MOST_TOP)
    report = portfolio_words.told(facts)
    return render_template("officer/portfolio_report.html", report=report, top=_top(), most=MOST_TOP)


@blueprint.get("/portfolio.<any(pdf, docx, xlsx):form>")
@limiter.limit("60 per hour")
@access.officer
def portfolio_report_file(form: str) -> HttpResponse:
    """What the page shows, as a file."""
    session = db.session()
    council = _council(session)
    try:
        facts = portfolio.gather(session, council, _top(), clock.now(), clock.today())
    except portfolio.NotScreened:
        abort(404)
    content = FORMS[form].write(portfolio_words.told(facts))
    language = str(get_locale())
    portfolio.record_export(session, access.person(), council, facts, content, form, language)
    return _download(content, form, f"{council.slug}-suppliers-{facts.today}-{language}")


def _top() -> int:
    return min(max(request.args.get("top", USUAL_TOP, type=int), 1), MOST_TOP)


def _download(content: bytes, form: str, name: str) -> HttpResponse:
    answer = Response(content, content_type=FORMS[form].media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{FORMS[form].ending}")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
