"""The JSON API for a council's own systems, with its OpenAPI document and a page about it."""

from app.api import (
    contract_routes,
    pages,
    report_routes,
    response_routes,
    run_routes,
    statement_routes,
    supplier_routes,
    webhook_routes,
)
from app.api.operations import blueprint

__all__ = [
    "blueprint",
    "contract_routes",
    "pages",
    "report_routes",
    "response_routes",
    "run_routes",
    "statement_routes",
    "supplier_routes",
    "webhook_routes",
]
