"""The extensions as bare objects. This module imports nothing of the project, so nothing can loop."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from celery import Celery
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
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


clock = Clock()
db = SQLAlchemy()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(key_func=get_remote_address)
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
