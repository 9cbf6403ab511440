"""`fairhand data`: councils, people, files, and the state of the database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from app.cli.data import data
from support.companies_house import write_companies

DATA = Path(__file__).parents[2] / "data"
REGISTER = str(DATA / "anytown_contracts_register.csv")
REGISTRY = str(DATA / "StatementSummaries2026-fictitious.csv")


@pytest.fixture
def fairhand(monkeypatch: pytest.MonkeyPatch, empty_database_url: str):
    for name, value in {
        "MODE": "embedded",
        "SECRET_KEY": "a key for tests, of forty characters or so",
        "DATABASE_URL": empty_database_url,
        "BROKER_URL": "memory://",
        "BASE_URL": "http://127.0.0.1:8000",
    }.items():
        monkeypatch.setenv(f"FAIRHAND_{name}", value)

    def call(*words: str) -> Result:
        return CliRunner().invoke(data, words)

    assert call("upgrade").exit_code == 0
    return call


def test_a_council_is_set_up_loaded_and_screened(fairhand) -> None:
    assert fairhand("council", "anytown", "--name", "Anytown Council").exit_code == 0
    assert fairhand("officer", "ann@anytown.example", "--council", "anytown").exit_code == 0
    loaded = fairhand("registry", REGISTRY, "--as-at", "2026-11-01")
    assert "25 rows read, 24 loaded, 1 with something to mend" in loaded.output
    screened = fairhand("suppliers", REGISTER, "--council", "anytown")
    assert screened.exit_code == 0 and "39 suppliers of Anytown Council were screened." in screened.output
    assert "All 39 current reports come out the same" in fairhand("check", "--reports").output


def test_notices_are_loaded_beside_a_register(fairhand, tmp_path: Path) -> None:
    award = {"id": "1", "suppliers": [{"id": "GB-COH-01234567", "name": "Thornbury Paving Ltd"}]}
    notices = tmp_path / "notices.json"
    notices.write_text(json.dumps({"releases": [{"ocid": "ocds-1", "awards": [award]}]}), encoding="utf-8")
    fairhand("council", "anytown", "--name", "Anytown Council")
    fairhand("suppliers", REGISTER, "--council", "anytown")
    beside = fairhand("suppliers", str(notices), "--council", "anytown", "--beside")
    assert beside.exit_code == 0 and "1 rows read, 1 loaded" in beside.output
    assert "40 suppliers of Anytown Council were screened." in beside.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("suppliers", REGISTER, "--council", "nowhere"), "there is no council 'nowhere'"),
        (("registry", REGISTER), "registry"),
        (("registry", "/no/such/file.csv"), "no/such/file.csv"),
        (("council", "anytown", "--name", "A", "--colour", "red"), "#12504c"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(fairhand, words: tuple[str, ...], said: str) -> None:
    result = fairhand(*words)
    assert result.exit_code == 2
    assert said in result.output and "Traceback" not in result.output


def test_an_officer_is_added_once(fairhand) -> None:
    fairhand("council", "anytown", "--name", "Anytown Council")
    assert fairhand("officer", "ann@anytown.example", "--council", "anytown").exit_code == 0
    assert "known already" in fairhand("officer", "Ann@Anytown.example", "--council", "anytown").output
    lead = fairhand("officer", "lee@anytown.example", "--council", "anytown", "--lead").output
    assert "lee@anytown.example is a lead of Anytown Council" in lead


def test_a_tampered_audit_log_is_found(fairhand, empty_database_url: str) -> None:
    fairhand("council", "anytown", "--name", "Anytown Council")
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        connection.execute(text("update audit_event set actor = 'nobody'"))
    engine.dispose()
    result = fairhand("check")
    assert result.exit_code == 1 and "broken at event 1" in result.output


def test_an_old_schema_is_found(fairhand) -> None:
    assert fairhand("downgrade", "0001").exit_code == 0
    assert "not up to date" in fairhand("check").output


def test_a_changed_report_is_found(fairhand, empty_database_url: str) -> None:
    fairhand("council", "anytown", "--name", "Anytown Council")
    fairhand("suppliers", REGISTER, "--council", "anytown")
    engine = create_engine(empty_database_url)
    with engine.begin() as connection:
        changed = "update report_text set report_json = replace(report_json, 'high', 'low') where id = 1"
        connection.execute(text(changed))
    engine.dispose()
    result = fairhand("check", "--reports")
    assert result.exit_code == 1 and "1 of 39 reports come out differently" in result.output


def test_company_data_and_parents_are_loaded_and_told(fairhand, tmp_path: Path) -> None:
    assert fairhand("registry", REGISTRY, "--as-at", "2026-11-01").exit_code == 0
    kept = {"CompanyName": "ELSEWHERE LIMITED", "CompanyNumber": "09999999"}
    broken = {"CompanyName": "NOWHERE LIMITED", "CompanyNumber": "?"}
    path = write_companies(tmp_path / "BasicCompanyDataAsOneFile-2026-11-01.csv", kept, broken)
    loaded = fairhand("companies", str(path))
    assert loaded.exit_code == 0, loaded.output
    assert "2 rows read" in loaded.output and "0 companies kept" in loaded.output
    assert "1 skipped: the company number is not one of Companies House" in loaded.output
    table = tmp_path / "parents.csv"
    table.write_text("child_number,parent_number\n01111111,02222222\n", encoding="utf-8")
    assert "1 links between companies" in fairhand("parents", str(table), "--as-at", "2026-11-01").output
    assert "--as-at" in fairhand("parents", str(table)).output
    assert fairhand("companies", str(table)).exit_code == 2


def test_a_screening_tells_what_matching_found(fairhand) -> None:
    fairhand("council", "anytown", "--name", "Anytown Council")
    fairhand("registry", REGISTRY, "--as-at", "2026-11-01")
    screened = fairhand("suppliers", REGISTER, "--council", "anytown")
    assert "of these expected to be wrong: 0." in screened.output
    assert "Possible, for a person to look at: " in screened.output


def test_duplicates_are_looked_for_again(fairhand) -> None:
    fairhand("council", "anytown", "--name", "Anytown Council")
    fairhand("suppliers", REGISTER, "--council", "anytown")
    first = fairhand("duplicates", "anytown")
    assert first.exit_code == 0
    found = first.output.splitlines()[-1].split(" pairs wait for an officer")[0]
    again = fairhand("duplicates", "anytown")
    assert f"{found} pairs wait for an officer, 0 of them new; 0 found before" in again.output
    assert fairhand("duplicates", "nowhere").exit_code == 2
