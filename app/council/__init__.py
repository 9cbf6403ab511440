"""Pages for the council's lead: its own annual statement, from the first draft to the published page."""

from app.council import (
    approval_routes,
    concern_routes,
    export_routes,
    figure_routes,
    guidance_routes,
    guidance_views,
    promise_routes,
    referral_routes,
    registry_file_routes,
    registry_routes,
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
    "concern_routes",
    "export_routes",
    "figure_routes",
    "guidance_routes",
    "guidance_views",
    "promise_routes",
    "referral_routes",
    "registry_file_routes",
    "registry_routes",
    "routes",
    "rule_routes",
    "section_routes",
    "tracker_routes",
    "training_file_routes",
    "training_routes",
]
