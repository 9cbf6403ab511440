"""Many suppliers of one council with generated histories, written straight into the tables.

Every report is a real result of the judgement, of one of a few hundred fictitious cases; what stands beside
it (contracts, questionnaires, owners, decisions, plans, corrections, older reports) is drawn. The same seed
gives the same rows. Rows that do not count any more are among them on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy.orm import Session

from app.services.judgement.cases import sentences_to_json
from app.store import queue_entries
from models import (
    Contract,
    Council,
    Organisation,
    OrganisationName,
    OrganisationParent,
    Person,
    ReportText,
    Role,
    RunStatus,
    ScreeningRun,
    SourceFile,
    StoredReport,
    Supplier,
)
from screening.types import say
from support.drawn_results import TRADES, Result, draw_results
from support.drawn_work import DrawnWork, morning
from support.row_writer import RowWriter

FIRST: Final = (
    "Amber", "Birch", "Cinder", "Dapple", "Ember", "Fallow", "Gannet", "Hazel", "Ivory", "Juniper",
)  # fmt: skip
SECOND: Final = ("bridge", "brook", "combe", "croft", "dale", "fen", "field", "gate", "hurst", "moor", "wick")
FORMS: Final = ("Ltd", "Limited", "LLP", "PLC", "CIC")
_BATCH: Final = 2_000


@dataclass
class Drawn:
    """What was drawn: the council, its officers, and the contact of all its suppliers."""

    council: Council
    officers: list[Person]
    contact: Person


def draw(
    session: Session, number: int, today: date, seed: int = 2026, results: int = 200, council: str = "drawn"
) -> Drawn:
    """Write so many suppliers with their histories, and the rows of the queue."""
    chance = random.Random(seed)
    council_row = Council(slug=council, name=f"{council.title()} Council")
    session.add(council_row)
    session.flush()
    officers = [
        Person(
            email=f"officer{place}@{council}.example",
            name=f"Officer {place}",
            role=Role.OFFICER,
            council_id=council_row.id,
        )
        for place in range(4)
    ]
    contact = Person(email=f"contact@{council}.example", name="Con Tact", role=Role.RESPONDENT)
    session.add_all([*officers, contact])
    session.commit()
    drawn = Drawn(council_row, officers, contact)
    _Writer(session, drawn, chance, today).write(number, draw_results(chance, results, today))
    queue_entries.refresh(session, council_row.id)
    session.commit()
    return drawn


class _Writer:
    """Writes the rows of one council, table by table, a batch of suppliers at a time."""

    def __init__(self, session: Session, drawn: Drawn, chance: random.Random, today: date) -> None:
        self.session, self.chance, self.today = session, chance, today
        self.council_id = drawn.council.id
        self.rows = RowWriter(session)
        officers = [officer.id for officer in drawn.officers]
        self.work = DrawnWork(self.rows, chance, today, self.council_id, officers, drawn.contact.id)
        self._parents_file_id: int | None = None

    def write(self, number: int, results: Sequence[Result]) -> None:
        runs = [self._run(days) for days in (40, 3)]
        places = list(range(1, number + 1))
        self.chance.shuffle(places)
        for place in range(number):
            self._supplier(place, self.chance.choice(results), runs, places[place], number)
            if place % _BATCH == _BATCH - 1:
                self.rows.flush()
        self.rows.flush()
        self.rows.go_on_counting()

    def _run(self, days: int) -> int:
        run = ScreeningRun(
            council_id=self.council_id,
            cause="drawn",
            status=RunStatus.DONE,
            as_at=self.today - timedelta(days=days),
            queued_at=morning(self.today, days),
            started_at=morning(self.today, days),
            finished_at=morning(self.today, days),
        )
        self.session.add(run)
        self.session.commit()
        return run.id

    def _supplier(self, place: int, result: Result, runs: list[int], rank: int, number: int) -> None:
        chance = self.chance
        trade = chance.choice(TRADES)[0]
        name = f"{chance.choice(FIRST)}{chance.choice(SECOND)} {place} {trade} {chance.choice(FORMS)}"
        company = f"{self.council_id % 10}{place:07d}" if chance.random() < 0.7 else ""
        spend = None if chance.random() < 0.05 else Decimal(f"{chance.lognormvariate(9, 2):.2f}")
        supplier_id = self.rows.add(
            Supplier,
            council_id=self.council_id,
            organisation_id=self._organisation(name, company) if company else None,
            key=f"s{place:06d}",
            name=name,
            vendor_id=f"V{place:06d}",
            company_number=company,
            spend=spend,
        )
        self._contracts(supplier_id, place, trade)
        report_id = self._reports(supplier_id, place, result, runs, rank, number)
        self.work.draw(supplier_id, name, report_id)

    def _organisation(self, name: str, company: str) -> int:
        row_id = self.rows.add(Organisation, name=name.upper(), company_number=company)
        if self.chance.random() < 0.1:
            self.rows.add(
                OrganisationName,
                organisation_id=row_id,
                name=f"Formerly {name}",
                kind="previous",
                source="companies_house",
            )
        if self.chance.random() < 0.05:
            self.rows.add(
                OrganisationParent,
                child_number=company,
                parent_number="99999999",
                parent_name="TIDEWAY HOLDINGS PLC",
                source="table",
                source_file_id=self._parents_file(),
            )
        return row_id

    def _parents_file(self) -> int:
        if self._parents_file_id is None:
            self._parents_file_id = self.rows.add(
                SourceFile,
                kind="parents",
                name="parents.csv",
                sha256=f"{self.council_id:064d}",
                loaded_at=morning(self.today, 1),
            )
        return self._parents_file_id

    def _contracts(self, supplier_id: int, place: int, trade: str) -> None:
        for number in range(self.chance.randint(0, 3)):
            ends = self.chance.randint(-400, 900)
            self.rows.add(
                Contract,
                council_id=self.council_id,
                supplier_id=supplier_id,
                reference=f"R{place:06d}/{number}",
                title=trade,
                value=Decimal(self.chance.randint(1_000, 2_000_000)),
                end=self.today + timedelta(days=ends) if self.chance.random() < 0.8 else None,
                delivery_countries=["GB"] if self.chance.random() < 0.3 else [],
                sourcing_countries=["CN", "IN"] if self.chance.random() < 0.1 else [],
            )

    def _reports(
        self, supplier_id: int, place: int, result: Result, runs: list[int], rank: int, number: int
    ) -> int:
        shared = {"council_id": self.council_id, "supplier_id": supplier_id, **result.columns}
        shared["order_identity"] = f"s{place:06d}"
        before = max(rank + self.chance.choice((0, 0, 0, -7, 12)), 1) if self.chance.random() < 0.9 else None
        moved = []
        if before not in (None, rank):
            moved = sentences_to_json(
                [say("{factor}: {points} points", factor="Answers", points=f"{self.chance.randint(-9, 9)}.0")]
            )
        old = {**shared, "band": "low", "statement_status": "not_looked_for", "moved": []}
        self.rows.add(StoredReport, run_id=runs[0], current=False, rank_before=None, rank_after=before, **old)
        new = {"run_id": runs[1], "current": True, "rank_before": before, "rank_after": rank, "moved": moved}
        report_id = self.rows.add(StoredReport, **shared, **new)
        self.rows.add(
            ReportText, report_id=report_id, case_json=result.case_json, report_json=result.report_json
        )
        return report_id
