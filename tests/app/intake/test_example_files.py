"""The files that come with Fairhand: as their README says, and without people."""

import csv
import hashlib
from pathlib import Path

import pytest

from app.intake import read_council_file, read_registry

EXAMPLE = Path(__file__).parents[3] / "app" / "example"
REGISTRY = EXAMPLE / "StatementSummaries2022-asof-2022-02-16.csv"
REGISTER = EXAMPLE / "exeter_contracts_register_2026-04.csv"


@pytest.mark.parametrize("path", [REGISTRY, REGISTER], ids=lambda path: path.name)
def test_the_readme_states_the_checksum(path):
    assert hashlib.sha256(path.read_bytes()).hexdigest() in (EXAMPLE / "README.md").read_text()


def test_registry_names_no_approver_and_no_address_of_a_person():
    with REGISTRY.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 282
    assert all(row["ApprovingPerson"][0] == "(" and row["ApprovingPerson"][-1] == ")" for row in rows)
    assert not any("@" in value for row in rows for value in row.values())


def test_registry_is_read_whole():
    copy = read_registry(REGISTRY)
    assert (copy.rows_read, len(copy.rows), copy.skipped) == (282, 282, ())
    assert copy.as_at.isoformat() == "2022-02-16"
    assert all(row.approver_role for row in copy.rows)


def test_register_is_read_whole():
    file = read_council_file(REGISTER)
    assert (file.kind, file.rows_read, file.redacted_rows, file.skipped) == ("contracts", 224, 7, ())
    assert file.rows_loaded + file.people_withheld.rows == 217
    assert sum(len(supplier.contracts) for supplier in file.suppliers) == file.rows_loaded
    by_number = [s.company_number for s in file.suppliers if s.company_number]
    assert len(by_number) == len(set(by_number)) > 160
