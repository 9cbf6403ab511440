"""The page for councillors."""

from app.scrutiny.routes import blueprint

__all__ = ["blueprint"]
