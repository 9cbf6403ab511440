"""Which files were loaded, and what was read and skipped."""

from __future__ import annotations

from flask import abort, render_template

from app import access
from app.extensions import db
from app.officer import scope
from app.officer.blueprint import blueprint
from app.officer.supplier import match_views
from app.store import screenings, suppliers

RUNS_SHOWN = 10


@blueprint.get("/registry-copies", endpoint="statements")
@access.officer
def loaded_files() -> str:
    """Which files were loaded, with what was read and skipped."""
    files = suppliers.source_files(db.session(), scope.council_id())
    done = screenings.finished_runs(db.session(), scope.council_id(), RUNS_SHOWN)
    return render_template("officer/files.html", files=files, runs=match_views.matching_runs(done))


@blueprint.get("/registry-copies/<int:file_id>")
@access.officer
def loaded_file(file_id: int) -> str:
    """The rows of one file that were skipped, with line and reason."""
    files = suppliers.source_files(db.session(), scope.council_id())
    found = next((one for one in files if one.id == file_id), None) or abort(404)
    return render_template("officer/file.html", file=found)
