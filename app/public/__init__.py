"""Pages for anybody: signing in, help, and what the law asks a public service to say of itself."""

from app.public import statement_routes  # it adds its pages to the blueprint
from app.public.routes import blueprint

__all__ = ["blueprint", "statement_routes"]
