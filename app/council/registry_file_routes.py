"""The council's entry in the government's statement registry, to take along: the sheet and the files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import render_template
from flask_babel import force_locale, format_date, get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.council import scope
from app.council.registry_routes import filled
from app.council.routes import blueprint
from app.documents.registry_sheet import content, pdf_file, tables, xlsx_file
from app.extensions import clock, db
from app.services.annual import registry_entries as service
from app.services.annual.registry_entries import Filled
from models import AnnualStatement

TYPES: Final[Mapping[str, str]] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}
ENDINGS: Final = ",".join(TYPES)
IN_COLUMNS: Final = ("csv", "json")
"""Forms in the registry's own columns, which are the same in every language."""


def _sheet(statement: AnnualStatement, held: Filled, language: str) -> content.Sheet:
    council = statement.council
    with force_locale(language):
        if held.entered:
            day = format_date(held.entered.entered_on, "d MMMM y")
            status = _("As entered in the registry on %(day)s", day=day)
        else:
            status = _("Draft: not noted as entered in the registry")
    return content.sheet(
        held.entry, council.name_in(language), council.slug, statement.year_end, status, language
    )


@blueprint.get("/<int:statement_id>/registry/sheet")
@access.officer
def registry_sheet(statement_id: int) -> str:
    """The form with the answers beside its questions, to read from and to print."""
    statement = scope.statement(statement_id)
    held = filled(statement)
    language = "cy" if str(get_locale()).startswith("cy") else "en"
    return render_template(
        "council/registry_sheet.html",
        statement=statement,
        sheet=_sheet(statement, held, language),
        without_answer=pdf_file.without_answer,
    )


@blueprint.get(f"/<int:statement_id>/registry/<any(en,cy):language>.<any({ENDINGS}):ending>")
@access.officer
def registry_file(statement_id: int, language: str, ending: str) -> HttpResponse:
    """The entry as a file."""
    statement = scope.statement(statement_id)
    held, now = filled(statement), clock.now()
    sheet = _sheet(statement, held, language)
    if ending in IN_COLUMNS:
        rows = service.rows(held, statement, clock.today())
        body = tables.registry_csv(rows) if ending == "csv" else tables.registry_json(rows)
    else:
        body = xlsx_file.sheet_xlsx(sheet, now) if ending == "xlsx" else pdf_file.sheet_pdf(sheet, now)
    service.note_export(db.session(), scope.person(), statement, ending, language, now)
    name = _file_name(statement, held, sheet, ending)
    response = HttpResponse(body, mimetype=TYPES[ending])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _file_name(statement: AnnualStatement, held: Filled, sheet: content.Sheet, ending: str) -> str:
    kind = "" if held.entered else "draft-"
    if ending in IN_COLUMNS:
        year = held.entry.text("statement_year")
        return f"{kind}registry-entry-{statement.council.slug}-{year or statement.year_end.year}.{ending}"
    return f"{kind}{sheet.file_stem}.{ending}"
