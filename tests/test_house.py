"""The order of the house: who may import whom, who may call what, and that the README tells the truth."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from importlinter import cli

import questionnaires
from app import tasks
from app.extensions import celery
from screening.factors import SIGNALS_READ

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
    "officer.queue": "officer",
    "officer.supplier": "officer",
    "officer.decide_match": "officer",
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
    "officer.change_weight": "lead",
    "officer.weight_draft": "lead",
    "officer.add_to_draft": "lead",
    "officer.weight_draft_step": "lead",
    "officer.reset_weights": "lead",
    "officer.undo_weights": "lead",
    "officer.statements": "officer",
    "officer.loaded_file": "officer",
    "supplier.follow_invitation": "anyone",
    "supplier.invitations": "respondent",
    "supplier.tasks": "respondent",
    "supplier.question": "respondent",
    "supplier.check": "respondent",
    "supplier.done": "respondent",
    "supplier.evidence_file": "respondent",
    "supplier.follow_delegation": "anyone",
    "supplier.ask_colleague": "respondent",
    "supplier.withdraw_colleague": "respondent",
    "supplier.finish_section": "respondent",
    "supplier.send_back": "respondent",
    "supplier.settle_return": "respondent",
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
        if ACCESS[rule.endpoint] == "anyone":
            continue
        values = {name: {"decision": "confirm", "step": "save"}.get(name, 1) for name in rule.arguments}
        with app.test_request_context():
            address = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.open(address, method=method)
            assert answer.status_code == 302, f"{method} {address}"
            assert answer.location.startswith("/sign-in"), f"{method} {address}"


def test_a_view_that_does_not_say_who_may_call_it_is_refused(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    assert app.test_client().get("/forgotten").status_code == 403


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
