"""The council's own annual statement: its texts, its figures, its promises, and the records behind them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Timestamped
from models.packs import WordTemplate
from models.people import Council, Person


class StatementState(StrEnum):
    """How far a statement is on its way; only a published one is public, and it never changes again."""

    DRAFT = "draft"
    LEGAL = "legal"
    LEAD_MEMBER = "lead_member"
    APPROVAL = "approval"
    APPROVED = "approved"
    PUBLISHED = "published"


class AnnualStatement(Timestamped, Base):
    """One statement for one financial year. `rules` and `outline` are ids of `screening.annual`.

    From `frozen_at` on the figures stand as in `FrozenFigure` and the texts can no longer be changed;
    `sha256` is that of the frozen content. `homepage_seen_on` is when somebody saw the link on the front
    page, whose address is `front_page_url`, "" for the root of the site that it is published on. An approved
    statement keeps the council's Word template of that day; None stands for ours.
    """

    __tablename__ = "annual_statement"
    __table_args__ = (UniqueConstraint("council_id", "year_end"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    year_start: Mapped[date]
    year_end: Mapped[date]
    rules: Mapped[str] = mapped_column(String(60))
    outline: Mapped[str] = mapped_column(String(60))
    state: Mapped[StatementState] = mapped_column(String(20))
    due_on: Mapped[date | None]
    approved_by: Mapped[str] = mapped_column(String(160), default="")
    approved_on: Mapped[date | None]
    signed_by: Mapped[str] = mapped_column(String(160), default="")
    signed_role: Mapped[str] = mapped_column(String(160), default="")
    signed_on: Mapped[date | None]
    published_at: Mapped[datetime | None]
    published_url: Mapped[str] = mapped_column(String(1024), default="")
    homepage_seen_on: Mapped[date | None]
    front_page_url: Mapped[str] = mapped_column(String(1024), default="", server_default="")
    registry_url: Mapped[str] = mapped_column(String(1024), default="")
    frozen_at: Mapped[datetime | None]
    sha256: Mapped[str] = mapped_column(String(64), default="")
    word_template_id: Mapped[int | None] = mapped_column(ForeignKey("word_template.id"))

    council: Mapped[Council] = relationship()
    word_template: Mapped[WordTemplate | None] = relationship()
    sections: Mapped[list[AnnualSection]] = relationship(
        back_populates="statement", order_by="AnnualSection.id", cascade="all, delete-orphan"
    )
    figures: Mapped[list[FrozenFigure]] = relationship(
        order_by="FrozenFigure.id", cascade="all, delete-orphan"
    )


class SectionState(StrEnum):
    """A suggested text was put together from records and nobody has made it their own yet."""

    EMPTY = "empty"
    SUGGESTED = "suggested"
    DRAFTED = "drafted"
    CHECKED = "checked"
    APPROVED = "approved"


class AnnualSection(Timestamped, Base):
    """The text of one area in English and in Welsh, as it stands; `SectionVersion` keeps how it stood.

    A live figure stands in a text as [[name]]. `missing_because` says why an area is left out. `revision`
    grows with each change, so that of two people who write at once neither loses anything.
    """

    __tablename__ = "annual_section"
    __table_args__ = (UniqueConstraint("statement_id", "area"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), index=True)
    area: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text, default="")
    text_cy: Mapped[str] = mapped_column(Text, default="")
    missing_because: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SectionState] = mapped_column(String(20))
    revision: Mapped[int] = mapped_column(default=0)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime | None]

    statement: Mapped[AnnualStatement] = relationship(back_populates="sections")
    written_by: Mapped[Person | None] = relationship()


class SectionVersion(Timestamped, Base):
    """A section as somebody wrote it, kept for the people who write together; `revision` is that of the
    section from then on. The words of a version can be taken out (`removed_at`): a draft may have said
    something of a person that a later one does not."""

    __tablename__ = "section_version"
    __table_args__ = (UniqueConstraint("section_id", "revision"),)

    section_id: Mapped[int] = mapped_column(ForeignKey("annual_section.id"), index=True)
    revision: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="")
    text_cy: Mapped[str] = mapped_column(Text, default="")
    missing_because: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SectionState] = mapped_column(String(20))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    written_by: Mapped[Person] = relationship()


class SectionComment(Timestamped, Base):
    """What a co-author says of a section."""

    __tablename__ = "section_comment"

    section_id: Mapped[int] = mapped_column(ForeignKey("annual_section.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    said_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class FrozenFigure(Timestamped, Base):
    """A figure as it was when the statement was frozen, with the query and the rows that made it.

    `value` is the figure as text of a decimal number, "" where none could be computed; `rows` has the ids of
    the rows of `subject` that were counted.
    """

    __tablename__ = "frozen_figure"
    __table_args__ = (UniqueConstraint("statement_id", "name"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    rows: Mapped[list[Any]] = mapped_column(default=list)
    query: Mapped[str] = mapped_column(Text)
    as_at: Mapped[date]


class StatementStep(Timestamped, Base):
    """A step of the approval: who sent the statement on or back, to which state, and what they said."""

    __tablename__ = "statement_step"

    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), index=True)
    before: Mapped[StatementState] = mapped_column(String(20))
    after: Mapped[StatementState] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class LinkOutcome(StrEnum):
    """What a look at the front page brought: a page that could not be read tells nothing of the link."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NOT_READABLE = "not_readable"


