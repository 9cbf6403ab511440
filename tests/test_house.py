"""The order of the house: who may import whom, who may call what, and that the README tells the truth."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from importlinter import cli

import questionnaires
from app import create_app, tasks
from app.extensions import celery, db, limiter
from app.settings import Settings
from screening.factors import SIGNALS_READ
from support.site import SignIn
from support.world import World

ROOT = Path(__file__).parents[1]

#: Who may call each page. A new route must be entered here, so that nobody opens one by accident.
ACCESS = {
    "static": "anyone",
    "public.home": "anyone",
    "public.set_language": "anyone",
    "public.brand": "anyone",
    "public.sign_in": "anyone",
    "public.follow_link": "anyone",
    "public.sign_out": "anyone",
    "public.seen_signs": "anyone",
    "public.accessibility": "anyone",
    "public.privacy": "anyone",
    "public.help_officer": "anyone",
    "public.outbox": "anyone",
    "public.health": "anyone",
    "public.published_statements": "anyone",
    "public.published_statement": "anyone",
    "public.published_file": "anyone",
    "officer.queue": "officer",
    "officer.queue_csv": "officer",
    "officer.queue_xlsx": "officer",
    "officer.overview": "officer",
    "officer.views": "officer",
    "officer.view_counts": "officer",
    "officer.save_view": "officer",
    "officer.remove_view": "officer",
    "officer.bulk": "officer",
    "officer.bulk_assign": "officer",
    "officer.bulk_ask": "officer",
    "officer.bulk_acts": "officer",
    "officer.bulk_act": "officer",
    "officer.undo_bulk": "officer",
    "officer.supplier": "officer",
    "officer.supplier_risk": "officer",
    "officer.supplier_contracts": "officer",
    "officer.supplier_statement": "officer",
    "officer.supplier_answers": "officer",
    "officer.supplier_work": "officer",
    "officer.supplier_documents": "officer",
    "officer.supplier_all": "officer",
    "officer.decide_match": "officer",
    "officer.find_statement": "officer",
    "officer.pick_statement": "officer",
    "officer.statement_may_exist": "officer",
    "officer.ask": "officer",
    "officer.evidence_file": "officer",
    "officer.contract": "officer",
    "officer.take_back_facts": "officer",
    "officer.evaluation": "officer",
    "officer.lines_by_contract": "officer",
    "officer.worklist": "officer",
    "officer.search": "officer",
    "officer.search_as_typed": "officer",
    "officer.worklist_file": "officer",
    "officer.band": "officer",
    "officer.take_back_band": "officer",
    "officer.add_exclusion_ground": "officer",
    "officer.exclusion_ground": "officer",
    "officer.weights": "officer",
    "officer.more": "officer",
    "officer.duplicates": "officer",
    "officer.find_duplicates": "officer",
    "officer.duplicate": "officer",
    "officer.compare_suppliers": "officer",
    "officer.dismiss_duplicate": "officer",
    "officer.reopen_duplicate": "officer",
    "officer.merge_with": "officer",
    "officer.choose_survivor": "officer",
    "officer.merge_suppliers": "officer",
    "officer.merges": "officer",
    "officer.merge": "officer",
    "officer.undo_merge": "officer",
    "officer.change_weight": "lead",
    "officer.weight_draft": "lead",
    "officer.add_to_draft": "lead",
    "officer.weight_draft_step": "lead",
    "officer.reset_weights": "lead",
    "officer.undo_weights": "lead",
    "officer.supplier_sees": "officer",
    "officer.corrections": "officer",
    "officer.correction": "officer",
    "officer.new_plan": "officer",
    "officer.plan": "officer",
    "officer.edit_plan": "officer",
    "officer.share_plan": "officer",
    "officer.plan_file": "officer",
    "officer.new_action": "officer",
    "officer.actions": "officer",
    "officer.action": "officer",
    "officer.edit_action": "officer",
    "officer.price_checks": "officer",
    "officer.new_price_check": "officer",
    "officer.price_check": "officer",
    "officer.ask_tenderer": "officer",
    "officer.more_time": "officer",
    "officer.explanation": "officer",
    "officer.conclude_price": "officer",
    "officer.take_back_price": "officer",
    "officer.questionnaires": "officer",
    "officer.questionnaire": "officer",
    "officer.questionnaire_file": "officer",
    "officer.preview_questionnaire": "officer",
    "officer.new_questionnaire": "lead",
    "officer.next_questionnaire": "lead",
    "officer.discard_questionnaire": "lead",
    "officer.publish_questionnaire": "lead",
    "officer.retire_questionnaire": "lead",
    "officer.upload_questionnaire": "lead",
    "officer.own_title": "lead",
    "officer.own_section": "lead",
    "officer.new_own_question": "lead",
    "officer.own_question": "lead",
    "officer.own_condition": "lead",
    "officer.change_own_part": "lead",
    "officer.standard_question": "lead",
    "officer.supplier_report": "officer",
    "officer.portfolio_report": "officer",
    "officer.portfolio_report_file": "officer",
    "officer.my_work": "officer",
    "officer.weekly_mail": "officer",
    "officer.take_on": "officer",
    "officer.care": "officer",
    "officer.deputies": "officer",
    "officer.end_deputy": "officer",
    "officer.decide": "officer",
    "officer.decision": "officer",
    "officer.take_back_decision": "officer",
    "officer.second_person": "lead",
    "officer.notes": "officer",
    "officer.remove_note": "officer",
    "officer.mention_seen": "officer",
    "officer.timeline": "officer",
    "officer.people": "lead",
    "officer.new_person": "lead",
    "officer.council_person": "lead",
    "officer.leave": "lead",
    "officer.invite_person": "lead",
    "officer.person_returns": "lead",
    "officer.statements": "officer",
    "officer.add_file": "officer",
    "officer.upload": "officer",
    "officer.act_on_upload": "officer",
    "officer.upload_problems": "officer",
    "officer.undo_file": "officer",
    "officer.load_undo": "officer",
    "officer.action_file": "officer",
    "officer.labour_template": "officer",
    "supplier.plan_step_file": "respondent",
    "officer.make_portfolio_file": "officer",
    "officer.portfolio_file": "officer",
    "officer.download_portfolio_file": "officer",
    "officer.packs": "officer",
    "officer.new_pack": "officer",
    "officer.supplier_clauses": "officer",
    "officer.pack": "officer",
    "officer.pack_details": "officer",
    "officer.pack_choices": "officer",
    "officer.issue_pack": "officer",
    "officer.copy_pack": "officer",
    "officer.discard_pack": "officer",
    "officer.pack_library": "officer",
    "officer.add_pack_clause": "officer",
    "officer.pack_clause": "officer",
    "officer.pack_clause_step": "officer",
    "officer.drop_pack_clause": "officer",
    "officer.pack_word": "officer",
    "officer.pack_text_file": "officer",
    "officer.pack_text": "officer",
    "officer.word_templates": "officer",
    "officer.shipped_word_template": "officer",
    "officer.word_template": "officer",
    "officer.retire_word_template": "lead",
    "officer.loaded_file": "officer",
    "council.years": "officer",
    "council.exports": "officer",
    "council.registry": "officer",
    "council.registry_step": "lead",
    "council.answer_registry": "lead",
    "council.enter_registry": "lead",
    "council.open_registry": "lead",
    "council.registry_sheet": "officer",
    "council.registry_file": "officer",
    "council.export": "officer",
    "scrutiny.page": "councillor",
    "council.begin": "lead",
    "council.statement": "officer",
    "council.section": "officer",
    "council.write_section": "lead",
    "council.check_section": "lead",
    "council.take_suggestion": "lead",
    "council.comment_section": "officer",
    "council.settle_comment": "lead",
    "council.section_history": "officer",
    "council.version_step": "lead",
    "council.figures": "officer",
    "council.figure": "officer",
    "council.put_figure": "lead",
    "council.approval": "officer",
    "council.send_statement": "lead",
    "council.sign_statement": "lead",
    "council.place_statement": "lead",
    "council.check_front_page": "lead",
    "council.promises": "officer",
    "council.statement_promises": "officer",
    "council.note_promise": "lead",
    "council.settle_promise": "lead",
    "council.rules": "officer",
    "council.change_rules": "lead",
    "council.training": "officer",
    "council.add_training": "lead",
    "council.edit_training": "lead",
    "council.remove_training": "lead",
    "council.import_training": "lead",
    "council.training_table": "officer",
    "council.referrals": "lead",
    "council.trackers": "officer",
    "council.note_tracker": "lead",
    "council.guidance": "officer",
    "council.add_guidance": "lead",
    "council.edit_guidance": "lead",
    "council.hide_guidance": "lead",
    "council.restore_guidance": "lead",
    "council.take_back_guidance": "lead",
    "council.read_guidance": "lead",
    "council.count_concern": "officer",
    "council.take_concern_back": "officer",
    "council.concerns": "lead",
    "council.set_safeguarding": "lead",
    "officer.programs": "lead",
    "officer.new_token": "lead",
    "officer.revoke_token": "lead",
    "officer.new_webhook": "lead",
    "officer.webhook": "lead",
    "officer.change_webhook": "lead",
    "api.about": "anyone",
    "api.openapi_document": "anyone",
    "api.list_suppliers": "token suppliers:read",
    "api.get_supplier": "token suppliers:read",
    "api.list_contracts": "token suppliers:read",
    "api.get_report": "token reports:read",
    "api.list_responses": "token responses:read",
    "api.list_statements": "token statements:read",
    "api.put_contracts": "token contracts:write",
    "api.list_runs": "token reports:read",
    "api.get_run": "token reports:read",
    "api.queue_run": "token runs:write",
    "api.list_webhooks": "token webhooks:write",
    "api.add_webhook": "token webhooks:write",
    "api.get_webhook": "token webhooks:write",
    "api.change_webhook": "token webhooks:write",
    "api.remove_webhook": "token webhooks:write",
    "api.list_deliveries": "token webhooks:write",
    "supplier.follow_invitation": "anyone",
    "supplier.invitations": "respondent",
    "supplier.tasks": "respondent",
    "supplier.question": "respondent",
    "supplier.keep_answer": "respondent",
    "supplier.shared_data": "respondent",
    "supplier.check": "respondent",
    "supplier.done": "respondent",
    "supplier.own_report_page": "respondent",
    "supplier.own_report_pdf": "respondent",
    "supplier.own_report_table": "respondent",
    "supplier.own_report_text": "respondent",
    "supplier.sharing": "respondent",
    "supplier.agree_sharing": "respondent",
    "supplier.withdraw_sharing": "respondent",
    "supplier.offer": "respondent",
    "supplier.answer_anew": "respondent",
    "supplier.update_answers": "respondent",
    "supplier.evidence_file": "respondent",
    "supplier.follow_delegation": "anyone",
    "supplier.ask_colleague": "respondent",
    "supplier.withdraw_colleague": "respondent",
    "supplier.finish_section": "respondent",
    "supplier.send_back": "respondent",
    "supplier.settle_return": "respondent",
    "supplier.workbook": "respondent",
    "supplier.workbook_file": "respondent",
    "supplier.marked_workbook": "respondent",
    "supplier.workbook_choices": "respondent",
    "supplier.council_view": "respondent",
    "supplier.dispute": "respondent",
    "supplier.correction": "respondent",
    "supplier.withdraw_correction": "respondent",
    "supplier.plans": "respondent",
    "supplier.plan": "respondent",
    "supplier.plan_step": "respondent",
    "supplier.plan_file": "respondent",
}


def test_imports_keep_to_the_contracts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(config_filename="pyproject.toml", no_cache=True) == cli.EXIT_STATUS_SUCCESS


@pytest.mark.parametrize("room", ["screening", "questionnaires"])
def test_a_ground_floor_room_loads_without_web_database_or_network(room: str) -> None:
    forbidden = ("flask", "sqlalchemy", "celery", "werkzeug", "requests", "httpx", "models", "app")
    code = f"import sys, {room}; print([name for name in {forbidden!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_every_route_states_who_may_call_it(app: Flask) -> None:
    stated = {name: getattr(view, "access", "nobody") for name, view in app.view_functions.items()}
    assert stated == ACCESS


def test_pages_that_need_somebody_send_strangers_to_sign_in(app: Flask) -> None:
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        if ACCESS[rule.endpoint] == "anyone" or ACCESS[rule.endpoint].startswith("token "):
            continue
        usual = {
            "turn": "on",
            "act": "discard",
            "decision": "confirm",
            "step": "save",
            "form": "xlsx",
            "language": "en",
            "ending": "pdf",
        }
        values = {name: usual.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(address, method=method)
            assert answer.status_code == 302, f"{method} {address}"
            assert answer.location.startswith("/sign-in"), f"{method} {address}"


def test_operations_that_need_a_token_are_refused_without_one_and_to_people_who_are_signed_in(
    app: Flask, world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)
    strangers = (app.test_client(), sign_in(world.officer))
    rules = [rule for rule in app.url_map.iter_rules() if ACCESS[rule.endpoint].startswith("token ")]
    assert rules
    for rule in rules:
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 1))
        for client, method in product(strangers, sorted((rule.methods or set()) - {"OPTIONS"})):
            answer = client.open(address, method=method)
            assert answer.status_code == 401, f"{method} {address}"
            assert answer.headers["WWW-Authenticate"].startswith("Bearer"), f"{method} {address}"
            assert answer.mimetype == "application/problem+json", f"{method} {address}"


def test_a_view_that_does_not_say_who_may_call_it_is_refused(settings: Settings) -> None:
    site = create_app(settings)
    site.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert site.test_client().get("/forgotten").status_code == 403
    with site.app_context():
        db.engine.dispose()


def test_names_of_tasks_that_are_sent_are_names_of_tasks_that_exist() -> None:
    assert tasks.run_screening.name == "screening.run"
    sent = set()
    for path in (ROOT / "app").rglob("*.py"):
        sent |= set(re.findall(r'after_commit\(\s*session,\s*"([\w.]+)"', path.read_text()))
    assert {"screening.run", "mail.deliver"} <= sent
    assert sent <= set(celery.tasks)


def test_signals_that_are_read_are_signals_that_are_asked() -> None:
    assert questionnaires.answers.signals_given(questionnaires.current("supplier")) == SIGNALS_READ


def test_paths_that_the_readme_names_exist() -> None:
    text = (ROOT / "README.md").read_text()
    named = set(
        re.findall(
            r"`((?:app|screening|models|questionnaires|migrations|tests|docs|benchmarks)/[\w./-]*)`", text
        )
    )
    named |= set(re.findall(r"\]\(((?!http)[\w./-]+)\)", text))
    assert named, "the README names no path at all"
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []


def test_no_file_is_crowded() -> None:
    """A source file beyond 400 lines wants to become a folder."""
    rooms = ("app", "screening", "questionnaires", "models")
    crowded = [
        f"{path.relative_to(ROOT)}: {lines}"
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text().splitlines())) > 400
    ]
    assert crowded == []
