"""Pages for procurement officers."""

from app.officer import (
    band_routes,
    contract_routes,
    correction_routes,
    evidence_routes,
    exclusion_routes,
    own_editor_routes,
    own_preview_routes,
    own_questionnaire_routes,
    search_routes,
    use_routes,
    weight_routes,
    worklist_routes,
)
from app.officer.routes import blueprint

__all__ = [
    "band_routes",
    "blueprint",
    "contract_routes",
    "correction_routes",
    "evidence_routes",
    "exclusion_routes",
    "own_editor_routes",
    "own_preview_routes",
    "own_questionnaire_routes",
    "search_routes",
    "use_routes",
    "weight_routes",
    "worklist_routes",
]
