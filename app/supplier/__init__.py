"""Pages for people who answer for a supplier."""

from app.supplier import (  # they add their pages to the blueprint
    catching_up_routes,
    check_routes,
    colleague_routes,
    contact_routes,
    correction_routes,
    evidence_routes,
    plan_routes,
    question_routes,
    registry_routes,
    report_routes,
    shared_data_routes,
    sharing_routes,
    takeover_routes,
    workbook_routes,
)
from app.supplier.routes import blueprint

__all__ = [
    "blueprint",
    "catching_up_routes",
    "check_routes",
    "colleague_routes",
    "contact_routes",
    "correction_routes",
    "evidence_routes",
    "plan_routes",
    "question_routes",
    "registry_routes",
    "report_routes",
    "shared_data_routes",
    "sharing_routes",
    "takeover_routes",
    "workbook_routes",
]
