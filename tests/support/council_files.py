"""Small files of a fictitious council, written as councils publish them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

REGISTER = (
    "Contract Reference",
    "Contract Title",
    "Supplier Name",
    "Company Number",
    "Contract Value",
    "Start Date",
    "End Date",
)
SPEND = ("Supplier Name", "Supplier ID", "Payment Date", "Amount", "Expense Type")


def written(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """The rows as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    return path


def contract(number: int, supplier: str, company: str = "", value: str = "1000") -> list[str]:
    """A row of a register."""
    return [f"C{number}", f"Work {number}", supplier, company, value, "01/04/2026", "31/03/2028"]


def payment(supplier: str, vendor: str = "", amount: str = "100.00", what: str = "Cleaning") -> list[str]:
    """A row of a spend file."""
    return [supplier, vendor, "03/04/2026", amount, what]
