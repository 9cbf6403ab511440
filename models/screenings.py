"""Screening runs and the reports they wrote."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.suppliers import Supplier

#: Text that sorts by Unicode code points, as Python and SQLite do; PostgreSQL needs to be told.
CodePointString = String(320).with_variant(String(320, collation="C"), "postgresql")


class RunStatus(StrEnum):
    """A run is queued, then running, then done or visibly failed; it may start again from failed."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ScreeningRun(Timestamped, Base):
    """One screening, of all suppliers of a council or (when `supplier_id` is set) of one.

    `as_at` is the day that the judgement takes as today. `reference_versions` names the tables used.
    `matching` counts what looking for statements found, empty for the screening of one supplier, which does
    not look.
    """

    __tablename__ = "screening_run"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    cause: Mapped[str] = mapped_column(String(40))
    status: Mapped[RunStatus] = mapped_column(String(20), index=True)
    as_at: Mapped[date]
    queued_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    suppliers: Mapped[int] = mapped_column(default=0)
    model_version: Mapped[str] = mapped_column(String(40), default="")
    reference_versions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    matching: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(Text, default="")


class StoredReport(Timestamped, Base):
    """The result for one supplier, as far as the queue sorts, filters and counts by it; see `ReportText`.

    The `order_*` columns are the total order of the queue, all ascending (points are negated there), so that
    the database sorts as the judgement does. Points are whole tenths. `current` marks the newest report of
    each supplier.
    `rank_before`, `rank_after` and `moved` say how the supplier moved when it was screened again.
    `rank_stability` and `band_stability` are shares of draws in [0, 1] (`screening.stability`), None until
    all suppliers are screened together.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index(
            "ix_report_queue",
            "council_id",
            "current",
            "order_band",
            "order_residual",
            "order_findings",
            "order_high",
            "order_identity",
        ),
    )

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("screening_run.id"), index=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("supplier.id"), index=True)
    current: Mapped[bool] = mapped_column(default=True)
    case_sha256: Mapped[str] = mapped_column(String(64))
    model_version: Mapped[str] = mapped_column(String(40))
    band: Mapped[str] = mapped_column(String(20), index=True)
    sector: Mapped[str] = mapped_column(String(60), index=True)
    statement_status: Mapped[str] = mapped_column(String(20), index=True)
    inherent: Mapped[int]
    residual: Mapped[int]
    low: Mapped[int]
    high: Mapped[int]
    order_band: Mapped[int]
    order_residual: Mapped[int]
    order_findings: Mapped[int]
    order_high: Mapped[int]
    order_identity: Mapped[str] = mapped_column(CodePointString)
    rank_before: Mapped[int | None]
    rank_after: Mapped[int | None]
    moved: Mapped[list[Any]] = mapped_column(default=list)
    rank_stability: Mapped[float | None]
    band_stability: Mapped[float | None]

    supplier: Mapped[Supplier] = relationship()
    run: Mapped[ScreeningRun] = relationship()
    text: Mapped[ReportText] = relationship(cascade="all, delete-orphan")


class ReportText(Base):
    """The whole explained report and the case that gave it, as canonical JSON.

    Kept apart from `StoredReport`, so that the queue reads small rows: a report has some ten kilobytes.
    """

    __tablename__ = "report_text"

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), unique=True)
    case_json: Mapped[str] = mapped_column(Text)
    report_json: Mapped[str] = mapped_column(Text)
