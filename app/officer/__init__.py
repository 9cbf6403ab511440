"""Pages for procurement officers."""

from app.officer.routes import blueprint

__all__ = ["blueprint"]
