"""What goes into a workbook: put together by the service, written by the other modules here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.workbook_layout import Column, RowKey
from questionnaires import Answer, Question, Questionnaire, Section


@dataclass(frozen=True, slots=True)
class About:
    """What the first sheet says of the questionnaire."""

    organisation: str
    council: str
    reference: str
    due_on: date
    downloaded_at: datetime
    is_part: bool
    """Whether it holds the sections of one colleague only."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Who gave the answer that stands on the web, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that was not taken: what stood in it, and what to do; no note if it was right by itself."""

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the workbook: its number, its wording for this supplier, and when it is asked.

    `section_when` holds for all questions of its section, `when` for this one besides; empty for always.
    `formula` is both for Excel, empty for always.
    """

    number: int
    section: Section
    question: Question
    section_when: str
    when: str
    formula: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that a workbook shows. Answers by question id; `marker` is opaque and comes back with it."""

    questionnaire: Questionnaire
    asked: tuple[Asked, ...]
    about: About
    language: str
    marker: str
    answers: Mapping[str, Answer]
    standing: Mapping[str, Standing]
    earlier: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[tuple[RowKey, Column], Wrong] = field(default_factory=dict)
