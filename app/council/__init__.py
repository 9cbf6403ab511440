"""Pages for the council's lead: its own annual statement, from the first draft to the published page."""

from app.council import (
    approval_routes,
    export_routes,
    figure_routes,
    promise_routes,
    referral_routes,
    routes,
    rule_routes,
    section_routes,
    tracker_routes,
    training_file_routes,
    training_routes,
)
from app.council.routes import blueprint

__all__ = [
    "approval_routes",
    "blueprint",
    "export_routes",
    "figure_routes",
    "promise_routes",
    "referral_routes",
    "routes",
    "rule_routes",
    "section_routes",
    "tracker_routes",
    "training_file_routes",
    "training_routes",
]
