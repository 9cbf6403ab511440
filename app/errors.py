"""Error pages that say what happened and what to do; below the API's address, problem details in JSON."""

from __future__ import annotations

from flask import Flask, Response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app import problems

#: The statuses that have a page of their own; every other error gets the page of its class.
WITH_PAGE = {400, 403, 404, 409, 410, 413, 429, 500}


def init_app(app: Flask) -> None:
    """Register the pages."""

    @app.errorhandler(HTTPException)
    def explain(error: HTTPException) -> tuple[str, int] | Response:
        if problems.wanted_for(request.path):
            return problems.answer(error)
        code = error.code or 500
        page = code if code in WITH_PAGE else (400 if code < 500 else 500)
        return render_template(f"errors/{page}.html"), code

    @app.errorhandler(CSRFError)
    def form_expired(error: CSRFError) -> tuple[str, int]:
        return render_template("errors/400.html"), 400

    @app.errorhandler(500)
    def unexpected(error: Exception) -> tuple[str, int] | Response:
        if problems.wanted_for(request.path):
            return problems.answer(error)
        return render_template("errors/500.html"), 500
