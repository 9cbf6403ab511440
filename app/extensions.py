"""The extensions as bare objects. This module imports nothing of the project, so nothing can loop."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.support import NullTranslations, Translations
from celery import Celery
from flask import Flask
from flask_babel import Babel, Domain, get_locale
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry


class Clock:
    """Where the service asks for the time; tests put their own in its place."""

    def now(self) -> datetime:
        """The moment, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The day in Britain, which at night is not always the day in UTC."""
        return self.now().astimezone(ZoneInfo("Europe/London")).date()


class Catalogues(Domain):  # type: ignore[misc]  # Flask-Babel is untyped
    """The texts of each language, found by the language alone.

    A page asks for some hundreds of texts, and the usual way looks three times at the request for each.
    """

    def get_translations(self) -> Translations | NullTranslations:
        """The catalogue of the reader's language; an empty one where nobody reads."""
        locale = get_locale()
        if locale is None:
            return NullTranslations()
        found = self.cache.get(locale.language)
        if found is None:
            found = self.cache[locale.language] = super().get_translations()
        return found


class Languages(Babel):  # type: ignore[misc]  # Flask-Babel is untyped
    """Flask-Babel with these catalogues."""

    def init_app(self, app: Flask, *args: Any, **kwargs: Any) -> None:
        """As Flask-Babel does; templates ask the catalogues themselves, and their `_` is `gettext`."""
        super().init_app(app, *args, **kwargs)
        texts = self.domain_instance = Catalogues()
        app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with jinja2.ext.i18n
            gettext=lambda text: texts.get_translations().ugettext(text),
            ngettext=lambda one, many, number: texts.get_translations().ungettext(one, many, number),
            newstyle=True,
        )
        app.jinja_env.globals["_"] = app.jinja_env.globals["gettext"]


def _whose_requests() -> str:
    """Whose requests are counted together: those of a person; of strangers those of an address.

    A council's officers often share one address, and none of them is to wait because another was busy.
    """
    if current_user.is_authenticated:
        return f"person:{current_user.get_id()}"
    return f"address:{get_remote_address()}"


clock = Clock()
db = SQLAlchemy()
login = LoginManager()
csrf = CSRFProtect()
babel = Languages()
limiter = Limiter(key_func=_whose_requests)
celery = Celery("fairhand")


@event.listens_for(Engine, "connect")
def _set_sqlite_pragmas(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    """Readers beside one writer (WAL), foreign keys kept, and a long wait rather than a "locked" error."""
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=60000", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
