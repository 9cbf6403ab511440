"""Files that document answers and steps of plans."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.actions import Action, ActionSide
from models.base import Base, Timestamped
from models.people import Person


class ScanState(StrEnum):
    """What the virus scanner said of a file."""

    NO_SCANNER = "no_scanner"
    WAITING = "waiting"
    PASSED = "passed"
    REFUSED = "refused"


class StoredFile:
    """What every file has that somebody sent as evidence. Its content is stored under its SHA-256, once.

    The name is for reading only; `kind` is what the content is (see `app.services.files.file_kinds`).
    """

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(10))
    size: Mapped[int]
    uploaded_at: Mapped[datetime]
    scan: Mapped[ScanState] = mapped_column(String(20), index=True)
    scanned_at: Mapped[datetime | None]

    @property
    def is_open(self) -> bool:
        """Whether it may be downloaded and counts as a document: a file that waits for its scan does not."""
        return self.scan in (ScanState.NO_SCANNER, ScanState.PASSED)


class EvidenceFile(StoredFile, Timestamped, Base):
    """A file beside one question of one response.

    `dated_on` is the day the document was made, `valid_until` its last day if it says so. A file taken over
    from an earlier response is a row of its own, so that what was submitted never changes.
    """

    __tablename__ = "evidence_file"
    __table_args__ = (UniqueConstraint("response_id", "question_id", "sha256"),)

    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"), index=True)
    question_id: Mapped[str] = mapped_column(String(80))
    dated_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reused_from_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_file.id"))

    uploaded_by: Mapped[Person | None] = relationship()


class ActionFile(StoredFile, Timestamped, Base):
    """A file beside one step of a plan of action, from the side that attached it.

    Its own side may take it away while the step is open. Afterwards it is kept with the plan, as the words
    of the step are; the audit trail tells of what was taken away.
    """

    __tablename__ = "action_file"
    __table_args__ = (UniqueConstraint("action_id", "side", "sha256"),)

    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    side: Mapped[ActionSide] = mapped_column(String(20))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    action: Mapped[Action] = relationship(back_populates="files")
    uploaded_by: Mapped[Person] = relationship()
