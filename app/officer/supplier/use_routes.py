"""A supplier's result for another use: as it may be seen at evaluation, and the lines by contract."""

from __future__ import annotations

import io

from flask import Response, abort, render_template, request
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council_view import merged_lines
from app.documents.contributions_csv import write_contributions
from app.documents.run_facts import ScreenedSupplier
from app.extensions import db
from app.officer import scope, views
from app.officer.blueprint import blueprint
from app.officer.supplier import use_views
from app.store import screenings
from models import StoredReport
from screening.types import Use


def _stored(supplier_id: int) -> StoredReport:
    return screenings.current_report(db.session(), scope.council_id(), supplier_id) or abort(404)


@blueprint.get("/suppliers/<int:supplier_id>/evaluation")
@access.officer
def evaluation(supplier_id: int) -> str:
    """The supplier as it may be seen while tenders are evaluated.

    Judged anew from the stored case without what the law keeps out. The page has nothing else of the
    supplier: no place in a queue, no answers, no match, which could all tell of places.
    """
    found, stored = scope.supplier(supplier_id), _stored(supplier_id)
    _case, report = use_views.as_used(stored, Use.EVALUATION)
    return render_template(
        "officer/evaluation.html",
        supplier=found,
        report=report,
        seen=use_views.seen(report),
        lines=merged_lines(report),
        clause_texts=views.clause_texts(report),
    )


@blueprint.get("/suppliers/<int:supplier_id>/lines.csv")
@access.officer
def lines_by_contract(supplier_id: int) -> HttpResponse:
    """Every line of the score by contract, as a spreadsheet; `use` in the address says for which use."""
    found, stored = scope.supplier(supplier_id), _stored(supplier_id)
    wanted = request.args.get("use", Use.CONTRACT_MANAGEMENT.value)
    if wanted not in tuple(Use):
        abort(404)
    case, report = use_views.as_used(stored, Use(wanted))
    text = io.StringIO(newline="")
    write_contributions(text, [ScreenedSupplier(0, case, report)])
    answer = Response(text.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    name = f"supplier-{found.id}-{wanted}.csv"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
