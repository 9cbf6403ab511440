"""Fictitious spend files, the same for the same seed: names that no organisation bears."""

from __future__ import annotations

import csv
import random
from pathlib import Path

FIRST = (
    "Amber",
    "Birch",
    "Cinder",
    "Dapple",
    "Ember",
    "Fallow",
    "Gannet",
    "Hazel",
    "Ivory",
    "Juniper",
    "Kestrel",
)
SECOND = (
    "bridge",
    "brook",
    "combe",
    "croft",
    "dale",
    "fen",
    "field",
    "gate",
    "ham",
    "hurst",
    "lea",
    "moor",
    "wick",
)
TRADE = [
    ("Cleaning Services", "Cleaning Services"),
    ("Care", "Care Spot - Private (3rd)"),
    ("Construction", "Main / Term Contractor"),
    ("Recruitment", "External Agency Staff"),
    ("Software", "IT Licences"),
    ("Waste Management", "Refuse Collection inc Skip Hire"),
    ("Catering", "Catering Services inc Pupil Meals"),
    ("Solicitors", "Legal Fees & Disbursements"),
    ("Nursery", "Grants & Cont to Vol, comm & soc ent"),
    ("Coaches", "Hire of Vehicles (Non TCS)"),
]
FORMS = ("Ltd", "Limited", "LLP", "PLC", "CIC")


def suppliers(number: int, seed: int = 2026) -> list[tuple[str, str]]:
    """(name, expense type) of so many fictitious suppliers, all different."""
    chance = random.Random(seed)
    found: dict[str, str] = {}
    while len(found) < number:
        trade, category = chance.choice(TRADE)
        place = f"{chance.choice(FIRST)}{chance.choice(SECOND)} {chance.choice(FIRST)}"
        name = f"{place} {trade} {chance.choice(FORMS)}"
        if name in found:
            name = name.replace(f" {trade}", f" {len(found)} {trade}")
        found[name] = category
    return list(found.items())


def write_spend(path: Path, rows: int, number: int, seed: int = 2026) -> None:
    """A year of spend lines in the columns of the Local Government Transparency Code 2015."""
    chance = random.Random(seed)
    payees = suppliers(number, seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["Body Name", "Date", "Transaction Number", "Amount", "Supplier Name", "Expense Type"]
        )
        for line in range(rows):
            name, category = payees[line] if line < number else chance.choice(payees)
            day = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/2026"
            amount = f"{chance.lognormvariate(7.5, 1.2):,.2f}"
            writer.writerow(["Anytown County Council", day, f"T{line:07d}", amount, name, category])
