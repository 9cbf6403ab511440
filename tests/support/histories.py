"""Many suppliers of one council with generated histories, written straight into the tables.

Every report is a real result of the judgement, of one of a few hundred fictitious cases; what stands beside
it (contracts, questionnaires, owners, decisions, plans, corrections, older reports) is drawn. The same seed
gives the same rows. Rows that do not count any more are among them on purpose.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

import screening
from app.services.cases import sentences_to_json
from app.store import queue_entries
from models import (
    Action,
    ActionPlan,
    ActionSide,
    ActionState,
    Base,
    Contract,
    Correction,
    CorrectionAbout,
    CorrectionState,
    Council,
    Decision,
    DecisionKind,
    Invitation,
    Organisation,
    OrganisationName,
    OrganisationParent,
    Person,
    ReportText,
    Response,
    ResponseStatus,
    Role,
    RunStatus,
    ScreeningRun,
    SecondOpinion,
    SourceFile,
    StoredReport,
    Supplier,
    SupplierCare,
)
from screening import codec
from screening.types import Case, StatementFinding, StatementStatus, say
from screening.types import Contract as CaseContract

FIRST: Final = (
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
)
SECOND: Final = ("bridge", "brook", "combe", "croft", "dale", "fen", "field", "gate", "hurst", "moor", "wick")
TRADES: Final = (
    ("Cleaning Services", "90919200"), ("Care", "85310000"), ("Construction", "45000000"),
    ("Recruitment", "79600000"), ("Software", "48000000"), ("Waste Management", "90500000"),
    ("Catering", "55520000"), ("Solicitors", "79100000"), ("Coaches", "60172000"), ("Workwear", "18100000"),
)  # fmt: skip
FORMS: Final = ("Ltd", "Limited", "LLP", "PLC", "CIC")
_BATCH: Final = 2_000


@dataclass
class Drawn:
    """What was drawn: the council, its officers, and the id of the first supplier."""

    council: Council
    officers: list[Person]
    contact: Person


@dataclass(frozen=True)
class _Result:
    """One result of the judgement, to be given to many suppliers."""

    columns: dict[str, Any]
    case_json: str
    report_json: str


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
    _Writer(session, drawn, chance, today).write(number, _results(chance, results, today))
    queue_entries.refresh(session, council_row.id)
    session.commit()
    return drawn


def _results(chance: random.Random, number: int, today: date) -> list[_Result]:
    return [_result(chance, place, today) for place in range(number)]


def _result(chance: random.Random, place: int, today: date) -> _Result:
    trade, cpv = chance.choice(TRADES)
    status = chance.choice(list(StatementStatus))
    found = status not in (StatementStatus.NOT_FOUND, StatementStatus.NOT_LOOKED_FOR)
    case = Case(
        identity=f"case {place}",
        name=f"Case {place} {trade} Ltd",
        as_at=today,
        contracts=(
            CaseContract(
                reference=f"C{place}",
                title=trade if chance.random() < 0.85 else "Sundry payments",
                cpv=(cpv,) if chance.random() < 0.8 else (),
                value=Decimal(round(chance.lognormvariate(10, 2))),
                delivery_countries=("GB",) if chance.random() < 0.3 else (),
                agency_labour=chance.choice(("", "none", "some", "most")),
            ),
        ),
        spend=Decimal(round(chance.lognormvariate(9, 2))),
        statement=StatementFinding(
            status=status,
            copy_date=None if status is StatementStatus.NOT_LOOKED_FOR else date(2022, 2, 16),
            organisation="HARBOUR HOLDINGS PLC" if found else "",
            probability=0.8 if found else None,
        ),
    )
    report = screening.screen(case)
    band, residual, findings, high, _identity, digest = screening.order_key(report)
    columns = {
        "case_sha256": digest,
        "model_version": report.model_version,
        "band": report.band.value,
        "sector": report.sector,
        "statement_status": report.statement.status.value,
        "inherent": report.inherent,
        "residual": report.residual,
        "low": report.low,
        "high": report.high,
        "order_band": band,
        "order_residual": residual,
        "order_findings": findings,
        "order_high": high,
    }
    return _Result(columns, codec.dump_case(case).decode(), codec.dump_report(report).decode())


class _Writer:
    """Writes the rows of one council, table by table, a batch of suppliers at a time."""

    def __init__(self, session: Session, drawn: Drawn, chance: random.Random, today: date) -> None:
        self.session, self.chance, self.today = session, chance, today
        self.council_id = drawn.council.id
        self.officers = [officer.id for officer in drawn.officers]
        self.contact_id = drawn.contact.id
        self.next_id: dict[type[Base], int] = {}
        self.rows: dict[type[Base], list[dict[str, Any]]] = {}

    def write(self, number: int, results: Sequence[_Result]) -> None:
        runs = [self._run(days) for days in (40, 3)]
        places = list(range(1, number + 1))
        self.chance.shuffle(places)
        for place in range(number):
            self._supplier(place, self.chance.choice(results), runs, places[place], number)
            if place % _BATCH == _BATCH - 1:
                self._flush()
        self._flush()
        self._go_on_counting()

    def _go_on_counting(self) -> None:
        """PostgreSQL does not see that ids were given to rows: tell it where to go on."""
        if self.session.get_bind().dialect.name != "postgresql":
            return
        for table, following in self.next_id.items():
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            self.session.execute(select(func.setval(sequence, following - 1)))
        self.session.commit()

    def add(self, table: type[Base], **values: Any) -> int:
        """A row with an id of its own, counted from the last id in the table."""
        if table not in self.next_id:
            self.next_id[table] = (self.session.scalar(select(func.max(table.id))) or 0) + 1
        row_id = self.next_id[table]
        self.next_id[table] += 1
        self.rows.setdefault(table, []).append({"id": row_id, **values})
        return row_id

    def _flush(self) -> None:
        order = [one for one in Base.registry.mappers]
        known = {mapper.class_: mapper.local_table for mapper in order}
        sorted_tables = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        for table in sorted(self.rows, key=lambda one: sorted_tables[known[one]]):
            for rows in _alike(self.rows[table]):
                self.session.execute(insert(table), rows)
        self.rows.clear()
        self.session.commit()

    def _moment(self, days: int) -> datetime:
        return datetime.combine(self.today, time(6), UTC) - timedelta(days=days)

    def _run(self, days: int) -> int:
        run = ScreeningRun(
            council_id=self.council_id,
            cause="drawn",
            status=RunStatus.DONE,
            as_at=self.today - timedelta(days=days),
            queued_at=self._moment(days),
            started_at=self._moment(days),
            finished_at=self._moment(days),
        )
        self.session.add(run)
        self.session.commit()
        return run.id

    def _supplier(self, place: int, result: _Result, runs: list[int], rank: int, number: int) -> None:
        chance = self.chance
        trade = chance.choice(TRADES)[0]
        name = f"{chance.choice(FIRST)}{chance.choice(SECOND)} {place} {trade} {chance.choice(FORMS)}"
        company = f"{self.council_id % 10}{place:07d}" if chance.random() < 0.7 else ""
        spend = None if chance.random() < 0.05 else Decimal(f"{chance.lognormvariate(9, 2):.2f}")
        supplier_id = self.add(
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
        if chance.random() < 0.25:
            self._invitation(supplier_id, name)
        if chance.random() < 0.15:
            self._care(supplier_id)
        if chance.random() < 0.1:
            self._decisions(supplier_id, report_id)
        if chance.random() < 0.06:
            self._plan(supplier_id)

    def _organisation(self, name: str, company: str) -> int:
        row_id = self.add(Organisation, name=name.upper(), company_number=company)
        if self.chance.random() < 0.1:
            self.add(
                OrganisationName,
                organisation_id=row_id,
                name=f"Formerly {name}",
                kind="previous",
                source="companies_house",
            )
        if self.chance.random() < 0.05:
            self.add(
                OrganisationParent,
                child_number=company,
                parent_number="99999999",
                parent_name="TIDEWAY HOLDINGS PLC",
                source="table",
                source_file_id=self._file(),
            )
        return row_id

    def _file(self) -> int:
        if not hasattr(self, "_parents_file"):
            self._parents_file = self.add(
                SourceFile,
                kind="parents",
                name="parents.csv",
                sha256=f"{self.council_id:064d}",
                loaded_at=self._moment(1),
            )
        return self._parents_file

    def _contracts(self, supplier_id: int, place: int, trade: str) -> None:
        for number in range(self.chance.randint(0, 3)):
            ends = self.chance.randint(-400, 900)
            self.add(
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
        self, supplier_id: int, place: int, result: _Result, runs: list[int], rank: int, number: int
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
        self.add(StoredReport, run_id=runs[0], current=False, rank_before=None, rank_after=before, **old)
        new = {"run_id": runs[1], "current": True, "rank_before": before, "rank_after": rank, "moved": moved}
        report_id = self.add(StoredReport, **shared, **new)
        self.add(ReportText, report_id=report_id, case_json=result.case_json, report_json=result.report_json)
        return report_id

    def _invitation(self, supplier_id: int, name: str) -> None:
        chance = self.chance
        asked = chance.randint(2, 90)
        state = chance.choice(("draft", "draft", "answered", "shared", "unsaid", "withdrawn", "revoked"))
        submitted = state in ("answered", "shared", "unsaid", "withdrawn")
        given = asked + 30 if state == "shared" else asked - 1
        response_id = self.add(
            Response,
            organisation_id=self.add(Organisation, name=name),
            questionnaire="supplier",
            version=2,
            context={},
            status=ResponseStatus.SUBMITTED if submitted else ResponseStatus.DRAFT,
            submitted_at=self._moment(given) if submitted else None,
        )
        agreed = state in ("answered", "shared", "withdrawn")
        invitation_id = self.add(
            Invitation,
            council_id=self.council_id,
            supplier_id=supplier_id,
            response_id=response_id,
            contact_id=self.contact_id,
            sent_at=self._moment(asked),
            due_on=self.today + timedelta(days=chance.randint(-40, 40)),
            agreed_at=self._moment(asked - 1) if agreed else None,
            withdrawn_at=self._moment(1) if state == "withdrawn" else None,
            revoked_at=self._moment(1) if state == "revoked" else None,
        )
        if submitted and chance.random() < 0.3:
            self._correction(supplier_id, invitation_id)

    def _correction(self, supplier_id: int, invitation_id: int) -> None:
        self.add(
            Correction,
            council_id=self.council_id,
            supplier_id=supplier_id,
            invitation_id=invitation_id,
            about=CorrectionAbout.CONTRACT,
            key="contract",
            line="Agency workers: most",
            line_cy="Gweithwyr asiantaeth: y rhan fwyaf",
            made_by_id=self.contact_id,
            made_at=self._moment(1),
            due_on=self.today,
            state=self.chance.choice((CorrectionState.OPEN, CorrectionState.ACCEPTED)),
        )

    def _care(self, supplier_id: int) -> None:
        owned, dated = self.chance.random() < 0.8, self.chance.random() < 0.8
        self.add(
            SupplierCare,
            council_id=self.council_id,
            supplier_id=supplier_id,
            owner_id=self.chance.choice(self.officers) if owned else None,
            next_step=self.chance.choice(("", "Remind or phone")),
            due_on=self.today + timedelta(days=self.chance.randint(-30, 45)) if dated else None,
        )

    def _decisions(self, supplier_id: int, report_id: int) -> None:
        for _turn in range(self.chance.randint(1, 2)):
            second = self.chance.choice((None, None, SecondOpinion.AGREED, SecondOpinion.DECLINED))
            needs = second is not None or self.chance.random() < 0.3
            self.add(
                Decision,
                council_id=self.council_id,
                supplier_id=supplier_id,
                report_id=report_id,
                kind=self.chance.choice(list(DecisionKind)),
                reason="Drawn.",
                person_id=self.officers[0],
                decided_at=self._moment(2),
                needs_second=needs,
                second_id=self.officers[1] if second else None,
                second_opinion=second,
                withdrawn_at=self._moment(1) if self.chance.random() < 0.2 else None,
            )

    def _plan(self, supplier_id: int) -> None:
        plan_id = self.add(
            ActionPlan,
            council_id=self.council_id,
            supplier_id=supplier_id,
            title="Plan",
            opened_by_id=self.officers[0],
            opened_at=self._moment(9),
        )
        for _turn in range(self.chance.randint(1, 3)):
            self.add(
                Action,
                plan_id=plan_id,
                council_id=self.council_id,
                supplier_id=supplier_id,
                what="Show who pays recruitment fees",
                side=self.chance.choice(list(ActionSide)),
                due_on=self.today + timedelta(days=self.chance.randint(-30, 60)),
                state=self.chance.choice(list(ActionState)),
            )


def _alike(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """The rows by what they name, so that each statement has one set of columns."""
    found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(tuple(row), []).append(row)
    yield from found.values()