class FrontPageCheck(Timestamped, Base):
    """One look of the machine at a council's front page for a link to its statement.

    `url` is the page that was read, `found_as` which address the link led to: "statement" (where the council
    published it), "permanent" (ours), "" for none. `detail` says why a page could not be read, in one line.
    `person_id` is who asked for the look, None for the weekly one.
    """

    __tablename__ = "front_page_check"

    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), index=True)
    url: Mapped[str] = mapped_column(String(1024))
    outcome: Mapped[LinkOutcome] = mapped_column(String(20))
    found_as: Mapped[str] = mapped_column(String(20), default="")
    detail: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime]


class PledgeState(StrEnum):
    """What became of a promise by the next statement."""

    OPEN = "open"
    KEPT = "kept"
    PARTLY = "partly"
    NOT_KEPT = "not_kept"
    DROPPED = "dropped"


class Pledge(Timestamped, Base):
    """A promise of a statement: a check for the next."""

    __tablename__ = "pledge"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("annual_statement.id"), index=True)
    area: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(160), default="")
    due_on: Mapped[date | None]
    state: Mapped[PledgeState] = mapped_column(String(20), index=True)
    outcome: Mapped[str] = mapped_column(Text, default="")
    evidence_url: Mapped[str] = mapped_column(String(1024), default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]

    statement: Mapped[AnnualStatement] = relationship()
    settled_by: Mapped[Person | None] = relationship()


class Audience(StrEnum):
    """For whom a training session was."""

    FIRST_RESPONDERS = "first_responders"
    PROCUREMENT = "procurement"
    COUNCILLORS = "councillors"
    FRONT_LINE = "front_line"
    ALL_STAFF = "all_staff"
    SUPPLIERS = "suppliers"


class TrainingSession(Timestamped, Base):
    """One session: how many took part, and their mean confidence before and after, from 1 to 5.

    No participant is named. `certificates_until` is when the certificates that it gave run out.
    """

    __tablename__ = "training_session"

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    held_on: Mapped[date] = mapped_column(index=True)
    title: Mapped[str] = mapped_column(String(200))
    audience: Mapped[Audience] = mapped_column(String(20))
    provider: Mapped[str] = mapped_column(String(160), default="")
    attended: Mapped[int]
    confidence_before: Mapped[float | None]
    confidence_after: Mapped[float | None]
    certificates_until: Mapped[date | None]
    removed_at: Mapped[datetime | None]


class ReferralCount(Timestamped, Base):
    """Totals of a quarter that the lead enters: never a case, a name or a reference.

    `kind` is "nrm" (National Referral Mechanism) or "dtn" (Duty to Notify, adults who do not consent).
    """

    __tablename__ = "referral_count"
    __table_args__ = (UniqueConstraint("council_id", "quarter", "kind"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    quarter: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10))
    adults: Mapped[int]
    children: Mapped[int]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class TrackerEntry(Timestamped, Base):
    """How far the council is with one commitment of a charter or one pathway, and its evidence."""

    __tablename__ = "tracker_entry"
    __table_args__ = (UniqueConstraint("council_id", "tracker", "item"),)

    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    tracker: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    evidence_url: Mapped[str] = mapped_column(String(1024), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime]
