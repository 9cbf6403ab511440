"""Clauses in use: packs of clauses for one contract or tender, and the councils' own Word templates."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.people import Person
from models.screenings import StoredReport
from models.suppliers import Pounds, Supplier


class PackStage(StrEnum):
    """Where the procurement is. It decides which findings may speak and what may be asked."""

    PREPARING = "preparing"
    AWARDING = "awarding"
    IN_CONTRACT = "in_contract"


class PackState(StrEnum):
    """A draft can be changed. An issued pack is frozen and can be copied to a new one."""

    DRAFT = "draft"
    ISSUED = "issued"


class AddedBy(StrEnum):
    """Who put a clause into a pack: the judgement's suggestion or an officer."""

    SUGGESTION = "suggestion"
    OFFICER = "officer"


class WordKind(StrEnum):
    """Which document a Word template is for."""

    SCHEDULE = "schedule"
    TENDER_PACK = "tender_pack"
    STATEMENT = "statement"


class WordTemplate(Timestamped, Base):
    """A council's own Word template. Issued packs and approved statements keep theirs, so it is retired, not
    removed."""

    __tablename__ = "word_template"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    kind: Mapped[WordKind] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

    uploaded_by: Mapped[Person] = relationship()


class ClausePack(Timestamped, Base):
    """The clauses that an officer puts together for one contract, and what goes with them.

    `supplier_id` is empty for a tender, which has no supplier yet; `contract_key` is the key of
    `contract_facts`. The facts of the contract are those of the clause library (`contract_type`, `size`,
    `tier` are its words); None and "" mean "not known". `basis` says what the suggestions were made from
    (model, use, notes, what was left out and why), `kpis` and `questions` hold what was chosen, by id.
    `content` is the whole text of an issued pack and `sha256` that of its canonical form; both are empty
    before. `library_version` names the clause texts by their own sha256.
    """

    __tablename__ = "clause_pack"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    supplier_id: Mapped[int | None] = mapped_column(ForeignKey("supplier.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    contract_key: Mapped[str] = mapped_column(String(64), default="")
    title: Mapped[str] = mapped_column(String(200))
    bought: Mapped[str] = mapped_column(String(400), default="")
    cpv: Mapped[list[Any]] = mapped_column(default=list)
    stage: Mapped[PackStage] = mapped_column(String(20))
    contract_type: Mapped[str] = mapped_column(String(20))
    size: Mapped[str] = mapped_column(String(10))
    tier: Mapped[str] = mapped_column(String(10))
    value: Mapped[Decimal | None] = mapped_column(Pounds)
    above_threshold: Mapped[bool | None]
    light_touch: Mapped[bool | None]
    health_service_england: Mapped[bool | None]
    language: Mapped[str] = mapped_column(String(5), default="en")
    state: Mapped[PackState] = mapped_column(String(10), default=PackState.DRAFT)
    basis: Mapped[dict[str, Any]] = mapped_column(default=dict)
    kpis: Mapped[list[Any]] = mapped_column(default=list)
    questions: Mapped[list[Any]] = mapped_column(default=list)
    library_version: Mapped[str] = mapped_column(String(64))
    template_id: Mapped[int | None] = mapped_column(ForeignKey("word_template.id"))
    tender_template_id: Mapped[int | None] = mapped_column(ForeignKey("word_template.id"))
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("clause_pack.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime | None]
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    revision: Mapped[int] = mapped_column()

    supplier: Mapped[Supplier | None] = relationship()
    report: Mapped[StoredReport | None] = relationship()
    template: Mapped[WordTemplate | None] = relationship(foreign_keys=[template_id])
    tender_template: Mapped[WordTemplate | None] = relationship(foreign_keys=[tender_template_id])
    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    issued_by: Mapped[Person | None] = relationship(foreign_keys=[issued_by_id])
    clauses: Mapped[list[PackClause]] = relationship(
        back_populates="pack", cascade="all, delete-orphan", order_by="PackClause.position"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012

    @property
    def standing(self) -> list[PackClause]:
        """The clauses that were not dropped, in order."""
        return [one for one in self.clauses if one.dropped_at is None]

    @property
    def has_edits(self) -> bool:
        """Whether an officer changed the text of a clause that was not dropped."""
        return any(one.edited for one in self.standing)


class PackClause(Timestamped, Base):
    """One clause of a pack: which text of the library, why it is there, and what an officer made of it.

    `original` holds the library's text as it was when the clause was added, and `edited` an officer's, both
    by language ("en", "cy") as `{"title": ..., "provisions": [{"text": ..., "items": [...]}]}`; a language
    that is not there has no text. `reasons` are stored sentences, the findings that called for the clause;
    `why` is the officer's reason where no finding did. `fill_ins` are whole numbers by name.
    """

    __tablename__ = "pack_clause"

    pack_id: Mapped[int] = mapped_column(ForeignKey("clause_pack.id"), index=True)
    clause: Mapped[str] = mapped_column(String(40))
    family: Mapped[str] = mapped_column(String(10))
    variant: Mapped[str] = mapped_column(String(30))
    version: Mapped[int]
    position: Mapped[int]
    added_by: Mapped[AddedBy] = mapped_column(String(12))
    reasons: Mapped[list[Any]] = mapped_column(default=list)
    why_variant: Mapped[list[Any]] = mapped_column(default=list)
    why: Mapped[str] = mapped_column(Text, default="")
    original: Mapped[dict[str, Any]]
    edited: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fill_ins: Mapped[dict[str, Any]] = mapped_column(default=dict)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]
    dropped_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    dropped_why: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column()

    pack: Mapped[ClausePack] = relationship(back_populates="clauses")
    edited_by: Mapped[Person | None] = relationship(foreign_keys=[edited_by_id])
    dropped_by: Mapped[Person | None] = relationship(foreign_keys=[dropped_by_id])

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012
