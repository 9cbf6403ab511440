"""Pages for people who answer for a supplier."""

from app.supplier.routes import blueprint

__all__ = ["blueprint"]
