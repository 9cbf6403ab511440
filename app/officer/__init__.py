"""Pages for procurement officers: a room for each subject, all on one blueprint."""

from app.officer.blueprint import blueprint
from app.officer.deciding import (
    band_routes,
    care_routes,
    decide_routes,
    exclusion_routes,
    note_routes,
    work_routes,
)
from app.officer.duplicates import duplicate_routes, merge_routes
from app.officer.own_questionnaires import own_editor_routes, own_preview_routes, own_questionnaire_routes
from app.officer.packs import pack_clause_routes, pack_file_routes, pack_routes
from app.officer.plans import action_routes, plan_routes
from app.officer.price_checks import price_check_routes
from app.officer.queue import (
    bulk_routes,
    overview_routes,
    queue_routes,
    saved_view_routes,
    search_routes,
    worklist_routes,
)
from app.officer.retention import erasure_routes, retention_routes
from app.officer.set_up import more_routes, people_routes, program_routes, weight_routes
from app.officer.supplier import (
    address_routes,
    ask_routes,
    company_routes,
    contact_routes,
    contract_routes,
    correction_routes,
    evidence_routes,
    match_routes,
    report_routes,
    statement_routes,
    supplier_routes,
    takeover_routes,
    timeline_routes,
    use_routes,
)
from app.officer.uploads import loaded_routes, upload_routes

__all__ = [
    "action_routes",
    "address_routes",
    "ask_routes",
    "band_routes",
    "blueprint",
    "bulk_routes",
    "care_routes",
    "company_routes",
    "contact_routes",
    "contract_routes",
    "correction_routes",
    "decide_routes",
    "duplicate_routes",
    "erasure_routes",
    "evidence_routes",
    "exclusion_routes",
    "loaded_routes",
    "match_routes",
    "merge_routes",
    "more_routes",
    "note_routes",
    "overview_routes",
    "own_editor_routes",
    "own_preview_routes",
    "own_questionnaire_routes",
    "pack_clause_routes",
    "pack_file_routes",
    "pack_routes",
    "people_routes",
    "plan_routes",
    "price_check_routes",
    "program_routes",
    "queue_routes",
    "report_routes",
    "retention_routes",
    "saved_view_routes",
    "search_routes",
    "statement_routes",
    "supplier_routes",
    "takeover_routes",
    "timeline_routes",
    "upload_routes",
    "use_routes",
    "weight_routes",
    "work_routes",
    "worklist_routes",
]
