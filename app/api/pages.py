"""The document of the API for programs, and the page about it for the people who write them."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from flask import Response, json, render_template

from app import access
from app.api.openapi import SCOPES, document
from app.api.operations import REQUESTS_OF_A_TOKEN, blueprint, by_tag, settings
from app.services.outside.webhook_sending import SIGNATURE_HEADER
from app.services.outside.webhooks import MOST_FAILURES


def _version() -> str:
    try:
        return version("fairhand")
    except PackageNotFoundError:
        return "0"


@blueprint.get("")
@access.anyone
def about() -> str:
    """What the API does, with examples."""
    return render_template(
        "api/about.html",
        tags=by_tag(),
        scopes=SCOPES,
        base=f"{settings().base_url.rstrip('/')}/api/v1",
        often=REQUESTS_OF_A_TOKEN.split()[0],
        signature_header=SIGNATURE_HEADER,
        most_failures=MOST_FAILURES,
    )


@blueprint.get("/openapi.json")
@access.anyone
def openapi_document() -> Response:
    """The OpenAPI 3.1 document."""
    response = Response(json.dumps(document(settings().base_url, _version())), mimetype="application/json")
    response.add_etag()
    return response
