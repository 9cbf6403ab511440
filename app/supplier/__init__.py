"""Pages for people who answer for a supplier."""

from app.supplier import colleague_routes, evidence_routes  # they add their pages to the blueprint
from app.supplier.routes import blueprint

__all__ = ["blueprint", "colleague_routes", "evidence_routes"]
