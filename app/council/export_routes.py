"""The forms of a statement for the lead: to look at, to hand on, to put on the council's site."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope
from app.council.routes import blueprint
from app.documents.word.rendering import TemplateProblem
from app.extensions import clock, db
from app.services.annual import annual_files, annual_publication
from models import AnnualStatement

ENDINGS = ",".join(annual_files.FORMATS)


def _address(statement: AnnualStatement) -> str:
    """Where the statement stands, or will stand, for the public."""
    base = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    slug, year = statement.council.slug, statement.year_end.year
    return base + url_for("public.published_statement", slug=slug, year=year)


@blueprint.get("/<int:statement_id>/exports")
@access.officer
def exports(statement_id: int) -> str:
    """Every form in both languages; of a draft each says that it is one."""
    statement = scope.statement(statement_id)
    return render_template(
        "council/exports.html",
        statement=statement,
        endings=list(annual_files.FORMATS),
        is_draft=statement.frozen_at is None,
        address=_address(statement),
        is_public=statement.published_at is not None,
    )


@blueprint.get(f"/<int:statement_id>/exports/<any(en,cy):language>.<any({ENDINGS}):ending>")
@access.officer
def export(statement_id: int, language: str, ending: str) -> HttpResponse:
    """One form as a file."""
    statement = scope.statement(statement_id)
    pub = annual_publication.publication(db.session(), statement, language, clock.today())
    try:
        content = annual_files.made(pub, ending, _address(statement), clock.now())
    except TemplateProblem:
        # The template was checked when it was uploaded; what fails now is told and not hidden behind ours.
        said = _(
            "The Word file was not made: your council's template does not fit. Upload it again, or use ours."
        )
        flash(said, "error")
        return redirect(url_for("council.exports", statement_id=statement_id))
    annual_files.note_export(db.session(), access.person(), statement, ending, language, clock.now())
    response = current_app.response_class(content, mimetype=annual_files.FORMATS[ending].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{pub.file_stem}.{ending}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
