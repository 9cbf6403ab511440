"""The worklist: which reviews to do with the time there is, and what then stays unreviewed."""

from __future__ import annotations

from typing import Final

from flask import Response, render_template, request
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.documents.worklist_csv import worklist_csv
from app.extensions import clock, db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.services.judgement import worklists
from app.services.judgement.worklists import CouncilWorklist
from screening.worklist import reviews

USUAL_CAPACITY: Final = 20
MOST: Final = 500


def _capacity() -> int:
    """What the address asks for, within what one page can show."""
    return min(max(request.args.get("capacity", USUAL_CAPACITY, type=int), 0), MOST)


def _plan() -> CouncilWorklist:
    return worklists.plan(db.session(), scope.council_id(), _capacity(), clock.today())


@blueprint.get("/worklist")
@access.officer
def worklist() -> str:
    """The reviews for a capacity that stands in the address, with the reason of each."""
    found = _plan()
    return render_template(
        "officer/worklist.html",
        worklist=found.worklist,
        picks=list(zip(found.worklist.picks, found.supplier_ids, strict=True)),
        asked=found.asked,
        reviews=reviews(),
        month=clock.today(),
        most=MOST,
    )


@blueprint.get("/worklist.csv")
@access.officer
def worklist_file() -> HttpResponse:
    """What the page shows, as a spreadsheet."""
    found = _plan().worklist
    answer = Response(worklist_csv(found), mimetype="text/csv")
    answer.headers.set("Content-Disposition", "attachment", filename=f"worklist-{found.capacity}.csv")
    return answer
