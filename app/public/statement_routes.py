"""The published statements of councils: every year at an address of its own, for good."""

from __future__ import annotations

import re

from flask import abort, current_app, g, render_template, request, url_for
from flask_babel import get_locale
from markupsafe import Markup
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.documents.annual import texts
from app.extensions import clock, db, limiter
from app.public.routes import blueprint
from app.services.annual import annual_files, annual_publication
from app.store import annual as store
from app.store import people
from models import AnnualStatement, Council

ENDINGS = ",".join(annual_files.FORMATS)


def _council(slug: str) -> Council:
    found = people.council_by_slug(db.session(), slug) or abort(404)
    g.council = found
    return found


def _statement(slug: str, year: int) -> AnnualStatement:
    """The published statement of the year that ended in a calendar year; "not found" for any other."""
    _council(slug)
    for one in store.published(db.session(), slug):
        if one.year_end.year == year:
            return one
    abort(404)


def _address(slug: str, year: int) -> str:
    base = str(current_app.config["SETTINGS"].base_url).rstrip("/")
    return base + url_for("public.published_statement", slug=slug, year=year)


_CLASSES = {
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "a": "govuk-link",
    "table": "govuk-table",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}
_TAG = re.compile(rf"<({'|'.join(_CLASSES)})(?=[\s>])")


def _dressed(fragment: str) -> Markup:
    """The fragment in the clothes of this site. Every word in it is escaped, and it has no classes yet."""
    return Markup(_TAG.sub(lambda tag: f'<{tag[1]} class="{_CLASSES[tag[1]]}"', fragment))


@blueprint.get("/councils/<slug>/statements")
@access.anyone
def published_statements(slug: str) -> str:
    """All years of a council, the newest first."""
    council = _council(slug)
    return render_template(
        "public/statements.html", council_shown=council, statements=store.published(db.session(), slug)
    )


@blueprint.get("/councils/<slug>/statements/<int:year>")
@access.anyone
def published_statement(slug: str, year: int) -> HttpResponse:
    """One year's statement, as it was approved."""
    statement = _statement(slug, year)
    pub = annual_publication.publication(db.session(), statement, str(get_locale()), clock.today())
    if not pub.is_unaltered:
        current_app.logger.error("statement %s is not what was approved", statement.id)
    page = render_template(
        "public/statement.html",
        slug=slug,
        year=year,
        pub=pub,
        body=_dressed(texts.html_fragment(pub)),
        endings=list(annual_files.FORMATS),
    )
    return current_app.response_class(page)


@blueprint.get(f"/councils/<slug>/statements/<int:year>/<any(en,cy):language>.<any({ENDINGS}):ending>")
@access.anyone
@limiter.limit("60 per minute")
def published_file(slug: str, year: int, language: str, ending: str) -> HttpResponse:
    """A form of one year's statement; the same bytes for ever."""
    statement = _statement(slug, year)
    pub = annual_publication.publication(db.session(), statement, language, clock.today())
    if not pub.is_unaltered:
        abort(409)
    tag = f"{pub.sha256}-{language}-{ending}"
    # Who has the file already costs nothing: a PDF or Word file takes a noticeable part of a second to make.
    is_known = request.if_none_match.contains(tag)
    content = b"" if is_known else annual_files.made(pub, ending, _address(slug, year), clock.now())
    response = current_app.response_class(content, mimetype=annual_files.FORMATS[ending].media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{pub.file_stem}.{ending}"'
    response.set_etag(tag)
    response.cache_control.public = True
    response.cache_control.max_age = 3600
    return response.make_conditional(request)
