"""What every page needs: the language, the council whose name it bears, and filters for templates."""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Flask, g, request, session
from flask_babel import format_decimal, get_locale
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.extensions import db, login
from app.labels import company_number_words
from app.sentences import council_name, country_name, sentence
from app.store import people
from models import Council, Person

LANGUAGES = ("en", "cy")


def chosen_language() -> str:
    """The language of this request: as chosen on the page, else the browser's."""
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    return request.accept_languages.best_match(LANGUAGES) or "en"


def council_in_view() -> Council | None:
    """The council that the page belongs to: set by the route, else the officer's, else the only one."""
    if "council" in g:
        return g.council
    try:
        if current_user and current_user.is_authenticated and current_user.council:
            g.council = current_user.council
        else:
            g.council = people.only_council(db.session())
    except SQLAlchemyError:  # an error page must come out even when the database does not answer
        g.council = None
    return g.council


def pounds(amount: Decimal | None) -> str:
    """An amount in whole pounds, for example £880,000; nothing when it is not known."""
    return "" if amount is None else f"£{format_decimal(amount.quantize(Decimal(1)))}"


def _product_version() -> str:
    try:
        return version("fairhand")
    except PackageNotFoundError:
        return "0"


@login.user_loader  # type: ignore[untyped-decorator]  # Flask-Login is untyped
def _load_person(person_id: str) -> Person | None:
    return people.person_by_id(db.session(), int(person_id))


def init_app(app: Flask) -> None:
    """Give templates their context and filters."""
    product_version = _product_version()

    @app.context_processor
    def context() -> dict[str, Any]:
        return {
            "council": council_in_view(),
            "product_version": product_version,
            "get_locale": get_locale,
            "settings": app.config["SETTINGS"],
        }

    app.add_template_filter(sentence, "sentence")
    app.add_template_filter(pounds, "pounds")
    app.add_template_filter(company_number_words, "company_number_words")
    app.add_template_filter(country_name, "country_name")
    app.add_template_filter(council_name, "council_name")
