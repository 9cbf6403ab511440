"""Finding a supplier by the beginning of any of its names or numbers."""

from __future__ import annotations

from typing import Final

from flask import current_app, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as HttpResponse

from app import access
from app.officer import scope
from app.officer.blueprint import blueprint
from app.services.matching import supplier_directory
from app.services.matching.screening_setup import screening_setup
from screening.matching.directory import Hit

SHOWN: Final = 20
SHOWN_WHILE_TYPING: Final = 8
MOST_LETTERS: Final = 200


def _hits(limit: int) -> tuple[str, list[Hit]]:
    typed = request.args.get("q", "")[:MOST_LETTERS]
    setup = screening_setup(current_app.config["SETTINGS"])
    return typed, supplier_directory.look_up(scope.council_id(), setup, typed, limit)


def _how(hit: Hit) -> str:
    """What was found, where it is not the name that is shown."""
    words = {
        "further name": _("also called %(name)s", name=hit.found),
        "previous name": _("was called %(name)s", name=hit.found),
        "number": _("number %(number)s", number=hit.found),
        "similar": _("a similar name"),
    }
    return words.get(hit.how, "")


@blueprint.get("/search")
@access.officer
def search() -> str:
    """A search that works without scripts: type, press the button, read the list."""
    typed, hits = _hits(SHOWN)
    return render_template(
        "officer/search.html",
        typed=typed,
        hits=[(int(hit.key), hit.name, _how(hit)) for hit in hits],
        shown=SHOWN,
    )


@blueprint.get("/search.json")
@access.officer
def search_as_typed() -> HttpResponse:
    """The same for the script of the page, which asks while somebody types."""
    _typed, hits = _hits(SHOWN_WHILE_TYPING)
    return jsonify([{"id": int(hit.key), "name": hit.name, "how": _how(hit)} for hit in hits])
